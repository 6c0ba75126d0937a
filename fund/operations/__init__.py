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
from fund.operations.entering import (
    enter_bounce,
    enter_correction,
    enter_funding,
    enter_held,
    enter_passing_on,
    enter_recovery,
    enter_refund,
    enter_reversal,
    enter_shared_payment,
)
from fund.operations.ledger import (
    Line,
    NotEnough,
    close_day,
    open_account,
    post_voucher,
    receive_funding,
    reverse_voucher,
)
from fund.operations.money import confirm_money_act, refuse_money_act, withdraw_money_act
from fund.operations.payout import (
    Answer,
    assign_claim,
    make_payment_list,
    record_bank_answers,
)
from fund.operations.receipts import Proxy, confirm_receipts, pay_in_cash
from fund.operations.recovery import (
    close_advance,
    hand_back_recovery,
    send_recovery_notice,
    take_recovery,
)
from fund.operations.seats import seat_approver, vacate_seat
from fund.operations.statement import StatementLine, import_statement, match_bank_line
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
    "confirm_money_act",
    "confirm_receipts",
    "decide_advance",
    "enter_bounce",
    "enter_correction",
    "enter_funding",
    "enter_held",
    "enter_passing_on",
    "enter_recovery",
    "enter_refund",
    "enter_reversal",
    "enter_shared_payment",
    "hand_back_recovery",
    "import_statement",
    "make_payment_list",
    "match_bank_line",
    "open_account",
    "pay_in_cash",
    "post_voucher",
    "propose_write_off",
    "receive_funding",
    "record_bank_answers",
    "refuse_money_act",
    "reverse_voucher",
    "seat_approver",
    "send_recovery_notice",
    "take_recovery",
    "vacate_seat",
    "verify_advance",
    "withdraw_advance",
    "withdraw_money_act",
]
