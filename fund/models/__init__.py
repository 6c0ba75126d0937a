"""Advances, their payment, recovery and the books that hold every fen of it."""

from fund.models.advance import Advance, AdvanceLine, Approval, RepaymentInstalment
from fund.models.ledger import BankLine, DailyClose, FundAccount, Posting, Voucher
from fund.models.payout import PaymentLine, PaymentList
from fund.models.recovery import Recovery, RecoveryNotice, WriteOff, WriteOffApproval

__all__ = [
    "Advance",
    "AdvanceLine",
    "Approval",
    "BankLine",
    "DailyClose",
    "FundAccount",
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
