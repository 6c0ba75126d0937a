"""Handing a case to another body and showing a card, one function per act."""

from supervision.operations.cards import show_warning_card
from supervision.operations.handoff import refer_to_procuratorate, transfer_to_police
from supervision.operations.legal_aid import refer_to_legal_aid

__all__ = [
    "refer_to_legal_aid",
    "refer_to_procuratorate",
    "show_warning_card",
    "transfer_to_police",
]
