"""Cases handed to other bodies, and the cards shown for cases that are late."""

from supervision.models.handoff import PoliceTransfer, ProcuratorateReferral
from supervision.models.letters import LegalAidReferral, WarningCard

__all__ = ["LegalAidReferral", "PoliceTransfer", "ProcuratorateReferral", "WarningCard"]
