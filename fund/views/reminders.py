"""What falls due at the fund's desk: read from the records each time, so nothing is ever stale."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from cases.choices import DeadlineState
from cases.models import Deadline
from fund import queries
from fund.choices import AdvanceState as S
from fund.models import Advance, PaymentList, WriteOff
from fund.views.pressing import pressing
from staff.models import User

AHEAD = timedelta(days=7)
SHOWN = 12
UNPAID = (S.APPLIED, S.VERIFIED, S.APPROVED, S.DECIDED, S.PAYING)
# Clocks of the case the people of the fund look out for: the list of defaulters, the police.
CLOCKS = ("LIST-03", "LIST-03.extension", "CRIM-06", "CRIM-07")


@dataclass(frozen=True)
class Reminder:
    """One thing that is due: by when, which advance, in words; `source` is the article, if any."""

    due_on: date
    advance: Advance
    words: str
    source: str = ""

    @property
    def url(self) -> str:
        return reverse("advance", args=[self.advance.pk])


def reminders(user: User, *, on: date) -> list[Reminder]:
    """Return what is due within a week or overdue, the most pressing first."""
    visible = Advance.objects.visible_to(user).select_related("case", "debtor")
    found = [
        *_small_ones(visible, on),
        *_at_the_bank(visible, on),
        *_after_payment(visible, on),
        *_pressed(visible, on),
        *_write_offs(visible),
        *_clocks(visible, on),
    ]
    return sorted(found, key=lambda r: (r.due_on, r.advance.pk))[:SHOWN]


def _small_ones(visible, on: date) -> Iterator[Reminder]:
    for advance in visible.filter(state__in=UNPAID).order_by("applied_on")[:100]:
        if queries.is_small(advance, on=on):
            words = f"小额欠薪应当即时垫付，现为“{advance.get_state_display()}”"
            yield Reminder(advance.applied_on, advance, words, "FUND-11")


def _at_the_bank(visible, on: date) -> Iterator[Reminder]:
    lists = PaymentList.objects.filter(advance__in=visible, answered_on=None, made_on__lt=on)
    for sheet in lists.select_related("advance__case"):
        words = f"第{sheet.no}份付款清单还没有登记银行回盘"
        yield Reminder(sheet.made_on + timedelta(days=1), sheet.advance, words)


def _after_payment(visible, on: date) -> Iterator[Reminder]:
    for advance in visible.filter(state=S.DISBURSED, receipts_on=None, paid_on__lte=on):
        yield Reminder(advance.paid_on, advance, "劳动者还没有签字确认领款")


def _pressed(visible, on: date) -> Iterator[Reminder]:
    """What is to be pressed for by then; it is the same work as the list 该催收 names."""
    for one in pressing(visible, on=on + AHEAD + timedelta(days=1)):
        who = one.advance.recovery_officer
        words = f"{one.words}（{who.name}承办）" if who else one.words
        yield Reminder(one.due_on, one.advance, words, one.source)


def _write_offs(visible) -> Iterator[Reminder]:
    for written in WriteOff.objects.filter(advance__in=visible, voucher=None).select_related(
        "advance__case"
    ):
        done = written.approvals.count()
        words = f"核销等待审批，已有{done}人同意"
        yield Reminder(written.proposed_on, written.advance, words)


def _clocks(visible, on: date) -> Iterator[Reminder]:
    paid = visible.filter(state__in=[S.PAYING, S.DISBURSED])
    of_case = {advance.case_id: advance for advance in paid}
    clocks = Deadline.objects.filter(
        case__in=of_case, rule__in=CLOCKS, state=DeadlineState.RUNNING, due_on__lte=on + AHEAD
    )
    for clock in clocks:
        yield Reminder(clock.due_on, of_case[clock.case_id], clock.title, clock.rule.split(".")[0])
