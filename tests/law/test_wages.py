from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.wages import (
    additional_compensation,
    compensation_months,
    day_rate,
    economic_compensation,
    gross,
    is_final,
    largest_deduction,
    overtime,
    settle_oldest_first,
)


def test_a_day_of_a_monthly_wage_is_the_wage_over_21_75():
    assert day_rate(652500) == 30000


def test_days_of_a_monthly_wage_round_once_unless_the_day_rate_is_rounded_first():
    assert gross("month", 500000, days=Decimal(10)) == 229885
    assert gross("month", 500000, days=Decimal(10), round_day_rate_first=True) == 229890


def test_quantity_times_rate_for_every_other_unit():
    assert gross("day", 28000, quantity=Decimal("21.5")) == 602000
    assert gross("piece", 125, quantity=Decimal(33)) == 4125


@pytest.mark.parametrize(
    "arguments",
    [{}, {"quantity": Decimal(1), "days": Decimal(1)}],
)
def test_gross_refuses_neither_or_both_of_quantity_and_days(arguments):
    with pytest.raises(ValueError, match="一项"):
        gross("month", 500000, **arguments)


def test_gross_refuses_to_convert_daily_pay_by_21_75():
    with pytest.raises(ValueError, match="月工资"):
        gross("day", 28000, days=Decimal(3))


def test_a_payment_settles_the_oldest_item_first():
    assert settle_oldest_first([("三月", 500), ("四月", 700), ("五月", 900)], 800) == [
        ("三月", 500),
        ("四月", 300),
    ]


def test_a_payment_above_what_is_outstanding_is_refused():
    with pytest.raises(ValueError, match="超过"):
        settle_oldest_first([("三月", 500)], 501)


@given(st.lists(st.integers(0, 10**9), max_size=10), st.data())
def test_a_payment_is_credited_whole_and_no_item_gets_more_than_it_lacks(outstanding, data):
    amount = data.draw(st.integers(0, sum(outstanding)))
    settled = settle_oldest_first(list(enumerate(outstanding)), amount)
    assert sum(credited for _, credited in settled) == amount
    assert all(0 < credited <= outstanding[index] for index, credited in settled)


@pytest.mark.parametrize(
    ("kind", "due"), [("weekday", 30000), ("rest_day", 40000), ("statutory_day", 60000)]
)
def test_overtime_is_paid_by_the_kind_of_day(kind, due):
    paid = overtime(2000, Decimal(10), kind)
    assert (paid.fen, paid.article_id) == (due, "WAGE-05")


@pytest.mark.parametrize(
    ("years", "months", "due"), [(0, 3, "0.5"), (0, 6, "1"), (2, 0, "2"), (2, 5, "2.5")]
)
def test_compensation_counts_half_years(years, months, due):
    assert compensation_months(years, months) == Decimal(due)


def test_compensation_is_capped_for_high_wages_only():
    assert economic_compensation(600000, Decimal(15), 500000).fen == 9000000
    assert economic_compensation(2000000, Decimal(15), 500000).fen == 12 * 1500000


def test_additional_compensation_needs_an_expired_directive():
    with pytest.raises(ValueError, match="责令限期支付"):
        additional_compensation(100000, Decimal(50), directive_expired=False)
    assert additional_compensation(100000, Decimal(50), directive_expired=True).fen == 50000
    with pytest.raises(ValueError, match="50%"):
        additional_compensation(100000, Decimal(49), directive_expired=True)


def test_a_deduction_leaves_the_minimum_wage():
    assert largest_deduction(500000, 220000).fen == 100000
    assert largest_deduction(230000, 220000).fen == 10000
    assert largest_deduction(200000, 220000).fen == 0


def test_an_item_of_exactly_twelve_minimum_wages_is_final():
    assert is_final(12 * 220000, 220000)
    assert not is_final(12 * 220000 + 1, 220000)
