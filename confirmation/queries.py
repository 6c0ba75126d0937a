"""Reads of judicial confirmation: when a ruling takes effect, what stands confirmed."""

from datetime import date

from cases.models import Case
from confirmation.choices import RulingResult
from confirmation.models import Application, Ruling

CONFIRMING = (RulingResult.VALID, RulingResult.PARTLY_VALID)


def effective_on(ruling: Ruling) -> date | None:
    """Return the day a confirming ruling took effect: when the last party had it (送达)."""
    if ruling.result not in CONFIRMING:
        return None
    return max(ruling.services.values_list("served_on", flat=True), default=None)


def confirmed_fen(application: Application) -> int:
    """Return what the court confirmed of an application, in fen; 0 while it has not ruled."""
    ruling = Ruling.objects.filter(application=application).first()
    return sum(ruling.rows.values_list("confirmed_fen", flat=True)) if ruling else 0


def rulings_of(case: Case) -> list[Ruling]:
    """Return the rulings of a case that confirm something, oldest first."""
    rulings = Ruling.objects.filter(application__case=case, result__in=CONFIRMING)
    return list(rulings.select_related("application").order_by("id"))
