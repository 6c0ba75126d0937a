"""
Where many arbitrations stand, gathered in a fixed number of queries.

A desk has hundreds of them: what it only reads is read as plain values, and the people, papers and
days of all come in one query each, not through the managers of every single case.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast

from adjudication.choices import AwardState, ClaimState, HearingState, Matter
from adjudication.models import (
    Arbitration,
    Award,
    Challenge,
    Claim,
    CounterClaim,
    Decision,
    Element,
    Hearing,
    Seat,
)
from adjudication.permissions import ARBITRATORS
from adjudication.queries.docket import COLLECTIVE_FROM
from adjudication.queries.titles import DueTitle, titles_due
from cases.choices import DeadlineState
from cases.models import Deadline, Party
from documents.choices import DocumentState
from documents.models import Document, Service
from documents.service.choices import Outcome
from documents.service.queries import SERVED_ON, A, R, T

OPEN_HEARINGS = (HearingState.SCHEDULED, HearingState.HELD)
# The side of an arbitration, by what a party calls the arbitrations it is of that side in.
SIDES = {
    "arbitrations": "applicants",
    "arbitrations_represented": "representatives",
    "arbitrations_against": "respondents",
    "arbitrations_joined": "third_parties",
}
SHOWN = (
    *("case__number", "commission", "number", "state", "procedure", "priority"),
    *("received_on", "accepted_on", "ended_on", "lacking"),
)
# Identity and bank numbers are stored encrypted: a list that shows none does not read them.
SHOWN_OF_PARTY = (
    *("case", "key", "name", "kind", "role", "place", "roster_no", "missing"),
    *("legal_rep", "legal_rep_title", "address"),
)
RULES = ("ARB-", "SUM-", "COL-")


class Paper(NamedTuple):
    """A paper in force of one arbitration; `party` is None where one copy is made for all."""

    pk: int
    code: str
    title: str
    party: int | None
    issued_on: date
    of: int | None = None  # who handed it in: every respondent makes an answer of its own


class Limit(NamedTuple):
    """A deadline in force, met or not."""

    rule: str
    suffix: str
    title: str
    due_on: date
    state: str
    arithmetic: str  # its steps as they are stored: most are never shown

    @property
    def steps(self) -> list[str]:
        return json.loads(self.arithmetic)


class Chair(NamedTuple):
    """Who sits now, or keeps the record."""

    user_id: int
    role: str
    halted: bool


@dataclass
class Standing:
    """One arbitration with all that decides what comes next in it; people in their order."""

    arbitration: Arbitration
    suffix: str = ""
    applicants: list[Party] = field(default_factory=list)
    representatives: list[Party] = field(default_factory=list)
    respondents: list[Party] = field(default_factory=list)
    third_parties: list[Party] = field(default_factory=list)
    chairs: list[Chair] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    # Those of the case: its other arbitrations have suffixes of their own.
    deadlines: Mapping[tuple[str, str], Limit] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    served: dict[tuple[int, int], date] = field(default_factory=dict)
    unpaid: list[DueTitle] = field(default_factory=list)  # titles that bind, the earliest first

    @property
    def addressees(self) -> list[Party]:
        """Who of the applicants gets a paper for their side: see `queries.addressees`."""
        return self.representatives[:1] or self.applicants

    @property
    def panel(self) -> list[Chair]:
        return [chair for chair in self.chairs if chair.role in ARBITRATORS]

    @property
    def hearing(self) -> Hearing | None:
        """The hearing fixed or being held."""
        rows = [h for h in self.hearings if h.state in OPEN_HEARINGS]
        return max(rows, key=lambda h: h.no, default=None)

    @property
    def heard(self) -> bool:
        return any(h.state == HearingState.CLOSED and not h.adjourned_for for h in self.hearings)

    @property
    def drafts(self) -> list[Award]:
        return [a for a in self.awards if a.state != AwardState.ISSUED]

    @property
    def issued(self) -> list[Award]:
        return [a for a in self.awards if a.state == AwardState.ISSUED]

    @property
    def collective(self) -> bool:
        return len(self.applicants) >= COLLECTIVE_FROM

    def deadline(self, rule: str, suffix: str | None = None) -> Limit | None:
        return self.deadlines.get((rule, self.suffix if suffix is None else suffix))

    def of(self, code: str, party: int | None = None) -> Paper | None:
        """Return the last paper of a code: the party's own, else the one made for all."""
        rows = [p for p in self.papers if p.code == code and p.party in (None, party)]
        return rows[-1] if rows else None

    def has(self, code: str, party: Party) -> bool:
        """Return whether a party counts as served with its paper of the code."""
        paper = self.of(code, party.pk)
        return paper is not None and (paper.pk, party.pk) in self.served

    def answer_limit(self, party: Party) -> Limit | None:
        """The limit of a respondent's answer, as `queries.answer_due_on` finds it."""
        if not self.has("A01", party):
            return None  # without the copy it has not begun
        own = self._suffix_of(party)
        return self.deadline("SUM-03", own) or self.deadline("ARB-10", own)

    def _suffix_of(self, party: Party) -> str:
        """Of what runs for one respondent; for the first named it is kept without a name."""
        own = f"{self.suffix}.{party.key}" if self.suffix else party.key
        return own if ("ARB-10", own) in self.deadlines else self.suffix

    def answers(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.code == "A01R"]

    def has_answered(self, party: Party) -> bool:
        return any(paper.of in (None, party.pk) for paper in self.answers())

    def copy_limit(self, paper: Paper) -> Limit | None:
        """By when the copy of an answer has to be with the applicants (ARB-10)."""
        whose = next((p for p in self.respondents if p.pk == paper.of), None)
        return self.deadline("ARB-10.copy", self._suffix_of(whose) if whose else None)

    def to_serve(self) -> list[tuple[Paper, Party]]:
        """Return what still has to be brought to whom; superseded papers are not among them."""
        people = {p.pk: p for p in (*self.applicants, *self.respondents, *self.third_parties)}
        sides: dict[str, list[Party]] = {
            A: self.addressees,
            R: self.respondents,
            T: self.third_parties,
        }
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
    """Add to arbitrations what is counted of them, and read of them no more than is shown."""
    sums = (
        Claim.objects.filter(arbitration=OuterRef("pk"))
        .exclude(state=ClaimState.WITHDRAWN)
        .order_by()
    )
    total = sums.values("arbitration").annotate(fen=Sum("amount_fen")).values("fen")
    elements = Element.objects.filter(arbitration=OuterRef("pk"))
    held = Decision.objects.filter(arbitration=OuterRef("pk"), matter=Matter.SUSPENSION)
    held = held.order_by("-id")
    countered = CounterClaim.objects.filter(arbitration=OuterRef("pk"), decided_on=None)
    found: Any = rows.select_related("case").only(*SHOWN)
    return found.annotate(
        claimed_fen=Subquery(total),
        unasked=Exists(elements.filter(agreed=None)),
        unresolved=Exists(elements.exclude(agreed=True).filter(found="")),
        challenged=Exists(Challenge.objects.filter(seat__arbitration=OuterRef("pk"), granted=None)),
        counter_claimed=Exists(countered),
        held_until=Subquery(held.values("until")[:1]),
    )


def standings(rows: Iterable[Arbitration]) -> list[Standing]:
    """Return where each stands, in their order; they come from `annotated`."""
    found = {a.pk: Standing(a) for a in rows}
    cases = {s.arbitration.case_id for s in found.values()}
    _suffixes(found, cases)
    _people(found)
    _tribunal(found)
    _deadlines(found, cases)
    _papers(found, cases)
    _unpaid(found, cases)
    return list(found.values())


def standing_of(arbitration: Arbitration) -> Standing:
    return standings(annotated(Arbitration.objects.filter(pk=arbitration.pk)))[0]


def _suffixes(found: dict[int, Standing], cases: Collection[int]) -> None:
    seen: dict[int, int] = defaultdict(int)
    every = Arbitration.objects.filter(case__pk__in=cases).order_by("pk")
    for pk, case_id in every.values_list("pk", "case_id"):
        seen[case_id] += 1
        if pk in found and seen[case_id] > 1:
            found[pk].suffix = f"arb{seen[case_id]}"


def _people(found: dict[int, Standing]) -> None:
    for place, side in SIDES.items():
        rows: Any = Party.objects.filter(**{f"{place}__pk__in": list(found)}).only(*SHOWN_OF_PARTY)
        for party in rows.annotate(arbitration=F(place)).order_by("pk"):
            getattr(found[party.arbitration], side).append(party)
    for standing in found.values():
        for workers in (standing.applicants, standing.representatives):
            workers.sort(key=lambda p: p.roster_no or 0)


def _tribunal(found: dict[int, Standing]) -> None:
    chairs = Seat.objects.filter(arbitration__pk__in=list(found), until_on=None).order_by("id")
    for pk, *chair in chairs.values_list("arbitration_id", *Chair._fields):
        found[pk].chairs.append(Chair(*chair))
    hearings = Hearing.objects.filter(arbitration__pk__in=list(found)).order_by("no", "id")
    for hearing in hearings.only(
        "arbitration", "no", "state", "starts_at", "place", "adjourned_for"
    ):
        found[hearing.arbitration_id].hearings.append(hearing)
    awards = Award.objects.filter(arbitration__pk__in=list(found)).order_by("id")
    for award in awards.only("arbitration", "state", "kind"):
        found[award.arbitration_id].awards.append(award)


def own_deadlines(*cases: int) -> Any:
    """Return the deadlines of the arbitrations of these cases, what was cancelled left out."""
    own = Q()
    for start in RULES:
        own |= Q(rule__startswith=start)
    kept = Deadline.objects.filter(own, case__pk__in=cases)
    return kept.exclude(state=DeadlineState.CANCELLED).order_by("id")


def _deadlines(found: dict[int, Standing], cases: Collection[int]) -> None:
    values = ("case_id", *Limit._fields[:-1], Cast("steps", TextField()))
    of_case: dict[int, dict[tuple[str, str], Limit]] = defaultdict(dict)
    for case_id, *row in own_deadlines(*cases).values_list(*values):
        limit = Limit(*row)
        of_case[case_id][limit.rule, limit.suffix] = limit
    for standing in found.values():
        standing.deadlines = of_case[standing.arbitration.case_id]


def _papers(found: dict[int, Standing], cases: Collection[int]) -> None:
    made = Document.objects.filter(
        case__pk__in=cases, code__startswith="A", state=DocumentState.ISSUED
    ).order_by("id")
    kept: dict[int, int] = {}
    for pk, code, title, party, on, facts, of in made.values_list(
        *("pk", "code", "title", "party_id", "issued_on", "event__facts", "event__party_id")
    ):
        standing = found.get((facts or {}).get("arbitration", 0))
        if standing:
            standing.papers.append(Paper(pk, code, title, party, on, of))
            kept[pk] = standing.arbitration.pk
    rows = Service.objects.filter(
        document__case__pk__in=cases, document__code__startswith="A", outcome=Outcome.SERVED
    )
    for paper, party, day in rows.current().values_list("document_id", "party_id", "served_on"):
        if paper in kept:
            found[kept[paper]].served[paper, party] = day


def _unpaid(found: dict[int, Standing], cases: Collection[int]) -> None:
    for titles in titles_due(cases).values():
        for title in titles:
            if title.arbitration_id in found:
                found[title.arbitration_id].unpaid.append(title)
