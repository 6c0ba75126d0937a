"""Reads of an arbitration: its people, papers, panel, clock, and who may be appointed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from adjudication import clock
from adjudication.choices import OPEN, HearingState, Procedure, SeatRole
from adjudication.models import Arbitration, Claim, Element, Hearing, Seat
from adjudication.permissions import ARBITRATORS
from cases.choices import DeadlineState
from cases.models import Deadline, Party
from cases.queries import current_calendar
from documents.models import Document
from documents.service.queries import served_on
from staff.choices import BodyKind, Role
from staff.models import Body, User
from staff.queries import bodies, conflicts_with, people_holding

COLLECTIVE_FROM = 10


def commission() -> Body | None:
    """Return the commission the centre works with, the first registered."""
    return bodies(BodyKind.ARBITRATION_COMMISSION).order_by("pk").first()


def readable_papers(user: User) -> Q:
    """
    The papers the tribunal's people may read: their file, and what crosses to it from mediation.

    That is authority given before the commission, the undisputed facts, an agreement that took
    effect and the certificate of the end; minutes, disclosures and drafts never (在线调解规则 18).
    """
    if not user.is_authenticated or not user.has_role(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY):
        return Q(pk__in=[])
    mine = Arbitration.objects.filter(case=OuterRef("case_id"))
    rule = Q(pk__in=[])
    if user.has_role(Role.TRIBUNAL_SECRETARY) and user.body_id:
        rule |= Q(commission=user.body_id)
    if user.has_role(Role.ARBITRATOR):
        seats = Seat.objects.filter(arbitration=OuterRef("pk"), user=user, until_on=None)
        rule |= Q(Exists(seats))
    file = (Q(code__regex=r"^[AER]")) & ~Q(code="A09M")
    crossing = (
        Q(code__in=["D11", "D13"])
        | Q(code="D08", event__facts__before="arb")
        | Q(code="D12", agreement__effective_on__isnull=False)
        | Q(code="D12A", annex_of__effective_on__isnull=False)
    )
    return (file | crossing) & Q(Exists(mine.filter(rule)))


def of_paper(document: Document) -> Arbitration | None:
    """Return the arbitration a paper was made in, by the act that made it."""
    pk = document.event.facts.get("arbitration") if document.event else None
    return Arbitration.objects.filter(pk=pk).first() if pk else None


def handled_simply(document: Document) -> bool:
    arbitration = of_paper(document)
    return arbitration is not None and arbitration.procedure == Procedure.SIMPLIFIED


def papers(arbitration: Arbitration, *codes: str) -> QuerySet[Document]:
    """Return the papers in force made in this arbitration, oldest first."""
    made = Document.objects.current().filter(
        case=arbitration.case_id, event__facts__arbitration=arbitration.pk
    )
    return (made.filter(code__in=codes) if codes else made).order_by("id")


def paper(arbitration: Arbitration, code: str, party: Party | None = None) -> Document | None:
    made = papers(arbitration, code)
    return (made.filter(party=party) if party else made).last()


# People of the case


def applicants(arbitration: Arbitration) -> list[Party]:
    return list(arbitration.applicants.order_by("roster_no", "id"))


def respondents(arbitration: Arbitration) -> list[Party]:
    return list(arbitration.respondents.order_by("id"))


def third_parties(arbitration: Arbitration) -> list[Party]:
    return list(arbitration.third_parties.order_by("id"))


def representatives(arbitration: Arbitration) -> list[Party]:
    return list(arbitration.representatives.order_by("roster_no", "id"))


def speaking(arbitration: Arbitration) -> list[Party]:
    """Return who takes part for the applicants: the representatives, else everybody."""
    return representatives(arbitration) or applicants(arbitration)


def addressees(arbitration: Arbitration) -> list[Party]:
    """
    Return who of the applicants gets a paper that goes to their side.

    The first representative for all; without representatives everybody.
    """
    return representatives(arbitration)[:1] or applicants(arbitration)


def everybody(arbitration: Arbitration) -> list[Party]:
    """Return whom a notice to all parties goes to: the applicants' side, the others."""
    return [
        *addressees(arbitration),
        *respondents(arbitration),
        *third_parties(arbitration),
    ]


def worker_count(arbitration: Arbitration) -> int:
    return arbitration.applicants.count()


def is_collective(arbitration: Arbitration) -> bool:
    return worker_count(arbitration) >= COLLECTIVE_FROM


def claimed_fen(arbitration: Arbitration) -> int:
    claims = Claim.objects.filter(arbitration=arbitration).exclude(state="withdrawn")
    return sum(fen or 0 for fen in claims.values_list("amount_fen", flat=True))


# The tribunal


def panel(arbitration: Arbitration) -> list[Seat]:
    """Return the arbitrators in office, the presiding one first."""
    order = {SeatRole.SOLE: 0, SeatRole.PRESIDING: 0, SeatRole.MEMBER: 1}
    seats = arbitration.seats.filter(until_on=None, role__in=ARBITRATORS).select_related("user")
    return sorted(seats, key=lambda seat: (order[SeatRole(seat.role)], seat.pk))


def secretary(arbitration: Arbitration) -> User | None:
    seat = arbitration.seats.filter(until_on=None, role=SeatRole.SECRETARY).last()
    return seat.user if seat else None


def must_be_three(arbitration: Arbitration) -> bool:
    """Return whether three have to hear it: ten or more, unless handled simply (COL-01, COL-04)."""
    return is_collective(arbitration) and arbitration.procedure != Procedure.SIMPLIFIED


@dataclass(frozen=True)
class Candidate:
    """An arbitrator of the commission, their open cases, and why they may not sit here."""

    user: User
    load: int
    barred: str


def candidates(arbitration: Arbitration) -> list[Candidate]:
    """Return the commission's arbitrators, the fewest open cases first, the barred ones last."""
    open_seats = Count(
        "tribunals",
        filter=Q(tribunals__until_on=None, tribunals__arbitration__state__in=OPEN)
        & Q(tribunals__role__in=ARBITRATORS),
    )
    people = people_holding(Role.ARBITRATOR).filter(body=arbitration.commission_id)
    found = [
        Candidate(user, user.open_cases, why_barred(user, arbitration))
        for user in people.annotate(open_cases=open_seats).order_by("open_cases", "pk")
    ]
    return sorted(found, key=lambda c: bool(c.barred))


def why_barred(user: User, arbitration: Arbitration) -> str:
    """Return why somebody may not decide or keep the record in this case; "" if they may."""
    if arbitration.case.officers.filter(user=user).exists():
        return f"{user.name}参与过本案的调解，不能参加本案的仲裁。"
    parties = [*applicants(arbitration), *respondents(arbitration), *third_parties(arbitration)]
    names = {p.name for p in parties} | {p.legal_rep for p in parties}
    agents = arbitration.case.authorities.values_list("agent", flat=True)
    if found := conflicts_with(user, names | set(agents)):
        who = found[0]
        return f"{user.name}与{who.counterpart_name}有{who.relation}，应当回避。"
    if arbitration.seats.filter(user=user, challenges__granted=True).exists():
        return f"{user.name}在本案中已被决定回避。"
    return ""


# Days


def suffix_of(arbitration: Arbitration) -> str:
    """Return the suffix of its deadlines; the first arbitration of a case has none."""
    earlier = Arbitration.objects.filter(case=arbitration.case_id, pk__lt=arbitration.pk).count()
    return "" if not earlier else f"arb{earlier + 1}"


def suffix_for(arbitration: Arbitration, party: Party) -> str:
    """Return the suffix of what runs for one respondent; that of the first named has none."""
    own = suffix_of(arbitration)
    named = arbitration.respondents.through.objects.filter(arbitration=arbitration)
    first = named.order_by("pk").values_list("party_id", flat=True).first()
    if first in (None, party.pk):
        return own
    return f"{own}.{party.key}" if own else party.key


def deadline(arbitration: Arbitration, rule: str, suffix: str | None = None) -> Deadline | None:
    """Return the deadline in force of this arbitration, met or not; None without one."""
    rows = arbitration.case.deadlines.filter(
        rule=rule, suffix=suffix_of(arbitration) if suffix is None else suffix
    )
    return rows.exclude(state=DeadlineState.CANCELLED).last()


def clock_reading(arbitration: Arbitration, *, on: date) -> clock.Reading | None:
    return clock.read(arbitration.clock.order_by("on", "id"), current_calendar(), on=on)


def answer_due_on(arbitration: Arbitration, party: Party) -> date | None:
    """Return the last day of a respondent's answer; None while nothing was served."""
    own = suffix_for(arbitration, party)
    shorter = deadline(arbitration, "SUM-03", own)
    limit = shorter or deadline(arbitration, "ARB-10", own)
    return limit.due_on if limit else None


def answer_ends_on(arbitration: Arbitration) -> date | None:
    """Return the day the last respondent's answer period ends; None while one has not begun."""
    days = [answer_due_on(arbitration, party) for party in respondents(arbitration)]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def copy_received_on(arbitration: Arbitration, party: Party) -> date | None:
    """Return the day the copy of the application counts as served on a respondent."""
    application = paper(arbitration, "A01")
    return served_on(application, party) if application else None


# Elements and hearings


def disputed(arbitration: Arbitration) -> list[Element]:
    """Return what the hearing turns on: every element that is not agreed, in element order."""
    found = arbitration.elements.exclude(agreed=True).select_related("worker")
    return in_order(found)


def in_order(elements: Iterable[Element]) -> list[Element]:
    return sorted(elements, key=lambda e: (int(e.code[1:]), e.worker_id or 0, e.pk))


def next_hearing(arbitration: Arbitration) -> Hearing | None:
    return (
        arbitration.hearings.filter(state__in=[HearingState.SCHEDULED, HearingState.HELD])
        .order_by("no")
        .last()
    )


def collisions(hearing: Hearing) -> list[str]:
    """Return why a hearing cannot be held then: the room or somebody of the tribunal is taken."""
    others = (
        Hearing.objects.filter(
            state__in=[HearingState.SCHEDULED, HearingState.HELD],
            starts_at__lt=hearing.planned_until,
            starts_at__gt=hearing.starts_at - timedelta(days=1),
            arbitration__commission=hearing.arbitration.commission_id,
        )
        .exclude(pk=hearing.pk)
        .select_related("arbitration")
        .prefetch_related("arbitration__seats__user")
    )
    mine = {seat.user_id for seat in hearing.arbitration.seats.filter(until_on=None)}
    found = []
    for other in others:
        if other.planned_until <= hearing.starts_at:
            continue
        if other.place == hearing.place:
            found.append(f"{hearing.place}已排{other.arbitration}开庭")
        taken = [
            seat.user.name
            for seat in other.arbitration.seats.all()
            if seat.until_on is None and seat.user_id in mine
        ]
        found += [f"{name}要开{other.arbitration}的庭" for name in taken]
    return found
