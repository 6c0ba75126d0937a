"""What came out of an arbitration in a replay: how it was handled, and that the wall held."""

from typing import Any

from adjudication.choices import Procedure
from adjudication.models import Arbitration
from adjudication.queries import claimed_fen
from cases.models import Case
from cases.queries import optional_parameter
from documents.models import Document
from law.money import yuan

# What is said in mediation and never leaves it: minutes and disclosures (在线调解规则 18).
BEHIND_THE_WALL = ("D05", "D10")


def simplified_procedure(case: Case) -> dict[str, Any]:
    """Return the ground of simple handling and how the test of the amount came out (SUM-01)."""
    arbitration = Arbitration.objects.filter(case=case).order_by("id").last()
    if arbitration is None or arbitration.accepted_on is None:
        return {}
    average = optional_parameter(
        "provincial_average_annual_wage", case=case, on=arbitration.accepted_on
    )
    claimed = claimed_fen(arbitration)
    return {
        "rule": "SUM-01",
        "threshold": None if average is None else yuan(int(average)),
        "claimed": yuan(claimed),
        "amount_test_met": average is not None and claimed <= int(average),
        "ground": arbitration.simplified_ground or None,
        "allowed": arbitration.procedure == Procedure.SIMPLIFIED,
    }


def rules(case: Case) -> dict[str, bool | None]:
    """Return whether nobody who decides the case can read what was said in mediation (MED-20)."""
    arbitrations = Arbitration.objects.filter(case=case)
    people = {seat.user for a in arbitrations for seat in a.seats.select_related("user")}
    if not people:
        return {}
    held = all(
        not Document.objects.visible_to(user).filter(case=case, code__in=BEHIND_THE_WALL).exists()
        and not Case.objects.visible_to(user).filter(pk=case.pk).exists()
        for user in people
    )
    return {"MED-20": held}
