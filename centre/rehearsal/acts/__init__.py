"""Every act of the format as a call of its operation, one module per station of a case."""

from centre.rehearsal.acts import (
    aftermath,
    agreement,
    arbitration,
    award,
    confirmation,
    drafts,
    enforcement,
    fund,
    handoff,
    incoming,
    intake,
    opening,
    performance,
    procedure,
    review,
    service,
    session,
    settlement,
)
from centre.rehearsal.acts.attempts import default_attempt
from centre.rehearsal.acts.registry import papers_of, perform

__all__ = ["STATIONS", "default_attempt", "papers_of", "perform"]

# Each registers its acts when it is imported.
STATIONS = (
    intake,
    opening,
    session,
    agreement,
    performance,
    confirmation,
    arbitration,
    service,
    incoming,
    procedure,
    settlement,
    award,
    drafts,
    aftermath,
    enforcement,
    review,
    handoff,
    fund,
)
