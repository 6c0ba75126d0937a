"""Handing a case to another body, one function per act."""

from supervision.operations.handoff import refer_to_procuratorate, transfer_to_police
from supervision.operations.listing import record_listing_step

__all__ = ["record_listing_step", "refer_to_procuratorate", "transfer_to_police"]
