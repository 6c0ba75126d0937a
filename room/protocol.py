"""
What may be said in a room: supplied by the app whose meeting it is.

`room` knows audiences, events and presence; mediation and, later, hearings register a `Protocol`
under the purpose of their rooms.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from room.choices import SeatRole
from room.models import Room, Seat


class FrameRefused(Exception):
    """A frame that cannot be accepted; the message is shown to its sender."""


@dataclass(frozen=True)
class Frame:
    """What one client asks to be written: a body of `kind` for the audience `stream`."""

    seat: int
    stream: str
    kind: str
    client_id: str
    body: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class Kind:
    """
    One kind of frame: who may send it, into which families of streams, and what it does.

    `clean` returns the body to be kept, or raises FrameRefused. With `act` the frame is an act of
    law: it is done in the same transaction and publishes what came of it itself; it may raise
    ActRefused. Without, the cleaned body is the event.
    """

    name: str
    writers: frozenset[SeatRole]
    families: frozenset[str]
    clean: Callable[[dict], dict] = dict
    act: Callable[[Room, Seat, Frame, dict], None] | None = None
    in_closed_room: bool = False


@dataclass(frozen=True)
class Protocol:
    """
    The kinds of one purpose; `lock` locks what acts of it lock first, before the room.

    Lock order, everywhere: case, room. `may_signal` says whether two seats may be connected by
    sound and picture on an audience at this moment; without it nobody is.
    """

    purpose: str
    kinds: dict[str, Kind]
    lock: Callable[[int], None] = field(default=lambda room_id: None)
    may_signal: Callable[[int, Seat, Seat, str], bool] = field(
        default=lambda room_id, sender, receiver, stream: False
    )


_protocols: dict[str, Protocol] = {}


def register(purpose: str, kinds: Iterable[Kind], lock: Callable[[int], None], **more) -> None:
    _protocols[purpose] = Protocol(purpose, {kind.name: kind for kind in kinds}, lock, **more)


def protocol_of(purpose: str) -> Protocol:
    """Return what rules the rooms of `purpose`; KeyError where no app has registered it."""
    return _protocols[purpose]
