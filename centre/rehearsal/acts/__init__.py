"""
Every act of the format as a call of its operation, one module per station of a case.

What is not built says so by name.
"""

from centre.rehearsal.acts import (
    agreement,
    arbitration,
    award,
    confirmation,
    enforcement,
    fund,
    handoff,
    intake,
    opening,
    performance,
    review,
    session,
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
    award,
    enforcement,
    review,
    handoff,
    fund,
)
