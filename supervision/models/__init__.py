"""Cases handed to the police and to the procuratorate."""

from supervision.models.handoff import PoliceTransfer, ProcuratorateReferral

__all__ = ["PoliceTransfer", "ProcuratorateReferral"]
