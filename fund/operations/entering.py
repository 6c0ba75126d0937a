"""What can be entered to be confirmed by a second person, and how each is booked then."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import uuid4

from cases.models import Party
from fund.choices import Designation, MoneyActKind
from fund.models import (
    Advance,
    FundAccount,
    Held,
    MoneyAct,
    PaymentLine,
    Recovery,
    Voucher,
)
from fund.operations.ledger import receive_funding
from fund.operations.money import books, enter
from fund.operations.payout import book_bounce
from fund.operations.received import book_recovery, book_reversal
from fund.operations.shared import book_shared_payment
from fund.operations.suspense import (
    book_correction,
    book_held,
    book_passing_on,
    book_refund,
)
from law.money import yuan
from mediation.choices import PaymentMethod
from mediation.models import Instalment
from staff.models import User
from staff.refusals import ActRefused

Rows = Sequence[tuple[Party, int]]


def _kept(rows: Rows) -> list[list[int]]:
    return [[worker.pk, fen] for worker, fen in rows]


def _rows(kept: list[list[int]]) -> list[tuple[Party, int]]:
    workers = Party.objects.in_bulk([pk for pk, _ in kept])
    return [(workers[pk], fen) for pk, fen in kept]


def _slip(text: str) -> str:
    return f"slip-{text.strip()}"


def _people(act: MoneyAct) -> tuple[User, User]:
    assert act.checked_by  # it is booked when it was confirmed
    return act.entered_by, act.checked_by


def enter_funding(
    *, account: FundAccount, amount_fen: int, source: str, by: User, on: date
) -> MoneyAct:
    """登记拨入本金 on the paper of the treasury. Raises as `enter` and `receive_funding`."""
    return enter(
        MoneyActKind.FUNDING,
        account=account,
        subject=f"funding-{source.strip()}"[:80],
        words=f"拨入本金，{source.strip()}",
        amount_fen=_positive(amount_fen),
        facts={"source": source, "key": f"funding-{uuid4().hex}"},
        by=by,
        on=on,
    )


@books(MoneyActKind.FUNDING)
def _funding(act: MoneyAct, on: date) -> object:
    by, checked_by = _people(act)
    return receive_funding(
        account=act.account,
        amount_fen=act.amount_fen,
        source=act.facts["source"],
        key=act.facts["key"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


def enter_recovery(
    *,
    advance: Advance,
    payer: str,
    amount_fen: int,
    bank_slip: str,
    received_on: date,
    by: User,
    on: date,
    designation: Designation = Designation.NONE,
    rows: Rows | None = None,
    over_fen: int = 0,
    held: Held | None = None,
    stated: Mapping[str, int] | None = None,
) -> MoneyAct:
    """
    登记回款; `rows` are the fund's part by worker, `held` is money that was in suspense before.

    `stated` are control figures, compared with how the books stand now. Raises as `enter` and
    `book_recovery`.
    """
    act = enter(
        MoneyActKind.RECOVERY,
        account=advance.account,
        advance=advance,
        subject=f"held-{held.pk}" if held else _slip(bank_slip),
        words=f"{payer.strip()}的回款",
        slip=held.bank_slip if held else bank_slip,
        amount_fen=_positive(amount_fen),
        facts={
            "payer": payer.strip(),
            "received_on": received_on.isoformat(),
            "designation": Designation(designation).value,
            "rows": None if rows is None else _kept(rows),
            "over_fen": over_fen,
            "held": held and held.pk,
            "stated": dict(stated or {}),
        },
        by=by,
        on=on,
    )
    # They were right when it was entered; what the fund does meanwhile does not make them wrong.
    act.facts = act.facts | {"stated": {}}
    act.save(update_fields=["facts"])
    return act


@books(MoneyActKind.RECOVERY)
def _recovery(act: MoneyAct, on: date) -> object:
    facts, (by, checked_by) = act.facts, _people(act)
    assert act.advance
    return book_recovery(
        advance=act.advance,
        payer=facts["payer"],
        amount_fen=act.amount_fen,
        bank_slip=act.slip,
        received_on=date.fromisoformat(facts["received_on"]),
        designation=Designation(facts["designation"]),
        rows=None if facts["rows"] is None else _rows(facts["rows"]),
        over_fen=facts["over_fen"],
        held=Held.objects.get(pk=facts["held"]) if facts["held"] else None,
        stated=facts["stated"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


def enter_shared_payment(
    *,
    advance: Advance,
    instalment: Instalment,
    payer: Party,
    to_fund_rows: Rows,
    to_worker_rows: Rows,
    fund_slip: str,
    method: PaymentMethod,
    voucher: str,
    by: User,
    on: date,
) -> MoneyAct:
    """
    登记兼付 on one instalment; the fund's accountant and who works on the case confirm it.

    Raises as `enter` and `book_shared_payment`; nothing of it is the fund's (F08).
    """
    if not to_fund_rows:
        raise ActRefused("没有归还周转金的部分，请由办案人登记付款。", source="F08")
    if advance.money_acts.waiting().filter(kind=MoneyActKind.SHARED).exists():
        raise ActRefused("已经登记了一笔兼付的款项，正等待复核。", source="V-N1")
    return enter(
        MoneyActKind.SHARED,
        account=advance.account,
        advance=advance,
        subject=_slip(fund_slip),
        words=f"{payer.name}兼付的款项",
        slip=fund_slip,
        amount_fen=_positive(sum(fen for _, fen in (*to_fund_rows, *to_worker_rows))),
        facts={
            "instalment": instalment.pk,
            "payer": payer.pk,
            "to_fund_rows": _kept(to_fund_rows),
            "to_worker_rows": _kept(to_worker_rows),
            "method": PaymentMethod(method).value,
            "voucher": voucher,
        },
        by=by,
        on=on,
    )


@books(MoneyActKind.SHARED)
def _shared(act: MoneyAct, on: date) -> object:
    facts, (by, checked_by) = act.facts, _people(act)
    assert act.advance
    assert act.officer
    return book_shared_payment(
        advance=act.advance,
        instalment=Instalment.objects.get(pk=facts["instalment"]),
        payer=Party.objects.get(pk=facts["payer"]),
        to_fund_rows=_rows(facts["to_fund_rows"]),
        to_worker_rows=_rows(facts["to_worker_rows"]),
        fund_slip=act.slip,
        method=PaymentMethod(facts["method"]),
        voucher=facts["voucher"],
        cashier=by,
        checked_by=checked_by,
        by=act.officer,
        paid_on=act.entered_on,
        on=on,
    )


def enter_held(
    *,
    account: FundAccount,
    payer: str,
    amount_fen: int,
    bank_slip: str,
    received_on: date,
    by: User,
    on: date,
) -> MoneyAct:
    """登记暂收款: money nobody knows yet what for. Raises as `enter` and `book_held`."""
    return enter(
        MoneyActKind.HOLD,
        account=account,
        subject=_slip(bank_slip),
        words=f"{payer.strip()}付来的暂收款",
        slip=bank_slip,
        amount_fen=_positive(amount_fen),
        facts={"payer": payer, "received_on": received_on.isoformat()},
        by=by,
        on=on,
    )


@books(MoneyActKind.HOLD)
def _held(act: MoneyAct, on: date) -> object:
    by, checked_by = _people(act)
    return book_held(
        account=act.account,
        payer=act.facts["payer"],
        amount_fen=act.amount_fen,
        bank_slip=act.slip,
        received_on=date.fromisoformat(act.facts["received_on"]),
        checked_by=checked_by,
        by=by,
        on=on,
    )


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
        amount_fen=_positive(sum(fen for _, fen in rows)),
        facts={"held": held.pk, "rows": _kept(rows)},
        by=by,
        on=on,
    )


@books(MoneyActKind.PASS_ON)
def _passing_on(act: MoneyAct, on: date) -> object:
    by, checked_by = _people(act)
    return book_passing_on(
        held=Held.objects.get(pk=act.facts["held"]),
        rows=_rows(act.facts["rows"]),
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
        amount_fen=_positive(amount_fen),
        facts={"held": held.pk, "reason": reason},
        by=by,
        on=on,
    )


@books(MoneyActKind.GIVE_BACK)
def _refund(act: MoneyAct, on: date) -> object:
    by, checked_by = _people(act)
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
    by, checked_by = _people(act)
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
    by, checked_by = _people(act)
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
    by, checked_by = _people(act)
    return book_bounce(
        line=PaymentLine.objects.get(pk=act.facts["line"]),
        reason=act.facts["reason"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


def _positive(amount_fen: int) -> int:
    if amount_fen <= 0:
        raise ActRefused(f"金额须大于零，不能登记{yuan(amount_fen)}元。", source="V-M4")
    return amount_fen
