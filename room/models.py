"""
A room is a log; a seat is somebody's place in it.

Each audience is a stream with dense numbers of its own: one number for the whole room would show
the other side, by its gaps, that and when a caucus spoke. `position` is the order of everything and
never leaves the server for a party.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import cached_property

from room.choices import CAUCUS, PERSONAL, PUBLIC, STAFF, STAFF_ONLY, SeatRole


class Room(models.Model):
    """会议室: locked for every write; `purpose` names the protocol that rules it."""

    purpose = models.SlugField("用途", max_length=20)
    position = models.BigIntegerField("总序号", default=0)
    heads = models.JSONField("各流序号", default=dict)  # {stream: last number}
    # Raised whenever somebody's access changes, so that open sockets are looked at again.
    access = models.PositiveIntegerField("准入版次", default=0)
    opened_at = models.DateTimeField("开启时间")
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)

    class Meta:
        verbose_name = "会议室"
        verbose_name_plural = "会议室"

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Seat(models.Model):
    """
    席位: one person in one room.

    Role, group and keys never change: who changes sides leaves and is seated anew, and does not
    inherit what the old side said.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    role = models.CharField("身份", max_length=10, choices=SeatRole)
    group = models.SlugField("方别", max_length=40, blank=True)  # whose caucus
    keys = models.JSONField("本人流", default=list)  # whose personal streams: party keys
    label = models.CharField("称呼", max_length=80)
    seated_at = models.DateTimeField("入席时间")
    seen_at = models.DateTimeField("最近在线", null=True, blank=True)
    # The server process that held a connection of it then; "" once the last one is closed.
    seen_by = models.CharField("在线进程", max_length=32, blank=True)
    removed_at = models.DateTimeField("离席时间", null=True, blank=True)

    class Meta:
        verbose_name = "席位"
        verbose_name_plural = "席位"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_seat_per_person",
                fields=["room", "user"],
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    def reads(self, stream: str) -> bool:
        """Whether this seat may read `stream`; the same rule as `EventQuerySet.visible_to`."""
        return self.removed_at is None and (self.is_staff or stream in self.streams)

    @cached_property
    def streams(self) -> frozenset[str]:
        """The streams of a party or observer; staff read every stream there is."""
        streams = {PUBLIC}
        if self.is_staff:
            streams.add(STAFF_ONLY)
        if self.group:
            streams.add(f"{CAUCUS}:{self.group}")
        return frozenset(streams | {f"{PERSONAL}:{key}" for key in self.keys})


class EventQuerySet(models.QuerySet):
    def visible_to(self, seat: Seat | None) -> "EventQuerySet":
        """
        Return what `seat` may read of its room: the only way to read the log.

        Replay, pages, search, export, print and history all pass here.
        """
        if seat is None or seat.removed_at is not None:
            return self.none()
        mine = self.filter(room=seat.room_id)
        return mine if seat.is_staff else mine.filter(stream__in=seat.streams)


class Event(models.Model):
    """One thing that happened in a room; only ever added (a correction is a new event)."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="events")
    position = models.BigIntegerField("总序号")
    stream = models.CharField("流", max_length=60)
    number = models.BigIntegerField("流内序号")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="events", null=True)
    kind = models.CharField("种类", max_length=30)
    client_id = models.CharField("客户端编号", max_length=40, blank=True)
    body = models.JSONField("内容")
    at = models.DateTimeField("时间", db_default=Now())

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "会议事件"
        verbose_name_plural = "会议事件"
        ordering = ["room_id", "position"]
        # SQLite does not use the conditional index below for a client id that is a parameter.
        indexes = [models.Index(name="event_client_id", fields=["seat", "client_id"])]
        constraints = [
            models.UniqueConstraint(name="event_position_once", fields=["room", "position"]),
            models.UniqueConstraint(name="event_number_once", fields=["room", "stream", "number"]),
            models.UniqueConstraint(
                name="event_client_id_once",
                fields=["room", "seat", "client_id"],
                condition=~Q(client_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.kind}"
