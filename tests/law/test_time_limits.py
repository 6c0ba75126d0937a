from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import CalendarYear, published_calendar
from law.statutes import article
from law.time_limits import (
    LIMITS,
    CalendarYearMissing,
    TimeLimit,
    hours_after,
    last_day,
    latest_day_before,
    payday,
    require_published,
)

CALENDAR = published_calendar()
COVERED = st.dates(date(2024, 1, 1), date(2026, 10, 31))


def limit(unit, roll="none", direction="after"):
    return TimeLimit("X", "期限", None, unit, "事件发生之日", direction, roll, "TIME-01", "国家")


@pytest.mark.parametrize(
    ("trigger", "amount", "raw", "due"),
    [
        ("2026-01-31", 15, "2026-02-15", "2026-02-24"),
        ("2026-01-17", 30, "2026-02-16", "2026-02-24"),
        ("2026-04-24", 15, "2026-05-09", "2026-05-09"),
        ("2025-12-20", 15, "2026-01-04", "2026-01-04"),
        ("2026-06-05", 15, "2026-06-20", "2026-06-22"),
        ("2026-08-17", 45, "2026-10-01", "2026-10-08"),
        ("2026-09-01", 30, "2026-10-01", "2026-10-08"),
        ("2026-01-18", 30, "2026-02-17", "2026-02-24"),
    ],
)
def test_natural_days_roll_forward_off_a_rest_day_only(trigger, amount, raw, due):
    found = last_day(
        limit("natural_day", "forward"), date.fromisoformat(trigger), CALENDAR, amount=amount
    )
    assert (found.raw_on, found.due_on) == (date.fromisoformat(raw), date.fromisoformat(due))
    assert not found.provisional


@pytest.mark.parametrize(
    ("trigger", "amount", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-09", 10, "2026-02-28"),
        ("2026-04-28", 10, "2026-05-14"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-28", 10, "2026-10-16"),
        ("2025-01-24", 5, "2025-02-07"),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(trigger, amount, due):
    found = last_day(limit("working_day"), date.fromisoformat(trigger), CALENDAR, amount=amount)
    assert found.due_on == date.fromisoformat(due)
    assert found.raw_on is None


@pytest.mark.parametrize(
    ("hearing", "amount", "due"),
    [
        ("2026-03-02", 5, "2026-02-14"),
        ("2026-10-09", 5, "2026-09-23"),
        ("2026-05-11", 3, "2026-05-06"),
    ],
)
def test_notice_before_a_hearing_leaves_full_working_days_between(hearing, amount, due):
    found = latest_day_before("ARB-18", date.fromisoformat(hearing), CALENDAR, amount=amount)
    assert found.due_on == date.fromisoformat(due)


SCENARIO_DEADLINES = [
    ("MED-05", "2026-02-13", None, None, "2026-02-25"),
    ("MED-06", "2026-02-13", None, "2026-02-28", "2026-02-28"),
    ("MED-07", "2026-02-13", None, "2026-02-28", "2026-02-28"),
    ("REV-01", "2026-02-13", None, "2026-02-28", "2026-02-28"),
    ("JC-01", "2026-02-13", None, "2026-03-15", "2026-03-16"),
    ("MED-31", "2026-02-13", 7, None, "2026-03-02"),
    ("ARB-37", "2026-03-02", None, "2031-03-02", "2031-03-02"),
    ("MED-05", "2026-09-21", None, None, "2026-09-24"),
    ("MED-06", "2026-09-21", None, "2026-10-06", "2026-10-08"),
    ("MED-07", "2026-09-22", None, "2026-10-07", "2026-10-08"),
    ("REV-01", "2026-09-28", None, "2026-10-13", "2026-10-13"),
    ("JC-01", "2026-09-28", None, "2026-10-28", "2026-10-28"),
    ("JC-09", "2026-10-09", None, "2026-10-12", "2026-10-12"),
    ("JC-10", "2026-10-12", None, "2026-10-27", "2026-10-27"),
    ("JC-11", "2026-10-12", None, "2026-11-11", "2026-11-11"),
    ("JC-12", "2026-10-16", None, "2026-10-31", "2026-11-02"),
    ("ARB-37", "2026-11-30", None, "2031-11-30", "2031-11-30"),
    ("MED-05", "2026-04-27", None, None, "2026-04-30"),
    ("MED-06", "2026-04-27", None, "2026-05-12", "2026-05-12"),
    ("MED-07", "2026-04-28", None, "2026-05-13", "2026-05-13"),
    ("ADM-04", "2026-04-29", 5, None, "2026-05-09"),
    ("LIST-03", "2026-05-09", None, None, "2026-06-05"),
    ("CRIM-06", "2026-05-11", None, "2026-05-14", "2026-05-14"),
    ("CRIM-07", "2026-05-12", None, "2026-05-15", "2026-05-15"),
    ("ARB-37", "2026-09-16", None, "2031-09-16", "2031-09-16"),
    ("MED-05", "2026-06-01", None, None, "2026-06-04"),
    ("MED-06", "2026-06-01", None, "2026-06-16", "2026-06-16"),
    ("MED-07", "2026-06-03", None, "2026-06-18", "2026-06-18"),
    ("ARB-07", "2026-06-17", None, None, "2026-06-25"),
    ("ARB-09", "2026-06-18", None, None, "2026-06-26"),
    ("ARB-13", "2026-06-18", None, None, "2026-06-26"),
    ("ARB-10", "2026-06-22", None, None, "2026-07-06"),
    ("SUM-03", "2026-06-22", 3, None, "2026-06-25"),
    ("ARB-10.copy", "2026-06-25", None, None, "2026-07-02"),
    ("ARB-18", "2026-07-02", None, None, "2026-06-24"),
    ("ARB-18.postponement", "2026-07-02", None, None, "2026-06-26"),
    ("ARB-19", "2026-06-18", None, "2026-08-02", "2026-08-03"),
    ("SUM-10", "2026-06-18", None, "2026-07-18", "2026-07-20"),
    ("ARB-28", "2026-07-09", None, "2026-07-24", "2026-07-24"),
    ("ARB-29", "2026-07-10", None, "2026-08-09", "2026-08-10"),
    ("ARB-30", "2026-07-09", None, "2026-07-24", "2026-07-24"),
    ("ARB-30", "2026-07-10", None, "2026-07-25", "2026-07-27"),
    ("ARB-37.award", "2026-07-28", None, "2036-07-28", "2036-07-28"),
]


@pytest.mark.parametrize(("rule", "trigger", "amount", "raw", "due"), SCENARIO_DEADLINES)
def test_deadlines_of_worked_cases(rule, trigger, amount, raw, due):
    found = last_day(rule, date.fromisoformat(trigger), CALENDAR, amount=amount)
    assert found.raw_on == (date.fromisoformat(raw) if raw else None)
    assert found.due_on == date.fromisoformat(due)
    assert not found.provisional


def test_enforcement_into_an_unpublished_year_is_provisional_and_not_rolled():
    found = last_day("JC-16", date(2026, 11, 30), CALENDAR)
    assert (found.raw_on, found.due_on) == (date(2028, 11, 30), date(2028, 11, 30))
    assert found.provisional
    assert any("2028年节假日安排尚未录入" in step for step in found.steps)


def test_a_provisional_last_day_on_a_weekend_stays_unrolled():
    found = last_day("JC-01", date(2026, 12, 3), CALENDAR)
    assert found.raw_on == found.due_on == date(2027, 1, 2)
    assert found.provisional


def test_a_period_that_never_rolls_is_not_provisional_in_an_unpublished_year():
    assert not last_day("ARB-37", date(2026, 3, 2), CALENDAR).provisional


def test_a_paper_may_not_print_a_provisional_day():
    found = last_day(limit("working_day"), date(2026, 12, 28), CALENDAR, amount=5)
    with pytest.raises(CalendarYearMissing, match="节假日安排未录入：2027年") as refused:
        require_published(found)
    assert refused.value.year == 2027


def test_a_paper_may_print_once_the_year_is_entered():
    entered = CALENDAR.with_year(
        CalendarYear(2027, frozenset({date(2027, 1, 1)}), frozenset(), "通知")
    )
    found = last_day(limit("working_day"), date(2026, 12, 28), entered, amount=5)
    assert require_published(found).due_on == date(2027, 1, 5)


def test_working_days_that_end_within_the_published_years_are_not_provisional():
    found = last_day(limit("working_day"), date(2026, 12, 28), CALENDAR, amount=3)
    assert (found.due_on, found.provisional) == (date(2026, 12, 31), False)


@pytest.mark.parametrize(
    ("unit", "trigger", "amount", "raw"),
    [
        ("year", "2024-02-29", 1, "2025-02-28"),
        ("month", "2025-08-31", 6, "2026-02-28"),
        ("month", "2025-12-31", 2, "2026-02-28"),
        ("year", "2024-11-30", 1, "2025-11-30"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_the_end_of_the_month(
    unit, trigger, amount, raw
):
    found = last_day(limit(unit, "forward"), date.fromisoformat(trigger), CALENDAR, amount=amount)
    assert found.raw_on == date.fromisoformat(raw)


def test_a_payday_in_a_holiday_moves_to_the_working_day_before_it():
    assert payday(date(2026, 10, 3), CALENDAR) == date(2026, 9, 30)
    assert payday(date(2026, 2, 28), CALENDAR) == date(2026, 2, 28)


def test_hours_count_from_the_next_full_hour_and_through_a_weekend():
    found = hours_after("CRIM-06.delivery", datetime(2026, 5, 15, 16, 20))
    assert found.due_at == datetime(2026, 5, 16, 17, 0)


def test_a_period_without_a_fixed_length_needs_one():
    with pytest.raises(ValueError, match="必须给出"):
        last_day("ADM-04", date(2026, 4, 29), CALENDAR)


def test_the_steps_name_the_event_the_roll_and_the_article():
    found = last_day("JC-01", date(2026, 9, 1), CALENDAR)
    assert found.steps == (
        "起算事件：调解协议生效之日，2026年9月1日，当日不计入（《民事诉讼法》第八十五条第二款）。",
        "自2026年9月2日起算30个自然日，至2026年10月1日（星期四，放假日）。",
        "最后一日为休息日，顺延至2026年10月8日（《民事诉讼法》第八十五条第三款）。",
    )
    assert found.article == "《民事诉讼法》第二百零五条"


def test_every_limit_rests_on_a_provision():
    for found in LIMITS.values():
        assert article(found.article).layer == found.layer or found.id == "ADM-05.urge"


def test_arbitration_periods_of_three_five_and_ten_days_are_working_days():
    for found in LIMITS.values():
        if article(found.article).statute == "BAGZ" and found.unit != "year":
            expected = "working_day" if (found.amount or 3) <= 10 else "natural_day"
            assert found.unit == expected, found.id


@given(trigger=COVERED, amount=st.integers(1, 60), unit=st.sampled_from(["natural_day", "month"]))
def test_a_forward_roll_never_ends_on_a_rest_day_nor_before_the_raw_day(trigger, amount, unit):
    amount = amount if unit == "natural_day" else amount % 3 + 1
    found = last_day(limit(unit, "forward"), trigger, CALENDAR, amount=amount)
    assert found.due_on >= found.raw_on
    assert found.provisional or CALENDAR.is_working_day(found.due_on)
    assert not any(
        CALENDAR.is_working_day(found.raw_on + timedelta(days=n))
        for n in range((found.due_on - found.raw_on).days)
    )


@given(
    trigger=COVERED,
    later=st.integers(0, 20),
    amount=st.integers(1, 30),
    unit=st.sampled_from(["natural_day", "working_day", "month", "year"]),
)
def test_a_later_event_never_ends_earlier(trigger, later, amount, unit):
    entered = CALENDAR
    for year in range(2027, 2060):
        entered = entered.with_year(CalendarYear(year, frozenset(), frozenset(), "通知"))
    first = last_day(limit(unit, "forward"), trigger, entered, amount=amount)
    second = last_day(
        limit(unit, "forward"), trigger + timedelta(days=later), entered, amount=amount
    )
    assert first.due_on <= second.due_on


@given(hearing=COVERED, amount=st.integers(1, 10))
def test_exactly_the_noticed_working_days_lie_between_service_and_hearing(hearing, amount):
    served = latest_day_before("ARB-18", hearing, CALENDAR, amount=amount).due_on
    between = [served + timedelta(days=n) for n in range(1, (hearing - served).days)]
    assert sum(map(CALENDAR.is_working_day, between)) == amount
    assert CALENDAR.is_working_day(served)
