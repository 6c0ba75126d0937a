"""Frames as they come over a wire: read without trust, and answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from room.models import Seat
from room.operations import Answer
from room.protocol import Frame

LONGEST_ID, LONGEST_NAME = 40, 60


def frame_of(told: dict, seat: int, at: datetime) -> Frame | None:
    """Return the frame a client means, under its own seat whoever it claims to be; else None."""
    stream, kind, client_id = told.get("s"), told.get("k"), client_id_of(told)
    body = told.get("b", {})
    if not isinstance(stream, str) or not isinstance(kind, str) or not isinstance(body, dict):
        return None
    if not (_word(stream, LONGEST_NAME) and _word(kind, 30) and client_id):
        return None
    return Frame(seat, stream, kind, client_id, body, at)


def client_id_of(told: dict) -> str:
    given = told.get("c")
    return given if isinstance(given, str) and _word(given, LONGEST_ID) else ""


def cursors_of(told: dict) -> dict[str, int]:
    """Return the cursors a client sends, without what is no cursor."""
    given = told.get("cur")
    if not isinstance(given, dict) or len(given) > 200:
        return {}
    return {
        stream: number
        for stream, number in given.items()
        if _word(stream, LONGEST_NAME) and type(number) is int and 0 <= number < 2**53
    }


def _word(given: Any, longest: int) -> bool:
    return isinstance(given, str) and 0 < len(given) <= longest and given.isprintable()


def about(seat: Seat, at: datetime) -> dict:
    """Return who a client is here; `now` lets a phone with a wrong clock show the right time."""
    return {
        "t": "me",
        "u": seat.pk,
        "role": seat.role,
        "group": seat.group,
        "keys": seat.keys,
        "name": seat.label,
        "now": at.isoformat(timespec="milliseconds"),
    }


def answer_frame(answer: Answer) -> dict:
    if answer.event is None:
        return {"t": "nak", "c": answer.client_id, "why": answer.why, "again": answer.again}
    event = answer.event
    return {"t": "ack", "c": answer.client_id, "s": event.stream, "n": event.number}


@dataclass
class Tokens:
    """So many frames a second from one client, three seconds' worth at once."""

    per_second: float
    left: float = 0
    last: float | None = None
    refused: int = 0  # in a row

    def take(self, now: float) -> bool:
        most = 3 * self.per_second
        passed = most if self.last is None else (now - self.last) * self.per_second
        self.left, self.last = min(most, self.left + passed), now
        if self.left < 1:
            self.refused += 1
            return False
        self.left, self.refused = self.left - 1, 0
        return True
