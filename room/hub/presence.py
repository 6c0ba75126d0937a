"""Who is there: connected to this process, or heard of by another one lately."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from room import news, operations, queries

Row = tuple[int, str, datetime | None, str]


def note(room_id: int, *, arrived: Iterable[int], gone: Iterable[int], at: datetime) -> list[Row]:
    """Keep who came and went here, for the other processes, and return who sits in the room."""
    with transaction.atomic():
        if arrived:
            operations.heard_of(seats=arrived, process=news.PROCESS, at=at)
        if gone:
            operations.gone_from(seats=gone, process=news.PROCESS, at=at)
    return queries.presence(room_id)


def frame(rows: Iterable[Row], connected: set[int], at: datetime) -> dict:
    """
    Return who is here in the shape of a frame.

    Somebody who is not is given with the moment of the last sign of life.
    """
    seats = []
    for pk, label, seen_at, seen_by in rows:
        on = pk in connected or is_elsewhere(seen_at, seen_by, at)
        since = None if on or seen_at is None else seen_at.isoformat(timespec="seconds")
        seats.append({"u": pk, "name": label, "on": on, "seen": since})
    return {"t": "here", "a": seats}


def is_elsewhere(seen_at: datetime | None, seen_by: str, at: datetime) -> bool:
    """Whether another process has heard of the seat within two heartbeats."""
    if seen_at is None or seen_by in {"", news.PROCESS}:
        return False
    return at - seen_at < timedelta(seconds=2 * settings.ROOM_HEARTBEAT_SECONDS + 5)


def is_served_twice(rows: Iterable[Row], since: datetime) -> bool:
    """Whether another process has held connections to the room since this one began."""
    ours = {"", news.PROCESS, queries.POLLING}
    return any(at is not None and at > since and by not in ours for _, _, at, by in rows)
