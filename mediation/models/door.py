"""
The way in from one's own phone: the door of a session, and everybody who came to it.

Neither the six digits nor the address in the QR say who somebody is; they only find the session.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import Capacity
from cases.models import Authority, Party
from mediation.choices import ArrivalState, Standing
from mediation.models.session import Session


class Door(models.Model):
    """入口: valid while the room of its session is open; renewed, the old code opens nothing."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="door")
    code = models.CharField("六位数字", max_length=6, blank=True)
    secret = models.CharField(max_length=64, editable=False)  # from which the QR addresses are made
    opened_at = models.DateTimeField("开放时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "入口"
        verbose_name_plural = "入口"
        constraints = [
            models.UniqueConstraint(name="door_code_once", fields=["code"], condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"{self.session}的入口"

    @property
    def is_open(self) -> bool:
        room = self.session.room
        return bool(self.code) and room is not None and room.is_open


class Arrival(models.Model):
    """
    来人: one person at a door, from the name they gave to being let in or not.

    `codes` holds keyed digests, by party key, of what was sent to the phones of everybody of that
    name; it is empty for a name nobody has, and the visitor sees no difference.
    """

    door = models.ForeignKey(Door, models.PROTECT, related_name="arrivals")
    name = models.CharField("姓名", max_length=60)
    name_index = models.CharField(max_length=64, editable=False)
    standing = models.CharField("以什么身份", max_length=12, choices=Standing)
    represents = models.CharField("代表谁", max_length=120, blank=True)
    codes = models.JSONField(default=dict, editable=False)
    sent_at = models.DateTimeField("验证码发送时间", null=True, blank=True)
    wrong = models.PositiveSmallIntegerField("不符次数", default=0)
    state = models.CharField(
        "状态", max_length=10, choices=ArrivalState, default=ArrivalState.PROVING
    )
    came_at = models.DateTimeField("到来时间")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    capacity = models.CharField("身份", max_length=24, choices=Capacity, blank=True)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField("不准予的理由", max_length=200, blank=True)
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "来人"
        verbose_name_plural = "来人"
        ordering = ["id"]
        indexes = [models.Index(name="arrival_of_name", fields=["door", "name_index"])]

    def __str__(self) -> str:
        return self.name
