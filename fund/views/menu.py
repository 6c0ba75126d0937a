"""What somebody may do with an advance now, on its page and in the lists."""

from django.urls import reverse

from fund.choices import AdvanceState as S
from fund.choices import MoneyActKind
from fund.models import Advance, MoneyAct
from fund.operations.recovery import LAST_NOTICE
from fund.permissions import can_approve_advance, can_check_money_act, can_handle_account
from fund.queries import (
    handlers_of,
    recovery_holder,
    standing,
    unpaid_lines,
    waiting_money_acts,
)
from fund.views.acts import ACTS
from mediation.choices import AgreementState
from mediation.queries import current_agreement, next_instalment


def menu(advance: Advance, user) -> list[tuple[str, str]]:
    """Return what `user` may do now: (label, address); own work is not offered for approval."""
    handled = user in handlers_of(advance)
    approved = advance.approvals.filter(round=advance.round, by=user).exists()
    found = []
    for name, act in ACTS.items():
        if advance.state not in act.states or not act.permission(user):
            continue
        approving = act.permission is can_approve_advance
        if approving and (handled or (approved and name == "approve")):
            continue
        if name == "verify" and user == advance.applied_by:
            continue
        if not _ready(name, advance, user, paying_out=not handled and not approved):
            continue
        found.append((act.label, reverse("advance-act", args=[advance.pk, name])))
    return found


# Ways back and out: on the page of the advance, never the first thing a list offers.
_BACKWARDS = ("withdraw", "cancel", "write-off", "cash", "shared", "take", "hand-back")


def next_act(advance: Advance, user) -> tuple[str, str] | None:
    """Return the act that carries the advance on, if it is this person's."""
    back = {reverse("advance-act", args=[advance.pk, name]) for name in _BACKWARDS}
    return next((pair for pair in menu(advance, user) if pair[1] not in back), None)


def to_press(advance: Advance, user) -> tuple[str, str] | None:
    """Return the act that presses for the money: the next demand, and after the last, giving up."""
    offered = dict((url, label) for label, url in menu(advance, user))
    sent = advance.notices.values_list("no", flat=True).order_by("-no").first() or 0
    name = "notice" if sent < LAST_NOTICE else "write-off"
    address = reverse("advance-act", args=[advance.pk, name])
    if address not in offered:
        return None
    return ("再次催款" if name == "notice" and sent else offered[address]), address


def may_confirm(act: MoneyAct, user) -> bool:
    """Return whether the money waits for this person; who has confirmed it waits for another."""
    if user in (act.checked_by, act.officer):
        return False
    if not can_check_money_act(user, act):
        return False
    return act.checked_by is None or not can_handle_account(user, act.account)


def _waits_shared(advance: Advance) -> bool:
    return waiting_money_acts(advance).filter(kind=MoneyActKind.SHARED).exists()


def _has_open_instalment(advance: Advance) -> bool:
    agreement = current_agreement(advance.case)
    if agreement is None or agreement.state != AgreementState.EFFECTIVE:
        return False
    return next_instalment(agreement) is not None


def _ready(name: str, advance: Advance, user, *, paying_out: bool) -> bool:
    waiting = advance.write_offs.filter(voucher=None).exists()
    where = standing(advance)
    owed = bool(where.outstanding_fen)
    holder = recovery_holder(advance)
    conditions = {
        "verify": advance.state == S.APPLIED,
        "assign": not advance.assigned_on,
        "list": bool(advance.assigned_on) and paying_out,
        "cash": bool(advance.assigned_on) and paying_out and bool(unpaid_lines(advance)),
        "answers": paying_out,
        "receipts": not advance.receipts_on and paying_out,
        "notice": owed and holder in (None, user),
        "take": owed and holder is None,
        "hand-back": owed and advance.recovery_officer is not None,
        "recover": owed or bool(where.written_off_open_fen),
        "shared": owed and _has_open_instalment(advance) and not _waits_shared(advance),
        "close": not owed,
        "write-off": owed and not waiting,
        "write-off-approve": waiting,
    }
    return conditions.get(name, True)
