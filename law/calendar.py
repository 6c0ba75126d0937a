"""Working days: the years the State Council has published, and a projection for the others."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from types import MappingProxyType

from law.data import read

WEEKDAYS = "一二三四五六日"
PUBLISHED_YEARS = (2024, 2025, 2026)


def in_words(day: date) -> str:
    """The day as a paper writes it: 2026年2月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class CalendarYear:
    """One year as published: days off (weekends in a holiday too) and 调休 working days."""

    year: int
    rest_days: frozenset[date]
    make_up_days: frozenset[date]
    source: str
    published_on: date | None = None

    def __post_init__(self) -> None:
        if any(day.year != self.year for day in self.rest_days | self.make_up_days):
            raise ValueError(f"{self.year}年的放假安排里有其他年份的日期")
        if self.rest_days & self.make_up_days:
            raise ValueError(f"{self.year}年有日期同时列为放假日和调休上班日")


@dataclass(frozen=True)
class Calendar:
    """
    Which days are worked.

    A year without a notice is projected (weekends, statutory days and their 补假): good enough to
    warn by, never to print from. `covers` tells the two apart.
    """

    years: Mapping[int, CalendarYear]

    @cached_property
    def version(self) -> str:
        """A short digest of the published days: equal calendars, equal version."""
        content = [
            f"{number}:{sorted(year.rest_days)}:{sorted(year.make_up_days)}"
            for number, year in sorted(self.years.items())
        ]
        return hashlib.sha256("\n".join(content).encode()).hexdigest()[:12]

    def covers(self, day: date) -> bool:
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < 5 and day not in _projected_days_off(day.year)
        if day in year.make_up_days:
            return True
        return day.weekday() < 5 and day not in year.rest_days

    def next_working_day(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day on or before `day`."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def reason(self, day: date) -> str:
        """Why the day is worked or not, in Chinese."""
        year = self.years.get(day.year)
        if year is None:
            off = day in _projected_days_off(day.year)
            kind = "放假日" if off else "休息日" if day.weekday() > 4 else "工作日"
            return f"星期{WEEKDAYS[day.weekday()]}，{kind}（放假安排未公布，推算）"
        if day in year.make_up_days:
            return f"星期{WEEKDAYS[day.weekday()]}，调休上班日"
        if day in year.rest_days:
            return f"星期{WEEKDAYS[day.weekday()]}，放假日"
        kind = "休息日" if day.weekday() > 4 else "工作日"
        return f"星期{WEEKDAYS[day.weekday()]}，{kind}"

    def with_year(self, year: CalendarYear) -> "Calendar":
        """The same calendar with one year added or replaced."""
        return Calendar(MappingProxyType({**self.years, year.year: year}))


@cache
def published_calendar() -> Calendar:
    """The years shipped with the system."""
    return Calendar(MappingProxyType({number: _load(number) for number in PUBLISHED_YEARS}))


def missing_year_warning(today: date, calendar: Calendar) -> str | None:
    """The sentence to show while this year's, or from 1 October next year's, notice is missing."""
    year = today.year if today.year not in calendar.years else today.year + 1
    if year in calendar.years or (year > today.year and today.month < 10):
        return None
    return (
        f"{year}年节假日安排尚未录入：跨年的期限只能暂算。"
        "国务院办公厅通知公布后，请在“日历”中录入。"
    )


def statutory_days(year: int) -> frozenset[date]:
    """
    The days of 全国年节及纪念日放假办法 2 (WAGE-06): work on them is paid at 300 %.

    Not the same set as the days off of a holiday period. Eleven days up to 2024, thirteen since.
    Raises KeyError for a year whose festivals are not in the table.
    """
    festivals = read("calendars/festivals")[str(year)]
    spring = date.fromisoformat(festivals["春节"])
    days = {date(year, 1, 1), date(year, 5, 1)} | {date(year, 10, day) for day in (1, 2, 3)}
    days |= {spring + timedelta(days=offset) for offset in (0, 1, 2)}
    days |= {date.fromisoformat(festivals[name]) for name in ("清明", "端午", "中秋")}
    if year >= 2025:
        days |= {spring - timedelta(days=1), date(year, 5, 2)}
    if len(days) < (13 if year >= 2025 else 11):  # 中秋 on a National Day: the day after follows
        days.add(date(year, 10, 4))
    return frozenset(days)


@cache
def _projected_days_off(year: int) -> frozenset[date]:
    """Statutory days and the 补假 of those on a weekend (全国年节及纪念日放假办法 6)."""
    try:
        statutory = statutory_days(year)
    except KeyError:
        return frozenset()
    off = set(statutory)
    for day in sorted(statutory):
        if day.weekday() > 4:
            while day.weekday() > 4 or day in off:
                day += timedelta(days=1)
            off.add(day)
    return frozenset(off)


def _load(year: int) -> CalendarYear:
    data = read(f"calendars/{year}")
    return CalendarYear(
        year=year,
        rest_days=frozenset(map(date.fromisoformat, data["rest_days"])),
        make_up_days=frozenset(map(date.fromisoformat, data["make_up_days"])),
        source=data["source"],
        published_on=date.fromisoformat(data["published_on"]),
    )
