"""After the agreement: payments, defaults, demands, follow-up visits (D15, D16, D17)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.choices import EntryKind
from cases.models import Case, Party
from cases.operations import (
    lock_case,
    meet_deadline,
    post,
    record,
    require,
    require_open,
    start_deadline,
    trail_of,
)
from cases.permissions import can_edit_case
from cases.queries import optional_parameter, total_account, wage_accounts
from documents.operations import issue_document
from law.advances import RecoveryOrder, to_fund
from law.money import yuan
from mediation.choices import (
    AgreementState,
    DefaultClause,
    FollowUpMethod,
    PaymentMethod,
)
from mediation.models import (
    Agreement,
    Default,
    Demand,
    FollowUp,
    Instalment,
    InstalmentShare,
    Payment,
    PaymentRow,
)
from mediation.papers import after
from mediation.permissions import can_record_payment
from mediation.queries import (
    agreement_outstanding_fen,
    current_agreement,
    instalment_outstanding_fen,
    paid_on_instalment,
    repaid_not_credited_fen,
    unpaid_shares,
)
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


def _effective(agreement: Agreement) -> Agreement:
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
    agreement = _effective(instalment.agreement)
    total = sum(amount for _, amount in rows)
    of_fund = sum(amount for _, amount in to_fund_rows)
    if not rows and not to_fund_rows:
        raise ActRefused("请至少登记一名劳动者的付款。", source="D15")
    for label, stated, added in (
        ("合计", stated_total_fen, total),
        ("归还周转金合计", stated_to_fund_fen, of_fund),
    ):
        if stated not in (None, added):
            raise ActRefused(
                f"写明{label}{yuan(stated)}元，各人相加为{yuan(added)}元。", source="V-M2"
            )
    credits = credits_of(rows, to_fund_rows)
    _refuse_wrong_payment(instalment, payer, credits, on_behalf_of)
    refuse_wrong_split(case, credits, for_workers=for_workers, on=on)
    witnesses = witnesses or []
    refuse_unproved(method, voucher, witnesses)
    if agreement.effective_on and on < agreement.effective_on:
        raise ActRefused("付款日早于协议生效日。", source="V-D1")
    event = record(
        case,
        "record_payment",
        by=by,
        on=on,
        party=payer,
        summary=f"{payer.name}支付第{instalment.no}期{yuan(total)}元（{len(rows)}人）"
        + (f"，另归还周转金{yuan(of_fund)}元" if of_fund else ""),
        facts={
            "instalment": instalment.no,
            "total_fen": total,
            "to_fund_fen": of_fund,
            "method": method,
        },
    )
    payment = Payment(
        agreement=agreement,
        instalment=instalment,
        payer=payer,
        on_behalf_of=on_behalf_of,
        method=method,
        voucher=voucher.strip()[:200],
        paid_on=on,
        event=event,
    )
    book_payment(payment, credits, acknowledged=acknowledged, basis="D12", by=by)
    issue_document(
        case=case,
        code="D15",
        fields=after.performance(
            payment, after.performed(instalment), case=case, witnesses=witnesses
        ),
        by=by,
        on=on,
        event=event,
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


def book_payment(
    payment: Payment,
    credits: Sequence["Credit"],
    *,
    acknowledged: Iterable[Party],
    basis: str,
    by: User,
    heads: Mapping[Party, Collection[str]] | None = None,
) -> None:
    """
    Keep a checked payment with its rows, and post what reached the workers to their accounts.

    `heads` are the kinds of wage a title is about, by worker; without it the oldest wage is paid.
    """
    payment.save()
    received = {p.pk for p in acknowledged}
    PaymentRow.objects.bulk_create(
        [
            PaymentRow(
                payment=payment,
                worker=c.worker,
                amount_fen=c.amount_fen,
                to_fund_fen=c.to_fund_fen,
                acknowledged=c.worker.pk in received,
            )
            for c in credits
        ]
    )
    for credit in credits:
        if credit.amount_fen:
            post(
                worker=credit.worker,
                kind=EntryKind.PAID,
                amount_fen=credit.amount_fen,
                event=payment.event,
                by=by,
                on=payment.paid_on,
                paid_by=payment.payer,
                basis=basis,
                heads=(heads.get(credit.worker) or None) if heads else None,
            )


@dataclass(frozen=True)
class Credit:
    """One worker's line: money to the own account, and the fund's part of what is due."""

    worker: Party
    amount_fen: int
    to_fund_fen: int

    @property
    def total_fen(self) -> int:
        return self.amount_fen + self.to_fund_fen


def credits_of(
    rows: Sequence[tuple[Party, int]], to_fund_rows: Sequence[tuple[Party, int]]
) -> list[Credit]:
    """
    Join what each worker gets and what the fund gets for them.

    Raises:
        ActRefused: a worker twice in one table (V-P4), an amount that is not above zero (V-M4).
    """
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
    value = optional_parameter("fund_recovery_order", case=case, on=on)
    orders: dict[object, RecoveryOrder] = {"worker_first": "worker_first", "pro_rata": "pro_rata"}
    return orders.get(value, "fund_first")


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


@transaction.atomic
def declare_default(
    *,
    instalment: Instalment,
    by: User,
    on: date,
    stated: dict | None = None,
) -> Default:
    """
    认定违约: an instalment was not paid in time; with an acceleration clause the rest falls due.

    The grace period is counted in natural days from the due day and rolls (MED-14.grace).
    `stated` holds control figures: unpaid {roster no: fen}, unpaid_total_fen, accelerated,
    accelerated_total_fen, due_now_total_fen, accelerated_instalments, on_from.

    Raises:
        ActRefused: everything is paid; the grace period has not run out (MED-14); a control
            figure differs (V-M2, V-M3).
    """
    case = lock_case(instalment.agreement.case)
    require(can_record_payment(by, case))
    require_open(case)
    agreement = _effective(instalment.agreement)
    open_rows = unpaid_shares(instalment)
    if not open_rows:
        raise ActRefused(f"第{instalment.no}期已全部付清，不存在违约。", source="MED-14")
    if agreement.defaults.filter(instalment=instalment).exists():
        raise ActRefused(f"第{instalment.no}期已认定违约。", source="MED-14")
    proposal = agreement.proposal
    # One grace period per missed instalment; the first keeps the plain name.
    grace = f"grace.{instalment.no}" if agreement.defaults.exists() else "grace"
    deadline = start_deadline(
        case=case,
        rule="MED-14",
        suffix=grace,
        event=f"第{instalment.no}期约定付款日",
        trigger=instalment.due_on,
        by=by,
        amount=proposal.grace_days or 0,
    )
    if on <= deadline.due_on:
        raise ActRefused(
            f"第{instalment.no}期宽限期至{deadline.due_on:%Y-%m-%d}届满，现在不能认定违约。",
            source="MED-14",
        )
    accelerated = proposal.default_kind == DefaultClause.ACCELERATION
    later = agreement.instalments.filter(no__gt=instalment.no)
    later_open = {i.no: instalment_outstanding_fen(i) for i in later}
    unpaid = sum(rest for _, rest in open_rows)
    rest_fen = sum(later_open.values()) if accelerated else 0
    default = Default(
        agreement=agreement,
        instalment=instalment,
        declared_on=on,
        unpaid_fen=unpaid,
        accelerated=accelerated and bool(rest_fen),
        accelerated_fen=rest_fen,
        unpaid=[{"worker": w.roster_no, "amount_fen": fen} for w, fen in open_rows],
    )
    _refuse_wrong_default(default, later_open, stated or {})
    default.save()
    meet_deadline(case=case, rule="MED-14", suffix=grace, on=deadline.due_on, by=by)
    record(
        case,
        "declare_default",
        by=by,
        on=on,
        summary=f"第{instalment.no}期逾期，未付{yuan(unpaid)}元"
        + (f"，其余{yuan(rest_fen)}元加速到期" if default.accelerated else ""),
        facts={
            "instalment": instalment.no,
            "unpaid_fen": unpaid,
            "accelerated_fen": rest_fen,
            "due_now_fen": default.due_now_fen,
        },
    )
    return default


def _refuse_wrong_default(default: Default, later_open: dict[int, int], stated: dict) -> None:
    unpaid = {row["worker"]: row["amount_fen"] for row in default.unpaid}
    open_later = [no for no, fen in later_open.items() if fen]
    checks = (
        ("unpaid", unpaid, "各人未付金额"),
        ("unpaid_total_fen", default.unpaid_fen, "本期未付合计"),
        ("accelerated_total_fen", default.accelerated_fen, "加速到期金额"),
        ("due_now_total_fen", default.due_now_fen, "现在到期总额"),
    )
    for name, computed, label in checks:
        if stated.get(name) not in (None, computed):
            raise ActRefused(f"写明的{label}与系统计算不一致，请核对。", source="V-M2")
    if isinstance(stated.get("accelerated"), bool) and stated["accelerated"] != bool(
        default.accelerated
    ):
        raise ActRefused("协议的违约条款与所称的是否加速到期不符。", source="MED-14")
    if stated.get("accelerated_instalments") not in (None, open_later):
        raise ActRefused("写明的加速到期期次与系统计算不一致，请核对。", source="V-M3")


@transaction.atomic
def demand_performance(
    *,
    instalment: Instalment,
    to: Party,
    pay_by: date,
    by: User,
    on: date,
    stated_outstanding_fen: int | None = None,
) -> Demand:
    """
    督促履行: demand payment of what is overdue, with the consequences (D17).

    Raises:
        ActRefused: nothing is overdue, the day to pay by has passed, a stated sum differs (V-M2).
    """
    case = lock_case(instalment.agreement.case)
    require(can_edit_case(by, case))
    require_open(case)
    agreement = _effective(instalment.agreement)
    overdue = instalment_outstanding_fen(instalment)
    if not overdue:
        raise ActRefused(f"第{instalment.no}期已付清，无需督促。", source="D17")
    if on <= instalment.due_on:
        raise ActRefused(f"第{instalment.no}期尚未到期。", source="D17")
    if pay_by < on:
        raise ActRefused("履行期限不能早于今天。", source="V-D1")
    declared = agreement.defaults.filter(instalment=instalment).first()
    due_now = declared.due_now_fen if declared else overdue
    outstanding = agreement_outstanding_fen(agreement)
    if stated_outstanding_fen not in (None, overdue, due_now, outstanding):
        raise ActRefused(
            f"写明未付{yuan(stated_outstanding_fen)}元，本期未付{yuan(overdue)}元，"
            f"协议未付{yuan(outstanding)}元。",
            source="V-M2",
        )
    demand = Demand(
        agreement=agreement,
        instalment=instalment,
        to=to,
        outstanding_fen=overdue,
        pay_by=pay_by,
        sent_on=on,
    )
    demand.save()
    event = record(
        case,
        "demand_performance",
        by=by,
        on=on,
        party=to,
        summary=f"督促{to.name}于{pay_by:%Y-%m-%d}前支付第{instalment.no}期{yuan(overdue)}元",
        facts={"instalment": instalment.no, "overdue_fen": overdue},
    )
    issue_document(
        case=case,
        code="D17",
        fields=after.demand(
            demand,
            overdue_fen=overdue,
            outstanding_fen=outstanding,
            accelerated=bool(declared and declared.accelerated),
        ),
        by=by,
        on=on,
        party=to,
        recipient=to.name,
        event=event,
    )
    return demand


@transaction.atomic
def record_follow_up(
    *,
    case: Case,
    method: FollowUpMethod,
    interviewees: list[Party],
    paid_in_full: bool,
    satisfied: bool,
    new_arrears: bool,
    by: User,
    on: date,
    remarks: str = "",
) -> FollowUp:
    """
    回访: ask whether the money came and whether there is anything new (人民调解法 31); makes D16.

    Raises:
        ActRefused: “paid in full” against the wage accounts (D16), no agreement.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    agreement = current_agreement(case)
    if agreement is None or agreement.effective_on is None:
        raise ActRefused("本案尚无生效的调解协议，不能回访。", source="D16")
    if not interviewees:
        raise ActRefused("请选择受访人。", source="D16")
    asked = [w.pk for w in interviewees]
    in_agreement = InstalmentShare.objects.filter(
        instalment__agreement__case=case, worker__in=asked
    ).values_list("worker_id", flat=True)
    covered = [a for a in wage_accounts(case) if a.worker.pk in set(in_agreement)]
    outstanding = total_account(covered)["outstanding"]
    if paid_in_full and outstanding:
        raise ActRefused(
            f"工资账户显示受访人尚有{yuan(outstanding)}元未付清，请先登记付款或更正答复。",
            source="D16",
        )
    visit = FollowUp(
        case=case,
        visited_on=on,
        method=method,
        paid_in_full=paid_in_full,
        satisfied=satisfied,
        new_arrears=new_arrears,
        remarks=remarks.strip(),
        by=by,
    )
    visit.save()
    visit.interviewees.set(interviewees)
    meet_deadline(case=case, rule="MED-31", on=on, by=by)
    if new_arrears:
        step = "受访人反映新的欠薪，另行登记线索办理。"
    elif paid_in_full:
        step = "无"
    else:
        step = "继续督促履行。"
    event = record(
        case,
        "record_follow_up",
        by=by,
        on=on,
        summary=f"{FollowUpMethod(method).label}回访{len(interviewees)}人："
        + ("已全部付清" if paid_in_full else "尚未付清"),
        facts={"paid_in_full": paid_in_full, "new_arrears": new_arrears},
    )
    issue_document(
        case=case,
        code="D16",
        fields=after.follow_up(visit, agreement_number=agreement.number, next_step=step),
        by=by,
        on=on,
        event=event,
    )
    return visit
