"""Reads of judicial confirmation: a court's inbox, what stands confirmed, why packets came back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.choices import DeadlineState, OfficerCapacity, PartyKind
from cases.models import Case, CaseOfficer, Deadline, Party, PartyAccess
from confirmation.choices import (
    BEFORE_COURT,
    DECIDED,
    MENDABLE,
    OVER,
    UNSENT,
    AppearanceMode,
    ApplicationState,
    ReturnReason,
    RulingResult,
)
from confirmation.models import Appearance, Application, Packet, ReturnItem, Ruling, RulingRow
from mediation.models import Agreement
from mediation.queries.calls import Call, ToSign
from mediation.routes import CONFIRMATION, Track
from staff.choices import Role
from staff.models import User

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


def track_of(agreement: Agreement) -> Track | None:
    """Return that an agreement is before a court, or confirmed; a draft binds nobody."""
    applied = agreement.confirmations.exclude(state__in=[ApplicationState.DRAFT, *OVER])
    form = applied.order_by("id").first()
    return Track(CONFIRMATION, f"{form.get_state_display()}") if form else None


def titled_by_rulings(agreement: Agreement) -> dict[int, str]:
    """Return, by worker, the ruling that confirmed their part of the agreement or some of it."""
    rows = RulingRow.objects.filter(ruling__application__agreement=agreement, confirmed_fen__gt=0)
    named = rows.values_list("worker", "ruling__application__court__name")
    return {worker: f"{court}的确认裁定" for worker, court in named}


def calls_of(party: Party) -> list[Call]:
    """Return where the court awaits this party."""
    applied = Q(application__workers=party) | Q(application__others=party)
    waits = Q(outcome="", application__state__in=BEFORE_COURT)
    found = Appearance.objects.filter(applied & waits).select_related("application__court")
    return [
        Call(
            one.application.court.name,
            one.starts_at,
            one.place,
            one.bring,
            remote=one.mode == AppearanceMode.REMOTE,
        )
        for one in found.distinct()
    ]


def papers_to_sign(access: PartyAccess) -> list[ToSign]:
    """Return the applications that wait for this person's name."""
    party = access.party
    if party.kind != PartyKind.NATURAL:
        return []
    mine = Q(workers=party) | Q(others=party)
    drafts = Application.objects.filter(mine, case=party.case_id, state__in=MENDABLE).distinct()
    return [
        ToSign(
            "司法确认申请书",
            f"请{form.court.name}确认调解协议有效，双方都要签名。",
            reverse("phone-application", args=[form.pk, access.pk]),
        )
        for form in drafts.select_related("court")
        if form.sheets_unsigned_by(party) and not form.signed_by.filter(pk=party.pk).exists()
    ]


# The desk of a court

TABS: dict[str, tuple[str, tuple[ApplicationState, ...]]] = {
    "new": ("新到", (ApplicationState.SENT,)),
    "returned": ("退回补正", (ApplicationState.RETURNED,)),
    "registered": ("已立案", (ApplicationState.ACCEPTED,)),
    "decided": ("已办结", DECIDED),
}
COURT_CLOCKS = ("JC-09", "JC-10", "JC-11")


def of_court(user: User) -> QuerySet[Application]:
    """Return what was sent to the court `user` is a clerk of; of nobody else anything."""
    if not user.has_role(Role.COURT_CLERK) or not user.body_id:
        return Application.objects.none()
    sent = Application.objects.filter(court=user.body_id)
    return sent.exclude(state__in=UNSENT)


def inbox(user: User, tab: str) -> QuerySet[Application]:
    """
    Return the applications of one tab, the most pressing day first, with what the list shows.

    `sort_on` is the day by which the court acts, or where none runs, the end of the thirty days.
    """
    clock = (
        Deadline.objects.filter(
            case=OuterRef("case"),
            rule__in=COURT_CLOCKS,
            state__in=[DeadlineState.RUNNING, DeadlineState.MISSED],
            suffix=OuterRef("clock"),
        )
        .order_by("due_on")
        .values("due_on")[:1]
    )
    last = Packet.objects.filter(application=OuterRef("pk")).order_by("-version")
    first = Party.objects.filter(confirmations=OuterRef("pk")).order_by("roster_no")
    return (
        of_court(user)
        .filter(state__in=TABS[tab][1])
        .annotate(
            court_due_on=Subquery(clock),
            version=Subquery(last.values("version")[:1]),
            sent_on=Subquery(last.values("sent_on")[:1]),
            to_look=Subquery(last.values("to_look")[:1]),
            worker_count=Count("workers", distinct=True),
            first_worker=Subquery(first.values("name")[:1]),
        )
        .annotate(sort_on=Coalesce("court_due_on", "confirm_by"))
        .select_related("agreement", "case__mediation_body")
        .prefetch_related("others")
        .order_by("sort_on", "pk")
    )


def siblings(application: Application) -> QuerySet[Application]:
    """Return the batches of one agreement that wait at the same court to be docketed."""
    return Application.objects.filter(
        agreement=application.agreement_id,
        court=application.court_id,
        state=ApplicationState.SENT,
    ).order_by("batch_no", "pk")


def last_packet(application: Application) -> Packet | None:
    return application.packets.order_by("-version").first()


# Why packets came back


@dataclass(frozen=True)
class ReturnCount:
    """How often one reason was given, and when last."""

    reason: ReturnReason
    times: int
    latest_on: date


def returns(applications: QuerySet[Application], *, since: date) -> QuerySet[ReturnItem]:
    return ReturnItem.objects.filter(
        returned__packet__application__in=applications, returned__notice_on__gte=since
    )


def returns_by_reason(applications: QuerySet[Application], *, since: date) -> list[ReturnCount]:
    """Return the reasons given since that day, the most frequent first."""
    rows = (
        returns(applications, since=since)
        .order_by()
        .values_list("code")
        .annotate(times=Count("id"), latest=Max("returned__notice_on"))
    )
    found = [ReturnCount(ReturnReason(code), times, latest) for code, times, latest in rows]
    return sorted(found, key=lambda row: (-row.times, row.reason))


def times_returned(*, since: date) -> dict[str, int]:
    """Return, by code, how often packets of this installation came back for it."""
    everything = returns(Application.objects.all(), since=since).order_by()
    return dict(everything.values_list("code").annotate(times=Count("id")))


@dataclass(frozen=True)
class MediatorCount:
    """What one mediator sent, how much of it came back, and for what most."""

    name: str
    sent: int
    returned: int
    reasons: list[tuple[ReturnReason, int]]


def returns_by_mediator(applications: QuerySet[Application], *, since: date) -> list[MediatorCount]:
    """Return a line per mediator of the cases, by how many packets came back."""
    packets = Packet.objects.filter(application__in=applications, sent_on__gte=since)
    mediators: dict[int, str] = {}
    officers = CaseOfficer.objects.filter(
        case__confirmations__in=applications, capacity=OfficerCapacity.MEDIATOR, until_on=None
    ).order_by("-id")
    for case_id, name in officers.values_list("case_id", "user__name"):
        mediators[case_id] = name  # the one who was there first
    sent: Counter[str] = Counter()
    back: Counter[str] = Counter()
    why: dict[str, Counter[ReturnReason]] = {}
    for case_id, returned in packets.values_list("application__case_id", "returned__id"):
        name = mediators.get(case_id, "（未登记）")
        sent[name] += 1
        back[name] += returned is not None
    codes = returns(applications, since=since).values_list(
        "code", "returned__packet__application__case_id"
    )
    for code, case_id in codes:
        name = mediators.get(case_id, "（未登记）")
        why.setdefault(name, Counter())[ReturnReason(code)] += 1
    return [
        MediatorCount(name, sent[name], back[name], why.get(name, Counter()).most_common(3))
        for name in sorted(sent, key=lambda name: (-back[name], name))
    ]
