"""兼付: the employer pays fund and workers at once; one enters it, two others confirm it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import record, require
from fund.choices import AdvanceState, Designation
from fund.models import Advance, Recovery, SharedPayment
from fund.operations.application import locked, require_state
from fund.operations.received import fresh_slip, record_recovery
from fund.permissions import can_handle_account
from fund.queries import waiting_shared_payment
from law.money import yuan
from mediation.choices import PaymentMethod
from mediation.models import Instalment
from mediation.operations import checked_credits, record_payment
from mediation.permissions import can_record_payment
from mediation.queries import unpaid_shares
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def record_shared_payment(
    *,
    advance: Advance,
    instalment: Instalment,
    payer: Party,
    to_fund_rows: Sequence[tuple[Party, int]],
    to_worker_rows: Sequence[tuple[Party, int]],
    fund_slip: str,
    method: PaymentMethod,
    voucher: str,
    acknowledged: list[Party],
    cashier: User,
    checked_by: User,
    by: User,
    on: date,
    on_behalf_of: Party | None = None,
    paid_on: date | None = None,
) -> Recovery:
    """
    登记兼付周转金和劳动者的付款: books and wages, F08 and D15, in one transaction or not at all.

    `cashier` and `checked_by` enter the fund's part, `by` (who works on the case) the workers'. It
    was paid on `paid_on`, where that is an earlier day.
    """
    part = sum(fen for _, fen in to_fund_rows)
    recovery = record_recovery(
        advance=advance,
        payer=payer.name,
        amount_fen=part,
        bank_slip=fund_slip,
        received_on=paid_on or on,
        designation=Designation.FUND,
        rows=to_fund_rows,
        checked_by=checked_by,
        by=cashier,
        on=on,
    )
    record_payment(
        instalment=instalment,
        payer=payer,
        rows=list(to_worker_rows),
        to_fund_rows=to_fund_rows,
        method=method,
        voucher=voucher,
        acknowledged=acknowledged,
        on_behalf_of=on_behalf_of,
        by=by,
        on=paid_on or on,
    )
    return recovery


@transaction.atomic
def propose_shared_payment(
    *,
    advance: Advance,
    instalment: Instalment,
    payer: Party,
    to_fund_rows: Sequence[tuple[Party, int]],
    to_worker_rows: Sequence[tuple[Party, int]],
    fund_slip: str,
    method: PaymentMethod,
    voucher: str,
    by: User,
    on: date,
) -> SharedPayment:
    """
    登记兼付的款项 by the cashier; nothing is booked before the others have confirmed it.

    Raises:
        ActRefused: one waits already (V-N1), the slip was entered before, somebody is not in the
            instalment or would get more than is open (V-P4), nothing of it is the fund's (F08).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED)
    if waiting_shared_payment(advance):
        raise ActRefused("已经登记了一笔兼付的款项，正等待确认。", source="V-N1")
    if not to_fund_rows:
        raise ActRefused("没有归还周转金的部分，请由办案人登记付款。", source="F08")
    if not voucher.strip():
        raise ActRefused("请写明付款凭证（银行回单、领款单等）。", source="D15")
    open_fen = dict(unpaid_shares(instalment))
    credits = checked_credits(to_worker_rows, to_fund_rows)
    for credit in credits:
        if credit.total_fen > open_fen.get(credit.worker, 0):
            raise ActRefused(
                f"{credit.worker.name}第{instalment.no}期尚欠"
                f"{yuan(open_fen.get(credit.worker, 0))}元，不能登记{yuan(credit.total_fen)}元。",
                source="V-P4",
                suggest="同一笔工资不得重复支付；提前支付后期款项的，请登记在相应期次。",
            )
    shared = SharedPayment(
        advance=advance,
        instalment=instalment,
        payer=payer,
        fund_slip=fresh_slip(advance.account, fund_slip),
        method=method,
        voucher=voucher.strip()[:200],
        rows=[
            {
                "worker": credit.worker.pk,
                "to_fund_fen": credit.to_fund_fen,
                "to_worker_fen": credit.amount_fen,
            }
            for credit in credits
        ],
        entered_by=by,
        entered_on=on,
    )
    shared.save()
    _told(case, "propose_shared_payment", f"登记{payer.name}兼付的款项", shared, by=by, on=on)
    return shared


@transaction.atomic
def confirm_shared_payment(*, shared: SharedPayment, by: User, on: date) -> SharedPayment:
    """
    确认兼付的款项, as the accountant of the fund or as who works on the case; the second books it.

    Raises:
        ActRefused: who entered it, or has confirmed it (V-S1); it is booked or withdrawn (V-N1);
            what the booking of either part refuses.
    """
    case, advance = locked(shared.advance)
    shared = _waiting(shared)
    if by in (shared.entered_by, shared.checked_by, shared.officer):
        raise ActRefused(
            "兼付的款项由出纳登记、会计复核、办案人核对，三人不得相同。", source="V-S1"
        )
    if shared.checked_by is None and can_handle_account(by, advance.account):
        shared.checked_by = by
        part = f"复核归还周转金{yuan(shared.to_fund_fen)}元"
    else:
        if not can_record_payment(by, case) or shared.officer:
            raise ActRefused(
                "您的一份确认不再需要，或者不由您确认。",
                source="V-S1",
                suggest="由周转金的另一名经办人复核，由本案的受理员或者调解员核对，各确认一次。",
            )
        shared.officer = by
        part = f"核对支付劳动者{yuan(shared.to_workers_fen)}元"
    _told(case, "confirm_shared_payment", part, shared, by=by, on=on)
    if shared.checked_by and shared.officer:
        shared.recovery = _booked(shared, on=on)
    shared.save()
    return shared


@transaction.atomic
def withdraw_shared_payment(
    *, shared: SharedPayment, reason: str, by: User, on: date
) -> SharedPayment:
    """
    作废兼付登记 that was entered wrongly and is not booked.

    Raises:
        ActRefused: no reason; it is booked or withdrawn (V-N1).
    """
    case, advance = locked(shared.advance)
    shared = _waiting(shared)
    require(can_handle_account(by, advance.account))
    if not reason.strip():
        raise ActRefused("请写明作废的理由。", source="V-T1")
    shared.withdrawn_on = on
    shared.save(update_fields=["withdrawn_on"])
    told = f"作废兼付登记：{reason.strip()}"
    _told(case, "withdraw_shared_payment", told, shared, by=by, on=on)
    return shared


def _waiting(shared: SharedPayment) -> SharedPayment:
    found = SharedPayment.objects.select_for_update(of=("self",)).get(pk=shared.pk)
    if found.recovery_id or found.withdrawn_on:
        raise ActRefused("这笔兼付的款项已经入账或者作废。", source="V-N1")
    return found


def _told(case: Case, act: str, words: str, shared: SharedPayment, *, by: User, on: date) -> None:
    facts = {"to_fund_fen": shared.to_fund_fen, "to_workers_fen": shared.to_workers_fen}
    record(case, act, by=by, on=on, summary=f"{words}（回单{shared.fund_slip}）", facts=facts)


def _booked(shared: SharedPayment, *, on: date) -> Recovery:
    workers = Party.objects.in_bulk([row["worker"] for row in shared.rows])
    assert shared.checked_by  # both have confirmed it
    assert shared.officer

    def rows(name: str) -> list[tuple[Party, int]]:
        return [(workers[row["worker"]], row[name]) for row in shared.rows if row[name]]

    return record_shared_payment(
        advance=shared.advance,
        instalment=shared.instalment,
        payer=shared.payer,
        to_fund_rows=rows("to_fund_fen"),
        to_worker_rows=rows("to_worker_fen"),
        fund_slip=shared.fund_slip,
        method=PaymentMethod(shared.method),
        voucher=shared.voucher,
        acknowledged=[],
        cashier=shared.entered_by,
        checked_by=shared.checked_by,
        by=shared.officer,
        on=on,
        paid_on=shared.entered_on,
    )
