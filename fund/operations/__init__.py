"""Every write of the fund, one function per act."""

from fund.operations.application import (
    Applicant,
    OverCap,
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
    make_payment_list,
    record_bank_answers,
    record_bounce,
)
from fund.operations.receipts import Proxy, confirm_receipts, pay_in_cash
from fund.operations.received import record_recovery, reverse_recovery
from fund.operations.recovery import close_advance, send_recovery_notice
from fund.operations.seats import seat_approver, vacate_seat
from fund.operations.shared import (
    confirm_shared_payment,
    propose_shared_payment,
    record_shared_payment,
    withdraw_shared_payment,
)
from fund.operations.statement import StatementLine, import_statement, match_bank_line
from fund.operations.suspense import correct_voucher, give_back, hold_money, pass_on
from fund.operations.write_off import approve_write_off, propose_write_off

__all__ = [
    "Answer",
    "Applicant",
    "Line",
    "NotEnough",
    "OverCap",
    "Proxy",
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
    "confirm_shared_payment",
    "correct_voucher",
    "decide_advance",
    "give_back",
    "hold_money",
    "import_statement",
    "make_payment_list",
    "match_bank_line",
    "open_account",
    "pass_on",
    "pay_in_cash",
    "post_voucher",
    "propose_shared_payment",
    "propose_write_off",
    "receive_funding",
    "record_bank_answers",
    "record_bounce",
    "record_recovery",
    "record_shared_payment",
    "reverse_recovery",
    "reverse_voucher",
    "seat_approver",
    "send_recovery_notice",
    "vacate_seat",
    "verify_advance",
    "withdraw_advance",
    "withdraw_shared_payment",
]
