"""The case file: leads, cases, parties, wage items, deadlines, numbers."""

from cases.models.access import PartyAccess
from cases.models.case import Case, CaseEvent, CaseOfficer, Lead, Submission
from cases.models.deadline import CalendarYearRow, ConfirmedParameter, Deadline
from cases.models.directives import PaymentDirective
from cases.models.evidence import Evidence, MaterialReceipt
from cases.models.identity import IdentityPaper
from cases.models.moves import CASE_MOVES, Move
from cases.models.numbering import NumberSeries, SeriesCounter
from cases.models.party import (
    Authority,
    Election,
    LiabilityLink,
    Party,
    Project,
    ServiceAddress,
)
from cases.models.wages import Claim, WageEntry, WageItem

__all__ = [
    "CASE_MOVES",
    "Authority",
    "CalendarYearRow",
    "Case",
    "CaseEvent",
    "CaseOfficer",
    "Claim",
    "ConfirmedParameter",
    "Deadline",
    "Election",
    "Evidence",
    "IdentityPaper",
    "Lead",
    "LiabilityLink",
    "MaterialReceipt",
    "Move",
    "NumberSeries",
    "Party",
    "PartyAccess",
    "PaymentDirective",
    "Project",
    "SeriesCounter",
    "ServiceAddress",
    "Submission",
    "WageEntry",
    "WageItem",
]
