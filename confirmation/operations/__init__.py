"""Acts of judicial confirmation: what the two sides apply for, and what the court answers."""

from confirmation.operations.application import (
    apply_for_confirmation,
    resubmit_packet,
    withdraw_confirmation,
)
from confirmation.operations.court import court_accepts, court_returns, court_rules

__all__ = [
    "apply_for_confirmation",
    "court_accepts",
    "court_returns",
    "court_rules",
    "resubmit_packet",
    "withdraw_confirmation",
]
