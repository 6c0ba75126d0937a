"""暂收款: holding money that is not the fund's, and letting it go to whom it belongs."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.choices import EntryKind
from cases.models import Case, CaseEvent, Party
from cases.operations import lock_case, post, record, require
from fund.choices import HeldFor, HeldTo, VoucherKind
from fund.models import FundAccount, Held, HeldPayment, Voucher
from fund.operations import entries
from fund.operations.ledger import reverse_voucher
from fund.operations.received import fresh_slip
from fund.permissions import can_handle_account
from fund.queries import held_rest_fen
from law.money import yuan
from mediation.operations import credit_passed_on
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def book_held(
    *,
    account: FundAccount,
    payer: str,
    amount_fen: int,
    bank_slip: str,
    received_on: date,
    checked_by: User,
    by: User,
    on: date,
) -> Held:
    """
    Book 暂收款: money came in and nobody knows yet what for.

    Raises:
        ActRefused: the slip was entered before (V-N1), no payer.
    """
    require(can_handle_account(by, account))
    account = FundAccount.objects.select_for_update().get(pk=account.pk)
    slip = fresh_slip(account, bank_slip)
    if not payer.strip():
        raise ActRefused("请写明付款人；不知道的，写银行回单上的户名。", source="V-T1")
    voucher = entries.hold_in_suspense(
        account=account,
        amount_fen=amount_fen,
        payer=payer.strip(),
        key=f"held-{account.pk}-{slip}",
        by=by,
        checked_by=checked_by,
        on=on,
    )
    held = Held(
        account=account,
        purpose=HeldFor.UNKNOWN,
        payer=payer.strip(),
        amount_fen=amount_fen,
        bank_slip=slip,
        held_on=received_on,
        voucher=voucher,
    )
    held.save()
    return held


def _locked(held: Held) -> tuple[Case | None, Held]:
    """Lock the case, if the money is of one, the account and the sum; in that order."""
    case = lock_case(held.advance.case) if held.advance else None
    FundAccount.objects.select_for_update().get(pk=held.account_id)
    return case, Held.objects.select_for_update(of=("self",)).get(pk=held.pk)


def _refuse_too_much(held: Held, amount_fen: int) -> None:
    rest = held_rest_fen(held)
    if amount_fen <= 0:
        raise ActRefused("转付金额须大于零。", source="V-M4")
    if amount_fen > rest:
        trail = "、".join(
            f"{p.paid_on:%Y-%m-%d}{p.get_to_display()}{yuan(p.amount_fen)}元"
            for p in held.payments.filter(voucher__reversed_by=None)
        )
        raise ActRefused(
            f"这笔暂收款还有{yuan(rest)}元，不能转付{yuan(amount_fen)}元"
            + (f"（已转付：{trail}）" if trail else "")
            + "。",
            source="V-M2",
        )


def _pay(
    held: Held,
    *,
    to: HeldTo,
    worker: Party | None,
    receiver: str,
    amount_fen: int,
    bank_slip: str,
    reason: str,
    paid_on: date,
    checked_by: User,
    by: User,
    on: date,
    event: CaseEvent | None,
) -> HeldPayment:
    _refuse_too_much(held, amount_fen)
    payment = HeldPayment(
        held=held,
        to=to,
        worker=worker,
        amount_fen=amount_fen,
        bank_slip=bank_slip.strip(),
        paid_on=paid_on,
        reason=reason.strip()[:200],
        entered_by=by,
        checked_by=checked_by,
        voucher=entries.pay_from_suspense(
            account=held.account,
            advance=held.advance,
            amount_fen=amount_fen,
            to=receiver,
            key=f"held-{held.pk}-{held.payments.count() + 1}",
            by=by,
            checked_by=checked_by,
            on=on,
            event=event,
        ),
    )
    payment.save()
    return payment


@transaction.atomic
def book_passing_on(
    *,
    held: Held,
    rows: Sequence[tuple[Party, int]],
    bank_slip: str,
    paid_on: date,
    checked_by: User,
    by: User,
    on: date,
) -> list[HeldPayment]:
    """
    Book 转付劳动者: what came in for the workers is paid to each own account and posted as wages.

    It is credited to what it is owed under, an agreement first, then awards and other titles of the
    case, the earliest first, each with D15.

    Raises:
        ActRefused: more than is held (V-M2), a worker of another case or twice (V-P4), more than
            the worker is owed, with what was received before (V-P4).
    """
    case, held = _locked(held)
    require(can_handle_account(by, held.account))
    if case is None:
        raise ActRefused("这笔暂收款没有对应的案件，请先查明来源并登记为回款。", source="V-P4")
    if not rows:
        raise ActRefused("请写明转付给哪些劳动者、各多少。", source="V-T1")
    if not bank_slip.strip():
        raise ActRefused("请填写转付的银行回单号。", source="V-T1")
    if len({worker.pk for worker, _ in rows}) < len(rows):
        raise ActRefused("同一名劳动者在转付表中出现两次。", source="V-P4")
    if min(fen for _, fen in rows) <= 0:
        raise ActRefused("转付金额须大于零。", source="V-M4")
    total = sum(fen for _, fen in rows)
    _refuse_too_much(held, total)
    event = record(
        case,
        "pass_on",
        by=by,
        on=on,
        summary=f"{held.payer}付来的{yuan(total)}元转付{len(rows)}名劳动者",
        facts={"total_fen": total},
    )
    made = []
    for worker, fen in rows:
        if worker.case_id != case.pk:
            raise ActRefused(f"{worker.name}不是本案的劳动者。", source="V-P4")
        made.append(
            _pay(
                held,
                to=HeldTo.WORKER,
                worker=worker,
                receiver=worker.name,
                amount_fen=fen,
                bank_slip=bank_slip,
                reason="",
                paid_on=paid_on,
                checked_by=checked_by,
                by=by,
                on=on,
                event=event,
            )
        )
    basis = f"经周转金转付 {held.bank_slip}"
    outside = credit_passed_on(
        case=case,
        payer=held.payer,
        rows=rows,
        voucher=f"{held.payer}付来，经周转金转付：{bank_slip.strip()}",
        by=by,
        on=paid_on,
    )
    for worker, fen in outside:
        post(
            worker=worker,
            kind=EntryKind.PAID,
            amount_fen=fen,
            event=event,
            by=by,
            on=paid_on,
            basis=basis[:40],
        )
    return made


@transaction.atomic
def book_refund(
    *,
    held: Held,
    amount_fen: int,
    bank_slip: str,
    reason: str,
    paid_on: date,
    checked_by: User,
    by: User,
    on: date,
) -> HeldPayment:
    """
    Book 退还付款人: what was paid too much, or is nobody's here, goes back the way it came.

    Raises:
        ActRefused: it is for workers (FUND-02), more than is held (V-M2), no reason or slip.
    """
    case, held = _locked(held)
    require(can_handle_account(by, held.account))
    if held.purpose == HeldFor.WORKERS:
        raise ActRefused(
            "这笔暂收款应当转付劳动者，不能退还付款人。",
            source="FUND-02",
            suggest="确属多收的，请先红字冲销该次回款，再重新登记。",
        )
    if not (reason.strip() and bank_slip.strip()):
        raise ActRefused("请写明退还的理由和银行回单号。", source="V-T1")
    event = None
    if case is not None:
        event = record(
            case,
            "give_back",
            by=by,
            on=on,
            summary=f"退还{held.payer}{yuan(amount_fen)}元：{reason.strip()}",
            facts={"amount_fen": amount_fen},
        )
    return _pay(
        held,
        to=HeldTo.PAYER,
        worker=None,
        receiver=held.payer,
        amount_fen=amount_fen,
        bank_slip=bank_slip,
        reason=reason,
        paid_on=paid_on,
        checked_by=checked_by,
        by=by,
        on=on,
        event=event,
    )


# What has an act of its own that also puts wages and cases right is not reversed by hand.
_BY_HAND = (VoucherKind.FUNDING, VoucherKind.SUSPENSE_IN)


@transaction.atomic
def book_correction(
    *, voucher: Voucher, reason: str, checked_by: User, by: User, on: date
) -> Voucher:
    """
    Book 红字冲销 of money the treasury paid in, or of money in suspense, entered wrongly.

    Raises:
        ActRefused: another kind of voucher, which its own act takes back; money of it is used
            (V-F2, V-M2).
    """
    account = FundAccount.objects.select_for_update().get(pk=voucher.account_id)
    require(can_handle_account(by, account))
    if voucher.kind not in _BY_HAND:
        raise ActRefused(
            f"“{voucher.get_kind_display()}”凭证不能单独冲销。",
            source="V-P4",
            suggest="垫付的退票请登记退票，回款请冲销回款，承诺请撤销垫付。",
        )
    for held in Held.objects.filter(voucher=voucher):
        if held.payments.filter(voucher__reversed_by=None).exists():
            raise ActRefused("这笔暂收款已经转付，不能冲销。", source="V-M2")
    red = reverse_voucher(
        voucher=voucher,
        key=f"correct-{voucher.pk}",
        reason=reason,
        by=by,
        checked_by=checked_by,
        on=on,
    )
    Held.objects.filter(voucher=voucher).update(cancelled_on=on)
    return red
