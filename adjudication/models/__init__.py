"""What the tribunal keeps: the case, who decides it, the awards and what follows from them."""

from adjudication.models.answer import RespondentAnswer
from adjudication.models.arbitration import Arbitration, Claim, Element, Seat, SiblingGroup
from adjudication.models.award import (
    Award,
    AwardItem,
    AwardSuit,
    AwardVersion,
    ClaimRuling,
    Countersign,
    EffectCertificate,
    Enforcement,
    EnforcementEntry,
    ItemCorrection,
    PaymentOrder,
)
from adjudication.models.batch import AwardBatch, AwardBatchItem
from adjudication.models.desk import DeskBatch, DeskBatchItem
from adjudication.models.phone import ApplicationDraft, ElementReply, EntryCode
from adjudication.models.review import (
    Review,
    ReviewDownload,
    ReviewItem,
    ReviewPacket,
    StatementReceipt,
)
from adjudication.models.statement import Statement, StatementRow, StatementSignature
from adjudication.models.tribunal import (
    Challenge,
    ClockEvent,
    CounterClaim,
    Decision,
    Hearing,
    HearingAttendance,
    HearingLine,
)

__all__ = [
    "ApplicationDraft",
    "Arbitration",
    "Award",
    "AwardBatch",
    "AwardBatchItem",
    "AwardItem",
    "AwardSuit",
    "AwardVersion",
    "Challenge",
    "Claim",
    "ClaimRuling",
    "ClockEvent",
    "CounterClaim",
    "Countersign",
    "Decision",
    "DeskBatch",
    "DeskBatchItem",
    "EffectCertificate",
    "Element",
    "ElementReply",
    "Enforcement",
    "EnforcementEntry",
    "EntryCode",
    "Hearing",
    "HearingAttendance",
    "HearingLine",
    "ItemCorrection",
    "PaymentOrder",
    "RespondentAnswer",
    "Review",
    "ReviewDownload",
    "ReviewItem",
    "ReviewPacket",
    "Seat",
    "SiblingGroup",
    "Statement",
    "StatementReceipt",
    "StatementRow",
    "StatementSignature",
]
