"""Reading the log for a hub: done in a thread of the database, texts included."""

from collections.abc import Mapping

from room import queries
from room.hub.text import KEPT, Recent, text_of
from room.models import Seat

READ_AT_ONCE = 2_000  # events in one reading of the log


def beginning(room_id: int) -> tuple[int, int, Recent]:
    """Return the position and the state of access of a room, and what is kept of its log."""
    position, access, heads = queries.state(room_id)
    events, _ = queries.since(room_id, position - KEPT, limit=KEPT)
    return position, access, Recent.of(heads, [e for e in events if e.position <= position])


def missed(seat: Seat, cursors: Mapping[str, int]) -> tuple[dict[str, int], list[str]]:
    """Return everything a seat has missed since its cursors, and the cursors after it."""
    have = queries.granted(seat, cursors)
    texts: list[str] = []
    while True:
        events = queries.missed(seat, have, limit=READ_AT_ONCE)
        for event in events:
            have[event.stream] = event.number
            texts.append(text_of(event))
        if len(events) < READ_AT_ONCE:
            return have, texts
