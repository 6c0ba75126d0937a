"""登记履行: what is paid on an award, an arbitral statement or a payment order (D15)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from adjudication.choices import AwardKind
from adjudication.effect import effects
from adjudication.models import Award, Enforcement, PaymentOrder
from adjudication.obligations import (
    Obligation,
    OnTitle,
    Part,
    obligation_of,
)
from adjudication.permissions import can_file
from adjudication.queries.titles import NAMES, clock_of_award
from cases.choices import DeadlineState
from cases.models import Case, Party
from cases.operations import lock_case, meet_deadline, require, start_deadline, trail_of
from law.money import yuan
from mediation.choices import PaymentMethod
from mediation.models import Payment
from mediation.operations import (
    Credit,
    PaidOn,
    book_payment,
    checked_credits,
    refuse_unproved,
    refuse_wrong_split,
)
from mediation.papers import after
from mediation.queries import current_agreement
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def record_payment_on_title(
    *,
    title: OnTitle,
    payer: Party,
    rows: Sequence[tuple[Party, int]],
    method: PaymentMethod,
    voucher: str,
    acknowledged: Sequence[Party],
    by: User,
    on: date,
    part_no: int | None = None,
    stated_total_fen: int | None = None,
    on_behalf_of: Party | None = None,
    witnesses: Sequence[str] = (),
    to_fund_rows: Sequence[tuple[Party, int]] = (),
    for_workers: bool = False,
    stated_to_fund_fen: int | None = None,
) -> Payment:
    """
    登记付款: money to the workers on a title, in fen; makes D15.

    Of several instalments the earliest open one is paid unless `part_no` says another. What of
    each part is the fund's follows the city's order, as in a payment on an agreement.

    Raises:
        ActRefused: it binds nobody yet (ARB-44), nothing is owed, who is not in it, more than is
            open or another payer (V-P4), sums that do not add up (V-M2), a day before the title
            (V-D1), no voucher (D15), cash without witnesses (V-S1), FUND-02.
    """
    case = lock_case(case_of(title))
    require(can_file(by, case))
    obligation = _owed(title, [worker for worker, _ in (*rows, *to_fund_rows)])
    part = _part(obligation, part_no)
    credits = checked_credits(
        rows,
        to_fund_rows,
        stated_total_fen=stated_total_fen,
        stated_to_fund_fen=stated_to_fund_fen,
    )
    _refuse_wrong_payment(obligation, part, on_behalf_of or payer, credits)
    refuse_wrong_split(case, credits, for_workers=for_workers, on=on)
    refuse_unproved(method, voucher, witnesses)
    if on < obligation.document.issued_on:
        raise ActRefused("付款日早于文书作出之日。", source="V-D1")
    return book_on_title(
        title,
        obligation,
        part,
        credits,
        payer=payer,
        method=method,
        voucher=voucher,
        acknowledged=acknowledged,
        on_behalf_of=on_behalf_of,
        witnesses=witnesses,
        by=by,
        on=on,
    )


def book_on_title(
    title: OnTitle,
    obligation: Obligation,
    part: Part,
    credits: Sequence[Credit],
    *,
    payer: Party,
    method: PaymentMethod,
    voucher: str,
    by: User,
    on: date,
    acknowledged: Sequence[Party] = (),
    on_behalf_of: Party | None = None,
    witnesses: Sequence[str] = (),
) -> Payment:
    """Keep a payment that was checked; the clock of the title is met when all is paid."""
    case = case_of(title)

    def paid() -> Obligation:
        found = obligation_of(title)
        assert found is not None  # it was before the payment
        return found

    payment = book_payment(
        PaidOn(
            f"按{NAMES[obligation.kind]}{obligation.number}支付",
            basis=obligation.basis,
            fields={"title": obligation.document, "part_no": part.no},
            facts={
                "title": obligation.kind,
                "number": obligation.number,
                "instalment": part.no,
            },
            heads=obligation.heads,
        ),
        credits,
        case=case,
        performed=lambda: performed(paid(), part.no),
        payer=payer,
        method=method,
        voucher=voucher,
        acknowledged=acknowledged,
        on_behalf_of=on_behalf_of,
        witnesses=witnesses,
        by=by,
        on=on,
    )
    meet_title_clock(case, paid(), by=by, on=on)
    return payment


def case_of(title: OnTitle) -> Case:
    return title.case if isinstance(title, PaymentOrder) else title.arbitration.case


def performed(obligation: Obligation, no: int) -> after.Performed:
    """Return one instalment of a title as D15 states it."""
    part = obligation.part(no)
    assert part is not None
    return after.Performed(
        kind=NAMES[obligation.kind],
        number=obligation.number,
        on=obligation.on,
        no=part.no,
        count=len(obligation.parts),
        due_on=part.due_on,
        rows=[(line.worker, line.due_fen, line.paid_fen, line.last_on) for line in part.lines],
        outstanding_fen=obligation.open_fen,
        to_fund={line.worker.pk: line.to_fund_fen for line in part.lines if line.to_fund_fen},
    )


def _owed(title: OnTitle, workers: Sequence[Party]) -> Obligation:
    """
    Return what is to be paid under a title that binds for these workers.

    Raises:
        ActRefused: it has no effect for one of them (ARB-44); an order on an agreement, whose
            instalments are what is paid.
    """
    if isinstance(title, PaymentOrder):
        agreement = current_agreement(title.case)
        if agreement and agreement.number == title.basis:
            raise ActRefused(
                f"支付令依据的是{agreement.number}，请在协议的相应期次登记付款。", source="D15"
            )
    obligation = obligation_of(title)
    if obligation is None:
        raise ActRefused(
            "这份文书还没有发生法律效力，不能登记履行。",
            source="ARB-44",
            suggest="非终局裁决请在起诉期满、出具生效证明以后登记；调解书须各方签收。",
        )
    if isinstance(title, Award) and title.kind != AwardKind.INTERIM:
        known = {e.worker.pk: e.effective_on for e in effects(title)}
        waiting = [w.name for w in workers if w.pk in known and known[w.pk] is None]
        if waiting:
            raise ActRefused(
                f"裁决书{title.number}对{'、'.join(waiting[:10])}尚未发生法律效力。",
                source="ARB-44",
            )
    return obligation


def _part(obligation: Obligation, no: int | None) -> Part:
    part = obligation.next_part if no is None else obligation.part(no)
    name = f"{NAMES[obligation.kind]}{obligation.number}"
    if not obligation.open_fen:
        raise ActRefused(
            f"{name}已全部付清，没有应付的款项。",
            source="V-P4",
            suggest="同一笔工资不得重复支付；另付的款项请核对依据。",
        )
    if part is None:
        raise ActRefused(f"{name}没有第{no}期。", source="D15")
    if not part.open_fen:
        raise ActRefused(f"{name}第{part.no}期已付清，请登记在相应期次。", source="V-P4")
    return part


def _refuse_wrong_payment(
    obligation: Obligation, part: Part, answering: Party, credits: Sequence[Credit]
) -> None:
    kind = NAMES[obligation.kind]
    if answering.pk not in {p.pk for p in obligation.payers}:
        raise ActRefused(
            f"{answering.name}不是{kind}确定的付款人；代他人付款的，请注明代谁支付。",
            source="V-P4",
        )
    lines = {line.worker.pk: line for line in part.lines}
    for credit in credits:
        line = lines.get(credit.worker.pk)
        if line is None:
            raise ActRefused(f"{credit.worker.name}不在这份{kind}中。", source="V-P4")
        if credit.total_fen > line.open_fen:
            trail = trail_of(credit.worker)
            raise ActRefused(
                f"{credit.worker.name}按{kind}尚欠{yuan(line.open_fen)}元，"
                f"不能登记{yuan(credit.total_fen)}元。",
                source="V-P4",
                suggest=(f"以前收到：{trail}。" if trail else "") + "同一笔工资不得重复支付。",
            )


# The two years in which a title may be enforced


def start_award_clock(award: Award, effective_on: date, *, by: User) -> None:
    """Two years from the last day on which the award was to be paid (ARB-44)."""
    rule, suffix = clock_of_award(award)
    case, trigger = award.arbitration.case, effective_on + timedelta(days=award.pay_within_days)
    running = case.deadlines.filter(rule=rule, suffix=suffix, starts_on=trigger)
    if running.exclude(state=DeadlineState.CANCELLED).exists():
        return
    start_deadline(
        case=case,
        rule=rule,
        event="裁决书确定的履行期间届满",
        trigger=trigger,
        by=by,
        suffix=suffix,
    )


def meet_title_clock(case: Case, obligation: Obligation, *, by: User, on: date) -> None:
    """The clock is met when every worker has been paid or has asked the court."""
    if obligation.clock is None:
        return
    asked = set(
        Enforcement.objects.filter(
            case=case, title=obligation.kind, title_number=obligation.number
        ).values_list("workers", flat=True)
    )
    waiting = [
        line.worker
        for part in obligation.parts
        for line in part.lines
        if line.open_fen and line.worker.pk not in asked
    ]
    if not waiting:
        rule, suffix = obligation.clock
        meet_deadline(case=case, rule=rule, on=on, by=by, suffix=suffix)
