"""
The write end of a room's log.

Every event goes through a `Writer`, which holds the lock of the room: numbers are allotted, the
event inserted and committed before anybody is sent it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from room import news
from room.models import Event, Room, Seat
from room.protocol import Frame


def lock_room(room_id: int) -> Room:
    return Room.objects.select_for_update().get(pk=room_id)


@dataclass(frozen=True)
class Draft:
    """An event to be: its audience, its kind, and everything a screen needs to show it."""

    stream: str
    kind: str
    body: dict


@dataclass
class Writer:
    """The locked end of a room's log; numbers are allotted here and nowhere else."""

    room: Room
    events: list[Event] = field(default_factory=list)
    written: int = 0  # how many of them the database has

    def add(self, draft: Draft, *, seat: int | None, client_id: str, at: datetime | None) -> Event:
        self.room.position += 1
        number = self.room.heads.get(draft.stream, 0) + 1
        self.room.heads[draft.stream] = number
        event = Event(
            room_id=self.room.pk,
            position=self.room.position,
            stream=draft.stream,
            number=number,
            seat_id=seat,
            kind=draft.kind,
            client_id=client_id,
            body=draft.body,
            **({"at": at} if at else {}),
        )
        self.events.append(event)
        return event

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """
        Take back what was added inside when it fails, together with its database work.

        What was added before is in the log by then: who reads it inside, reads all of it.
        """
        self.write()
        position, heads, written = self.room.position, dict(self.room.heads), len(self.events)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            self.room.position, self.room.heads = position, heads
            del self.events[written:]
            raise

    def write(self) -> None:
        """Insert what was added since the last time."""
        if self.written == len(self.events):
            return
        Event.objects.bulk_create(self.events[self.written :])
        Room.objects.filter(pk=self.room.pk).update(
            position=self.room.position, heads=self.room.heads
        )
        self.written = len(self.events)


@dataclass
class Speaking:
    """Whose frame is being carried out: its first event bears the sender and the client id."""

    writer: Writer
    seat: Seat
    frame: Frame
    first: Event | None = None


speaking_now: ContextVar[Speaking | None] = ContextVar("speaking", default=None)


def publish(room_id: int, drafts: Sequence[Draft], *, at: datetime | None = None) -> None:
    """
    Append what an act of law has to tell the room, in the transaction of the act.

    When the act came as a frame, the first draft answers that frame and all bear its time; an act
    done on a page bears the time of the database unless `at` is given.
    """
    speaking = speaking_now.get()
    if speaking and speaking.writer.room.pk == room_id:
        for draft in drafts:
            answer_with(speaking, draft)
        return
    with transaction.atomic():
        writer = Writer(lock_room(room_id))
        for draft in drafts:
            writer.add(draft, seat=None, client_id="", at=at)
        writer.write()
        news.after_commit(room_id)


def answer_with(speaking: Speaking, draft: Draft) -> None:
    """Add an event; the first one the sender may read answers their frame."""
    answers = speaking.first is None and speaking.seat.reads(draft.stream)
    client_id = speaking.frame.client_id if answers else ""
    event = speaking.writer.add(
        draft, seat=speaking.seat.pk, client_id=client_id, at=speaking.frame.at
    )
    if answers:
        speaking.first = event
