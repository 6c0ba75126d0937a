"""Time limits: how the last day of a period is counted, and the sentences that show it."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from law.calendar import Calendar, in_words
from law.data import read
from law.statutes import cite

Unit = Literal["natural_day", "working_day", "month", "year", "hour"]
Direction = Literal["after", "before"]
Roll = Literal["forward", "backward", "none"]

UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        "natural_day": "个自然日",
        "working_day": "个工作日",
        "month": "个月",
        "year": "年",
        "hour": "小时",
    }
)


@dataclass(frozen=True)
class TimeLimit:
    """
    One period of law.

    `amount` is None where a paper or a parameter of the centre sets the number; `parameter` then
    names the parameter, if there is one. `whose` is "party" where it is theirs to use or to let
    pass: after its last day a way is closed, and nobody who works on the case is late.
    """

    id: str
    title: str
    amount: int | None
    unit: Unit
    starts: str
    direction: Direction
    roll: Roll
    article: str
    layer: str
    parameter: str | None = None
    whose: Literal["authority", "party"] = "authority"


@dataclass(frozen=True)
class Computation:
    """
    A counted period. `raw_on` is the last day before rolling, None where working days were counted.

    `provisional`: the result depends on a year in `missing_years`, whose 放假 notice is unknown.
    """

    limit_id: str
    title: str
    trigger: date
    amount: int
    unit: Unit
    roll: Roll
    direction: Direction
    raw_on: date | None
    due_on: date
    provisional: bool
    calendar_version: str
    steps: tuple[str, ...]
    article: str
    missing_years: tuple[int, ...] = ()


@dataclass(frozen=True)
class HourComputation:
    limit_id: str
    title: str
    trigger_at: datetime
    amount: int
    due_at: datetime
    steps: tuple[str, ...]
    article: str


class CalendarYearMissing(Exception):
    """A paper would print a day that depends on a year whose 放假 notice has not been entered."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"节假日安排未录入：{year}年。请先在“日历”中录入国务院办公厅通知后再出具文书。"
        )


def _limits() -> Mapping[str, TimeLimit]:
    limits = [TimeLimit(**row) for row in read("time_limits")]
    return MappingProxyType({limit.id: limit for limit in limits})


LIMITS: Mapping[str, TimeLimit] = _limits()
OF_PARTIES = frozenset(id for id, limit in LIMITS.items() if limit.whose == "party")


def last_day(
    limit: TimeLimit | str, trigger: date, calendar: Calendar, *, amount: int | None = None
) -> Computation:
    """
    The last day in time, counted from the day after `trigger` (民事诉讼法 85).

    Give `amount` where the law leaves the number to a paper or a parameter, or where it was
    extended. Only the last day rolls. A roll that would need an unpublished year is not made: the
    un-rolled day is the earlier one, so a warning by it is never late.
    """
    limit = _limit(limit)
    amount = _amount(limit, amount)
    if limit.unit == "hour":
        raise ValueError(f"{limit.id}以小时计算，请使用 hours_after")
    if limit.direction == "before":
        return latest_day_before(limit, trigger, calendar, amount=amount)
    counting = [
        f"起算事件：{limit.starts}，{in_words(trigger)}，当日不计入（{cite('TIME-01')}）。",
    ]
    if limit.unit == "working_day":
        due, missing = _count_working_days(trigger, amount, calendar, timedelta(days=1))
        counting.append(
            f"自{in_words(trigger + timedelta(days=1))}起数{amount}个工作日，"
            f"至{in_words(due)}（{calendar.reason(due)}）。"
        )
        return _computed(limit, trigger, amount, calendar, None, due, counting, missing)
    raw = _corresponding_day(trigger, amount, limit.unit)
    counting.append(
        f"自{in_words(trigger + timedelta(days=1))}起算{amount}{UNITS[limit.unit]}，"
        f"至{in_words(raw)}（{calendar.reason(raw)}）。"
    )
    due, rolling, missing = _roll(raw, limit.roll, calendar)
    return _computed(limit, trigger, amount, calendar, raw, due, [*counting, *rolling], missing)


def latest_day_before(
    limit: TimeLimit | str, hearing: date, calendar: Calendar, *, amount: int | None = None
) -> Computation:
    """
    The latest working day with `amount` full working days strictly between it and `hearing`.

    The conservative reading of 开庭五日前 (ARB-18): neither end counts.
    """
    limit = _limit(limit)
    amount = _amount(limit, amount)
    if limit.unit != "working_day":
        raise ValueError(f"{limit.id}不以工作日计算，不能向前推算")
    due, missing = _count_working_days(hearing, amount + 1, calendar, timedelta(days=-1))
    steps = [
        f"{limit.starts}：{in_words(hearing)}，当日不计入。",
        f"向前数{amount}个完整的工作日，首尾两日均不计入，"
        f"最迟为{in_words(due)}（{calendar.reason(due)}）。",
    ]
    return _computed(limit, hearing, amount, calendar, None, due, steps, missing)


def payday(agreed: date, calendar: Calendar) -> date:
    """The day wages agreed for `agreed` must be paid by: before a rest day, not after (条例 14)."""
    return calendar.previous_working_day(agreed)


def hours_after(
    limit: TimeLimit | str, at: datetime, *, amount: int | None = None
) -> HourComputation:
    """The moment a period of hours ends; the hour it starts in is not counted (民事诉讼法 85)."""
    limit = _limit(limit)
    hours = _amount(limit, amount)
    if limit.unit != "hour":
        raise ValueError(f"{limit.id}不以小时计算，请使用 last_day")
    start = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    due = start + timedelta(hours=hours)
    return HourComputation(
        limit_id=limit.id,
        title=limit.title,
        trigger_at=at,
        amount=hours,
        due_at=due,
        steps=(
            f"起算事件：{limit.starts}，{in_words(at.date())}{at:%H:%M}，"
            f"当时不计入（{cite('TIME-01')}）。",
            f"自{in_words(start.date())}{start:%H:%M}起算{hours}小时，"
            f"至{in_words(due.date())}{due:%H:%M}，不因休息日顺延。",
        ),
        article=cite(limit.article),
    )


def require_published(computation: Computation) -> Computation:
    """
    The same computation, fit to be printed on a paper.

    Raises:
        CalendarYearMissing: it depends on a year whose 放假 notice has not been entered.

    """
    if computation.provisional:
        raise CalendarYearMissing(computation.missing_years[0])
    return computation


def _limit(limit: TimeLimit | str) -> TimeLimit:
    return LIMITS[limit] if isinstance(limit, str) else limit


def _amount(limit: TimeLimit, given: int | None) -> int:
    amount = limit.amount if given is None else given
    if amount is None:
        raise ValueError(f"{limit.id}（{limit.title}）的期限长度由文书或中心参数确定，必须给出")
    if amount < 0:
        raise ValueError("期限长度不能为负")
    return amount


def _corresponding_day(trigger: date, amount: int, unit: Unit) -> date:
    """Months and years end on the corresponding day, else the month's last (民法典 202)."""
    if unit == "natural_day":
        return trigger + timedelta(days=amount)
    months = trigger.year * 12 + trigger.month - 1 + (amount if unit == "month" else 12 * amount)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(trigger.day, monthrange(year, month + 1)[1]))


def _count_working_days(
    start: date, amount: int, calendar: Calendar, step: timedelta
) -> tuple[date, tuple[int, ...]]:
    """The day reached, and the unpublished years walked through on the way."""
    day, years = start, set[int]()
    while amount:
        day += step
        if not calendar.covers(day):
            years.add(day.year)
        if calendar.is_working_day(day):
            amount -= 1
    return day, tuple(sorted(years))


def _roll(raw: date, roll: Roll, calendar: Calendar) -> tuple[date, list[str], tuple[int, ...]]:
    """The day after rolling, the sentences that say so, and the unpublished years it rests on."""
    if roll == "none":
        return raw, ["该期限不因休息日顺延。"], ()
    if roll == "backward":
        rolled = calendar.previous_working_day(raw)
        sentence = f"遇休息日提前至{in_words(rolled)}（{cite('WAGE-01')}）。"
    else:
        rolled = calendar.next_working_day(raw)
        sentence = f"最后一日为休息日，顺延至{in_words(rolled)}（{cite('TIME-02')}）。"
    missing = tuple(sorted({day.year for day in (raw, rolled) if not calendar.covers(day)}))
    if missing:
        kept = min(raw, rolled)
        return kept, [f"暂按{in_words(kept)}掌握，不作顺延。"], missing
    if rolled == raw:
        return raw, ["最后一日是工作日，不顺延。"], ()
    return rolled, [sentence], ()


def _computed(
    limit: TimeLimit,
    trigger: date,
    amount: int,
    calendar: Calendar,
    raw_on: date | None,
    due_on: date,
    steps: list[str],
    missing: tuple[int, ...],
) -> Computation:
    if missing:
        years = "、".join(f"{year}年" for year in missing)
        steps = [*steps, f"{years}节假日安排尚未录入，结果为暂算，录入后重新计算。"]
    return Computation(
        limit_id=limit.id,
        title=limit.title,
        trigger=trigger,
        amount=amount,
        unit=limit.unit,
        roll=limit.roll,
        direction=limit.direction,
        raw_on=raw_on,
        due_on=due_on,
        provisional=bool(missing),
        calendar_version=calendar.version,
        steps=tuple(steps),
        article=cite(limit.article),
        missing_years=missing,
    )
