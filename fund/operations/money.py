"""资金登记: entered by one, confirmed by another at their own login, and only then booked."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max, Sum

from cases.models import Case, Party, WageEntry
from cases.operations import lock_case, record, require
from documents.models import Document
from fund.choices import MoneyActKind, MoneyActState
from fund.models import Advance, FundAccount, MoneyAct, Posting, Voucher
from fund.permissions import can_check_money_act, can_handle_account
from fund.queries import how_it_stands, last_voucher
from law.money import yuan
from mediation.permissions import can_record_payment
from staff.models import User
from staff.operations import establish_system_user
from staff.refusals import ActRefused

# How each kind is booked, with the people of the act and the day it is booked on.
Booking = Callable[[MoneyAct, date], object]
_BOOKINGS: dict[MoneyActKind, Booking] = {}


def books(kind: MoneyActKind) -> Callable[[Booking], Booking]:
    """Register how an act of this kind is booked."""

    def register(booking: Booking) -> Booking:
        _BOOKINGS[kind] = booking
        return booking

    return register


# What an act keeps of its arguments, and how its booking reads them again.
Rows = Sequence[tuple[Party, int]]


def kept_rows(rows: Rows) -> list[list[int]]:
    return [[worker.pk, fen] for worker, fen in rows]


def rows_of(kept: list[list[int]]) -> list[tuple[Party, int]]:
    workers = Party.objects.in_bulk([pk for pk, _ in kept])
    return [(workers[pk], fen) for pk, fen in kept]


def people_of(act: MoneyAct) -> tuple[User, User]:
    """Return who entered it and who checked it; it is booked when it was confirmed."""
    assert act.checked_by
    return act.entered_by, act.checked_by


def positive(amount_fen: int) -> int:
    if amount_fen <= 0:
        raise ActRefused(f"金额须大于零，不能登记{yuan(amount_fen)}元。", source="V-M4")
    return amount_fen


class _OnlyTried(Exception):
    """Takes back what was booked to see what it would do."""


@transaction.atomic
def enter(
    kind: MoneyActKind,
    *,
    account: FundAccount,
    subject: str,
    words: str,
    amount_fen: int,
    facts: dict,
    by: User,
    on: date,
    slip: str = "",
    advance: Advance | None = None,
) -> MoneyAct:
    """
    登记: keep what one person entered until a second one confirms it; nothing is booked.

    It is booked once on trial and taken back: what the books would refuse is refused here already,
    and what they would take is known to whoever confirms it.

    Raises:
        ActRefused: about the same thing one waits already (V-N1); what the booking refuses.
    """
    case, account = _locked(account, advance)
    require(can_handle_account(by, account))
    if account.money_acts.waiting().filter(subject=subject).exists():
        raise ActRefused(
            "同一笔款项已经登记，正等待复核，没有重复登记。",
            source="V-N1",
            suggest="登记有误的，请登记人作废，或者由复核人不予通过，再重新登记。",
        )
    act = MoneyAct(
        account=account,
        advance=advance,
        kind=kind,
        subject=subject,
        words=words[:200],
        slip=slip.strip(),
        amount_fen=amount_fen,
        facts=facts,
        entered_by=by,
        entered_on=on,
    )
    act.before = how_it_stands(act)
    act.outcome = _tried(act, case, on=on)
    act.save()
    _record(case, act, "enter_money_act", f"登记{act.words}，待复核", by=by, on=on)
    return act


@transaction.atomic
def confirm_money_act(*, act: MoneyAct, by: User, on: date) -> MoneyAct:
    """
    复核: confirm exactly what was entered; the last one whose confirmation is needed books it.

    Raises:
        ActRefused: who entered it, or confirmed it before (V-S1); it is booked or ended (V-N1);
            what the booking refuses; books or wages would take something else by now (V-M2).
    """
    case, act = _waiting(act)
    _sign(act, case, by)
    _record(case, act, "confirm_money_act", f"复核{act.words}，核对无误", by=by, on=on)
    if act.checked_by and (act.officer or not act.needs_officer):
        last = last_voucher(act.account)
        if _booked(act, case, on=on) != act.outcome:
            raise ActRefused(
                "登记以后账目或者工资账户有变化，入账的结果与登记时的不同，没有入账。",
                source="V-M2",
                suggest="请选“不予通过”并写明理由，由登记人按现在的账目重新登记。",
            )
        act.state, act.ended_by, act.ended_on = MoneyActState.BOOKED, by, on
        act.save()
        act.vouchers.set(_vouchers_after(act.account, last))
    else:
        act.save()
    return act


@transaction.atomic
def refuse_money_act(*, act: MoneyAct, reason: str, by: User, on: date) -> MoneyAct:
    """
    不予通过, by who might confirm it; nothing is booked, and it may be entered anew.

    Raises:
        ActRefused: who entered it (V-S1), no reason (V-T1), it is booked or ended (V-N1).
    """
    case, act = _waiting(act)
    _refuse_who_entered(act, by)
    require(can_check_money_act(by, act))
    return _ended(act, case, MoneyActState.REFUSED, reason, by=by, on=on)


@transaction.atomic
def withdraw_money_act(*, act: MoneyAct, reason: str, by: User, on: date) -> MoneyAct:
    """
    作废 by who entered it, as long as it waits.

    Raises:
        ActRefused: somebody else (V-S1), no reason (V-T1), it is booked or ended (V-N1).
    """
    case, act = _waiting(act)
    if by != act.entered_by:
        raise ActRefused(
            f"由登记人{act.entered_by.name}作废。",
            source="V-S1",
            suggest="您认为登记有误的，请在复核时选“不予通过”并写明理由。",
        )
    return _ended(act, case, MoneyActState.WITHDRAWN, reason, by=by, on=on)


def _locked(account: FundAccount, advance: Advance | None) -> tuple[Case | None, FundAccount]:
    """Lock the case, if the money is of one, then the account."""
    case = lock_case(advance.case) if advance else None
    return case, FundAccount.objects.select_for_update().get(pk=account.pk)


def _waiting(act: MoneyAct) -> tuple[Case | None, MoneyAct]:
    case, _ = _locked(act.account, act.advance)
    act = MoneyAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if not act.waits:
        raise ActRefused(
            f"这笔登记{act.get_state_display()}，不再需要办理。",
            source="V-N1",
        )
    return case, act


def _refuse_who_entered(act: MoneyAct, by: User) -> None:
    if by == act.entered_by:
        raise ActRefused(
            "资金由一人登记、另一人复核，登记人不能复核自己的登记。",
            source="V-S1",
            suggest="请由周转金的另一名经办人登录后复核；登记有误的，可以作废。",
        )


def _sign(act: MoneyAct, case: Case | None, by: User) -> None:
    """Note who confirms it: the fund's accountant, of a shared payment the case's officer, too."""
    _refuse_who_entered(act, by)
    if by in (act.checked_by, act.officer):
        raise ActRefused("您已经确认过，须由另一人确认。", source="V-S1")
    if act.checked_by is None and can_handle_account(by, act.account):
        act.checked_by = by
    elif act.needs_officer and act.officer is None and case and can_record_payment(by, case):
        act.officer = by
    else:
        who = "周转金的另一名经办人"
        if act.needs_officer:
            who = "周转金的另一名经办人和本案的受理员或者调解员各确认一次"
        raise ActRefused(
            "您的确认不再需要，或者不由您确认。", source="V-S1", suggest=f"请由{who}确认。"
        )


def _ended(
    act: MoneyAct, case: Case | None, state: MoneyActState, reason: str, *, by: User, on: date
) -> MoneyAct:
    reason = reason.strip()
    if not reason:
        raise ActRefused("请写明理由。", source="V-T1")
    act.state, act.reason, act.ended_by, act.ended_on = state, reason[:200], by, on
    act.save()
    said = f"{act.words}{act.get_state_display()}：{reason}"
    _record(case, act, "end_money_act", said, by=by, on=on)
    return act


def _record(case: Case | None, act: MoneyAct, name: str, words: str, *, by: User, on: date) -> None:
    if case is None:
        return
    facts = {"kind": act.kind, "amount_fen": act.amount_fen}
    summary = f"{words}（{yuan(act.amount_fen)}元{f'，回单{act.slip}' if act.slip else ''}）"
    record(case, name, by=by, on=on, summary=summary, facts=facts)


def _tried(act: MoneyAct, case: Case | None, *, on: date) -> dict:
    """Return what booking it would do, with nothing of it kept; nobody has confirmed it."""
    act.checked_by = User.objects.filter(is_system=True).first() or establish_system_user()
    act.officer = _somebody_of(case) if act.needs_officer and case else None
    try:
        with transaction.atomic():
            outcome = _booked(act, case, on=on)
            raise _OnlyTried
    except _OnlyTried:
        act.checked_by = act.officer = None
        # What was booked has changed the objects in hand, and they are no longer true.
        if act.advance_id:
            act.advance = Advance.objects.get(pk=act.advance_id)
        return outcome


def _somebody_of(case: Case) -> User:
    at_work = case.officers.filter(until_on=None).select_related("user").order_by("id")
    for row in at_work:
        if can_record_payment(row.user, case):
            return row.user
    raise ActRefused("本案现在没有受理员或者调解员，无人核对支付劳动者的部分。", source="V-S1")


def _booked(act: MoneyAct, case: Case | None, *, on: date) -> dict:
    """Book it; return what the ledgers and the wages took, and which papers were made."""
    voucher = last_voucher(act.account)
    entries = WageEntry.objects.filter(item__case=case)
    papers = Document.objects.filter(case=case)
    entry, paper = (rows.aggregate(last=Max("id"))["last"] or 0 for rows in (entries, papers))
    _BOOKINGS[MoneyActKind(act.kind)](act, on)
    moved = Posting.objects.filter(voucher__in=_vouchers_after(act.account, voucher))
    paid = entries.filter(id__gt=entry).values_list("item__worker_id", "kind")
    made = papers.filter(id__gt=paper).order_by("code")
    return {
        "ledgers": {
            row["ledger"]: row["total"]
            for row in moved.values("ledger").annotate(total=Sum("amount_fen")).order_by("ledger")
            if row["total"]
        },
        "wages": [
            list(row)
            for row in paid.annotate(total=Sum("amount_fen")).order_by("item__worker_id", "kind")
        ],
        "papers": list(made.values_list("code", flat=True)),
    }


def _vouchers_after(account: FundAccount, last: Voucher | None) -> list[Voucher]:
    rows = account.vouchers.order_by("year", "number")
    if last is None:
        return list(rows)
    later = rows.filter(year=last.year, number__gt=last.number) | rows.filter(year__gt=last.year)
    return list(later)
