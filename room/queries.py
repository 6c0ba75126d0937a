"""Reads of a room: somebody's seat, the log from given cursors, who is there."""

from collections.abc import Mapping, Set
from copy import copy
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session as LoginSession
from django.db.models import Q

from room.choices import STAFF, SeatRole
from room.models import Event, Room, Seat
from staff.models import User
from staff.queries import Duty, duty_of

POLLING = "poll"  # stands for a process where somebody asks now and then, without a connection


def seat_of(user: User, room_id: int) -> Seat | None:
    """Return the seat `user` holds in the room now."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Seat.objects.filter(room__pk=room_id, user=user, removed_at=None).first()


def entrance(user: User, room_id: int) -> tuple[Seat | None, Duty | None]:
    """
    Return the seat of `user`, and what they must do before they may take it.

    Whoever is a party has no role, and so no duty but their password.
    """
    seat = seat_of(user, room_id)
    asked = seat and (seat.role != SeatRole.PARTY or user.password_is_temporary)
    return seat, duty_of(user) if asked else None


def state(room_id: int) -> tuple[int, int, dict[str, int]]:
    """Return the last position, the state of access, and the last number of each stream."""
    return Room.objects.values_list("position", "access", "heads").get(pk=room_id)


def granted(seat: Seat, cursors: Mapping[str, int]) -> dict[str, int]:
    """
    Return the cursors `seat` may have: of streams it reads, and never beyond the end of one.

    Beyond the end is whoever saw another log, before a backup was put back; unbounded, the cursor
    would hide what is said until the numbers catch up.
    """
    heads = state(seat.room_id)[2]
    return {s: min(n, heads[s]) for s, n in cursors.items() if s in heads and seat.reads(s)}


def as_observer(seat: Seat) -> Seat:
    """Return `seat` as it would be if it could only watch: for a screen that others look at too."""
    narrowed = copy(seat)
    narrowed.role, narrowed.group, narrowed.keys = SeatRole.OBSERVER, "", []
    return narrowed


def missed(seat: Seat, cursors: Mapping[str, int], *, limit: int) -> list[Event]:
    """
    Return the oldest `limit` events `seat` has not yet seen, in the order of the room.

    `cursors` holds the last number seen in each stream; streams not granted are ignored.
    """
    heads = state(seat.room_id)[2]
    behind = {s: cursors.get(s, 0) for s, n in heads.items() if seat.reads(s)}
    behind = {s: have for s, have in behind.items() if have < heads[s]}
    if not behind:
        return []
    wanted = Q(stream__in=[s for s, have in behind.items() if not have])
    for stream, have in behind.items():
        if have:
            wanted |= Q(stream=stream, number__gt=have)
    return list(Event.objects.visible_to(seat).filter(wanted).order_by("position")[:limit])


def since(room_id: int, position: int, *, limit: int) -> tuple[list[Event], int]:
    """
    Return what was written after `position`, and the state of access.

    Access is read last: whoever was removed before one of these events is known to be.
    """
    events = Event.objects.filter(room=room_id, position__gt=position)
    return list(events.order_by("position")[:limit]), state(room_id)[1]


def still_admitted(lines: Set[tuple[int, str]], at: datetime) -> set[tuple[int, str]]:
    """
    Return those of `lines` (seat, key of its sign-in or "") that may stay open.

    The seat is held by somebody active who has no duty first, and the sign-in, where there is one,
    still stands. Whoever is a party has no role, and so no duty but their password.
    """
    seats = Seat.objects.filter(
        pk__in={seat for seat, _ in lines},
        removed_at=None,
        user__is_active=True,
        user__password_is_temporary=False,
    )
    roles = dict(seats.values_list("pk", "role"))
    held = {seat for seat, role in roles.items() if role not in STAFF}
    if staff := roles.keys() - held:
        officers = Seat.objects.filter(pk__in=staff).select_related("user")
        held |= {seat.pk for seat in officers if duty_of(seat.user) is None}
    keys = {key for _, key in lines if key}
    alive = LoginSession.objects.filter(pk__in=keys, expire_date__gt=at)
    signed_in = {"", *alive.values_list("pk", flat=True)}
    return {(seat, key) for seat, key in lines if seat in held and key in signed_in}


def login_key(session: SessionBase | None) -> str:
    """Return the key under which the sign-in of a socket is looked up again; "" without one."""
    return (session.session_key or "") if session else ""


def presence(room_id: int) -> list[tuple[int, str, datetime | None, str]]:
    """Return number, name, last sign of life and its process of whoever sits in the room."""
    seats = Seat.objects.filter(room=room_id, removed_at=None)
    return list(seats.order_by("pk").values_list("pk", "label", "seen_at", "seen_by"))
