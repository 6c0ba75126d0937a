"""Every write of the fund, one function per act."""

from fund.operations.ledger import (
    Line,
    NotEnough,
    close_day,
    open_account,
    post_voucher,
    receive_funding,
    reverse_voucher,
)

__all__ = [
    "Line",
    "NotEnough",
    "close_day",
    "open_account",
    "post_voucher",
    "receive_funding",
    "reverse_voucher",
]
