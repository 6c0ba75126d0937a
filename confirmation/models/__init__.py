"""The joint application and its packets, and what is kept at the court's desk about them."""

from confirmation.models.appearance import Appearance
from confirmation.models.application import (
    Application,
    Packet,
    PacketItem,
    Return,
    ReturnItem,
    Ruling,
    RulingRow,
    RulingService,
)
from confirmation.models.desk import ClerkNote, CourtPaper, PacketDownload, PacketLink
from confirmation.models.enclosures import EvidenceScan
from confirmation.models.interface import CourtRequest, CourtToken
from confirmation.models.sending import Sending
from confirmation.models.signing import ApplicantSignature

__all__ = [
    "Appearance",
    "ApplicantSignature",
    "Application",
    "ClerkNote",
    "CourtPaper",
    "CourtRequest",
    "CourtToken",
    "EvidenceScan",
    "Packet",
    "PacketDownload",
    "PacketItem",
    "PacketLink",
    "Return",
    "ReturnItem",
    "Ruling",
    "RulingRow",
    "RulingService",
    "Sending",
]
