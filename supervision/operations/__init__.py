"""Handing a case to another body, listing and showing a card, one function per act."""

from supervision.operations.cards import show_warning_card
from supervision.operations.delivery import (
    ask_police_review,
    record_police_delivery,
    record_police_reply,
)
from supervision.operations.handoff import refer_to_procuratorate, transfer_to_police
from supervision.operations.legal_aid import refer_to_legal_aid
from supervision.operations.listing import record_listing_step

__all__ = [
    "ask_police_review",
    "record_listing_step",
    "record_police_delivery",
    "record_police_reply",
    "refer_to_legal_aid",
    "refer_to_procuratorate",
    "show_warning_card",
    "transfer_to_police",
]
