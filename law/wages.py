"""Wage arithmetic: what is due, what a payment settles, what comes on top. Money in fen."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from law.money import half_up, product

PayUnit = Literal["month", "day", "hour", "piece"]
OvertimeKind = Literal["weekday", "rest_day", "statutory_day"]
Key = TypeVar("Key", bound=Hashable)

PAID_DAYS_PER_MONTH = Decimal("21.75")
HOURS_PER_DAY = 8
OVERTIME_PERCENT: dict[OvertimeKind, int] = {
    "weekday": 150,
    "rest_day": 200,
    "statutory_day": 300,
}
DAY_RATE_ARTICLE = "WAGE-04"
OVERTIME_ARTICLE = "WAGE-05"
PIECE_OVERTIME_ARTICLE = "WAGE-07"
DEDUCTION_ARTICLE = "WAGE-11"
COMPENSATION_ARTICLE = "WAGE-12"
ADDITIONAL_COMPENSATION_ARTICLE = "WAGE-09"
FINAL_AWARD_ARTICLE = "ARB-26"


@dataclass(frozen=True)
class Sum:
    """An amount with the formula a paper prints and the provision it rests on."""

    fen: int
    formula: str
    article_id: str


def day_rate(monthly_fen: int) -> int:
    """One day of a monthly wage, half up to the fen (÷ 21.75)."""
    return half_up(Fraction(monthly_fen) / Fraction(PAID_DAYS_PER_MONTH))


def hour_rate(monthly_fen: int) -> int:
    """One hour of a monthly wage, half up to the fen (÷ 21.75 ÷ 8)."""
    return half_up(Fraction(monthly_fen) / Fraction(PAID_DAYS_PER_MONTH) / HOURS_PER_DAY)


def gross(
    pay_unit: PayUnit,
    rate_fen: int,
    quantity: Decimal | None = None,
    days: Decimal | None = None,
    round_day_rate_first: bool = False,
) -> int:
    """
    Wages for `quantity` units, or for `days` of a monthly wage.

    `round_day_rate_first` rounds the day rate to the fen before multiplying, for employers whose
    payroll does; the printed formula must follow the same choice.

    Raises:
        ValueError: neither or both of quantity and days, or days of pay that is not monthly.

    """
    if (quantity is None) == (days is None):
        raise ValueError("数量和天数必须且只能填写一项")
    if quantity is not None:
        return product(quantity, rate_fen)
    if pay_unit != "month" or days is None:
        raise ValueError("只有月工资按天数折算")
    if round_day_rate_first:
        return product(days, day_rate(rate_fen))
    return half_up(Fraction(rate_fen) * Fraction(days) / Fraction(PAID_DAYS_PER_MONTH))


def settle_oldest_first(items: Sequence[tuple[Key, int]], amount: int) -> list[tuple[Key, int]]:
    """
    What a payment credits on each item, in the order given (oldest first).

    Items it does not reach are left out.

    Raises:
        ValueError: the payment is negative or more than is outstanding.

    """
    if amount < 0 or any(outstanding < 0 for _, outstanding in items):
        raise ValueError("付款金额和未付金额不能为负")
    if amount > sum(outstanding for _, outstanding in items):
        raise ValueError("付款金额超过尚欠金额")
    settled = []
    for key, outstanding in items:
        credited = min(outstanding, amount)
        if credited:
            settled.append((key, credited))
        amount -= credited
    return settled


def overtime(hour_rate_fen: int, hours: Decimal, kind: OvertimeKind) -> Sum:
    """Overtime pay; 200 % only where a rest day was not made up for by 补休."""
    percent = OVERTIME_PERCENT[kind]
    return Sum(
        fen=half_up(Fraction(hour_rate_fen) * Fraction(hours) * percent / 100),
        formula=f"小时工资×{hours}小时×{percent}%",
        article_id=OVERTIME_ARTICLE,
    )


def compensation_months(years: int, months: int) -> Decimal:
    """Months of 经济补偿: one per year, six months and more count as a year, less as half (47)."""
    if months >= 6:
        return Decimal(years + 1)
    return Decimal(years) + (Decimal("0.5") if months else 0)


def economic_compensation(
    average_monthly_fen: int, months: Decimal, local_average_monthly_fen: int | None = None
) -> Sum:
    """
    经济补偿: the worker's average monthly wage times the months of service.

    Above three times the local average the wage is capped at it and the months at twelve; without
    a local average no cap is applied.
    """
    base = average_monthly_fen
    if local_average_monthly_fen is not None and base > 3 * local_average_monthly_fen:
        base = 3 * local_average_monthly_fen
        months = min(months, Decimal(12))
    return Sum(
        fen=product(months, base), formula=f"月工资×{months}个月", article_id=COMPENSATION_ARTICLE
    )


def additional_compensation(due_fen: int, percent: Decimal, *, directive_expired: bool) -> Sum:
    """
    加付赔偿金 of 50–100 %: only where a 责令限期支付 directive was served and its term has run out.

    Raises:
        ValueError: no expired directive, or a percentage outside the band.

    """
    if not directive_expired:
        raise ValueError("没有逾期未履行的责令限期支付文书，不能计算加付赔偿金")
    if not 50 <= percent <= 100:
        raise ValueError("加付赔偿金的比例应在50%以上100%以下")
    return Sum(
        fen=half_up(Fraction(due_fen) * Fraction(percent) / 100),
        formula=f"应付金额×{percent}%",
        article_id=ADDITIONAL_COMPENSATION_ARTICLE,
    )


def largest_deduction(monthly_fen: int, monthly_min_wage_fen: int) -> Sum:
    """The most a month's wage may be cut for damage: 20 %, and never below the minimum wage."""
    fifth = monthly_fen * 20 // 100
    return Sum(
        fen=max(0, min(fifth, monthly_fen - monthly_min_wage_fen)),
        formula="当月工资×20%，且扣除后不低于最低工资标准",
        article_id=DEDUCTION_ARTICLE,
    )


def is_final(awarded_fen: int, monthly_min_wage_fen: int) -> bool:
    """Whether one awarded item of one worker is 终局: at most twelve monthly minimum wages."""
    return awarded_fen <= 12 * monthly_min_wage_fen
