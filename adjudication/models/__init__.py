"""What the tribunal keeps: the case, who decides it, the awards and what follows from them."""

from adjudication.models.arbitration import Arbitration, Claim, Element, Seat, SiblingGroup
from adjudication.models.award import (
    Award,
    AwardItem,
    AwardSuit,
    Countersign,
    EffectCertificate,
    Enforcement,
    EnforcementEntry,
    PaymentOrder,
)
from adjudication.models.review import (
    Review,
    ReviewDownload,
    ReviewItem,
    ReviewPacket,
    StatementReceipt,
)
from adjudication.models.tribunal import (
    Challenge,
    ClockEvent,
    Decision,
    Hearing,
    HearingAttendance,
)

__all__ = [
    "Arbitration",
    "Award",
    "AwardItem",
    "AwardSuit",
    "Challenge",
    "Claim",
    "ClockEvent",
    "Countersign",
    "Decision",
    "EffectCertificate",
    "Element",
    "Enforcement",
    "EnforcementEntry",
    "Hearing",
    "HearingAttendance",
    "PaymentOrder",
    "Review",
    "ReviewDownload",
    "ReviewItem",
    "ReviewPacket",
    "Seat",
    "SiblingGroup",
    "StatementReceipt",
]
