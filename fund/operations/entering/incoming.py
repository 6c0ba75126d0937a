"""Money that came in: of the treasury, back from the employer, for both, of nobody known."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from django.db import transaction

from cases.models import Party
from cases.operations import lock_case
from fund.choices import Designation, MoneyActKind
from fund.models import Advance, FundAccount, Held, MoneyAct
from fund.operations.ledger import receive_funding
from fund.operations.money import Rows, books, enter, kept_rows, people_of, positive, rows_of
from fund.operations.received import book_recovery
from fund.operations.shared import book_shared_payment
from fund.operations.suspense import book_held
from mediation.choices import PaymentMethod
from mediation.models import Instalment
from staff.models import User
from staff.refusals import ActRefused


def _slip(text: str) -> str:
    return f"slip-{text.strip()}"


def enter_funding(
    *, account: FundAccount, amount_fen: int, source: str, by: User, on: date
) -> MoneyAct:
    """登记拨入本金 on the paper of the treasury. Raises as `enter` and `receive_funding`."""
    return enter(
        MoneyActKind.FUNDING,
        account=account,
        subject=f"funding-{source.strip()}"[:80],
        words=f"拨入本金，{source.strip()}",
        amount_fen=positive(amount_fen),
        facts={"source": source, "key": f"funding-{uuid4().hex}"},
        by=by,
        on=on,
    )


@books(MoneyActKind.FUNDING)
def _funding(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
    return receive_funding(
        account=act.account,
        amount_fen=act.amount_fen,
        source=act.facts["source"],
        key=act.facts["key"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


@transaction.atomic
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
        amount_fen=positive(amount_fen),
        facts={
            "payer": payer.strip(),
            "received_on": received_on.isoformat(),
            "designation": Designation(designation).value,
            "rows": None if rows is None else kept_rows(rows),
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
    facts, (by, checked_by) = act.facts, people_of(act)
    assert act.advance
    return book_recovery(
        advance=act.advance,
        payer=facts["payer"],
        amount_fen=act.amount_fen,
        bank_slip=act.slip,
        received_on=date.fromisoformat(facts["received_on"]),
        designation=Designation(facts["designation"]),
        rows=None if facts["rows"] is None else rows_of(facts["rows"]),
        over_fen=facts["over_fen"],
        held=Held.objects.get(pk=facts["held"]) if facts["held"] else None,
        stated=facts["stated"],
        checked_by=checked_by,
        by=by,
        on=on,
    )


@transaction.atomic
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
    lock_case(advance.case)  # what waits is asked for under the lock, as `enter` asks
    if advance.money_acts.waiting().filter(kind=MoneyActKind.SHARED).exists():
        raise ActRefused("已经登记了一笔兼付的款项，正等待复核。", source="V-N1")
    return enter(
        MoneyActKind.SHARED,
        account=advance.account,
        advance=advance,
        subject=_slip(fund_slip),
        words=f"{payer.name}兼付的款项",
        slip=fund_slip,
        amount_fen=positive(sum(fen for _, fen in (*to_fund_rows, *to_worker_rows))),
        facts={
            "instalment": instalment.pk,
            "payer": payer.pk,
            "to_fund_rows": kept_rows(to_fund_rows),
            "to_worker_rows": kept_rows(to_worker_rows),
            "method": PaymentMethod(method).value,
            "voucher": voucher,
        },
        by=by,
        on=on,
    )


@books(MoneyActKind.SHARED)
def _shared(act: MoneyAct, on: date) -> object:
    facts, (by, checked_by) = act.facts, people_of(act)
    assert act.advance
    assert act.officer
    return book_shared_payment(
        advance=act.advance,
        instalment=Instalment.objects.get(pk=facts["instalment"]),
        payer=Party.objects.get(pk=facts["payer"]),
        to_fund_rows=rows_of(facts["to_fund_rows"]),
        to_worker_rows=rows_of(facts["to_worker_rows"]),
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
        amount_fen=positive(amount_fen),
        facts={"payer": payer, "received_on": received_on.isoformat()},
        by=by,
        on=on,
    )


@books(MoneyActKind.HOLD)
def _held(act: MoneyAct, on: date) -> object:
    by, checked_by = people_of(act)
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
