"""Handing a case to another body, listing and showing a card, one function per act."""

from supervision.operations.cards import show_warning_card
from supervision.operations.handoff import refer_to_procuratorate, transfer_to_police
from supervision.operations.legal_aid import refer_to_legal_aid
from supervision.operations.listing import record_listing_step

__all__ = [
    "record_listing_step",
    "refer_to_legal_aid",
    "refer_to_procuratorate",
    "show_warning_card",
    "transfer_to_police",
]
