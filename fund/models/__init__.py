"""Advances, their payment, recovery and the books that hold every fen of it."""

from fund.models.advance import Advance, AdvanceLine, Approval, RepaymentInstalment
from fund.models.ledger import BankLine, DailyClose, FundAccount, Posting, Voucher
from fund.models.money import MoneyAct
from fund.models.payout import PaymentLine, PaymentList
from fund.models.recovery import Recovery, RecoveryNotice, WriteOff, WriteOffApproval
from fund.models.seat import ApprovalSeat
from fund.models.suspense import Held, HeldPayment

__all__ = [
    "Advance",
    "AdvanceLine",
    "Approval",
    "ApprovalSeat",
    "BankLine",
    "DailyClose",
    "FundAccount",
    "Held",
    "HeldPayment",
    "MoneyAct",
    "PaymentLine",
    "PaymentList",
    "Posting",
    "Recovery",
    "RecoveryNotice",
    "RepaymentInstalment",
    "Voucher",
    "WriteOff",
    "WriteOffApproval",
]
