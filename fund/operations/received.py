"""Money that comes in on an advance: shared between fund and workers, or taken back in red."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from cases.choices import EntryKind
from cases.models import CaseEvent, Party, WageEntry
from cases.operations import post, record, require, reverse
from cases.queries import optional_parameter, total_account, wage_accounts
from documents.choices import DocumentState
from documents.models import Document
from documents.operations import issue_document, void_document
from fund.choices import AdvanceState, Designation, HeldFor, HeldTo
from fund.models import Advance, FundAccount, Held, HeldPayment, Recovery
from fund.operations import entries
from fund.operations.application import locked, require_state
from fund.operations.ledger import reverse_voucher
from fund.papers import recovery as papers
from fund.permissions import can_handle_account
from fund.queries import (
    books,
    confirmed,
    held_for_workers_fen,
    held_rest_fen,
    open_by_worker,
    standing,
)
from law.advances import RecoveryOrder, to_fund
from law.money import largest_remainder, yuan
from mediation.queries import repaid_not_credited_fen
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

_DESIGNATED: dict[Designation, RecoveryOrder] = {
    Designation.FUND: "fund_first",
    Designation.WORKERS: "worker_first",
}


@transaction.atomic
def book_recovery(
    *,
    advance: Advance,
    payer: str,
    amount_fen: int,
    bank_slip: str,
    received_on: date,
    checked_by: User,
    by: User,
    on: date,
    designation: Designation = Designation.NONE,
    rows: Sequence[tuple[Party, int]] | None = None,
    over_fen: int = 0,
    held: Held | None = None,
    stated: Mapping[str, int] | None = None,
) -> Recovery:
    """
    Book money on the fund's account (回款) that was entered and confirmed; makes F08.

    What the payer did not say is shared by the city's order. The fund's part is posted to the wage
    items it was advanced on: by `rows` (worker, fen), else over the workers by what is open for
    each. The workers' part and what was paid too much (`over_fen`) wait in suspense until they are
    passed on or given back. `held` is money that was in suspense before and now has a name.
    `stated`: to_fund_fen, to_workers_fen, outstanding_before_fen, outstanding_after_fen,
    balance_after_fen as control figures.

    Raises:
        ActRefused: more than is owed (F08), the bank slip was entered before (V-N1), the order is
            not confirmed (V-L1), a figure differs (V-M2).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED, AdvanceState.WRITTEN_OFF)
    if amount_fen <= 0:
        raise ActRefused("回款金额须大于零。", source="V-M4")
    if not 0 <= over_fen < amount_fen:
        raise ActRefused("多付的金额须小于到账金额，且不得为负。", source="V-M4")
    account = FundAccount.objects.select_for_update().get(pk=advance.account_id)
    bank_slip = fresh_slip(account, bank_slip, held=held)
    where = standing(advance)
    outstanding = total_account(wage_accounts(case))["outstanding"]
    residual = max(0, outstanding - held_for_workers_fen(case))
    owed = where.outstanding_fen + where.written_off_open_fen
    order = _DESIGNATED.get(designation) or _order(advance, on)
    shared = amount_fen - over_fen
    part = _part_of_fund(shared, owed=owed, residual=residual, designation=designation, order=order)
    if over_fen and shared < owed + residual:
        raise ActRefused(
            f"欠款还有{yuan(owed + residual - shared)}元，不能先作为多付退还。", source="F08"
        )
    balance = books(account).own_fen
    _refuse_other_figures(
        stated or {},
        {
            "to_fund_fen": part,
            "to_workers_fen": shared - part,
            "outstanding_before_fen": owed,
            "outstanding_after_fen": owed - part,
            "balance_after_fen": balance + part,
        },
    )
    shares = _shares(advance, part, rows)
    event = record(
        case,
        "record_recovery",
        by=by,
        on=on,
        summary=f"收到{payer}{yuan(amount_fen)}元，归还周转金{yuan(part)}元"
        + (f"，多付{yuan(over_fen)}元待退" if over_fen else ""),
        facts={"amount_fen": amount_fen, "to_fund_fen": part, "over_fen": over_fen},
    )
    recovery = Recovery(
        advance=advance,
        no=advance.recoveries.count() + 1,
        received_on=received_on,
        payer=payer.strip(),
        amount_fen=amount_fen,
        to_fund_fen=part,
        over_fen=over_fen,
        designation=designation,
        bank_slip=bank_slip,
        entered_by=by,
        checked_by=checked_by,
        voucher=entries.recover(
            advance=advance,
            to_fund_fen=part,
            to_workers_fen=shared - part,
            over_fen=over_fen,
            from_suspense=held is not None,
            payer=payer.strip(),
            key=_key(advance, bank_slip),
            by=by,
            checked_by=checked_by,
            on=on,
            event=event,
        ),
    )
    for worker, fen in shares:
        post(
            worker=worker,
            kind=EntryKind.REPAID_TO_FUND,
            amount_fen=fen,
            event=event,
            by=by,
            on=on,
            basis=advance.number,
        )
    recovery.document = issue_document(
        case=case,
        code="F08",
        fields=papers.entry(
            recovery,
            order=optional_parameter("fund_recovery_order", case=case, on=on),
            before=where,
            residual_before_fen=residual,
            balance_before_fen=balance,
        ),
        by=by,
        on=on,
        event=event,
    )
    recovery.save()
    _hold(recovery)
    if held is not None:
        _take_from_suspense(held, recovery)
    return recovery


def fresh_slip(account: FundAccount, bank_slip: str, *, held: Held | None = None) -> str:
    """
    Return the slip of money that came in, not entered on this account before.

    Raises:
        ActRefused: none given (F08); it was entered before (V-N1); the sum held is used up.
    """
    if held is not None:
        return held.bank_slip
    bank_slip = bank_slip.strip()
    if not bank_slip:
        raise ActRefused("请填写银行回单号。", source="F08")
    live = Recovery.objects.filter(
        advance__account=account, bank_slip=bank_slip, voucher__reversed_by=None
    )
    waiting = account.held.filter(bank_slip=bank_slip, cancelled_on=None, recovery=None)
    if live.exists() or waiting.exists():
        raise ActRefused(f"{bank_slip}已经登记，未重复入账。", source="V-N1")
    return bank_slip


def _key(advance: Advance, bank_slip: str) -> str:
    """The slip makes the entry once; after it was taken back in red it may be entered anew."""
    red = Recovery.objects.filter(advance__account=advance.account, bank_slip=bank_slip).count()
    return f"recovery-{advance.account_id}-{bank_slip}" + (f"-{red}" if red else "")


def _part_of_fund(
    amount_fen: int,
    *,
    owed: int,
    residual: int,
    designation: Designation,
    order: RecoveryOrder,
) -> int:
    if amount_fen > owed + residual or (designation == Designation.FUND and amount_fen > owed):
        raise ActRefused(
            f"到账{yuan(amount_fen)}元，超过尚未收回的{yuan(owed)}元。",
            source="F08",
            suggest="多付的部分请填在“多付待退”，先记入暂收款，再退还付款人。",
        )
    return to_fund(amount_fen, fund=owed, workers=residual, order=order)


def _shares(
    advance: Advance, part_fen: int, rows: Sequence[tuple[Party, int]] | None
) -> list[tuple[Party, int]]:
    """
    Return the fund's part worker by worker.

    Raises:
        ActRefused: the rows given do not make the part (V-M2).
    """
    if rows is not None:
        if sum(fen for _, fen in rows) != part_fen:
            raise ActRefused(
                f"各劳动者名下归还周转金的合计应为{yuan(part_fen)}元，请核对。", source="V-M2"
            )
        return list(rows)
    open_ = open_by_worker(advance)
    if not part_fen:
        return []
    workers = Party.objects.in_bulk(open_)
    spread = largest_remainder(part_fen, list(open_.values()))
    return [(workers[pk], fen) for pk, fen in zip(open_, spread, strict=True) if fen]


def _hold(recovery: Recovery) -> None:
    """Keep what is not the fund's for whom it is."""
    for purpose, fen in (
        (HeldFor.WORKERS, recovery.to_workers_fen),
        (HeldFor.OVERPAID, recovery.over_fen),
    ):
        if fen:
            Held(
                account=recovery.advance.account,
                advance=recovery.advance,
                recovery=recovery,
                purpose=purpose,
                payer=recovery.payer,
                amount_fen=fen,
                bank_slip=recovery.bank_slip,
                held_on=recovery.received_on,
                voucher=recovery.voucher,
            ).save()


def _take_from_suspense(held: Held, recovery: Recovery) -> None:
    """
    Note where the sum went.

    Raises:
        ActRefused: it is another sum than was held (V-M2), or of another account.
    """
    held = Held.objects.select_for_update().get(pk=held.pk)
    if held.account_id != recovery.advance.account_id or held.purpose != HeldFor.UNKNOWN:
        raise ActRefused("这笔暂收款不属于该周转金的来源待查款项。", source="V-P4")
    if held_rest_fen(held) != recovery.amount_fen:
        raise ActRefused(
            f"这笔暂收款现有{yuan(held_rest_fen(held))}元，应整笔登记。", source="V-M2"
        )
    HeldPayment(
        held=held,
        to=HeldTo.FUND,
        amount_fen=recovery.amount_fen,
        bank_slip=held.bank_slip,
        paid_on=recovery.received_on,
        reason=f"查明为{recovery.advance}回款",
        voucher=recovery.voucher,
        entered_by=recovery.entered_by,
        checked_by=recovery.checked_by,
    ).save()


@transaction.atomic
def book_reversal(
    *, recovery: Recovery, reason: str, checked_by: User, by: User, on: date
) -> Recovery:
    """
    Book 红字冲销回款: books, wages and suspense go back; F08 is void; makes F10.

    Raises:
        ActRefused: no reason (V-T1), taken back before (V-N1), money of it has been passed on or
            credited to an instalment (F08).
    """
    case, advance = locked(recovery.advance)
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    require(can_handle_account(by, advance.account))
    if not reason.strip():
        raise ActRefused("请写明冲销的理由。", source="V-T1")
    if recovery.is_taken_back:
        raise ActRefused(f"第{recovery.no}次回款已经冲销。", source="V-N1")
    _refuse_passed_on(recovery.held.all())
    where, balance = standing(advance), books(advance.account).own_fen
    event = record(
        case,
        "reverse_recovery",
        by=by,
        on=on,
        summary=f"红字冲销第{recovery.no}次回款{yuan(recovery.amount_fen)}元：{reason.strip()}",
        facts={"no": recovery.no, "amount_fen": recovery.amount_fen},
    )
    _reverse_wages(recovery, event=event, by=by, on=on)
    red = reverse_voucher(
        voucher=recovery.voucher,
        key=f"reverse-recovery-{recovery.pk}",
        reason=reason,
        by=by,
        checked_by=checked_by,
        on=on,
        event=event,
    )
    recovery.held.update(cancelled_on=on)
    paper: Document | None = recovery.document
    if paper is not None and paper.state == DocumentState.ISSUED:
        void_document(document=paper, reason=f"红字冲销：{reason.strip()}", by=by)
    issue_document(
        case=case,
        code="F10",
        fields=papers.correction(
            red,
            recovery=recovery,
            reason=reason.strip(),
            before=where,
            balance_before_fen=balance,
        ),
        by=by,
        on=on,
        event=event,
    )
    if advance.state == AdvanceState.RECOVERED:
        advance.state, advance.closed_on = AdvanceState.DISBURSED, None
        save_with_reason(advance, by=by, reason="冲销回款，恢复追偿")
    return recovery


def _refuse_passed_on(held: Iterable[Held]) -> None:
    for one in held:
        if one.payments.filter(voucher__reversed_by=None).exists():
            raise ActRefused(
                f"该次回款中{one.get_purpose_display()}的部分已经转付，不能冲销。",
                source="F08",
                suggest="请先向收款人追回，或者另行登记差额。",
            )


def _reverse_wages(recovery: Recovery, *, event: CaseEvent, by: User, on: date) -> None:
    posted = WageEntry.objects.filter(
        event=recovery.voucher.event,
        kind=EntryKind.REPAID_TO_FUND,
        reverses=None,
        reversed_by=None,
    ).select_related("item__worker")
    for entry in posted:
        reverse(entry=entry, event=event, by=by, on=on)
    for worker in {entry.item.worker for entry in posted}:
        if repaid_not_credited_fen(worker) < 0:
            raise ActRefused(
                f"{worker.name}名下归还周转金的部分已经计入协议的履行，不能冲销。",
                source="F08",
                suggest="请先由办案人在协议页冲销这笔付款，再冲销回款。",
            )


def _order(advance: Advance, on: date) -> RecoveryOrder:
    """The city's order, for money of which the payer did not say what it is for."""
    orders: dict[object, RecoveryOrder] = {
        "fund_first": "fund_first",
        "worker_first": "worker_first",
        "pro_rata": "pro_rata",
    }
    return orders[confirmed("fund_recovery_order", case=advance.case, on=on).value]


def _refuse_other_figures(stated: Mapping[str, int], computed: Mapping[str, int]) -> None:
    labels = {
        "to_fund_fen": "归还周转金",
        "to_workers_fen": "支付劳动者",
        "outstanding_before_fen": "入账前尚未收回",
        "outstanding_after_fen": "入账后尚未收回",
        "balance_after_fen": "入账后周转金余额",
    }
    for name, value in stated.items():
        if value != computed[name]:
            raise ActRefused(
                f"写明的“{labels[name]}”为{yuan(value)}元，应为{yuan(computed[name])}元。",
                source="V-M2",
            )
