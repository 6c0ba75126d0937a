"""Every write of the fund, one function per act."""

from fund.operations.application import (
    Applicant,
    Source,
    Verified,
    apply_for_advance,
    verify_advance,
    withdraw_advance,
)
from fund.operations.approval import approve_advance, cancel_advance, decide_advance
from fund.operations.ledger import (
    Line,
    NotEnough,
    close_day,
    open_account,
    post_voucher,
    receive_funding,
    reverse_voucher,
)
from fund.operations.payout import (
    Answer,
    assign_claim,
    confirm_receipts,
    make_payment_list,
    record_bank_answers,
    record_bounce,
)
from fund.operations.recovery import (
    approve_write_off,
    close_advance,
    propose_write_off,
    record_recovery,
    send_recovery_notice,
)
from fund.operations.statement import StatementLine, import_statement, match_bank_line

__all__ = [
    "Answer",
    "Applicant",
    "Line",
    "NotEnough",
    "Source",
    "StatementLine",
    "Verified",
    "apply_for_advance",
    "approve_advance",
    "approve_write_off",
    "assign_claim",
    "cancel_advance",
    "close_advance",
    "close_day",
    "confirm_receipts",
    "decide_advance",
    "import_statement",
    "make_payment_list",
    "match_bank_line",
    "open_account",
    "post_voucher",
    "propose_write_off",
    "receive_funding",
    "record_bank_answers",
    "record_bounce",
    "record_recovery",
    "reverse_voucher",
    "send_recovery_notice",
    "verify_advance",
    "withdraw_advance",
]
