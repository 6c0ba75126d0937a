"""Where a party has to be: what the apps above know of it, for the party's own page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.models import Party, PartyAccess


@dataclass(frozen=True)
class Call:
    """一次到场: who calls, when and where, and what to bring."""

    by: str
    at: datetime
    where: str
    bring: str
    remote: bool = False


@dataclass(frozen=True)
class ToSign:
    """待签: a paper that waits for somebody's own name: what it is, what it is for, where."""

    title: str
    why: str
    url: str


# Asked of the apps above: who acts for a party, and what waits for their name.
TO_SIGN: list[Callable[[PartyAccess], Iterable[ToSign]]] = []
# Asked of the apps above: a party, and the calls that lie ahead or have no outcome yet.
CALLS: list[Callable[[Party], Iterable[Call]]] = []


def papers_for(access: PartyAccess) -> list[ToSign]:
    """Return every paper that waits for the name of this person."""
    return [paper for find in TO_SIGN for paper in find(access)]


def calls_to(party: Party) -> list[Call]:
    """Return every call to the party that is still open, the next one first."""
    return sorted((call for find in CALLS for call in find(party)), key=lambda call: call.at)


@dataclass(frozen=True)
class Way:
    """A page of another app a party may go to from their own: its words, its address by name."""

    words: str
    page: str
    pk: int | None = None


# Asked of the apps above: a party, and where else they can go in their case.
WAYS: list[Callable[[Party], Iterable[Way]]] = []


def ways_of(parties: Iterable[Party]) -> list[Way]:
    """Return where else these parties can go, each once."""
    return list(dict.fromkeys(way for party in parties for find in WAYS for way in find(party)))
