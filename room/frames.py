"""Frames as they come over a wire: read without trust, and answered."""

import json
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from django.conf import settings

from room.models import Seat
from room.operations import Answer
from room.protocol import Frame

LONGEST_ID, LONGEST_NAME = 40, 60
CHARACTERS_OF_ONE = 10_000  # longer frames count for several
DEEPEST = 16  # objects and lists inside one another
PATIENCE = 50  # seconds' worth of frames refused at a stretch before a socket is closed
SENDERS_KEPT, QUIET = 10_000, 600  # who was quiet for so many seconds is forgotten beyond so many

BROKEN = "收到的内容无法识别，请刷新页面。"
TOO_LARGE = "发送的内容过大，请分次发送。"
SLOW_DOWN = "发送过快，请稍候再发。"


def read(text: str | bytes) -> dict | None:
    """Return the object a client sent as JSON; None for anything else."""
    try:
        told = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def frame_of(told: dict, seat: int, at: datetime) -> Frame | None:
    """Return the frame a client means, under its own seat whoever it claims to be; else None."""
    stream, kind, client_id = told.get("s"), told.get("k"), client_id_of(told)
    body = told.get("b", {})
    if not (_word(stream, LONGEST_NAME) and _word(kind, 30) and client_id):
        return None
    if not (isinstance(body, dict) and _can_be_kept(body)):
        return None
    return Frame(seat, stream, kind, client_id, body, at)


def client_id_of(told: dict) -> str:
    given = told.get("c")
    return given if _word(given, LONGEST_ID) else ""


def cursors_of(told: dict) -> dict[str, int]:
    """Return the cursors a client sends, without what is no cursor."""
    given = told.get("cur")
    if not isinstance(given, dict):
        return {}
    return {
        stream: number
        for stream, number in given.items()
        if _word(stream, LONGEST_NAME) and type(number) is int and 0 <= number < 2**53
    }


def _can_be_kept(body: dict) -> bool:
    """
    Whether any database and any browser can take the body.

    Half a surrogate pair, once in the log, would break every replay; PostgreSQL refuses NUL.
    """
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for held in level:
            if isinstance(held, dict):
                inner += [*held, *held.values()]
            elif isinstance(held, list):
                inner += held
            elif not _is_plain(held):
                return False
        if not inner:
            return True
        level = inner
    return False


def _is_plain(held: Any) -> bool:
    if isinstance(held, int | float):
        return abs(held) < 2**53
    if not isinstance(held, str):
        return held is None
    try:
        held.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in held


def _word(given: Any, longest: int) -> TypeGuard[str]:
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
    """
    So many frames a second from one seat, three seconds' worth at once.

    A large frame counts for several, so that nobody fills the memory of the others' connections.
    """

    left: float = 0
    last: float | None = None
    refused: int = 0  # since the sender was last quiet

    def take(self, now: float, per_second: float, characters: int) -> bool:
        most = 3 * per_second
        passed = most if self.last is None else (now - self.last) * per_second
        self.left, self.last = min(most, self.left + passed), now
        if self.left >= most:
            self.refused = 0
        if self.left < 1:
            self.refused += 1
            return False
        self.left -= 1 + characters / CHARACTERS_OF_ONE
        return True


class Allowances:
    """What each person may still send to this process, over sockets and by POST together."""

    def __init__(self) -> None:
        self.tokens: dict[int, Tokens] = {}
        self.lock = threading.Lock()

    def take(self, seat: int, characters: int) -> bool:
        """Whether a frame of `seat` is within what one person may send; counts it."""
        now = time.monotonic()
        with self.lock:
            if len(self.tokens) >= SENDERS_KEPT:
                self._forget_before(now - QUIET)
            tokens = self.tokens.setdefault(seat, Tokens())
            return tokens.take(now, settings.ROOM_FRAMES_PER_SECOND, characters)

    def is_exhausted(self, seat: int) -> bool:
        """Whether `seat` went on sending for a long time after it was asked to wait."""
        return self.tokens[seat].refused > settings.ROOM_FRAMES_PER_SECOND * PATIENCE

    def forget(self) -> None:
        self.tokens.clear()

    def _forget_before(self, moment: float) -> None:
        for seat, tokens in list(self.tokens.items()):
            if tokens.last is None or tokens.last < moment:
                del self.tokens[seat]


allowances = Allowances()
