"""Reads: whether refusal to pay reaches the amount of the offence in this province."""

from dataclasses import dataclass
from datetime import date

from cases.choices import DeadlineState
from cases.models import Case, Deadline, Party, PaymentDirective
from cases.queries import WorkerAccount, confirmed_values, wage_accounts
from law.areas import ParameterUnconfirmed, Profile, lookup
from law.money import yuan
from staff.refusals import ActRefused

# 刑事案件解释 3: one worker three months, or ten workers.
MONTHS, WORKERS = 3, 10


@dataclass(frozen=True)
class CrimeTest:
    """The elements of 刑法 276之一 as far as records answer them; amounts in fen."""

    rule: str
    workers: list[WorkerAccount]
    amount_fen: int
    one_worker_fen: int
    ten_workers_fen: int
    source: str
    directive: PaymentDirective | None

    @property
    def threshold_fen(self) -> int:
        return self.ten_workers_fen if self.rule == "CRIM-03" else self.one_worker_fen

    @property
    def ordered(self) -> bool:
        return self.directive is not None and self.directive.served_on is not None

    @property
    def unpaid_after_term(self) -> bool:
        return self.directive is not None and self.directive.default_on is not None

    @property
    def amount_met(self) -> bool:
        if self.rule == "CRIM-03":
            return self.amount_fen >= self.ten_workers_fen
        return any(
            months_of(a.worker) >= MONTHS and a.due_fen >= self.one_worker_fen for a in self.workers
        )


def months_of(worker: Party) -> int:
    """Return how many whole months the worker is owed for, inside the period of the case."""
    end = worker.case.period_to
    items = worker.wage_items.filter(kind="wages", quantity__gt=0)
    return len({i.period_from for i in items if end is None or i.period_to <= end})


def crime_test(case: Case, *, on: date) -> CrimeTest:
    """
    Compare what is owed with the amounts of the province.

    What was owed when the order was made counts: the fund's advance pays no debt of the employer.

    Raises:
        ActRefused: an amount is not confirmed (V-L1).
    """
    values = confirmed_values(centre=case.centre, case=case)
    try:
        one, ten = (
            lookup(code, on, Profile(), values)
            for code in ("crime_threshold_one_worker", "crime_threshold_ten_workers")
        )
    except ParameterUnconfirmed as missing:
        raise ActRefused(
            f"“{missing.title}”尚未核定，不能移送。",
            source="V-L1",
            suggest="请中心主任在“参数”中录入本省的数额标准和依据。",
        ) from missing
    owed = [a for a in wage_accounts(case) if a.due_fen - a.waived_fen - a.paid_fen > 0]
    return CrimeTest(
        rule="CRIM-03" if len(owed) >= WORKERS else "CRIM-02",
        workers=owed,
        amount_fen=sum(a.due_fen - a.waived_fen - a.paid_fen for a in owed),
        one_worker_fen=int(one.value),
        ten_workers_fen=int(ten.value),
        source=ten.source,
        directive=case.directives.order_by("-id").first(),
    )


@dataclass(frozen=True)
class Element:
    """One element of the offence as the records answer it; None: nobody has entered it yet."""

    label: str
    holds: bool | None
    words: str
    source: str


def elements(test: CrimeTest) -> list[Element]:
    """Answer what a transfer to the police needs, in the order in which it comes about."""
    order = test.directive
    many = test.rule == "CRIM-03"
    return [
        Element(
            "欠薪数额",
            test.amount_met,
            f"{len(test.workers)}人共{yuan(test.amount_fen)}元；本省标准"
            + (
                f"十名以上合计{yuan(test.ten_workers_fen)}元"
                if many
                else f"一人三个月以上且{yuan(test.one_worker_fen)}元"
            ),
            test.rule,
        ),
        Element(
            "责令限期支付",
            True if order else None,
            f"{order.number}，{order.issued_on:%Y-%m-%d}" if order else "没有登记责令支付文书",
            "CRIM-01",
        ),
        Element(
            "送达或者张贴",
            True if test.ordered else None,
            f"{order.get_service_display()}，{order.served_on:%Y-%m-%d}"
            if order and order.served_on
            else "没有登记送达情况",
            "CRIM-04",
        ),
        Element(
            "期满仍未支付",
            True if test.unpaid_after_term else None,
            f"{order.default_on:%Y-%m-%d}认定，期限内已付{yuan(order.paid_fen or 0)}元"
            if order and order.default_on
            else "没有认定期满未支付",
            "CRIM-01",
        ),
    ]


def listing_clock(case: Case) -> Deadline | None:
    """Return the clock of the decision on the list: the extended one where there is one."""
    rows = case.deadlines.filter(rule__in=["LIST-03", "LIST-03.extension"])
    return rows.exclude(state=DeadlineState.CANCELLED).order_by("-due_on", "-id").first()
