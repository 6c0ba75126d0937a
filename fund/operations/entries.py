"""The standing entries: which ledgers each event of an advance moves."""

from datetime import date

from django.db import transaction

from cases.models import CaseEvent
from fund.choices import Ledger, VoucherKind
from fund.models import Advance, FundAccount, Posting, Voucher
from fund.operations.ledger import Line, post_voucher
from fund.queries import standing
from law.money import yuan
from staff.models import User
from staff.refusals import ActRefused


def commit(
    *,
    advance: Advance,
    amount_fen: int,
    key: str,
    by: User,
    on: date,
    event: CaseEvent | None = None,
) -> Voucher:
    """Promise money that stays in the bank until it is paid out."""
    return post_voucher(
        account=advance.account,
        kind=VoucherKind.COMMIT,
        key=key,
        on=on,
        summary=f"{advance.case.number}垫付获批",
        lines=[
            Line(Ledger.COMMITTED, amount_fen, advance),
            Line(Ledger.COMMITMENTS, -amount_fen, advance),
        ],
        by=by,
        event=event,
    )


def release(
    *,
    advance: Advance,
    amount_fen: int,
    key: str,
    reason: str,
    by: User,
    on: date,
    event: CaseEvent | None = None,
) -> Voucher:
    """Take back what was promised and will not be paid."""
    return post_voucher(
        account=advance.account,
        kind=VoucherKind.RELEASE,
        key=key,
        on=on,
        summary=f"{advance}：{reason}",
        lines=[
            Line(Ledger.COMMITTED, -amount_fen, advance),
            Line(Ledger.COMMITMENTS, amount_fen, advance),
        ],
        by=by,
        event=event,
    )


def disburse(
    *,
    advance: Advance,
    amount_fen: int,
    to: str,
    key: str,
    by: User,
    on: date,
    event: CaseEvent | None = None,
) -> Voucher:
    """Money arrived at a worker: it is no longer in the bank, and the employer owes it."""
    return post_voucher(
        account=advance.account,
        kind=VoucherKind.DISBURSE,
        key=key,
        on=on,
        summary=f"{advance}付{to}",
        lines=[
            Line(Ledger.RECEIVABLE, amount_fen, advance),
            Line(Ledger.BANK, -amount_fen, advance),
            Line(Ledger.COMMITTED, -amount_fen, advance),
            Line(Ledger.COMMITMENTS, amount_fen, advance),
        ],
        by=by,
        event=event,
    )


@transaction.atomic
def recover(
    *,
    advance: Advance,
    to_fund_fen: int,
    to_workers_fen: int,
    payer: str,
    key: str,
    by: User,
    checked_by: User | None,
    on: date,
    over_fen: int = 0,
    from_suspense: bool = False,
    event: CaseEvent | None = None,
) -> Voucher:
    """
    Money came in: what is the fund's lowers the receivable, the rest is kept in suspense.

    The rest is the workers' part and what was paid too much. `from_suspense`: the money has been
    in the bank and in suspense before. After a write-off the debt goes on (账销案存): what comes
    in then lowers what was written off. Sent again it is compared with what was written, not with
    what is owed since.
    """
    FundAccount.objects.select_for_update().get(pk=advance.account_id)
    state = standing(advance)
    written = Posting.objects.filter(voucher__key=key, ledger=Ledger.RECEIVABLE).first()
    of_debt = -written.amount_fen if written else min(to_fund_fen, state.outstanding_fen)
    rest = to_fund_fen - of_debt
    if written is None and rest > state.written_off_open_fen:
        raise ActRefused(
            f"本次到账应归还周转金的{yuan(to_fund_fen)}元，超过尚未收回的"
            f"{yuan(state.outstanding_fen + state.written_off_open_fen)}元，不能入账。",
            source="F08",
            suggest="请核对金额；多付的部分先记入暂收款，再退还付款人。",
        )
    return post_voucher(
        account=advance.account,
        kind=VoucherKind.RECOVER,
        key=key,
        on=on,
        summary=f"{advance}收到{payer}",
        lines=[
            Line(
                Ledger.SUSPENSE if from_suspense else Ledger.BANK,
                to_fund_fen + to_workers_fen + over_fen,
                None if from_suspense else advance,
            ),
            Line(Ledger.RECEIVABLE, -of_debt, advance),
            Line(Ledger.WRITTEN_OFF, -rest, advance),
            Line(Ledger.SUSPENSE, -to_workers_fen - over_fen, advance),
        ],
        by=by,
        checked_by=checked_by,
        event=event,
    )


def write_off(
    *,
    advance: Advance,
    amount_fen: int,
    key: str,
    by: User,
    checked_by: User | None,
    on: date,
    event: CaseEvent | None = None,
) -> Voucher:
    return post_voucher(
        account=advance.account,
        kind=VoucherKind.WRITE_OFF,
        key=key,
        on=on,
        summary=f"{advance}呆账核销",
        lines=[
            Line(Ledger.WRITTEN_OFF, amount_fen, advance),
            Line(Ledger.RECEIVABLE, -amount_fen, advance),
        ],
        by=by,
        checked_by=checked_by,
        event=event,
    )


def hold_in_suspense(
    *,
    account: FundAccount,
    amount_fen: int,
    payer: str,
    key: str,
    by: User,
    on: date,
    checked_by: User | None = None,
) -> Voucher:
    """Money that came in and belongs to nobody known yet."""
    if amount_fen <= 0:
        raise ActRefused("暂收金额须大于零。", source="V-M4")
    return post_voucher(
        account=account,
        kind=VoucherKind.SUSPENSE_IN,
        key=key,
        on=on,
        summary=f"暂收{payer}",
        lines=[Line(Ledger.BANK, amount_fen), Line(Ledger.SUSPENSE, -amount_fen)],
        by=by,
        checked_by=checked_by,
    )


def pay_from_suspense(
    *,
    account: FundAccount,
    amount_fen: int,
    to: str,
    key: str,
    by: User,
    on: date,
    advance: Advance | None = None,
    checked_by: User | None = None,
    event: CaseEvent | None = None,
) -> Voucher:
    """Money held for somebody goes to whom it belongs."""
    if amount_fen <= 0:
        raise ActRefused("转付金额须大于零。", source="V-M4")
    return post_voucher(
        account=account,
        kind=VoucherKind.SUSPENSE_OUT,
        key=key,
        on=on,
        summary=f"暂收款转付{to}",
        lines=[
            Line(Ledger.SUSPENSE, amount_fen, advance),
            Line(Ledger.BANK, -amount_fen, advance),
        ],
        by=by,
        checked_by=checked_by,
        event=event,
    )
