"""Who may send a kind of frame, and to whom it may be said."""

from room.choices import CAUCUS, PERSONAL, PUBLIC, STAFF, STAFF_ONLY, SeatRole

CHAIR = frozenset({SeatRole.CHAIR})
PARTIES = frozenset({SeatRole.PARTY})
EVERYBODY = STAFF | PARTIES
TALK = frozenset({PUBLIC, CAUCUS, PERSONAL, STAFF_ONLY})
OPEN = frozenset({PUBLIC})
OWN = frozenset({PERSONAL})
SIDE = frozenset({CAUCUS})
INTERNAL = frozenset({STAFF_ONLY})
