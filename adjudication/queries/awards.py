"""Reads of an award that is out."""

from adjudication.choices import Matter
from adjudication.models import Award, Decision


def corrections_of(award: Award) -> list[Decision]:
    """Return the decisions (A15) that are read with an award, oldest first."""
    rows = Decision.objects.filter(
        arbitration=award.arbitration_id,
        matter=Matter.CORRECTION,
        document__event__facts__award=award.pk,
    )
    return list(rows.select_related("document").order_by("id"))
