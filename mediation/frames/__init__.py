"""
What may be said in the room of a session: each kind, who may send it, and the act it performs.

Talk (`say`, the agenda, hands raised) is only kept; an act (a line of the minutes, an answer, a
signature) is carried out by its operation, which tells the room what came of it. Every body is read
here without trust; what is not asked for is dropped.
"""

from cases.models import Case
from cases.operations import lock_case
from mediation.frames import agreement, blind, facts, minutes, offers, showing, talk, terms
from mediation.frames.reading import INCOMPLETE
from mediation.frames.terms import revised_by, revision_of

__all__ = ["INCOMPLETE", "KINDS", "lock", "revised_by", "revision_of"]

KINDS = (
    *talk.KINDS,
    *minutes.KINDS,
    *terms.KINDS,
    *agreement.KINDS,
    *facts.KINDS,
    *offers.KINDS,
    *blind.KINDS,
    *showing.KINDS,
)


def lock(room_id: int) -> None:
    """Lock the case of a room before the room, as every act does."""
    case = Case.objects.filter(sessions__room=room_id).first()
    if case is not None:
        lock_case(case)
