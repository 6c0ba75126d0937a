"""
履行期间: the titles of many cases that bind and are not paid yet, in a fixed number of queries.

A title is watched as long as its two years run: they end when it is paid or when everybody has
asked the court (`meet_title_clock`). What was paid past the title itself, through the fund for
instance, is seen in the wage accounts.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from adjudication.choices import AwardKind, AwardState, PaymentOrderState, StatementState, TitleKind
from adjudication.models import (
    Arbitration,
    Award,
    EnforcementEntry,
    PaymentOrder,
    Statement,
    StatementRow,
)
from adjudication.queries.docket import suffix_of
from cases.choices import DeadlineState, EntryKind
from cases.models import Case, Deadline, Party, WageEntry
from documents.render import cn_num
from law.money import divide
from mediation.models import Agreement, PaymentRow
from mediation.queries import CREDITED

CLOCKS = ("ARB-44", "JC-16")
NAMES = {
    TitleKind.FINAL_AWARD: "仲裁裁决书",
    TitleKind.NON_FINAL_AWARD: "仲裁裁决书",
    TitleKind.PARTIAL_AWARD: "先行裁决书",
    TitleKind.INTERIM_AWARD: "先予执行裁决书",
    TitleKind.STATEMENT: "仲裁调解书",
    TitleKind.PAYMENT_ORDER: "支付令",
}
# What of the wages is neither paid to the worker nor given back to the fund in their place.
_LEFT = {
    EntryKind.CLAIMED: 1,
    EntryKind.PAID_BEFORE: -1,
    EntryKind.WAIVED: -1,
    EntryKind.REJECTED: -1,
    EntryKind.PAID: -1,
    EntryKind.REPAID_TO_FUND: -1,
}


@dataclass(frozen=True)
class DueTitle:
    """A title that binds and is open; `due_on` is the last day of its earliest unpaid part."""

    kind: TitleKind
    number: str
    case_id: int
    arbitration_id: int | None  # a payment order has none
    due_on: date
    pk: int  # of the award, the statement or the order

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def page(self) -> tuple[str, int]:
        """Return where its payments are recorded: the name of the page and its key."""
        if self.arbitration_id is None:
            return "payment-orders", self.case_id
        return "enforcement", self.arbitration_id


def titles_due(cases: Collection[int]) -> dict[int, list[DueTitle]]:
    """Return by case the titles that bind and are not paid, the earliest day first."""
    if not cases:
        return {}
    clocks = {
        (case_id, rule, suffix): day
        for case_id, rule, suffix, day in Deadline.objects.filter(
            case__in=cases, rule__in=CLOCKS, state=DeadlineState.RUNNING
        ).values_list("case_id", "rule", "suffix", "starts_on")
    }
    if not clocks:
        return {}
    watched = {case_id for case_id, _, _ in clocks}
    found: dict[int, list[DueTitle]] = defaultdict(list)
    for title in (*_awards(watched, clocks), *_statements(watched, clocks), *_orders(clocks)):
        found[title.case_id].append(title)
    for titles in found.values():
        titles.sort(key=lambda title: (title.due_on, title.number))
    return dict(found)


def page_of_unpaid(case: Case) -> tuple[str, int] | None:
    """Return where the next payment on a title of the case is recorded; None: nothing is open."""
    titles = titles_due([case.pk]).get(case.pk)
    return titles[0].page if titles else None


Clocks = dict[tuple[int, str, str], date]


def _awards(cases: Collection[int], clocks: Clocks) -> Iterable[DueTitle]:
    own = _suffixes(cases)
    rows = Award.objects.filter(
        arbitration__case__in=cases, state=AwardState.ISSUED, arbitration__file_closed_on=None
    ).exclude(kind=AwardKind.INTERIM)
    awards, partial = [], Counter[int]()
    for award in rows.select_related("arbitration").order_by("id"):
        clock = _clock(award, own[award.arbitration_id], partial[award.arbitration_id])
        if day := clocks.get((award.arbitration.case_id, *clock)):
            awards.append((award, day))
        partial[award.arbitration_id] += award.kind == AwardKind.PARTIAL
    workers = defaultdict(set)
    of = Award.objects.filter(pk__in=[award.pk for award, _ in awards])
    for pk, worker in of.values_list("pk", "items__claim__worker").distinct():
        workers[pk].add(worker)
    open_ = _open({worker for those in workers.values() for worker in those})
    for award, day in awards:
        if workers[award.pk] & open_:
            a = award.arbitration
            yield DueTitle(TitleKind(award.kind), award.number, a.case_id, a.pk, day, award.pk)


def _open(workers: Collection[int]) -> set[int]:
    """Return of whose wages something is open, to them or to the fund in their place."""
    left: dict[int, int] = defaultdict(int)
    entries = WageEntry.objects.filter(item__worker__in=workers, kind__in=list(_LEFT)).order_by()
    sums = entries.values_list("item__worker", "kind").annotate(fen=Sum("amount_fen"))
    for worker, kind, fen in sums:
        left[worker] += _LEFT[EntryKind(kind)] * fen
    return {worker for worker in workers if left[worker] > 0}


def _statements(cases: Collection[int], clocks: Clocks) -> Iterable[DueTitle]:
    rows = Statement.objects.filter(
        arbitration__case__in=cases,
        state=StatementState.EFFECTIVE,
        arbitration__file_closed_on=None,
    )
    statements = [
        statement
        for statement in rows.select_related("arbitration").order_by("id")
        if (statement.arbitration.case_id, "JC-16", clock_of_statement(statement)) in clocks
    ]
    if not statements:
        return
    sums = defaultdict(list)
    for pk, fen in StatementRow.objects.filter(statement__in=statements).values_list(
        "statement_id", "amount_fen"
    ):
        sums[pk].append(fen)
    paid = {
        (document, no): fen
        for document, no, fen in PaymentRow.objects.filter(
            payment__title__in=[s.document_id for s in statements]
        )
        .order_by()
        .values_list("payment__title_id", "payment__part_no")
        .annotate(fen=Sum(CREDITED))
    }
    arrived = {
        (case_id, number): fen
        for case_id, number, fen in EnforcementEntry.objects.filter(
            enforcement__case__in=cases, enforcement__title=TitleKind.STATEMENT
        )
        .order_by()
        .values_list("enforcement__case_id", "enforcement__title_number")
        .annotate(fen=Sum("amount_fen"))
    }
    for statement in statements:
        a, number = statement.arbitration, number_of_statement(statement)
        left = arrived.get((a.case_id, number), 0)
        percents = [Decimal(row["percent"]) for row in statement.instalments]
        shares = [divide(fen, percents) for fen in sums[statement.pk]]
        for place, row in enumerate(statement.instalments):
            due = sum(parts[place] for parts in shares)
            open_fen = due - paid.get((statement.document_id, place + 1), 0)
            if open_fen > left:
                day = date.fromisoformat(row["due_on"])
                yield DueTitle(TitleKind.STATEMENT, number, a.case_id, a.pk, day, statement.pk)
                break
            left -= max(0, open_fen)


def _orders(clocks: Clocks) -> Iterable[DueTitle]:
    """An order on an agreement is paid by the instalments of the agreement."""
    days = {(case_id, mark): on for (case_id, rule, mark), on in clocks.items() if rule == "JC-16"}
    rows = PaymentOrder.objects.filter(case__in={case_id for case_id, _ in days})
    orders, made = [], Counter[int]()
    for row in rows.select_related("worker").order_by("id"):
        mark = mark_of_order(row.worker, made[row.worker_id])
        made[row.worker_id] += 1
        if row.state == PaymentOrderState.EFFECTIVE and (row.case_id, mark) in days:
            orders.append((row, days[row.case_id, mark]))
    if not orders:
        return
    agreements = Agreement.objects.filter(case__in={row.case_id for row, _ in orders})
    agreed = set(agreements.values_list("case_id", "number"))
    orders = [(row, day) for row, day in orders if (row.case_id, row.basis) not in agreed]
    open_ = _open({row.worker_id for row, _ in orders})
    for row, day in orders:
        if row.worker_id in open_:
            yield DueTitle(TitleKind.PAYMENT_ORDER, row.number, row.case_id, None, day, row.pk)


# The names of titles and of their clocks


def _suffixes(cases: Collection[int]) -> dict[int, str]:
    """Return the suffix of the deadlines of each arbitration, as `suffix_of` finds it for one."""
    seen: dict[int, int] = defaultdict(int)
    found = {}
    rows = Arbitration.objects.filter(case__in=cases).order_by("pk")
    for pk, case_id in rows.values_list("pk", "case_id"):
        seen[case_id] += 1
        found[pk] = f"arb{seen[case_id]}" if seen[case_id] > 1 else ""
    return found


def clock_of_award(award: Award) -> tuple[str, str]:
    """Return rule and suffix of its two years."""
    return _clock(award, suffix_of(award.arbitration), earlier_partials(award))


def _clock(award: Award, own: str, earlier: int) -> tuple[str, str]:
    mark = mark_of_partial(earlier) if award.kind == AwardKind.PARTIAL else award.kind
    return "ARB-44", ".".join(filter(None, [own, mark.replace("A12-", "A12_")]))


def earlier_partials(award: Award) -> int:
    """Return how many 先行裁决书 of the file were issued before; one at a time is open."""
    if award.kind != AwardKind.PARTIAL:
        return 0
    alike = award.arbitration.awards.filter(kind=award.kind, state=AwardState.ISSUED)
    return alike.filter(pk__lt=award.pk).count()


def mark_of_partial(earlier: int) -> str:
    """Return what tells the periods of a 先行裁决书 from those of other awards: A13, A13_2."""
    return f"{AwardKind.PARTIAL}_{earlier + 1}" if earlier else str(AwardKind.PARTIAL)


def clock_of_statement(statement: Statement) -> str:
    return f"a19-{statement.arbitration_id}-{statement.no}"


def mark_of_order(worker: Party, earlier: int) -> str:
    """Return the suffix of the periods of a worker's order, of which so many came before."""
    return f"{worker.key[:36]}.{earlier + 1}" if earlier else worker.key


def number_of_statement(statement: Statement) -> str:
    """As it is printed: the number of the case, with its place where it is not the first."""
    number = statement.arbitration.number
    return f"{number}之{cn_num(statement.no)}" if statement.no > 1 else number


def basis_of_statement(statement: Statement) -> str:
    """Return the mark of what is posted on it to the wage accounts."""
    return f"仲裁调解书{number_of_statement(statement)}"[:40]
