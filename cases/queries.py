"""Reads: the calendar and parameters in force, wage accounts, possible duplicates, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from cases.choices import CaseStatus, DeadlineState, EntryKind, LeadStatus
from cases.models import (
    CalendarYearRow,
    Case,
    ConfirmedParameter,
    Deadline,
    Lead,
    Party,
    WageEntry,
    WageItem,
)
from cases.models.fields import blind_index
from law.areas import ParameterUnconfirmed, lookup
from law.calendar import Calendar, CalendarYear, published_calendar


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


def confirmed_values(*, centre, case: Case | None = None) -> dict[str, list[dict]]:
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


def parameter(code: str, *, case: Case, on: date):
    """
    Return the value of an area parameter for `case` on that day, as `law.areas.ParameterValue`.

    Raises:
        law.areas.ParameterUnconfirmed: the centre has not confirmed it (待核定).
    """
    return lookup(code, on, confirmed=confirmed_values(centre=case.centre, case=case))


def optional_parameter(code: str, *, case: Case, on: date) -> str | None:
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
    def advanced_fen(self) -> int:
        return self._sum(EntryKind.ADVANCED)

    @property
    def paid_fen(self) -> int:
        return self._sum(EntryKind.PAID)

    @property
    def received_fen(self) -> int:
        return self.paid_fen + self.advanced_fen

    @property
    def outstanding_fen(self) -> int:
        return self.due_fen - self.waived_fen - self.received_fen


def _account_sums(entries) -> dict[int, dict[str, int]]:
    sums: dict[int, dict[str, int]] = {}
    rows = entries.values_list("item__worker_id", "kind").annotate(total=Sum("amount_fen"))
    for worker_id, kind, total in rows.order_by():
        sums.setdefault(worker_id, {})[kind] = total
    return sums


def wage_accounts(case: Case) -> list[WorkerAccount]:
    """Return the account of every worker on the roster, in roster order, in two queries."""
    sums = _account_sums(WageEntry.objects.filter(item__case=case))
    return [WorkerAccount(w, sums.get(w.pk, {})) for w in case.parties.workers()]


def worker_account(worker: Party) -> WorkerAccount:
    sums = _account_sums(WageEntry.objects.filter(item__worker=worker))
    return WorkerAccount(worker, sums.get(worker.pk, {}))


def total_account(accounts: Iterable[WorkerAccount]) -> dict[str, int]:
    """Return the sums of all accounts: gross, already_paid, due, agreed, paid, outstanding."""
    accounts = list(accounts)
    names = ("gross", "paid_before", "due", "agreed", "waived", "advanced", "paid", "received")
    totals = {n: sum(getattr(a, f"{n}_fen") for a in accounts) for n in names}
    totals["outstanding"] = sum(a.outstanding_fen for a in accounts)
    return totals


def open_items(worker: Party) -> list[tuple[WageItem, int]]:
    """Return the worker's wage items that are still owed, oldest first: (item, outstanding fen)."""
    owed = {EntryKind.CLAIMED: 1}
    less = {
        kind: -1
        for kind in (
            EntryKind.PAID_BEFORE,
            EntryKind.WAIVED,
            EntryKind.ADVANCED,
            EntryKind.PAID,
        )
    }
    sign = owed | less
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
    exclude_lead: Lead | None = None,
) -> list[Duplicate]:
    """
    Return earlier leads and open cases of the same worker, debtor and overlapping period.

    A person is the same by identity number where it is known on both sides, else by name.
    """
    index = blind_index(id_no)
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


def running_deadlines(*, user, until: date):
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
