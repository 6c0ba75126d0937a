"""Money held for somebody that goes to whom it belongs, and payments and entries taken back."""

from datetime import date

from fund.choices import MoneyActKind
from fund.models import Held, MoneyAct, PaymentLine, Recovery, Voucher
from fund.operations.money import Rows, books, enter, kept_rows, people_of, positive, rows_of
from fund.operations.payout import book_bounce
from fund.operations.received import book_reversal
from fund.operations.suspense import book_correction, book_passing_on, book_refund
from staff.models import User
from staff.refusals import ActRefused


def enter_passing_on(*, held: Held, rows: Rows, bank_slip: str, by: User, on: date) -> MoneyAct:
    """登记转付劳动者 of money held for them. Raises as `enter` and `book_passing_on`."""
    if not rows:
        raise ActRefused("请写明转付给哪些劳动者、各多少。", source="V-T1")
    return enter(
        MoneyActKind.PASS_ON,
        account=held.account,
        advance=held.advance,
        subject=f"held-{held.pk}",
        words=f"{held.payer}付来的款项转付{len(rows)}名劳动者",
        slip=bank_slip,
        amount_fen=positive(sum(fen for _, fen in rows)),
        facts={"held": held.pk, "rows": kept_rows(rows)},
        by=by,
        on=on,
    )


@books(MoneyActKind.PASS_ON)
def _passing_on(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
    return book_passing_on(
        held=Held.objects.get(pk=act.facts["held"]),
        rows=rows_of(act.facts["rows"]),
        bank_slip=act.slip,
        paid_on=act.entered_on,
        checked_by=checked_by,
        by=by,
        on=on,
    )


def enter_refund(
    *, held: Held, amount_fen: int, bank_slip: str, reason: str, by: User, on: date
) -> MoneyAct:
    """登记退还付款人 of money that is nobody's here. Raises as `enter` and `book_refund`."""
    return enter(
        MoneyActKind.GIVE_BACK,
        account=held.account,
        advance=held.advance,
        subject=f"held-{held.pk}",
        words=f"退还{held.payer}",
        slip=bank_slip,
        amount_fen=positive(amount_fen),
        facts={"held": held.pk, "reason": reason},
        by=by,
        on=on,
    )


@books(MoneyActKind.GIVE_BACK)
def _refund(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
    return book_refund(
        held=Held.objects.get(pk=act.facts["held"]),
        amount_fen=act.amount_fen,
        bank_slip=act.slip,
        reason=act.facts["reason"],
        paid_on=act.entered_on,
        checked_by=checked_by,
        by=by,
        on=on,
    )


def enter_reversal(*, recovery: Recovery, reason: str, by: User, on: date) -> MoneyAct:
    """登记红字冲销回款. Raises as `enter` and `book_reversal`."""
    return enter(
        MoneyActKind.REVERSAL,
        account=recovery.advance.account,
        advance=recovery.advance,
        subject=f"recovery-{recovery.pk}",
        words=f"红字冲销第{recovery.no}次回款",
        slip=recovery.bank_slip,
        amount_fen=recovery.amount_fen,
        facts={"recovery": recovery.pk, "reason": reason},
        by=by,
        on=on,
    )


@books(MoneyActKind.REVERSAL)
def _reversal(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
    return book_reversal(
        recovery=Recovery.objects.get(pk=act.facts["recovery"]),
        reason=act.facts["reason"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


def enter_correction(*, voucher: Voucher, reason: str, by: User, on: date) -> MoneyAct:
    """登记红字冲销 of a voucher with no act of its own. Raises as `enter`, `book_correction`."""
    moved = [p.amount_fen for p in voucher.postings.all() if p.amount_fen > 0]
    return enter(
        MoneyActKind.CORRECTION,
        account=voucher.account,
        subject=f"voucher-{voucher.pk}",
        words=f"红字冲销凭证{voucher}",
        amount_fen=sum(moved),
        facts={"voucher": str(voucher.pk), "reason": reason},
        by=by,
        on=on,
    )


@books(MoneyActKind.CORRECTION)
def _correction(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
    return book_correction(
        voucher=Voucher.objects.get(pk=act.facts["voucher"]),
        reason=act.facts["reason"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


def enter_bounce(*, line: PaymentLine, reason: str, by: User, on: date) -> MoneyAct:
    """登记退票 of a payment the bank had made. Raises as `enter` and `book_bounce`."""
    advance = line.line.advance
    return enter(
        MoneyActKind.BOUNCE,
        account=advance.account,
        advance=advance,
        subject=f"line-{line.pk}",
        words=f"{line.holder}的垫付款退票",
        amount_fen=line.amount_fen,
        facts={"line": line.pk, "reason": reason},
        by=by,
        on=on,
    )


@books(MoneyActKind.BOUNCE)
def _bounce(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
    return book_bounce(
        line=PaymentLine.objects.get(pk=act.facts["line"]),
        reason=act.facts["reason"],
        checked_by=checked_by,
        by=by,
        on=on,
    )
