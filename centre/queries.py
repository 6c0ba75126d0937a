"""Reads for the desks: lists of cases, the director's figures, what a search finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from adjudication.queries import register
from cases.choices import CaseStatus, EntryKind, OfficerCapacity
from cases.models import (
    Case,
    CaseOfficer,
    ConfirmedParameter,
    Deadline,
    Lead,
    NumberSeries,
    Party,
    SeriesCounter,
    WageEntry,
)
from cases.operations.numbering import SUGGESTED, holder_of
from cases.queries import confirmed_values
from centre import clocks
from documents.models import Document
from law.areas import Parameter, ParameterUnconfirmed, ParameterValue, Profile, lookup, parameters
from law.money import grouped
from mediation.models import Instalment, InstalmentShare, PaymentRow
from mediation.queries import CREDITED
from staff.models import Absence, Body, User
from staff.queries import absences_on

PAGE = 25
COUNT_CAP = 200
SOON = timedelta(days=3)
NEVER = date(9999, 12, 31)


def page_url(name: str, *args: object) -> str:
    """Return the address of a page, or "" while the installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# Lists of cases


def cases_found(
    user: User,
    *,
    on: date,
    is_open: bool = True,
    q: str = "",
    status: str = "",
    mediator: int | None = None,
    due: str = "",
) -> QuerySet[Case]:
    """
    Return the cases `user` may open that fit; every figure on a desk counts one of these.

    `q` is part of a number or of a party's name; `due` is "over" (a deadline has passed), "soon"
    (one ends within three days) or "unallocated" (nobody mediates).
    """
    cases = Case.objects.visible_to(user)
    closed = Q(status=CaseStatus.CLOSED)
    cases = cases.filter(~closed if is_open else closed)
    if q := q.strip():
        cases = cases.filter(Q(number__icontains=q) | Q(title__icontains=q) | _with_party(q))
    if status:
        cases = cases.filter(status=status)
    mediating = CaseOfficer.objects.filter(
        case=OuterRef("pk"), capacity=OfficerCapacity.MEDIATOR, until_on=None
    )
    if mediator:
        cases = cases.filter(Exists(mediating.filter(user=mediator)))
    if due == "over":
        cases = cases.filter(pk__in=clocks.overdue(on).values("case"))
    elif due == "soon":
        soon = clocks.counting().filter(due_on__gte=on, due_on__lte=on + SOON)
        cases = cases.filter(pk__in=soon.values("case"))
    elif due == "unallocated":
        cases = cases.filter(~Exists(mediating), status__in=[CaseStatus.FILED, CaseStatus.ACCEPTED])
    return cases


def _with_party(words: str) -> Q:
    """The names are looked through once, by their index, not case by case."""
    return Q(pk__in=Party.objects.filter(name__icontains=words).order_by().values("case"))


def capped_count(found: QuerySet) -> int:
    """Return the number of rows, counted no further than one above the cap."""
    return len(found.order_by().values_list("pk")[: COUNT_CAP + 1])


def by_next_day(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Order by the day of the nearest deadline that counts, cases without one last."""
    counting = clocks.counting().filter(case=OuterRef("pk"))
    nearest = Subquery(counting.order_by("due_on").values("due_on")[:1])
    last = Value(NEVER, output_field=DateField())
    return cases.annotate(sort_on=Coalesce(nearest, last)).order_by("sort_on", "pk")


@dataclass(frozen=True)
class CaseRow:
    """One case as a list shows it; sums are in fen."""

    case: Case
    workers: str
    debtor: str
    due_fen: int | None
    outstanding_fen: int | None
    due_on: date | None
    due_title: str
    mediators: str


def case_rows(cases: Iterable[Case]) -> list[CaseRow]:
    """Return what a list shows of these cases, in their order, in a fixed number of queries."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    sums = _sums(ids)
    workers = _workers(ids)
    deadlines = _nearest_deadlines(ids)
    mediators: dict[int, list[str]] = {}
    officers = CaseOfficer.objects.filter(
        case__in=ids, capacity=OfficerCapacity.MEDIATOR, until_on=None
    ).order_by("id")
    for case_id, name in officers.values_list("case_id", "user__name"):
        mediators.setdefault(case_id, []).append(name)
    debtors = dict(Case.objects.filter(pk__in=ids).values_list("pk", "debtor__name"))
    leads = _first_leads(ids)
    rows = []
    for case in cases:
        who, count, debtor, reported_fen = leads.get(case.pk, ("", 0, "", None))
        due_fen, outstanding_fen = sums.get(case.pk, (reported_fen, reported_fen))
        due = deadlines.get(case.pk)
        rows.append(
            CaseRow(
                case,
                workers.get(case.pk) or _crowd(who, count),
                debtors.get(case.pk) or debtor,
                due_fen,
                outstanding_fen,
                due.due_on if due else None,
                due.title if due else "",
                "、".join(mediators.get(case.pk, [])),
            )
        )
    return rows


def case_row(case: Case) -> CaseRow:
    return case_rows([case])[0]


def _crowd(name: str, count: int) -> str:
    return f"{name}等{count}人" if count > 1 else name


def _sums(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return (due, outstanding) by case, for cases that have a roster."""
    less = (EntryKind.WAIVED, EntryKind.PAID, EntryKind.ADVANCED)
    total: dict[int, dict[str, int]] = {}
    entries = WageEntry.objects.filter(item__case__in=ids).order_by()
    for case_id, kind, fen in entries.values_list("item__case_id", "kind").annotate(
        total=Sum("amount_fen")
    ):
        total.setdefault(case_id, {})[kind] = fen
    sums = {}
    for case_id, kinds in total.items():
        due = kinds.get(EntryKind.CLAIMED, 0) - kinds.get(EntryKind.PAID_BEFORE, 0)
        sums[case_id] = (due, due - sum(kinds.get(kind, 0) for kind in less))
    return sums


def _workers(ids: list[int]) -> dict[int, str]:
    on_roster = Party.objects.filter(case__in=ids, roster_no__isnull=False).order_by()
    counts = dict(on_roster.values_list("case_id").annotate(n=Count("id")))
    first = Party.objects.filter(case=OuterRef("pk"), roster_no__isnull=False)
    names = Case.objects.filter(pk__in=counts).annotate(
        first=Subquery(first.order_by("roster_no").values("name")[:1])
    )
    return {pk: _crowd(name, counts[pk]) for pk, name in names.values_list("pk", "first")}


def _first_leads(ids: list[int]) -> dict[int, tuple[str, int, str, int]]:
    """Return (reporter, head count, debtor, reported fen) of the lead a case began with."""
    leads = Lead.objects.filter(case__in=ids).order_by("-id")
    values = ("case_id", "reporter_name", "headcount", "debtor_name", "amount_fen")
    return {case_id: tuple(rest) for case_id, *rest in leads.values_list(*values)}


def _nearest_deadlines(ids: list[int]) -> dict[int, Deadline]:
    counting = clocks.counting().filter(case__in=ids)
    return {d.case_id: d for d in counting.order_by("-due_on", "-id")}


def with_outstanding(instalments: list[Instalment]) -> list[Instalment]:
    """Return the instalments, each with `outstanding_fen`: its shares less what was paid on it."""
    ids = [instalment.pk for instalment in instalments]
    owed = InstalmentShare.objects.filter(instalment__in=ids).order_by()
    paid = PaymentRow.objects.filter(payment__instalment__in=ids).order_by()
    shares = dict(owed.values_list("instalment_id").annotate(n=Sum("amount_fen")))
    rows = dict(paid.values_list("payment__instalment_id").annotate(n=Sum(CREDITED)))
    for instalment in instalments:
        instalment.outstanding_fen = shares.get(instalment.pk, 0) - rows.get(instalment.pk, 0)
    return instalments


# The director's figures


@dataclass(frozen=True)
class Load:
    """What one mediator has in hand."""

    user_id: int
    name: str
    cases: int
    workers: int
    overdue: int
    absence: Absence | None = None


def loads(user: User, *, on: date) -> list[Load]:
    """Return the open cases and persons per mediator, the busiest first."""
    at_work = CaseOfficer.objects.filter(
        capacity=OfficerCapacity.MEDIATOR,
        until_on=None,
        case__in=Case.objects.visible_to(user).exclude(status=CaseStatus.CLOSED),
    ).order_by()
    late = dict(
        at_work.filter(case__in=clocks.overdue(on).values("case"))
        .values_list("user_id")
        .annotate(n=Count("case", distinct=True))
    )
    rows = at_work.values_list("user_id", "user__name").annotate(
        cases=Count("case", distinct=True),
        workers=Count(
            "case__parties", filter=Q(case__parties__roster_no__isnull=False), distinct=True
        ),
    )
    away = {absence.user_id: absence for absence in absences_on(on)}
    found = [
        Load(pk, name, n, people, late.get(pk, 0), away.get(pk)) for pk, name, n, people in rows
    ]
    return sorted(found, key=lambda load: (-load.cases, load.name))


def deadlines_ahead(user: User, *, limit: int = 12) -> list[Deadline]:
    """Return the deadlines of open visible cases that count, the earliest first."""
    visible = Case.objects.visible_to(user).exclude(status=CaseStatus.CLOSED)
    counting = clocks.counting().filter(case__in=visible)
    return list(counting.select_related("case").order_by("due_on", "id")[:limit])


def deadlines_of(user: User, *, until: date) -> QuerySet[Deadline]:
    """Return the deadlines that count of the open cases `user` works on, due by `until`."""
    at_work = CaseOfficer.objects.filter(user=user, until_on=None)
    mine = at_work.exclude(case__status=CaseStatus.CLOSED).values("case")
    return (
        clocks.counting()
        .filter(due_on__lte=until, case__in=mine)
        .select_related("case")
        .order_by("due_on", "id")
    )


def own_cases(user: User, *capacities: OfficerCapacity) -> QuerySet[Case]:
    """Return the open cases `user` works on in one of `capacities`."""
    at_work = CaseOfficer.objects.filter(
        case=OuterRef("pk"), user=user, capacity__in=capacities, until_on=None
    )
    return Case.objects.filter(Exists(at_work)).exclude(status=CaseStatus.CLOSED)


# Parameters of the area


@dataclass(frozen=True)
class ParameterRow:
    """A parameter with the value in force, None while it is 待核定."""

    parameter: Parameter
    value: ParameterValue | None
    words: str
    proposed: str  # what the system ships as a starting value, in words, or ""
    source: str

    @property
    def confirmed(self) -> bool:
        return self.value is not None


def parameter_rows(centre: Body | None, *, on: date) -> list[ParameterRow]:
    """Return every parameter of the area as it stands on that day."""
    confirmed = confirmed_values(centre=centre) if centre else {}
    return [_parameter_row(parameter, confirmed, on) for parameter in parameters().values()]


def _parameter_row(parameter: Parameter, confirmed: dict, on: date) -> ParameterRow:
    shipped = [v for v in parameter.values if v.value is not None]
    proposed = in_words(parameter, shipped[-1].value) if shipped else ""
    try:
        value = lookup(parameter.code, on, Profile(), confirmed)
    except ParameterUnconfirmed:
        source = parameter.values[-1].source if parameter.values else ""
        return ParameterRow(parameter, None, "", proposed, source)
    return ParameterRow(parameter, value, in_words(parameter, value.value), proposed, value.source)


def in_words(parameter: Parameter, value: Any) -> str:
    """Return a parameter's value as the desk reads it: 2,200.00元, 20%, 自然日."""
    if parameter.kind == "money":
        return f"{grouped(value)}元"
    if parameter.kind == "ratio":
        return f"{(value * 100).normalize():f}%"
    if parameter.kind == "choice":
        return parameter.choices[str(value)]
    return str(value)


def confirmations(centre: Body | None, code: str) -> QuerySet[ConfirmedParameter]:
    """Return what the centre has confirmed for a parameter, the latest first."""
    return (
        ConfirmedParameter.objects.filter(centre=centre, code=code, case=None)
        .select_related("confirmed_by")
        .order_by("-effective_from", "-id")
    )


@dataclass(frozen=True)
class SeriesRow:
    """
    A number series of the centre or of a body whose papers it drafts.

    `series` is None until it has been settled, `holder` until its body is registered.
    """

    code: str
    title: str
    suggested: str
    kind: str
    holder: Body | None
    series: NumberSeries | None
    last: int | None  # the number last given this year


def series_rows(centre: Body | None, *, year: int) -> list[SeriesRow]:
    """Return the series the centre needs, each with its pattern as far as it has one."""
    holders = {code: holder_of(code, centre) for code in SUGGESTED}
    known = {body for body in holders.values() if body}
    settled = {(s.body_id, s.code): s for s in NumberSeries.objects.filter(body__in=known)}
    counters = SeriesCounter.objects.filter(series__in=settled.values(), year=year)
    last = dict(counters.values_list("series", "last"))
    rows = []
    for code, one in SUGGESTED.items():
        holder = holders[code]
        series = settled.get((holder.pk, code)) if holder else None
        rows.append(
            SeriesRow(
                code=code,
                title=one.title,
                suggested=one.pattern,
                kind=one.of.label,
                holder=holder,
                series=series,
                last=last.get(series.pk) if series else None,
            )
        )
    return rows


# Searching


@dataclass(frozen=True)
class Found:
    cases: list[CaseRow]
    arbitrations: list[register.Entry]
    papers: list[Document]
    opens: set[int]  # of the cases of these papers, those `user` may open
    more: bool


def search(user: User, words: str, *, limit: int = PAGE) -> Found:
    """
    Return the cases, those before the tribunal and papers `user` may read that carry `words`.

    Looked for: part of a case number, of a party's name or of a paper's number, and a verification
    code as a whole. Identity, phone and bank numbers stand encrypted and cannot be found in part.
    """
    words = words.strip()
    source = Lead.objects.filter(case=OuterRef("pk"), source_number=words)
    cases = list(
        Case.objects.visible_to(user)
        .filter(
            Q(number__icontains=words)
            | Q(title__icontains=words)
            | _with_party(words)
            | Exists(source)
        )
        .order_by("-pk")[: limit + 1]
    )
    code = words.replace("-", "").replace(" ", "").upper()
    papers = list(
        Document.objects.visible_to(user)
        .filter(Q(number__icontains=words) | Q(verify_code__in=[words.upper(), code]))
        .select_related("case")
        .order_by("-pk")[:limit]
    )
    return Found(
        case_rows(cases[:limit]),
        register.found(user, words, limit=limit),
        papers,
        set(
            Case.objects.visible_to(user)
            .filter(pk__in={paper.case_id for paper in papers})
            .values_list("pk", flat=True)
        ),
        len(cases) > limit,
    )
