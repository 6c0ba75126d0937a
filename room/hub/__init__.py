"""
The fast copy of the log: one hub per process and room, from which sockets are fed.

The log is the truth. A hub writes frames in groups (one transaction for all that wait), and sends
what is committed, in the order of the room, to every line whose seat may read it. What others
write — pages, other processes — it reads from the log when told, and every few seconds in any case.
Bodies never pass through a channel layer.
"""

from room.hub.line import Line, Overflow
from room.hub.process import HELD_ELSEWHERE, hubs
from room.hub.reading import READ_AT_ONCE
from room.hub.room import DUTY_FIRST, ELSEWHERE, GONE, Hub
from room.hub.text import compact, event_frame, text_of

__all__ = [
    "DUTY_FIRST",
    "ELSEWHERE",
    "GONE",
    "HELD_ELSEWHERE",
    "READ_AT_ONCE",
    "Hub",
    "Line",
    "Overflow",
    "compact",
    "event_frame",
    "hubs",
    "text_of",
]
