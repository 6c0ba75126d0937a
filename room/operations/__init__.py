"""Writes of a room: it is opened and closed, people are seated and removed, events are appended."""

from room.operations.log import Draft, Writer, publish
from room.operations.receiving import (
    BUSY,
    CLOSED,
    FAILED,
    NO_SEAT,
    NOT_ALLOWED,
    REMOVED,
    UNKNOWN,
    Answer,
    Received,
    Roll,
    receive,
    receive_outside_hub,
    receive_safely,
)
from room.operations.seats import (
    access_changed_of,
    close_room,
    gone_from,
    heard_of,
    open_room,
    remove_seat,
    seat_person,
)

__all__ = [
    "BUSY",
    "CLOSED",
    "FAILED",
    "NOT_ALLOWED",
    "NO_SEAT",
    "REMOVED",
    "UNKNOWN",
    "Answer",
    "Draft",
    "Received",
    "Roll",
    "Writer",
    "access_changed_of",
    "close_room",
    "gone_from",
    "heard_of",
    "open_room",
    "publish",
    "receive",
    "receive_outside_hub",
    "receive_safely",
    "remove_seat",
    "seat_person",
]
