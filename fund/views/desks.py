"""The desks of the fund: what waits, with its rules answered, and what falls due."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.shortcuts import render
from django.utils import timezone

from cases.views.acts import NOT_PERMITTED, refused
from fund import queries
from fund.choices import AdvanceState as S
from fund.choices import Trigger
from fund.models import Advance, AdvanceLine, FundAccount, MoneyAct, WriteOff
from fund.permissions import can_handle_fund
from fund.views.menu import may_confirm, next_act, to_press
from fund.views.pressing import Pressing, pressing
from fund.views.reminders import reminders
from law.money import yuan
from staff.choices import Role
from staff.models import User

PAGE = 30
TABS = {
    "todo": ("待经办", (S.APPLIED, S.APPROVED, S.DECIDED, S.PAYING)),
    "approval": ("待审批", (S.VERIFIED,)),
    "dunning": ("该催收", (S.DISBURSED,)),
    "recovery": ("追偿中", (S.DISBURSED,)),
    "ended": ("已办结", (S.RECOVERED, S.WRITTEN_OFF, S.REFUSED, S.WITHDRAWN)),
}
CHECKING, PRESSING = "checking", "dunning"
# Nothing is promised yet: whether the rules hold decides what happens next.
_OPEN_QUESTION = (S.APPLIED, S.VERIFIED)


@login_required
def desk(request):
    """周转金: the officer's first page."""
    if not request.user.has_role(Role.FUND_OFFICER):
        return refused(request, NOT_PERMITTED)
    return _desk(request, "周转金", "todo")


@login_required
def approver_desk(request):
    """周转金审批: what waits for a signature, with everything it needs on one page each."""
    if not request.user.has_role(Role.FUND_APPROVER):
        return refused(request, NOT_PERMITTED)
    return _desk(request, "周转金审批", "approval")


def _desk(request, title: str, first: str):
    today, user = timezone.localdate(), request.user
    visible = Advance.objects.visible_to(user)
    pressed = pressing(visible, on=today)
    counts = {
        name: len(pressed) if name == PRESSING else visible.filter(_of_tab(name)).count()
        for name in TABS
    }
    labels = {name: label for name, (label, _) in TABS.items()}
    waiting = MoneyAct.objects.visible_to(user).waiting()
    if can_handle_fund(user):  # second on the desk: nothing is booked before it is done
        counts = {first: counts.pop(first), CHECKING: waiting.count()} | counts
        labels[CHECKING] = "待复核"
    tab = request.GET.get("tab", "")
    tab = tab if tab in counts else first
    if tab == CHECKING:
        listed = _waiting(waiting, user, request)
    elif tab == PRESSING:
        listed = _pressing(pressed, user, request)
    else:
        listed = _advances(visible, tab, today, request)
    return render(
        request,
        "fund/desk.html",
        {
            "title": title,
            "tabs": [
                {
                    "url": f"?tab={name}",
                    "label": labels[name],
                    "count": count,
                    "active": name == tab,
                }
                for name, count in counts.items()
            ],
            "tab": tab,
            "accounts": [
                {"account": account, "books": queries.books(account)}
                for account in FundAccount.objects.visible_to(user).order_by("id")
            ],
            "reminders": reminders(user, on=today),
        }
        | listed,
    )


def _advances(visible, tab: str, today: date, request) -> dict:
    """Return the advances of a tab with their rules answered and the act that comes next."""
    found = visible.filter(_of_tab(tab)).select_related(
        "case", "debtor", "account", "applied_by", "verifier_a", "verifier_b"
    )
    found = found.annotate(workers=Count("lines"), amount_fen=Sum("lines__amount_fen"))
    page = Paginator(found.order_by("applied_on", "id"), PAGE).get_page(request.GET.get("page"))
    advances = list(page)
    where = queries.standings(advances)
    again = _advanced_before([a for a in advances if a.state in _OPEN_QUESTION])
    rows = [
        {
            "advance": advance,
            "standing": where[advance.pk],
            "small": queries.is_small(advance, on=today),
            "doubts": _doubts(advance, again) if advance.state in _OPEN_QUESTION else None,
            "act": next_act(advance, request.user),
        }
        for advance in advances
    ]
    rows.sort(key=lambda row: not row["small"])
    return {"rows": rows, "page": page}


def _waiting(acts, user: User, request) -> dict:
    """Return the money that was entered and waits: what this person can confirm first."""
    found = acts.select_related("entered_by", "checked_by", "officer", "account", "advance__case")
    page = Paginator(found.order_by("id"), PAGE).get_page(request.GET.get("page"))
    rows = [{"act": act, "yours": may_confirm(act, user)} for act in page]
    rows.sort(key=lambda row: not row["yours"])
    return {"rows": rows, "page": page}


def _pressing(due: Sequence[Pressing], user: User, request) -> dict:
    """Return what is to be pressed for: one's own first, then what nobody has taken."""

    def place(one: Pressing) -> int:
        holder = one.advance.recovery_officer_id
        return 0 if holder == user.pk else 2 if holder else 1

    page = Paginator(sorted(due, key=place), PAGE).get_page(request.GET.get("page"))
    rows = []
    for one in page:
        holder = queries.recovery_holder(one.advance)
        rows.append(
            {
                "due": one,
                "holder": holder,
                "take": holder is None and can_handle_fund(user),
                "act": to_press(one.advance, user) if holder in (None, user) else None,
            }
        )
    return {"rows": rows, "page": page}


def _of_tab(tab: str) -> Q:
    """Return what a tab lists; a write-off that waits is the approver's, too."""
    chosen = Q(state__in=TABS[tab][1])
    if tab == "approval":
        waiting = WriteOff.objects.filter(voucher=None).values("advance")
        chosen |= Q(pk__in=waiting, state=S.DISBURSED)
    return chosen


def _advanced_before(advances: Sequence[Advance]) -> dict[int, str]:
    """Return the advances of which a worker was advanced wages by an earlier one: whose name."""
    if not advances:
        return {}
    lines = list(AdvanceLine.objects.filter(advance__in=advances).select_related("worker"))
    earlier = (
        AdvanceLine.objects.filter(
            worker__id_index__in={line.worker.id_index for line in lines}, amount_fen__gt=0
        )
        .exclude(advance__state__in=[S.REFUSED, S.WITHDRAWN])
        .values_list("worker__id_index", "advance_id", "worker__case__debtor__name")
    )
    debtors = {advance.pk: advance.debtor.name for advance in advances}
    known = {(index, name): advance_id for index, advance_id, name in earlier}
    return {
        line.advance_id: line.worker.name
        for line in lines
        if known.get((line.worker.id_index, debtors[line.advance_id]), line.advance_id)
        != line.advance_id
    }


def _doubts(advance: Advance, again: dict[int, str]) -> list[str]:
    """Return what stands against the advance, as far as the records of the list tell."""
    found = []
    if advance.trigger == Trigger.ABSCONDED and not advance.debtor.missing:
        found.append("当事人资料未注明下落不明")
    left = [s["name"] for s in advance.sources if s["applies"] and not s["exhausted"]]
    if left and advance.sources_first:
        found.append(f"{'、'.join(left)}尚未用完")
    wanted = advance.amount_fen if advance.state == S.VERIFIED else advance.requested_fen
    free = advance.account.available_fen
    if wanted > free:
        found.append(f"余额不足：可用{yuan(free)}元")
    if advance.pk in again:
        found.append(f"{again[advance.pk]}以前垫付过")
    return found
