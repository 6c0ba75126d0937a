"""付款: money on an instalment, per worker, shared with the fund that had advanced (D15)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.choices import EntryKind
from cases.models import Case, Party
from cases.operations import lock_case, post, record, require, require_open, trail_of
from cases.queries import parameter, wage_accounts
from documents.operations import issue_document
from law.advances import RecoveryOrder, to_fund
from law.areas import ParameterUnconfirmed
from law.money import yuan
from mediation.choices import AgreementState, PaymentMethod
from mediation.models import Agreement, Instalment, Payment, PaymentRow
from mediation.papers import after
from mediation.permissions import can_record_payment
from mediation.queries import (
    agreement_outstanding_fen,
    paid_on_instalment,
    repaid_not_credited_fen,
)
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


def effective_agreement(agreement: Agreement) -> Agreement:
    """Lock the agreement, which must be in force or performed."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state == AgreementState.SIGNING:
        raise ActRefused("协议尚未生效，不能登记履行情况。", source="MED-10")
    if agreement.state == AgreementState.VOID:
        raise ActRefused("协议已作废。", source="MED-10")
    return agreement


@transaction.atomic
def record_payment(
    *,
    instalment: Instalment,
    payer: Party,
    rows: list[tuple[Party, int]],
    method: PaymentMethod,
    voucher: str,
    acknowledged: list[Party],
    by: User,
    on: date,
    stated_total_fen: int | None = None,
    on_behalf_of: Party | None = None,
    witnesses: list[str] | None = None,
    to_fund_rows: Sequence[tuple[Party, int]] = (),
    for_workers: bool = False,
    stated_to_fund_fen: int | None = None,
) -> Payment:
    """
    登记付款: money to the workers on one instalment, in fen; makes D15.

    `to_fund_rows` is the part of the same instalment that went back to the fund for what it had
    advanced: the fund has booked it before, here the instalment is credited with it. What of each
    worker's part is the fund's follows the city's order, unless the payer said that this money is
    `for_workers`.

    Raises:
        ActRefused: V-M2 when the rows are not the total, V-P4 when a worker would get more than
            the instalment has open for them, or the payer does not pay under the agreement,
            D15 without a voucher, V-S1 for cash without two witnesses, FUND-02 when the fund's
            part is not what the order gives, or has not been booked by the fund.
    """
    case = lock_case(instalment.agreement.case)
    require(can_record_payment(by, case))
    require_open(case)
    agreement = effective_agreement(instalment.agreement)
    credits = checked_credits(
        rows,
        to_fund_rows,
        stated_total_fen=stated_total_fen,
        stated_to_fund_fen=stated_to_fund_fen,
    )
    _refuse_wrong_payment(instalment, payer, credits, on_behalf_of)
    refuse_wrong_split(case, credits, for_workers=for_workers, on=on)
    witnesses = witnesses or []
    refuse_unproved(method, voucher, witnesses)
    if agreement.effective_on and on < agreement.effective_on:
        raise ActRefused("付款日早于协议生效日。", source="V-D1")
    return book_on_instalment(
        instalment,
        payer,
        credits,
        method=method,
        voucher=voucher,
        acknowledged=acknowledged,
        on_behalf_of=on_behalf_of,
        witnesses=witnesses,
        by=by,
        on=on,
    )


def book_on_instalment(
    instalment: Instalment,
    payer: Party,
    credits: Sequence["Credit"],
    *,
    method: PaymentMethod,
    voucher: str,
    by: User,
    on: date,
    acknowledged: Sequence[Party] = (),
    on_behalf_of: Party | None = None,
    witnesses: Sequence[str] = (),
) -> Payment:
    """Record a payment that was checked: the instalment, the wages, D15, the end when all is in."""
    agreement = instalment.agreement
    payment = book_payment(
        PaidOn(
            f"支付第{instalment.no}期",
            basis="D12",
            fields={"agreement": agreement, "instalment": instalment},
            facts={"instalment": instalment.no},
        ),
        credits,
        case=agreement.case,
        performed=lambda: after.performed(instalment),
        payer=payer,
        method=method,
        voucher=voucher,
        acknowledged=acknowledged,
        on_behalf_of=on_behalf_of,
        witnesses=witnesses,
        by=by,
        on=on,
    )
    if not agreement_outstanding_fen(agreement):
        agreement.state = AgreementState.PERFORMED
        save_with_reason(agreement, by=by, reason="履行完毕")
    return payment


def refuse_unproved(method: PaymentMethod, voucher: str, witnesses: Sequence[str]) -> None:
    """
    Ask for what proves a payment.

    Raises:
        ActRefused: no voucher (D15); cash without two witnesses (V-S1).
    """
    if not voucher.strip():
        raise ActRefused("请写明付款凭证（银行回单、领款单等）。", source="D15")
    if method == PaymentMethod.CASH and len(witnesses) < 2:
        raise ActRefused("现场现金支付须有两名见证人签名。", source="V-S1")


@dataclass(frozen=True)
class PaidOn:
    """
    What a payment is made on: an instalment of an agreement, or a part of another title.

    `act` says it in words, `basis` marks the wages posted, `fields` are the payment's, `facts` the
    event's. `heads` are the kinds of wage a title is about, by worker; without it the oldest wage
    is paid.
    """

    act: str
    basis: str
    fields: Mapping[str, object]
    facts: Mapping[str, object]
    heads: Mapping[Party, Collection[str]] | None = None


def book_payment(
    paid_on: PaidOn,
    credits: Sequence["Credit"],
    *,
    case: Case,
    performed: Callable[[], after.Performed],
    payer: Party,
    method: PaymentMethod,
    voucher: str,
    by: User,
    on: date,
    acknowledged: Iterable[Party] = (),
    on_behalf_of: Party | None = None,
    witnesses: Sequence[str] = (),
) -> Payment:
    """
    Keep a payment that was checked: the event, its rows, the wages it paid, and D15.

    `performed` is asked when the money is posted: how far the title is performed with it.
    """
    reached = [c for c in credits if c.amount_fen]
    total, of_fund = sum(c.amount_fen for c in credits), sum(c.to_fund_fen for c in credits)
    event = record(
        case,
        "record_payment",
        by=by,
        on=on,
        party=payer,
        summary=f"{payer.name}{paid_on.act}{yuan(total)}元（{len(reached)}人）"
        + (f"，另归还周转金{yuan(of_fund)}元" if of_fund else ""),
        facts={**paid_on.facts, "total_fen": total, "to_fund_fen": of_fund, "method": method},
    )
    payment = Payment(
        payer=payer,
        on_behalf_of=on_behalf_of,
        method=method,
        voucher=voucher.strip()[:200],
        paid_on=on,
        event=event,
        **paid_on.fields,
    )
    payment.save()
    signed = {worker.pk for worker in acknowledged}
    PaymentRow.objects.bulk_create(
        [
            PaymentRow(
                payment=payment,
                worker=credit.worker,
                amount_fen=credit.amount_fen,
                to_fund_fen=credit.to_fund_fen,
                acknowledged=credit.worker.pk in signed,
            )
            for credit in credits
        ]
    )
    for credit in reached:
        post(
            worker=credit.worker,
            kind=EntryKind.PAID,
            amount_fen=credit.amount_fen,
            event=event,
            by=by,
            on=on,
            paid_by=payer,
            basis=paid_on.basis,
            heads=(paid_on.heads.get(credit.worker) or None) if paid_on.heads else None,
        )
    issue_document(
        case=case,
        code="D15",
        fields=after.performance(payment, performed(), case=case, witnesses=list(witnesses)),
        by=by,
        on=on,
        event=event,
    )
    return payment


@dataclass(frozen=True)
class Credit:
    """One worker's line: money to the own account, and the fund's part of what is due."""

    worker: Party
    amount_fen: int
    to_fund_fen: int

    @property
    def total_fen(self) -> int:
        return self.amount_fen + self.to_fund_fen


def checked_credits(
    rows: Sequence[tuple[Party, int]],
    to_fund_rows: Sequence[tuple[Party, int]],
    *,
    stated_total_fen: int | None = None,
    stated_to_fund_fen: int | None = None,
) -> list[Credit]:
    """
    Join what each worker gets and what the fund gets for them, and prove the sums that were stated.

    Raises:
        ActRefused: nobody is paid (D15), other sums than stated (V-M2), a worker twice in one table
            (V-P4), an amount that is not above zero (V-M4).
    """
    if not rows and not to_fund_rows:
        raise ActRefused("请至少登记一名劳动者的付款。", source="D15")
    for label, stated, table in (
        ("合计", stated_total_fen, rows),
        ("归还周转金合计", stated_to_fund_fen, to_fund_rows),
    ):
        added = sum(fen for _, fen in table)
        if stated not in (None, added):
            raise ActRefused(
                f"写明{label}{yuan(stated)}元，各人相加为{yuan(added)}元。", source="V-M2"
            )
    return _credits_of(rows, to_fund_rows)


def _credits_of(
    rows: Sequence[tuple[Party, int]], to_fund_rows: Sequence[tuple[Party, int]]
) -> list[Credit]:
    found: dict[int, list[int]] = {}
    people: dict[int, Party] = {}
    for place, table in enumerate((rows, to_fund_rows)):
        seen: set[int] = set()
        for worker, amount in table:
            if worker.pk in seen:
                raise ActRefused(f"{worker.name}在付款表中出现两次。", source="V-P4")
            if amount <= 0:
                raise ActRefused(f"{worker.name}的付款金额须大于零。", source="V-M4")
            seen.add(worker.pk)
            people[worker.pk] = worker
            found.setdefault(worker.pk, [0, 0])[place] = amount
    return [Credit(people[pk], *parts) for pk, parts in found.items()]


def refuse_wrong_split(
    case: Case, credits: Sequence[Credit], *, for_workers: bool, on: date
) -> None:
    """FUND-02: the fund's part of each line is what the city's order gives, and is booked."""
    accounts = {account.worker.pk: account for account in wage_accounts(case)}
    for line in credits:
        worker, account = line.worker, accounts[line.worker.pk]
        if line.to_fund_fen and line.to_fund_fen > repaid_not_credited_fen(worker):
            raise ActRefused(
                f"周转金没有登记过为{worker.name}收回{yuan(line.to_fund_fen)}元。",
                source="FUND-02",
                suggest="归还周转金的部分请先由周转金经办人登记回款。",
            )
        owed_to_fund = account.owed_to_fund_fen + line.to_fund_fen
        if for_workers or not owed_to_fund:
            continue
        fair = to_fund(
            min(line.total_fen, owed_to_fund + account.outstanding_fen),
            fund=owed_to_fund,
            workers=account.outstanding_fen,
            order=_order(case, on),
        )
        if line.to_fund_fen != fair:
            raise ActRefused(
                f"{worker.name}本次{yuan(line.total_fen)}元中，按付款归属次序应归还周转金"
                f"{yuan(fair)}元，登记为{yuan(line.to_fund_fen)}元。",
                source="FUND-02",
                suggest="请由周转金经办人登记归还的部分；付款人书面指定本次付款用于支付工资的，"
                "请注明。",
            )


def _order(case: Case, on: date) -> RecoveryOrder:
    """
    Return whom the city's rules put first.

    Raises:
        ActRefused: nobody has confirmed the order (V-L1).
    """
    try:
        value = parameter("fund_recovery_order", case=case, on=on).value
    except ParameterUnconfirmed as missing:
        raise ActRefused(
            f"“{missing.title}”尚未核定，不能确定这笔付款中有多少应当归还周转金。",
            source="V-L1",
            suggest="请中心主任或者管理员在“参数”中按市级办法录入次序、依据和生效日期；"
            "付款人书面指定本次付款用于支付工资的，请注明。",
        ) from missing
    orders: dict[object, RecoveryOrder] = {
        "fund_first": "fund_first",
        "worker_first": "worker_first",
        "pro_rata": "pro_rata",
    }
    return orders[value]


def _refuse_wrong_payment(
    instalment: Instalment,
    payer: Party,
    credits: Sequence[Credit],
    on_behalf_of: Party | None,
) -> None:
    agreement = instalment.agreement
    liable = set(agreement.payers.values_list("party_id", flat=True))
    answering = on_behalf_of or payer
    if answering.pk not in liable:
        raise ActRefused(
            f"{answering.name}不是协议的付款人；代他人付款的，请注明代谁支付。", source="V-P4"
        )
    shares = {s.worker_id: s.amount_fen for s in instalment.shares.all()}
    paid = paid_on_instalment(instalment)
    for line in credits:
        worker, amount = line.worker, line.total_fen
        if worker.pk not in shares:
            raise ActRefused(f"{worker.name}不在这份协议中。", source="V-P4")
        rest = shares[worker.pk] - paid.get(worker.pk, 0)
        if amount > rest:
            raise ActRefused(
                f"{worker.name}第{instalment.no}期尚欠{yuan(rest)}元，不能登记{yuan(amount)}元。",
                source="V-P4",
                suggest=("以前收到：" + trail + "。" if (trail := trail_of(worker)) else "")
                + "同一笔工资不得重复支付；提前支付后期款项的，请登记在相应期次。",
            )
