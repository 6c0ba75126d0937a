"""Events as they are sent, and the last of them kept as text."""

import json
from collections import deque
from collections.abc import Mapping, Sequence

from room.hub.line import Line
from room.models import Event

KEPT = 5_000  # recent events of a room kept for those who come back …
KEPT_CHARACTERS = 2_000_000  # … and no more than this


compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def event_frame(event: Event) -> dict:
    return {
        "t": "ev",
        "s": event.stream,
        "n": event.number,
        "u": event.seat_id,
        "k": event.kind,
        "c": event.client_id,
        "b": event.body,
        "at": event.at.isoformat(timespec="seconds"),
    }


def text_of(event: Event) -> str:
    """Return the frame of an event as it is sent to everybody who may read it."""
    return compact(event_frame(event))


class Recent:
    """The last events of a room as text, so that a mass return reads no log."""

    def __init__(self) -> None:
        self.kept: deque[tuple[str, int, str]] = deque()  # stream, number, text
        self.characters = 0
        self.heads: dict[str, int] = {}
        self.before: dict[str, int] = {}  # the last number of each stream that is not kept

    @classmethod
    def of(cls, heads: Mapping[str, int], events: Sequence[Event]) -> "Recent":
        """Return what is kept of a room whose log ends with `events`."""
        recent = cls()
        recent.before, recent.heads = dict(heads), dict(heads)
        for event in reversed(events):
            recent.before[event.stream] = event.number - 1
        for event in events:
            recent.add(event, text_of(event))
        return recent

    def add(self, event: Event, text: str) -> None:
        self.heads[event.stream] = max(event.number, self.heads.get(event.stream, 0))
        self.before.setdefault(event.stream, event.number - 1)
        self.kept.append((event.stream, event.number, text))
        self.characters += len(text)
        while len(self.kept) > KEPT or self.characters > KEPT_CHARACTERS:
            stream, number, old = self.kept.popleft()
            self.before[stream] = number
            self.characters -= len(old)

    def after(self, line: Line) -> list[str] | None:
        """Return what `line` has missed and note it as sent; None where the log must be asked."""
        heads = {s: head for s, head in self.heads.items() if line.seat.reads(s)}
        if any(number > heads.get(s, 0) for s, number in line.have.items()):
            return None  # seen through another process already, or of another log
        behind = {s for s, head in heads.items() if line.have.get(s, 0) < head}
        if any(line.have.get(s, 0) < self.before[s] for s in behind):
            return None
        texts = [
            text
            for stream, number, text in self.kept
            if stream in behind and number > line.have.get(stream, 0)
        ]
        line.have |= heads
        return texts
