"""Handing a case to another body, one function per act."""

from supervision.operations.handoff import refer_to_procuratorate, transfer_to_police

__all__ = ["refer_to_procuratorate", "transfer_to_police"]
