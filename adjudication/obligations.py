"""
履行: what an award, an arbitral statement or a payment order obliges to pay, and what was paid.

An agreement keeps its own instalments in `mediation`; these titles are read off what the tribunal
or the court has decided. What is due is what the debtor owes under the title, to the worker or to
the fund in their place; paid is what of it has reached either of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Sum

from adjudication.choices import (
    AwardKind,
    AwardState,
    ClaimKind,
    PaymentOrderState,
    StatementState,
    TitleKind,
)
from adjudication.deductions import HEADS, PAID, deductions
from adjudication.effect import effective_days
from adjudication.models import (
    Award,
    AwardItem,
    Claim,
    Enforcement,
    EnforcementEntry,
    PaymentOrder,
    Statement,
)
from adjudication.queries.titles import (
    DueTitle,
    basis_of_statement,
    clock_of_award,
    clock_of_statement,
    mark_of_order,
    number_of_statement,
)
from cases.choices import EntryKind
from cases.models import Case, Party, WageEntry
from documents.models import Document
from law.money import divide
from mediation.models import PaymentRow
from mediation.queries import CREDITED

OnTitle = Award | Statement | PaymentOrder
TO_THE_END = date.max


@dataclass(frozen=True)
class Line:
    """One worker on one instalment, in fen."""

    worker: Party
    due_fen: int
    paid_fen: int = 0
    to_fund_fen: int = 0  # of what was paid
    last_on: date | None = None

    @property
    def open_fen(self) -> int:
        return max(0, self.due_fen - self.paid_fen)


@dataclass(frozen=True)
class Part:
    no: int
    due_on: date
    lines: Sequence[Line]

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.lines)

    @property
    def open_fen(self) -> int:
        return sum(line.open_fen for line in self.lines)


@dataclass(frozen=True)
class Obligation:
    """
    A title as what is to be paid under it.

    `basis` marks what is posted to the wage accounts on it; `heads` are the kinds of wage it is
    about; `clock` the rule and suffix of the two years in which it may be enforced, None where
    nobody has to ask for that.
    """

    kind: TitleKind
    document: Document
    number: str
    basis: str
    on: date  # from which day it binds
    payers: Sequence[Party]
    parts: Sequence[Part]
    clock: tuple[str, str] | None
    heads: Mapping[Party, frozenset[str]] | None = None

    @property
    def due_fen(self) -> int:
        return sum(part.due_fen for part in self.parts)

    @property
    def open_fen(self) -> int:
        return sum(part.open_fen for part in self.parts)

    @property
    def paid_fen(self) -> int:
        return self.due_fen - self.open_fen

    @property
    def next_part(self) -> Part | None:
        """The earliest instalment that is not paid in full."""
        return next((part for part in self.parts if part.open_fen), None)

    def part(self, no: int) -> Part | None:
        return next((part for part in self.parts if part.no == no), None)


def obligation_of(title: OnTitle) -> Obligation | None:
    """Return what is to be paid under a title; None while it binds nobody."""
    if isinstance(title, Award):
        return _of_award(title)
    if isinstance(title, Statement):
        return _of_statement(title)
    return _of_order(title)


def open_fen_of(due: DueTitle) -> int:
    """Return what is still owed under a title that is watched, as its own page says it."""
    title: OnTitle
    if due.kind == TitleKind.STATEMENT:
        title = Statement.objects.get(pk=due.pk)
    elif due.kind == TitleKind.PAYMENT_ORDER:
        title = PaymentOrder.objects.get(pk=due.pk)
    else:
        title = Award.objects.get(pk=due.pk)
    obligation = obligation_of(title)
    return obligation.open_fen if obligation else 0


def obligation_of_title(applied: Enforcement) -> Obligation | None:
    """Return what is to be paid under the award or statement that is being enforced."""
    files = applied.case.arbitrations.all()
    if applied.title == TitleKind.STATEMENT:
        rows = Statement.objects.filter(arbitration__in=files, state=StatementState.EFFECTIVE)
        named = [row for row in rows if number_of_statement(row) == applied.title_number]
        return obligation_of(named[0]) if named else None
    award = Award.objects.filter(
        arbitration__in=files, kind=applied.title, number=applied.title_number
    ).last()
    return obligation_of(award) if award else None


@dataclass
class _Paid:
    """What the records of one title say was paid on it, by instalment and worker."""

    rows: dict[tuple[int, int], int] = field(default_factory=dict)
    to_fund: dict[tuple[int, int], int] = field(default_factory=dict)
    last: dict[tuple[int, int], date] = field(default_factory=dict)

    @classmethod
    def on(cls, document: Document) -> "_Paid":
        found = cls()
        rows = PaymentRow.objects.filter(payment__title=document).order_by("payment__paid_on")
        for no, worker, total, of_fund, day in rows.annotate(total=CREDITED).values_list(
            "payment__part_no", "worker_id", "total", "to_fund_fen", "payment__paid_on"
        ):
            key = no, worker
            found.rows[key] = found.rows.get(key, 0) + total
            found.to_fund[key] = found.to_fund.get(key, 0) + of_fund
            found.last[key] = day
        return found


def _enforced(case: Case, kind: TitleKind, number: str) -> dict[int, int]:
    """Return what the court has brought in on a title, by worker."""
    rows = EnforcementEntry.objects.filter(
        enforcement__case=case, enforcement__title=kind, enforcement__title_number=number
    )
    return dict(rows.values_list("worker_id").annotate(fen=Sum("amount_fen")).order_by())


# Awards


def _of_award(award: Award) -> Obligation | None:
    if award.state != AwardState.ISSUED or award.made_on is None or award.document is None:
        return None
    if award.kind == AwardKind.INTERIM:
        return _of_interim(award)
    if not award.final and not award.certificates.exists():
        return None  # only the court can say that nobody sued
    days = effective_days(award)
    items = [i for i in _items(award) if i.claim.worker_id in days]
    if not items:
        return None
    kind = TitleKind(award.kind)
    due: dict[Party, int] = defaultdict(int)
    heads: dict[Party, set[str]] = defaultdict(set)
    mine: dict[int, Party] = {}
    before: dict[Party, int] = defaultdict(int)
    for item in items:
        worker = item.claim.worker
        due[worker] += max(0, (item.standing_fen or 0) - item.paid_fen)
        before[worker] += item.paid_fen
        mine[item.claim_id] = worker
        if head := HEADS.get(ClaimKind(item.claim.kind)):
            heads[worker].add(head.value)
    paid: dict[Party, int] = defaultdict(int)
    last: dict[Party, date] = {}
    for row in paid_on_awards(award, on=TO_THE_END):
        if row.claim_id in mine and row.kind == PAID:
            worker = mine[row.claim_id]
            paid[worker] += row.amount_fen
            last[worker] = max(row.on, last.get(worker, row.on))
    own = _Paid.on(award.document)
    lines = []
    for worker, fen in sorted(due.items(), key=_by_roster):
        of_fund = own.to_fund.get((1, worker.pk), 0)
        since = max(0, paid[worker] - before[worker]) + of_fund
        day = own.last.get((1, worker.pk)) or last.get(worker)
        lines.append(Line(worker, fen, min(fen, since), of_fund, day if since else None))
    from_ = max(days[worker.pk] for worker in due)
    debtor = Party.objects.get(pk=award.told["debtor"])
    others = Party.objects.filter(pk__in=[row["party"] for row in award.told["liable"]])
    return Obligation(
        kind=kind,
        document=award.document,
        number=award.number,
        basis=award.number[:40],
        on=from_,
        payers=[debtor, *others.exclude(pk=debtor.pk).order_by("id")],
        parts=[Part(1, from_ + timedelta(days=award.pay_within_days), lines)],
        clock=clock_of_award(award),
        heads={worker: frozenset(kinds) for worker, kinds in heads.items()},
    )


def _of_interim(award: Award) -> Obligation | None:
    """
    先予执行: due at once, nobody can sue on it; sent to the court, no application needed (ARB-24).

    What is paid on the award or statement that decides the same claims later counts on it too.
    """
    assert award.made_on is not None  # it is issued
    assert award.document is not None
    due: dict[Party, int] = defaultdict(int)
    heads: dict[Party, set[str]] = defaultdict(set)
    for item in _items(award):
        due[item.claim.worker] += item.standing_fen or 0
        heads[item.claim.worker].add(HEADS[ClaimKind(item.claim.kind)].value)
    own = _Paid.on(award.document)
    lines = []
    for worker, fen in sorted(due.items(), key=_by_roster):
        paid, last = _paid_by_name(award, worker, heads[worker])
        of_fund = own.to_fund.get((1, worker.pk), 0)
        lines.append(Line(worker, fen, min(fen, paid + of_fund), of_fund, last))
    return Obligation(
        kind=TitleKind.INTERIM_AWARD,
        document=award.document,
        number=award.number,
        basis=award.number[:40],
        on=award.made_on,
        payers=[Party.objects.get(pk=award.told["debtor"])],
        parts=[Part(1, award.made_on + timedelta(days=award.pay_within_days), lines)],
        clock=None,
        heads={worker: frozenset(kinds) for worker, kinds in heads.items()},
    )


def _paid_by_name(award: Award, worker: Party, heads: set[str]) -> tuple[int, date | None]:
    """Return what reached a worker on papers of this arbitration, by name, and the last day."""
    arbitration = award.arbitration
    issued = arbitration.awards.filter(state=AwardState.ISSUED)
    papers = [number[:40] for number in issued.values_list("number", flat=True)]
    papers += [basis_of_statement(statement) for statement in arbitration.statements.all()]
    rows = WageEntry.objects.filter(
        item__worker=worker, item__kind__in=heads, kind=EntryKind.PAID, basis__in=papers
    )
    found = rows.aggregate(fen=Sum("amount_fen"), last=Max("on"))
    return found["fen"] or 0, found["last"]


def paid_on_awards(award: Award, *, on: date) -> list:
    """
    Return what the wage accounts lay on every award of the arbitration (`Deduction`).

    Of several papers each has first what was paid on it by name; the rest goes in order.
    """
    rows: list[tuple[Claim, int]] = []
    named: dict[int, str] = {}
    issued = award.arbitration.awards.filter(state=AwardState.ISSUED)
    for other in issued.exclude(kind=AwardKind.INTERIM).order_by("id"):
        for item in _items(other):
            rows.append((item.claim, item.standing_fen or 0))
            named[item.claim_id] = other.number[:40]
    return deductions(award.arbitration, rows, on=on, named=named)


def _items(award: Award) -> Iterable[AwardItem]:
    rows = award.items.exclude(awarded_fen=None).select_related("claim__worker")
    return rows.prefetch_related("corrections")


def _by_roster(row: tuple[Party, int]) -> tuple[int, int]:
    return row[0].roster_no or 0, row[0].pk


# Statements and payment orders


def _of_statement(statement: Statement) -> Obligation | None:
    if statement.state != StatementState.EFFECTIVE or statement.effective_on is None:
        return None
    case, rows = statement.arbitration.case, list(statement.rows.select_related("worker"))
    percents = [Decimal(row["percent"]) for row in statement.instalments]
    shares = {row.worker: divide(row.amount_fen, percents) for row in rows}
    own = _Paid.on(statement.document)
    number = number_of_statement(statement)
    left = _enforced(case, TitleKind.STATEMENT, number)
    parts = []
    for place, row in enumerate(statement.instalments):
        lines = []
        for worker, parts_fen in shares.items():
            key = place + 1, worker.pk
            due, paid = parts_fen[place], own.rows.get(key, 0)
            arrived = min(left.get(worker.pk, 0), due - paid)
            left[worker.pk] = left.get(worker.pk, 0) - arrived
            lines.append(
                Line(worker, due, paid + arrived, own.to_fund.get(key, 0), own.last.get(key))
            )
        parts.append(Part(place + 1, date.fromisoformat(row["due_on"]), lines))
    return Obligation(
        kind=TitleKind.STATEMENT,
        document=statement.document,
        number=number,
        basis=basis_of_statement(statement),
        on=statement.effective_on,
        payers=list(statement.payers.order_by("id")),
        parts=parts,
        clock=("JC-16", clock_of_statement(statement)),
        heads=heads_of_statement(statement),
    )


def heads_of_statement(statement: Statement) -> dict[Party, frozenset[str]]:
    """Return the kinds of wage that were settled, by worker."""
    found: dict[Party, set[str]] = {row.worker: set() for row in statement.rows.all()}
    claims = Claim.objects.filter(
        arbitration=statement.arbitration_id, worker__in=[w.pk for w in found], state="settled"
    )
    for claim in claims.select_related("worker"):
        if head := HEADS.get(ClaimKind(claim.kind)):
            found[claim.worker].add(head.value)
    return {worker: frozenset(kinds) for worker, kinds in found.items()}


def _of_order(order: PaymentOrder) -> Obligation | None:
    states = (PaymentOrderState.ISSUED, PaymentOrderState.EFFECTIVE)
    if order.state not in states or order.issued_on is None or order.effective_on is None:
        return None
    own = _Paid.on(order.document)
    key = 1, order.worker_id
    rows = WageEntry.objects.filter(
        item__worker=order.worker_id, kind=EntryKind.PAID, on__gt=order.applied_on
    )
    paid = rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    of_fund = own.to_fund.get(key, 0)
    line = Line(order.worker, order.amount_fen, 0, of_fund, own.last.get(key))
    line = replace(line, paid_fen=min(order.amount_fen, paid + of_fund))
    return Obligation(
        kind=TitleKind.PAYMENT_ORDER,
        document=order.document,
        number=order.number,
        basis=order.number[:40],
        on=order.issued_on,
        payers=[order.debtor],
        parts=[Part(1, order.effective_on - timedelta(days=1), [line])],
        clock=("JC-16", clock_of_order(order)),
    )


def numbers_of(order: PaymentOrder) -> set[int]:
    """Return which instalments an order is for, as its application says (E01)."""
    return {item["no"] for item in order.document.context["items"]}


def clock_of_order(order: PaymentOrder) -> str:
    """Return what tells the periods of an order from those of the worker's orders before it."""
    earlier = PaymentOrder.objects.filter(worker=order.worker_id, pk__lt=order.pk).count()
    return mark_of_order(order.worker, earlier)
