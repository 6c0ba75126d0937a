"""送达: what still has to be brought to whom over many cases, and what was sent off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from adjudication.models import Arbitration
from adjudication.queries.standings import Paper, Standing
from cases.choices import DeadlineState
from cases.models import Party
from documents.models import Document, Service
from documents.service.choices import Outcome
from staff.models import User

# Which period a paper has to be served in: its deadline, by the code of the paper.
WITHIN = {
    "A01": "ARB-09",
    "A03": "ARB-09",
    "A04": "ARB-13",
    "A07": "ARB-18",
}


@dataclass
class ToServe:
    """The papers one party still has to get in one arbitration."""

    arbitration: Arbitration
    party: Party
    papers: list[Paper] = field(default_factory=list)
    due_on: date | None = None
    failed: bool = False


def to_serve(standings: Iterable[Standing]) -> list[ToServe]:
    """Return what has to be served, the nearest day first; what is on its way is left out."""
    standings = list(standings)
    rows: dict[tuple[int, int], ToServe] = {}
    for standing in standings:
        for paper, party in standing.to_serve():
            key = (standing.arbitration.pk, party.pk)
            row = rows.setdefault(key, ToServe(standing.arbitration, party))
            row.papers.append(paper)
            deadline = standing.deadline(WITHIN.get(paper.code, ""))
            if paper.code == "A01R":
                deadline = standing.copy_limit(paper)
            if deadline and deadline.state != DeadlineState.MET:
                row.due_on = min(row.due_on or deadline.due_on, deadline.due_on)
    _attempts(rows.values())
    found = [row for row in rows.values() if row.papers]
    return sorted(found, key=lambda r: (r.due_on or date.max, r.arbitration.pk, r.party.pk))


def _attempts(rows: Iterable[ToServe]) -> None:
    rows = list(rows)
    papers = {p.pk for row in rows for p in row.papers}
    made = Service.objects.filter(document__in=papers).current()
    states: dict[tuple[int, int], str] = {}
    for paper, party, outcome in made.order_by("id").values_list(
        "document_id", "party_id", "outcome"
    ):
        states[paper, party] = outcome
    for row in rows:
        found = [states.get((p.pk, row.party.pk)) for p in row.papers]
        row.failed = Outcome.FAILED in found
        row.papers = [
            p for p, state in zip(row.papers, found, strict=True) if state != Outcome.SENT
        ]


def sent(user: User) -> QuerySet[Service]:
    """Return what was sent off and waits for its result, the oldest first."""
    # What is under way is little: of each is asked whether the person may see it.
    readable = Document.objects.visible_to(user).filter(pk=OuterRef("document"))
    rows = Service.objects.filter(
        Exists(readable), outcome=Outcome.SENT, document__code__startswith="A"
    ).exclude(document__code="A09M")
    return rows.current().select_related("document__case", "party").order_by("sent_on", "id")
