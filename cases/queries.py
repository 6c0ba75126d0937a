"""Reads: the calendar and parameters in force, wage accounts, possible duplicates, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from cases.choices import (
    CaseStatus,
    DeadlineState,
    EntryKind,
    LeadStatus,
    LinkKind,
    OfficerCapacity,
    PartyKind,
    PartyRole,
)
from cases.models import (
    CalendarYearRow,
    Case,
    ConfirmedParameter,
    Deadline,
    Lead,
    LiabilityLink,
    Party,
    WageEntry,
    WageItem,
)
from cases.models.fields import blind_index
from law import liability
from law.areas import ParameterUnconfirmed, ParameterValue, Profile, Value, lookup
from law.calendar import Calendar, CalendarYear, published_calendar
from staff.choices import BodyKind, Role
from staff.models import Body, Conflict, User
from staff.queries import absences_on, bodies, people_holding


def current_calendar() -> Calendar:
    """Return the published calendar together with the years the centre has entered itself."""
    calendar = published_calendar()
    for row in CalendarYearRow.objects.order_by("year"):
        calendar = calendar.with_year(
            CalendarYear(
                year=row.year,
                rest_days=frozenset(date.fromisoformat(d) for d in row.rest_days),
                make_up_days=frozenset(date.fromisoformat(d) for d in row.make_up_days),
                source=row.source,
                published_on=row.published_on,
            )
        )
    return calendar


def confirmed_values(*, centre: Body, case: Case | None = None) -> dict[str, list[dict]]:
    """Return what `centre` has confirmed, by parameter code, in the shape `law.areas` expects."""
    rows = ConfirmedParameter.objects.filter(centre=centre)
    rows = rows.filter(Q(case=None) | Q(case=case)) if case else rows.filter(case=None)
    if case is None or not case.demo:
        rows = rows.filter(demo=False)
    found: dict[str, list[dict]] = {}
    # Rows of the case come last, so that they win over the centre's own on the same day.
    for row in rows.select_related("confirmed_by").order_by("case_id", "effective_from"):
        found.setdefault(row.code, []).append(
            {
                "value": row.value,
                "from": row.effective_from,
                "to": row.effective_to,
                "source": row.source,
                "confirmed_by": row.confirmed_by.name,
                "confirmed_on": row.confirmed_on,
            }
        )
    return found


def parameter(code: str, *, case: Case, on: date) -> ParameterValue:
    """
    Return the value of an area parameter for `case` on that day, as `law.areas.ParameterValue`.

    Raises:
        law.areas.ParameterUnconfirmed: the centre has not confirmed it (待核定).
    """
    return lookup(code, on, Profile(), confirmed_values(centre=case.centre, case=case))


def optional_parameter(code: str, *, case: Case, on: date) -> Value | None:
    try:
        return parameter(code, case=case, on=on).value
    except ParameterUnconfirmed:
        return None


@dataclass(frozen=True)
class WorkerAccount:
    """What one worker is owed and has received, every figure a sum of entries in fen."""

    worker: Party
    sums: dict[str, int] = field(default_factory=dict)

    def _sum(self, kind: EntryKind) -> int:
        return self.sums.get(kind, 0)

    @property
    def gross_fen(self) -> int:
        return self._sum(EntryKind.CLAIMED)

    @property
    def paid_before_fen(self) -> int:
        return self._sum(EntryKind.PAID_BEFORE)

    @property
    def due_fen(self) -> int:
        """Owed when the case was taken in: claimed less what had been paid before."""
        return self.gross_fen - self.paid_before_fen

    @property
    def agreed_fen(self) -> int:
        return self._sum(EntryKind.AGREED)

    @property
    def waived_fen(self) -> int:
        return self._sum(EntryKind.WAIVED)

    @property
    def awarded_fen(self) -> int:
        return self._sum(EntryKind.AWARDED)

    @property
    def rejected_fen(self) -> int:
        """Claimed, and not awarded by an award that took effect."""
        return self._sum(EntryKind.REJECTED)

    @property
    def advanced_fen(self) -> int:
        return self._sum(EntryKind.ADVANCED)

    @property
    def paid_fen(self) -> int:
        return self._sum(EntryKind.PAID)

    @property
    def received_fen(self) -> int:
        return self.paid_fen + self.advanced_fen

    @property
    def repaid_to_fund_fen(self) -> int:
        return self._sum(EntryKind.REPAID_TO_FUND)

    @property
    def owed_to_fund_fen(self) -> int:
        """Advanced and not yet given back: the employer owes this part to the fund (FUND-02)."""
        return self.advanced_fen - self.repaid_to_fund_fen

    @property
    def outstanding_fen(self) -> int:
        return self.due_fen - self.waived_fen - self.rejected_fen - self.received_fen

    @property
    def liable_fen(self) -> int:
        """What the employer has still to pay, to the worker and to the fund in their place."""
        return self.outstanding_fen + self.owed_to_fund_fen


def _account_sums(entries: QuerySet[WageEntry]) -> dict[int, dict[str, int]]:
    sums: dict[int, dict[str, int]] = {}
    rows = entries.values_list("item__worker_id", "kind").annotate(total=Sum("amount_fen"))
    for worker_id, kind, total in rows.order_by():
        sums.setdefault(worker_id, {})[kind] = total
    return sums


def wage_accounts(case: Case) -> list[WorkerAccount]:
    """Return the account of every worker on the roster, in roster order, in two queries."""
    sums = _account_sums(WageEntry.objects.filter(item__case=case))
    return [WorkerAccount(w, sums.get(w.pk, {})) for w in case.parties.workers()]


def accounts_of(workers: Iterable[Party]) -> list[WorkerAccount]:
    """Return the accounts of these workers, in their order, in one query."""
    workers = list(workers)
    sums = _account_sums(WageEntry.objects.filter(item__worker__in=workers))
    return [WorkerAccount(w, sums.get(w.pk, {})) for w in workers]


def worker_account(worker: Party) -> WorkerAccount:
    return accounts_of([worker])[0]


def total_account(accounts: Iterable[WorkerAccount]) -> dict[str, int]:
    """Return the sums of all accounts: gross, already_paid, due, agreed, paid, outstanding."""
    accounts = list(accounts)
    claims = ("gross", "paid_before", "due", "agreed", "waived", "awarded", "rejected")
    names = (*claims, "advanced", "paid", "received", "repaid_to_fund", "owed_to_fund")
    totals = {n: sum(getattr(a, f"{n}_fen") for a in accounts) for n in names}
    totals["outstanding"] = sum(a.outstanding_fen for a in accounts)
    return totals


def open_items(worker: Party) -> list[tuple[WageItem, int]]:
    """Return the worker's wage items that are still owed, oldest first: (item, outstanding fen)."""
    less = (
        EntryKind.PAID_BEFORE,
        EntryKind.WAIVED,
        EntryKind.REJECTED,
        EntryKind.ADVANCED,
        EntryKind.PAID,
    )
    return _open(worker, {EntryKind.CLAIMED: 1} | dict.fromkeys(less, -1))


def advanced_items(worker: Party) -> list[tuple[WageItem, int]]:
    """Return the items on which the fund has not had its advance back, oldest first."""
    return _open(worker, {EntryKind.ADVANCED: 1, EntryKind.REPAID_TO_FUND: -1})


def liable_items(worker: Party) -> list[tuple[WageItem, int]]:
    """Return the items the employer has still to pay, to the worker or to the fund."""
    open_ = dict(open_items(worker))
    for item, rest in advanced_items(worker):
        open_[item] = open_.get(item, 0) + rest
    return sorted(open_.items(), key=lambda row: (row[0].period_from, row[0].period_to, row[0].pk))


def _open(worker: Party, sign: dict[EntryKind, int]) -> list[tuple[WageItem, int]]:
    open_: list[tuple[WageItem, int]] = []
    items = worker.wage_items.order_by("period_from", "period_to", "id").prefetch_related("entries")
    for item in items:
        rest = sum(sign.get(EntryKind(e.kind), 0) * e.amount_fen for e in item.entries.all())
        if rest:
            open_.append((item, rest))
    return open_


@dataclass(frozen=True)
class Duplicate:
    """An earlier lead or case that may be about the same wages, with the reason in Chinese."""

    label: str
    number: str
    reason: str
    case_id: int | None
    lead_id: int | None


def possible_duplicates(
    *,
    reporter: str,
    debtor: str,
    period_from: date,
    period_to: date,
    id_no: str = "",
    id_index: str = "",
    exclude_lead: Lead | None = None,
) -> list[Duplicate]:
    """
    Return earlier leads and open cases of the same worker, debtor and overlapping period.

    A person is the same by identity number (or its blind index) where it is known on both sides,
    else by name.
    """
    index = id_index or blind_index(id_no)
    same_person = Q(reporter_name=reporter)
    if index:
        same_person |= Q(reporter_id_index=index)
    leads = (
        Lead.objects.filter(same_person, debtor_name=debtor)
        .filter(period_from__lte=period_to, period_to__gte=period_from)
        .exclude(status__in=[LeadStatus.DECLINED, LeadStatus.REFERRED])
    )
    if exclude_lead is not None:
        leads = leads.exclude(pk=exclude_lead.pk)
    found = [
        Duplicate(str(lead), lead.number, "同一劳动者、同一单位、期间重叠", lead.case_id, lead.pk)
        for lead in leads[:20]
    ]
    seen = {d.case_id for d in found if d.case_id}
    same_worker = Q(name=reporter) | Q(id_index=index) if index else Q(name=reporter)
    workers = (
        Party.objects.filter(same_worker, roster_no__isnull=False)
        .filter(case__parties__name=debtor)
        .filter(case__period_from__lte=period_to, case__period_to__gte=period_from)
        .exclude(case__status__in=[CaseStatus.CLOSED, CaseStatus.DECLINED])
        .select_related("case")
    )
    if exclude_lead is not None and exclude_lead.case_id:
        workers = workers.exclude(case_id=exclude_lead.case_id)
    for worker in workers[:20]:
        if worker.case_id not in seen:
            seen.add(worker.case_id)
            found.append(
                Duplicate(
                    str(worker.case),
                    worker.case.number,
                    f"{worker.name}已在该案花名册第{worker.roster_no}行",
                    worker.case_id,
                    None,
                )
            )
    return found


def running_deadlines(*, user: User, until: date) -> QuerySet[Deadline]:
    """Return the running deadlines of the cases `user` may open, due by `until`, next first."""
    return (
        Deadline.objects.filter(
            state=DeadlineState.RUNNING,
            due_on__lte=until,
            case__in=Case.objects.visible_to(user),
        )
        .select_related("case")
        .order_by("due_on", "id")
    )


def representatives(case: Case) -> list[Party]:
    """Return the elected representatives in roster order, from the latest election."""
    election = case.elections.order_by("-id").first()
    return list(election.representatives.order_by("roster_no")) if election else []


def centre_of_leads() -> Body | None:
    """Return the centre that numbers the leads and cases, the first one registered."""
    return bodies(BodyKind.CENTRE).order_by("id").first()


def duplicate_counts(leads: Iterable[Lead]) -> dict[int, int]:
    """
    Return, by lead id, how many other leads look like the same matter; one query for all.

    The measure is that of `possible_duplicates`: same person, same debtor, overlapping period.
    """
    leads = list(leads)
    others = list(
        Lead.objects.filter(debtor_name__in={lead.debtor_name for lead in leads})
        .exclude(status__in=[LeadStatus.DECLINED, LeadStatus.REFERRED])
        .only("debtor_name", "reporter_name", "reporter_id_index", "period_from", "period_to")
    )
    return {lead.pk: sum(_look_alike(lead, other) for other in others) for lead in leads}


def _look_alike(lead: Lead, other: Lead) -> bool:
    same_index = lead.reporter_id_index and lead.reporter_id_index == other.reporter_id_index
    return bool(
        lead.pk != other.pk
        and lead.debtor_name == other.debtor_name
        and (same_index or lead.reporter_name == other.reporter_name)
        and lead.period_from <= other.period_to
        and lead.period_to >= other.period_from
    )


def case_months(case: Case) -> list[str]:
    """Return the months of the period in arrears, as `2026-07`, for the roster's columns."""
    first, last = case.period_from or case.opened_on, case.period_to or case.opened_on
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(count)]
    return [f"{year}-{month + 1:02d}" for year, month in months]


SOLE_KINDS = {"个体工商户", "个人独资企业", "合伙企业"}
SUBCONTRACTORS = {PartyRole.LABOUR_SUBCONTRACTOR, PartyRole.SPECIALTY_SUBCONTRACTOR}
LIABLE_ROLES: dict[liability.Role, set[PartyRole]] = {
    "project_owner": {PartyRole.DEVELOPER},
    "general_contractor": {PartyRole.GENERAL_CONTRACTOR},
    "onward_contractor": {PartyRole.ONWARD_CONTRACTOR},
    "borrowed_licence_lender": {PartyRole.LICENCE_LENDER},
    "borrowed_licence_user": {PartyRole.LICENCE_BORROWER},
    "crew_leader": {PartyRole.FOREMAN},
    "user_of_dispatched_workers": {PartyRole.USER_UNIT},
    "dispatching_agency": {PartyRole.DISPATCHER},
    "investor": {PartyRole.INVESTOR},
    "founding_body": {PartyRole.PARENT},
}


def liability_facts(case: Case) -> liability.Facts:
    """
    Read off the parties and the chain what the law asks to find the payers.

    What nobody entered is not guessed: works price paid late is known by its amount on the link.
    """
    links = list(case.links.select_related("upper", "lower"))
    debtor = case.debtor
    given_to_unqualified = {
        link.upper.role
        for link in links
        if link.kind == LinkKind.TO_INDIVIDUAL
        or (link.kind == LinkKind.SUBCONTRACT and not link.lower.licensed)
        or (link.kind == LinkKind.GENERAL_CONTRACT and not link.lower.licensed)
    }
    late = [link.unpaid_works_price_fen for link in links if link.unpaid_works_price_fen]
    above = {PartyRole.DEVELOPER, PartyRole.GENERAL_CONTRACTOR}
    return liability.Facts(
        employer_in_arrears=debtor is not None and debtor.kind == PartyKind.ORG,
        licensed_subcontractor_in_arrears=debtor is not None
        and debtor.licensed
        and (
            debtor.role in SUBCONTRACTORS
            or any(k.lower_id == debtor.pk and k.kind == LinkKind.SUBCONTRACT for k in links)
        ),
        onward_contract=any(link.kind == LinkKind.ONWARD for link in links),
        owner_late_with_works_price=bool(late),
        unpaid_works_price_fen=sum(late) or None,
        owner_contracted_unqualified=PartyRole.DEVELOPER in given_to_unqualified,
        general_contractor_subcontracted_unqualified=PartyRole.GENERAL_CONTRACTOR
        in given_to_unqualified,
        borrowed_licence=any(link.kind == LinkKind.BORROWED_LICENCE for link in links),
        unlicensed_dispatch=any(
            link.kind == LinkKind.DISPATCH and not (link.upper.licensed and link.lower.licensed)
            for link in links
        ),
        employer_is_partnership_or_sole=debtor is not None and debtor.org_kind in SOLE_KINDS,
        individual_contracting=bool(given_to_unqualified - above),
    )


@dataclass(frozen=True)
class NamedLiability:
    """One payer the law names, and the parties of the case who are that payer (maybe none yet)."""

    liability: liability.Liability
    parties: tuple[Party, ...]

    @property
    def role(self) -> str:
        return liability.ROLES[self.liability.role]

    @property
    def nature(self) -> str:
        return liability.NATURES[self.liability.nature]


def liabilities(case: Case) -> list[NamedLiability]:
    """Return who has to pay in this case and by which provision, the employer first."""
    parties = list(case.parties.others())
    found = []
    for line in liability.liabilities(liability_facts(case)):
        if line.role in {"employer", "subcontractor"}:
            named = [p for p in parties if p.pk == case.debtor_id]
        else:
            named = [p for p in parties if p.role in LIABLE_ROLES[line.role]]
        found.append(NamedLiability(line, tuple(named)))
    return found


def liability_chain(case: Case) -> tuple[list[dict], list[dict]]:
    """
    Return nodes and edges of the drawn chain: the parties from the top down, the workers last.

    An edge carries the article by which its upper end has to pay, if it has to.
    """
    links = list(case.links.select_related("upper", "lower"))
    parties = _from_the_top(list(case.parties.others()), links)
    found = liabilities(case)
    liable = {p.pk for line in found for p in line.parties}
    article: dict[int, str] = {}
    for line in found:
        for party in line.parties:
            if line.liability.nature != "direct" or party.pk not in article:
                article[party.pk] = line.liability.article_id
    at = {party.pk: place for place, party in enumerate(parties)}
    nodes = [
        {"role": p.get_role_display(), "name": p.name, "liable": p.pk in liable} for p in parties
    ]
    edges = [
        {
            "source": at[link.upper_id],
            "target": at[link.lower_id],
            "words": link.get_kind_display(),
            "article": article.get(link.upper_id, ""),
        }
        for link in links
    ]
    workers = list(case.parties.workers())
    if workers and case.debtor_id in at:
        crew = workers[0].name + (f"等{len(workers)}人" if len(workers) > 1 else "")
        nodes.append({"role": "农民工", "name": crew, "liable": False})
        edges.append({"source": at[case.debtor_id], "target": len(parties), "words": "拖欠工资"})
    return nodes, edges


def _from_the_top(parties: list[Party], links: Iterable[LiabilityLink]) -> list[Party]:
    """Order parties so that who gave work stands above who took it; a ring keeps entry order."""
    depth = {p.pk: 0 for p in parties}
    for _ in parties:
        for link in links:
            below = depth[link.upper_id] + 1
            if depth[link.lower_id] < below <= len(parties):
                depth[link.lower_id] = below
    chained = {pk for link in links for pk in (link.upper_id, link.lower_id)}
    return sorted(parties, key=lambda p: (p.pk not in chained, depth[p.pk]))


@dataclass(frozen=True)
class AvailableMediator:
    """
    A mediator who may be allocated: how many open cases, and declared relations in this one.

    `away_to` is the last day of the days they are away on the day that was asked about.
    """

    user: User
    open_cases: int
    relations: tuple[str, ...]
    away_to: date | None = None

    @property
    def words(self) -> str:
        related = f"，有利害关系：{'、'.join(self.relations)}" if self.relations else ""
        away = f"，离岗至{self.away_to:%Y-%m-%d}" if self.away_to else ""
        return f"{self.user.name}（在办{self.open_cases}件{away}{related}）"


def mediators_for(case: Case, *, on: date) -> list[AvailableMediator]:
    """
    Return every mediator, the best to ask first.

    Those without a declared relation come first, then who is at work, then who has fewer cases.
    """
    pairs = case.parties.values_list("name", "legal_rep")
    names = {name for pair in pairs for name in pair if name}
    relations: dict[int, list[str]] = {}
    for conflict in Conflict.objects.filter(counterpart_name__in=names, ended_on=None):
        words = f"{conflict.counterpart_name}（{conflict.relation}）"
        relations.setdefault(conflict.user_id, []).append(words)
    at_work = Q(
        casework__capacity=OfficerCapacity.MEDIATOR,
        casework__until_on=None,
        casework__case__status__in=[CaseStatus.ACCEPTED, CaseStatus.SETTLED],
    )
    people = people_holding(Role.MEDIATOR).annotate(
        open_cases=Count("casework__case", filter=at_work, distinct=True)
    )
    away = dict(absences_on(on).values_list("user", "to_on"))
    found = [
        AvailableMediator(
            user, user.open_cases, tuple(relations.get(user.pk, ())), away.get(user.pk)
        )
        for user in people
    ]
    return sorted(
        found,
        key=lambda m: (
            bool(m.relations),
            bool(m.away_to),
            m.open_cases,
            m.user.name,
            m.user.pk,
        ),
    )
