"""Which heard cases an arbitrator could decide together, and what is still open in them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from adjudication.choices import ArbitrationState, HearingState, SeatRole
from adjudication.models import Arbitration, AwardBatchItem, Element, Hearing, Seat
from staff.models import User

_OPEN = Q(elements__found="") & ~Q(elements__agreed=True)
_SAID = ~Q(elements__applicant_value="", elements__respondent_value="")


def decidable(user: User, *, siblings: int | None = None) -> QuerySet[Arbitration]:
    """
    Return the heard cases `user` is to decide alone or as the head, with `open_elements` counted.

    A case that waits in a batch or was decided by one is left out.
    """
    head = Seat.objects.filter(
        arbitration=OuterRef("pk"),
        user=user,
        role__in=[SeatRole.SOLE, SeatRole.PRESIDING],
        until_on=None,
        halted=False,
    )
    heard = Hearing.objects.filter(arbitration=OuterRef("pk"), state=HearingState.CLOSED)
    taken = AwardBatchItem.objects.filter(arbitration=OuterRef("pk"), state__in=["waiting", "done"])
    rows = Arbitration.objects.filter(
        Exists(head), Exists(heard), ~Exists(taken), state=ArbitrationState.ACCEPTED
    )
    if siblings is not None:
        rows = rows.filter(siblings=siblings)
    counted = rows.annotate(open_elements=Count("elements", filter=_OPEN & _SAID, distinct=True))
    return counted.order_by("number", "pk")


def open_elements(cases: QuerySet[Arbitration]) -> list[tuple[str, str, int]]:
    """Return (code, label, in how many cases) of what is open in these cases, in element order."""
    said = ~Q(applicant_value="", respondent_value="")
    rows = Element.objects.filter(said, found="", arbitration__in=cases.values("pk"))
    rows = rows.exclude(agreed=True).values_list("code", "label")
    counted = rows.annotate(n=Count("arbitration", distinct=True)).order_by()
    return sorted(counted, key=lambda row: (int(row[0][1:]), row[1]))
