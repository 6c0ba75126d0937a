"""Cash on site, who takes money for another, and what the workers sign for (F06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cases.models import Party
from cases.operations import record, require, require_open
from documents.operations import issue_document
from fund.choices import AdvanceState, PaidBy, PaymentState
from fund.models import Advance, AdvanceLine, PaymentLine, PaymentList
from fund.operations.application import locked, require_state
from fund.operations.approval import refuse_more_than_owed
from fund.operations.payout import book_payment, refuse_other_hands, settle_if_all_paid
from fund.papers import payout as papers
from fund.permissions import can_handle_account
from fund.queries import approvers_of, handlers_of, unpaid_lines
from law.calendar import in_words
from law.identity import check_id_number, clean_id_number
from law.money import yuan
from mediation.papers.opening import SHANGHAI
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Proxy:
    """代领人: who takes or signs for a worker, by a written authority given on a day."""

    name: str
    id_no: str
    authority_on: date | None


def _checked(proxy: Proxy, worker: Party, apart: set[str], *, on: date) -> dict[str, str]:
    """
    Return what the payment keeps of a proxy.

    Raises:
        ActRefused: no identity number or authority (F06), or one of `apart`, the people of the fund
            and of the employer (WAGE-02).
    """
    name = proxy.name.strip()
    if not (name and proxy.id_no.strip() and proxy.authority_on):
        raise ActRefused(
            f"{worker.name}由他人代领的，须写明代领人姓名、公民身份号码和授权委托书日期。",
            source="F06",
            suggest="没有授权委托书的，请由本人领取。",
        )
    checked = check_id_number(proxy.id_no, on=on)
    if not checked.ok:
        raise ActRefused(f"代领人{name}：{'；'.join(checked.errors)}。", source="V-P1")
    if worker.id_no and clean_id_number(proxy.id_no) == clean_id_number(worker.id_no):
        raise ActRefused(f"{worker.name}本人领取的，不要填写代领人。", source="F06")
    if proxy.authority_on > on:
        raise ActRefused(f"代领人{name}的授权委托书日期晚于领款日期。", source="V-D1")
    if name in apart:
        raise ActRefused(
            f"{name}不能为{worker.name}代领：用人单位一方、周转金经办和审批的人都不得代领。",
            source="WAGE-02",
            suggest="请由劳动者本人，或者其近亲属、工友凭授权委托书领取。",
        )
    return {
        "proxy_name": name,
        "proxy_id_no": clean_id_number(proxy.id_no),
        "proxy_authority": f"授权委托书（{in_words(proxy.authority_on)}）",
    }


def _kept_apart(advance: Advance, by: User) -> set[str]:
    """Return the names of those who may take no worker's money."""
    people = {by, *handlers_of(advance), *approvers_of(advance)}
    others = advance.case.parties.filter(roster_no=None)
    names = {person.name for person in people} | {party.name for party in others}
    return names | {party.legal_rep for party in others if party.legal_rep}


@transaction.atomic
def pay_in_cash(
    *,
    advance: Advance,
    workers: Sequence[Party],
    reason: str,
    slip: str,
    witnesses: Sequence[str],
    paid_at: datetime,
    by: User,
    on: date,
    proxies: Mapping[int, Proxy] | None = None,
) -> PaymentList:
    """
    现场现金: workers who cannot be paid into an account get the whole of their row before two.

    `slip` is the bank's for the cash drawn; `proxies`: who takes it for a worker, by worker id.

    Raises:
        ActRefused: the cashier applied, verified or approved (F06); the title is not signed; a
            worker is paid or under way (V-P4); no reason or slip (V-T1); fewer than two witnesses,
            or the cashier among them (V-S1); another day (V-D1); a wrong proxy (F06).
    """
    case, advance = locked(advance)
    refuse_other_hands(advance, by)
    require(can_handle_account(by, advance.account))
    require_open(case)
    require_state(advance, AdvanceState.DECIDED, AdvanceState.PAYING)
    if not advance.assigned_on:
        raise ActRefused("请先由劳动者签署追偿文书，再付款。", source="V-F3")
    refuse_more_than_owed(advance)
    lines = _to_be_paid(advance, workers)
    names = list(dict.fromkeys(name.strip() for name in witnesses if name.strip()))
    if not reason.strip() or not slip.strip():
        raise ActRefused("请写明付现金的原因和取现凭证号。", source="V-T1")
    if len(names) < 2 or by.name in names:
        raise ActRefused("现场现金支付须有出纳以外的两名见证人签名。", source="V-S1")
    day = paid_at.astimezone(SHANGHAI).date()
    if day > on or (advance.decided_on and day < advance.decided_on):
        raise ActRefused("付款时间应在垫付决定以后、今天以前。", source="V-D1")
    workers_of = {line.worker_id: line.worker for line in lines}
    apart = _kept_apart(advance, by)
    taking = {
        pk: _checked(proxy, workers_of[pk], apart, on=on)
        for pk, proxy in (proxies or {}).items()
        if pk in workers_of
    }
    total = sum(line.amount_fen for line in lines)
    sheet = PaymentList(
        advance=advance,
        no=advance.payment_lists.count() + 1,
        made_by=by,
        made_on=on,
        method=PaidBy.CASH,
        witnesses=names,
        slip=slip.strip(),
        reason=reason.strip(),
        total_fen=total,
        answered_on=on,
    )
    sheet.save()
    event = record(
        case,
        "pay_in_cash",
        by=by,
        on=on,
        summary=f"现场现金垫付{len(lines)}人{yuan(total)}元：{reason.strip()}",
        facts={"list": sheet.no, "total_fen": total},
    )
    for line in lines:
        paid = PaymentLine(
            list=sheet,
            line=line,
            attempt=line.payments.count() + 1,
            holder=line.worker.name,
            account_no="",
            amount_fen=line.amount_fen,
            **taking.get(line.worker_id, {}),
        )
        paid.save()
        book_payment(advance, paid, at=paid_at, by=by, on=on, event=event)
    if advance.state == AdvanceState.DECIDED:
        advance.state = AdvanceState.PAYING
        save_with_reason(advance, by=by, reason=f"第{sheet.no}份付款清单，现场现金")
    settle_if_all_paid(advance, by=by, on=on)
    return sheet


def _to_be_paid(advance: Advance, workers: Sequence[Party]) -> list[AdvanceLine]:
    """
    Return the rows of these workers.

    Raises:
        ActRefused: nobody is named, or one has been paid, is at the bank, or is not on it (V-P4).
    """
    waiting = {line.worker_id: line for line in unpaid_lines(advance)}
    if not workers:
        raise ActRefused("请选择当场领款的劳动者。", source="V-T1")
    for worker in workers:
        if worker.pk not in waiting:
            raise ActRefused(
                f"{worker.name}不在待付名单上：已经付款，或者已送银行还没有回盘。", source="V-P4"
            )
    return [waiting[pk] for pk in dict.fromkeys(worker.pk for worker in workers)]


@transaction.atomic
def confirm_receipts(
    *,
    advance: Advance,
    witness: str,
    by: User,
    on: date,
    stated_rows: Mapping[int, int] | None = None,
    proxies: Mapping[int, Proxy] | None = None,
) -> Advance:
    """
    领款确认: every worker signed for the own row, or a proxy with an authority did; makes F06.

    `proxies`: who signed for a worker paid by the bank, by worker id; of cash the payment knows it.

    Raises:
        ActRefused: not everybody has been paid; the rows differ from what arrived (V-F3); a wrong
            proxy (F06).
    """
    case, advance = locked(advance)
    refuse_other_hands(advance, by)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED)
    if advance.receipts_on:
        raise ActRefused("领款已经确认。", source="V-N1")
    payments = list(
        PaymentLine.objects.filter(line__advance=advance, state=PaymentState.PAID)
        .select_related("line__worker", "list")
        .order_by("line__worker__roster_no")
    )
    arrived = {p.line.worker.roster_no: p.amount_fen for p in payments}
    if stated_rows is not None and stated_rows != arrived:
        raise ActRefused("领款明细与银行到账的明细不一致，请核对。", source="V-F3")
    given, apart = proxies or {}, _kept_apart(advance, by)
    for payment in payments:
        worker = payment.line.worker
        if worker.pk not in given:
            continue
        if payment.list.method == PaidBy.CASH:
            raise ActRefused(f"{worker.name}的现金由谁领取，付款时已经登记。", source="V-N1")
        taking = _checked(given[worker.pk], worker, apart, on=on)
        for name, value in taking.items():
            setattr(payment, name, value)
        payment.save(update_fields=list(taking))
    advance.receipts_on = on
    save_with_reason(advance, by=by, reason="领款确认")
    total = sum(arrived.values())
    event = record(
        case,
        "confirm_receipts",
        by=by,
        on=on,
        summary=f"{len(arrived)}人领款确认，合计{yuan(total)}元",
        facts={"total_fen": total, "by_proxy": sum(bool(p.proxy_name) for p in payments)},
    )
    issue_document(
        case=case,
        code="F06",
        fields=papers.receipt(advance, payments, cashier=by.name, witness=witness),
        by=by,
        on=on,
        event=event,
    )
    return advance
