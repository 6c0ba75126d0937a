"""What can be entered to be confirmed by a second person, and how each is booked then."""

from fund.operations.entering.incoming import (
    enter_funding,
    enter_held,
    enter_recovery,
    enter_shared_payment,
)
from fund.operations.entering.outgoing import (
    enter_bounce,
    enter_correction,
    enter_passing_on,
    enter_refund,
    enter_reversal,
)

__all__ = [
    "enter_bounce",
    "enter_correction",
    "enter_funding",
    "enter_held",
    "enter_passing_on",
    "enter_recovery",
    "enter_refund",
    "enter_reversal",
    "enter_shared_payment",
]
