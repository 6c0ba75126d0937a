"""Starting, meeting and recomputing the deadlines of a case."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from cases.choices import DeadlineState
from cases.models import CalendarYearRow, Case, Deadline
from cases.operations.records import announce, require
from cases.permissions import can_confirm_parameters
from cases.queries import current_calendar
from law.calendar import CalendarYear
from law.time_limits import LIMITS, Computation, last_day
from staff.history import save_with_reason
from staff.models import User
from staff.permissions import is_system
from staff.refusals import ActRefused

# A missed deadline is still to be met; the clock marks it only so that a person looks.
_UNFINISHED = (DeadlineState.RUNNING, DeadlineState.MISSED)


def _apply(deadline: Deadline, computed: Computation) -> Deadline:
    deadline.title = computed.title
    deadline.starts_on = computed.trigger
    deadline.amount = computed.amount
    deadline.unit = computed.unit
    deadline.roll = computed.roll
    deadline.raw_on = computed.raw_on
    deadline.due_on = computed.due_on
    deadline.provisional = computed.provisional
    deadline.calendar_version = computed.calendar_version
    deadline.steps = list(computed.steps)
    return deadline


@transaction.atomic
def start_deadline(
    *,
    case: Case,
    rule: str,
    event: str,
    trigger: date,
    by: User,
    amount: int | None = None,
    suffix: str = "",
) -> Deadline:
    """
    Start the time limit `rule` in `case` from `trigger` (day 0), replacing an earlier one.

    `event` is the starting event in Chinese; `amount` is given where the number of the limit comes
    from a parameter, a paper or a consent.
    """
    for earlier in _current(case, rule, suffix):
        earlier.state = DeadlineState.CANCELLED
        save_with_reason(earlier, by=by, reason=f"重新起算：{event}")
    computed = last_day(LIMITS[rule], trigger, current_calendar(), amount=amount)
    deadline = _apply(Deadline(case=case, rule=rule, suffix=suffix, event=event), computed)
    return save_with_reason(deadline, by=by, reason=event)


def _current(case: Case, rule: str, suffix: str) -> QuerySet[Deadline]:
    return case.deadlines.filter(rule=rule, suffix=suffix).exclude(state=DeadlineState.CANCELLED)


def meet_deadline(*, case: Case, rule: str, on: date, by: User, suffix: str = "") -> None:
    """Mark the deadline as met on `on`; late is still met, and shows as late by its days."""
    for deadline in _current(case, rule, suffix).filter(state__in=_UNFINISHED):
        deadline.state = DeadlineState.MET
        deadline.met_on = on
        save_with_reason(deadline, by=by, reason="已完成")


def mark_missed(*, on: date, by: User) -> int:
    """
    Mark running deadlines whose last day lies before `on` as missed; nothing follows from it.

    Returns how many there were. Each is its own transaction: the clock must not hold many cases.
    """
    require(is_system(by))
    passed = Deadline.objects.filter(state=DeadlineState.RUNNING, due_on__lt=on)
    missed = 0
    for pk in list(passed.values_list("pk", flat=True)):
        with transaction.atomic():
            deadline = passed.select_for_update().filter(pk=pk).first()
            if deadline is not None:
                deadline.state = DeadlineState.MISSED
                save_with_reason(deadline, by=by, reason="期限届满，尚未完成")
                announce(deadline.case)
                missed += 1
    return missed


def cancel_deadlines(*, case: Case, rules: list[str], by: User, reason: str) -> None:
    for deadline in case.deadlines.filter(rule__in=rules, state__in=_UNFINISHED):
        deadline.state = DeadlineState.CANCELLED
        save_with_reason(deadline, by=by, reason=reason)


@transaction.atomic
def extend_deadline(*, case: Case, rule: str, until: date, by: User, reason: str) -> Deadline:
    """
    Move a running deadline to the day consented to (MED-07); the earlier row stays as cancelled.

    Raises:
        ActRefused: no such deadline runs, or `until` is not later than its day.
    """
    earlier = _current(case, rule, "").filter(state__in=_UNFINISHED).first()
    if earlier is None:
        raise ActRefused("没有进行中的该期限，不能延长。", source=rule)
    if until <= earlier.due_on:
        raise ActRefused("延长后的日期必须晚于原期限届满日。", source=rule)
    earlier.state = DeadlineState.CANCELLED
    save_with_reason(earlier, by=by, reason=reason)
    extended = Deadline(
        case=case,
        rule=rule,
        title=earlier.title,
        event=reason,
        starts_on=earlier.starts_on,
        amount=(until - earlier.starts_on).days,
        unit=earlier.unit,
        roll="none",
        raw_on=until,
        due_on=until,
        provisional=not current_calendar().covers(until),
        calendar_version=earlier.calendar_version,
        steps=[*earlier.steps, f"{reason}，延长至{until:%Y-%m-%d}"],
    )
    return save_with_reason(extended, by=by, reason=reason)


@transaction.atomic
def enter_calendar_year(
    *,
    year: int,
    rest_days: list[date],
    make_up_days: list[date],
    source: str,
    published_on: date,
    by: User,
    on: date,
) -> list[tuple[Deadline, date]]:
    """
    Enter the published holidays of a year and recompute what runs into it.

    Returns:
        The deadlines that moved, each with the day it had before.
    """
    require(can_confirm_parameters(by))
    if not source.strip():
        raise ActRefused("请写明国务院办公厅通知的名称或文号。", source="V-D4")
    wrong = sorted({d for d in [*rest_days, *make_up_days] if d.year != year})
    if wrong:
        raise ActRefused(f"日期不属于{year}年：{wrong[0]:%Y-%m-%d}。", source="V-D4")
    if set(rest_days) & set(make_up_days):
        raise ActRefused("同一天不能既放假又调休上班。", source="V-D4")
    CalendarYear(year, frozenset(rest_days), frozenset(make_up_days), source, published_on)
    row = CalendarYearRow.objects.select_for_update().filter(year=year).first()
    row = row or CalendarYearRow(year=year)
    row.rest_days = sorted(d.isoformat() for d in rest_days)
    row.make_up_days = sorted(d.isoformat() for d in make_up_days)
    row.source, row.published_on = source, published_on
    row.entered_by, row.entered_on = by, on
    save_with_reason(row, by=by, reason="录入节假日安排")
    return recompute_deadlines(by=by)


def recompute_deadlines(*, by: User) -> list[tuple[Deadline, date]]:
    """Recompute every running deadline under the calendar in force; return those that moved."""
    calendar = current_calendar()
    moved = []
    running = Deadline.objects.filter(state=DeadlineState.RUNNING).exclude(
        calendar_version=calendar.version
    )
    for deadline in running.select_related("case"):
        limit = LIMITS[deadline.rule]
        if deadline.roll != limit.roll:
            # Extended by consent to a named day, which no calendar moves.
            if deadline.provisional and calendar.covers(deadline.due_on):
                deadline.provisional = False
                deadline.calendar_version = calendar.version
                save_with_reason(deadline, by=by, reason="节假日安排已公布")
            continue
        before = deadline.due_on
        computed = last_day(limit, deadline.starts_on, calendar, amount=deadline.amount)
        _apply(deadline, computed)
        save_with_reason(deadline, by=by, reason="节假日安排更新，重新计算")
        if deadline.due_on != before:
            moved.append((deadline, before))
    return moved
