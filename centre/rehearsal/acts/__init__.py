"""
Every act of the format as a call of its operation, one module per station of a case.

What is not built says so by name.
"""

from centre.rehearsal.acts import (
    agreement,
    confirmation,
    fund,
    handoff,
    intake,
    opening,
    performance,
    session,
)
from centre.rehearsal.acts.attempts import default_attempt
from centre.rehearsal.acts.registry import perform

__all__ = ["STATIONS", "default_attempt", "perform"]

# Each registers its acts when it is imported.
STATIONS = (intake, opening, session, agreement, performance, confirmation, handoff, fund)
