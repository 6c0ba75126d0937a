from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from law.calendar import (
    PUBLISHED_YEARS,
    CalendarYear,
    missing_year_warning,
    published_calendar,
    statutory_days,
)
from law.data import read

CALENDAR = published_calendar()


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", PUBLISHED_YEARS)
def test_published_year_agrees_with_chinesecalendar(year):
    differing = [
        day
        for day in days_of(year)
        if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize("year", PUBLISHED_YEARS)
def test_published_year_agrees_with_holidays(year):
    china = holidays.country_holidays("CN", years=year)
    differing = [
        day for day in days_of(year) if CALENDAR.is_working_day(day) != china.is_working_day(day)
    ]
    assert differing == []


@pytest.mark.parametrize("year", range(2025, 2051))
def test_festival_table_agrees_with_the_lunar_calendar_of_holidays(year):
    names = {
        "春节": "Chinese New Year (Spring Festival)",
        "清明": "Tomb-Sweeping Day",
        "端午": "Dragon Boat Festival",
        "中秋": "Mid-Autumn Festival",
    }
    china = holidays.country_holidays("CN", years=year, language="en_US")
    for chinese, english in names.items():
        first = min(
            day for day, name in china.items() if day.year == year and english in name.split("; ")
        )
        assert read("calendars/festivals")[str(year)][chinese] == first.isoformat()


def test_statutory_days_are_eleven_until_2024_and_thirteen_since():
    assert len(statutory_days(2024)) == 11
    assert {len(statutory_days(year)) for year in range(2025, 2051)} == {13}


def test_statutory_days_of_2026_are_those_of_the_law_and_not_the_whole_holiday():
    assert statutory_days(2026) == {
        date(2026, 1, 1),
        *(date(2026, 2, day) for day in (16, 17, 18, 19)),
        date(2026, 4, 5),
        date(2026, 5, 1),
        date(2026, 5, 2),
        date(2026, 6, 19),
        date(2026, 9, 25),
        *(date(2026, 10, day) for day in (1, 2, 3)),
    }
    assert date(2026, 5, 4) not in statutory_days(2026)


def test_2027_is_projected_from_the_law_with_weekend_holidays_made_up():
    off = [day for day in days_of(2027) if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
    assert off == [
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in (5, 8, 9, 10)),
        date(2027, 4, 5),
        date(2027, 5, 3),
        date(2027, 5, 4),
        date(2027, 6, 9),
        date(2027, 9, 15),
        *(date(2027, 10, day) for day in (1, 4, 5)),
    ]
    assert not CALENDAR.covers(date(2027, 1, 1))
    assert "推算" in CALENDAR.reason(date(2027, 1, 1))


def test_a_make_up_saturday_is_worked_and_says_so():
    assert CALENDAR.is_working_day(date(2026, 2, 14))
    assert CALENDAR.reason(date(2026, 2, 14)) == "星期六，调休上班日"


def test_next_and_previous_working_day_stay_on_a_working_day_and_leave_a_holiday():
    assert CALENDAR.next_working_day(date(2026, 10, 8)) == date(2026, 10, 8)
    assert CALENDAR.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.previous_working_day(date(2026, 10, 7)) == date(2026, 9, 30)


def test_entering_a_year_changes_the_version_and_covers_it():
    year = CalendarYear(2027, frozenset({date(2027, 1, 1)}), frozenset(), "通知")
    extended = CALENDAR.with_year(year)
    assert extended.covers(date(2027, 6, 1))
    assert extended.version != CALENDAR.version
    assert not CALENDAR.covers(date(2027, 6, 1))


def test_the_version_depends_on_the_days_and_not_on_the_source():
    days = frozenset({date(2027, 1, 1)})
    one = CALENDAR.with_year(CalendarYear(2027, days, frozenset(), "甲"))
    other = CALENDAR.with_year(CalendarYear(2027, days, frozenset(), "乙"))
    assert one.version == other.version


def test_a_year_with_a_day_of_another_year_is_refused():
    with pytest.raises(ValueError, match="其他年份"):
        CalendarYear(2027, frozenset({date(2026, 12, 31)}), frozenset(), "通知")


def test_a_missing_next_year_is_warned_about_from_1_october():
    assert missing_year_warning(date(2026, 9, 30), CALENDAR) is None
    assert "2027年" in missing_year_warning(date(2026, 10, 1), CALENDAR)
    assert missing_year_warning(date(2025, 11, 1), CALENDAR) is None
    assert "2027年" in missing_year_warning(date(2027, 1, 4), CALENDAR)
