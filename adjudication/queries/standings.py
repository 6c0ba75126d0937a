"""Where many arbitrations stand, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from adjudication.choices import AwardState, ClaimState, HearingState
from adjudication.models import (
    Arbitration,
    Award,
    Challenge,
    Claim,
    CounterClaim,
    Element,
    Hearing,
    Seat,
)
from adjudication.permissions import ARBITRATORS
from adjudication.queries.docket import COLLECTIVE_FROM
from cases.choices import DeadlineState
from cases.models import Deadline, Party
from documents.choices import DocumentState
from documents.models import Document, Service
from documents.service.choices import Outcome
from documents.service.queries import SERVED_ON, A, R, T

OPEN_HEARINGS = (HearingState.SCHEDULED, HearingState.HELD)
SIDES = ("applicants", "representatives", "respondents", "third_parties")
# Identity and bank numbers are stored encrypted: a list that shows none does not read them.
SHOWN_OF_PARTY = (
    *("case", "key", "name", "kind", "role", "place", "roster_no", "missing"),
    *("legal_rep", "legal_rep_title", "address"),
)
RULES = ("ARB-", "SUM-", "COL-")


@dataclass(frozen=True)
class Paper:
    """A paper in force of one arbitration; `party` is None where one copy is made for all."""

    pk: int
    code: str
    title: str
    party: int | None
    issued_on: date


@dataclass
class Standing:
    """One arbitration with all that decides what comes next in it."""

    arbitration: Arbitration
    suffix: str
    deadlines: dict[tuple[str, str], Deadline] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    served: dict[tuple[int, int], date] = field(default_factory=dict)

    @property
    def applicants(self) -> list[Party]:
        return sorted(self.arbitration.applicants.all(), key=lambda p: (p.roster_no or 0, p.pk))

    @property
    def respondents(self) -> list[Party]:
        return sorted(self.arbitration.respondents.all(), key=lambda p: p.pk)

    @property
    def third_parties(self) -> list[Party]:
        return sorted(self.arbitration.third_parties.all(), key=lambda p: p.pk)

    @property
    def addressees(self) -> list[Party]:
        """Who of the applicants gets a paper for their side: see `queries.addressees`."""
        named = sorted(
            self.arbitration.representatives.all(), key=lambda p: (p.roster_no or 0, p.pk)
        )
        return named[:1] or self.applicants

    @property
    def panel(self) -> list[Seat]:
        rows = [s for s in self.arbitration.seats.all() if s.until_on is None]
        return [s for s in rows if s.role in ARBITRATORS]

    @property
    def hearing(self) -> Hearing | None:
        """The hearing fixed or being held."""
        rows = [h for h in self.arbitration.hearings.all() if h.state in OPEN_HEARINGS]
        return max(rows, key=lambda h: h.no, default=None)

    @property
    def heard(self) -> bool:
        return any(
            h.state == HearingState.CLOSED and not h.adjourned_for
            for h in self.arbitration.hearings.all()
        )

    @property
    def drafts(self) -> list[Award]:
        return [a for a in self.arbitration.awards.all() if a.state != AwardState.ISSUED]

    @property
    def issued(self) -> list[Award]:
        return [a for a in self.arbitration.awards.all() if a.state == AwardState.ISSUED]

    @property
    def collective(self) -> bool:
        return len(self.arbitration.applicants.all()) >= COLLECTIVE_FROM

    def deadline(self, rule: str, suffix: str | None = None) -> Deadline | None:
        return self.deadlines.get((rule, self.suffix if suffix is None else suffix))

    def of(self, code: str, party: int | None = None) -> Paper | None:
        """Return the last paper of a code: the party's own, else the one made for all."""
        rows = [p for p in self.papers if p.code == code and p.party in (None, party)]
        return rows[-1] if rows else None

    def has(self, code: str, party: Party) -> bool:
        """Return whether a party counts as served with its paper of the code."""
        paper = self.of(code, party.pk)
        return paper is not None and (paper.pk, party.pk) in self.served

    def answer_due_on(self, party: Party) -> date | None:
        """The last day of a respondent's answer, as `queries.answer_due_on` finds it."""
        own = self.suffix
        if self.respondents and party.pk != self.respondents[0].pk:
            own = f"{own}.{party.key}" if own else party.key
        row = self.deadline("SUM-03", own) or self.deadline("ARB-10", own)
        return row.due_on if row else None

    def to_serve(self) -> list[tuple[Paper, Party]]:
        """Return what still has to be brought to whom; superseded papers are not among them."""
        people = {p.pk: p for p in (*self.applicants, *self.respondents, *self.third_parties)}
        sides = {A: self.addressees, R: self.respondents, T: self.third_parties}
        found = []
        for paper in self.papers:
            places = SERVED_ON.get(paper.code, ())
            if not places or (paper.code == "A01" and not self.arbitration.accepted_on):
                continue
            if paper.party:
                to = [people[paper.party]] if paper.party in people else []
            elif paper.code.startswith(("A12", "A13", "A14", "A15")):
                to = [*self.applicants, *self.respondents, *self.third_parties]
            else:
                to = [p for place in places for p in sides[place]]
            found += [(paper, p) for p in to if (paper.pk, p.pk) not in self.served]
        return found


def annotated(rows: QuerySet[Arbitration]) -> QuerySet[Arbitration]:
    """Add to arbitrations what is counted of them, and load their people."""
    of_it = {"arbitration": OuterRef("pk")}
    sums = Claim.objects.filter(**of_it).exclude(state=ClaimState.WITHDRAWN).order_by()
    total = sums.values("arbitration").annotate(fen=Sum("amount_fen")).values("fen")
    elements = Element.objects.filter(**of_it)
    return (
        rows.select_related("case", "commission", "siblings")
        .annotate(
            claimed_fen=Subquery(total),
            unasked=Exists(elements.filter(agreed=None)),
            unresolved=Exists(elements.exclude(agreed=True).filter(found="")),
            challenged=Exists(
                Challenge.objects.filter(seat__arbitration=OuterRef("pk"), granted=None)
            ),
            counter_claimed=Exists(CounterClaim.objects.filter(**of_it, decided_on=None)),
        )
        .prefetch_related(
            *(Prefetch(side, Party.objects.only(*SHOWN_OF_PARTY)) for side in SIDES),
            *("seats__user", "hearings", "awards"),
        )
    )


def standings(rows: Iterable[Arbitration]) -> list[Standing]:
    """Return where each stands, in their order; they come from `annotated`."""
    rows = list(rows)
    cases = {a.case_id for a in rows}
    found = {a.pk: Standing(a, "") for a in rows}
    _suffixes(found, cases)
    _deadlines(rows, found, cases)
    _papers(found, cases)
    return [found[a.pk] for a in rows]


def standing_of(arbitration: Arbitration) -> Standing:
    return standings(annotated(Arbitration.objects.filter(pk=arbitration.pk)))[0]


def _suffixes(found: dict[int, Standing], cases: set[int]) -> None:
    seen: dict[int, int] = defaultdict(int)
    every = Arbitration.objects.filter(case__in=cases).order_by("pk")
    for pk, case_id in every.values_list("pk", "case_id"):
        seen[case_id] += 1
        if pk in found and seen[case_id] > 1:
            found[pk].suffix = f"arb{seen[case_id]}"


def _deadlines(rows: Sequence[Arbitration], found: dict[int, Standing], cases: set[int]) -> None:
    of_case: dict[int, list[Deadline]] = defaultdict(list)
    wanted = Q()
    for start in RULES:
        wanted |= Q(rule__startswith=start)
    kept = Deadline.objects.filter(wanted, case__in=cases)
    for row in kept.exclude(state=DeadlineState.CANCELLED).order_by("id"):
        of_case[row.case_id].append(row)
    for arbitration in rows:
        found[arbitration.pk].deadlines = {
            (row.rule, row.suffix): row for row in of_case[arbitration.case_id]
        }


def _papers(found: dict[int, Standing], cases: set[int]) -> None:
    made = Document.objects.filter(
        case__in=cases, code__startswith="A", state=DocumentState.ISSUED
    ).order_by("id")
    kept: dict[int, int] = {}
    for pk, code, title, party, on, facts in made.values_list(
        "pk", "code", "title", "party_id", "issued_on", "event__facts"
    ):
        standing = found.get((facts or {}).get("arbitration"))
        if standing:
            standing.papers.append(Paper(pk, code, title, party, on))
            kept[pk] = standing.arbitration.pk
    rows = Service.objects.filter(
        document__case__in=cases, document__code__startswith="A", outcome=Outcome.SERVED
    )
    for paper, party, day in rows.current().values_list("document_id", "party_id", "served_on"):
        if paper in kept:
            found[kept[paper]].served[paper, party] = day
