"""A printed formula reproduces the printed result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.formulas import NotAFormula, facts_named, fill, reproduces, tie, worth_fen
from law.money import half_up, yuan


@pytest.mark.parametrize(
    ("formula", "fen"),
    [
        ("6600.00元/月×4个月", 2640000),
        ("6600.00元/月÷21.75日×2×12日", 728276),
        ("6600.00元/月÷21.75日/月×2×9日", 546207),
        ("6600.00元/月÷21.75日×200%×5日", 303448),
        ("26日×260.00元/日＋12.5日×260.00元/日－已付4000.00元", 601000),
        ("（6600.00元/月－4000.00元/月）×3个月", 780000),
        ("8460元/月×60%×13个月", 6598800),
        ("2783元/月÷21.75日×11日×200％", 281499),
        ("(1.005)", 101),
    ],
)
def test_worth_fen_reads_a_formula_as_it_is_printed(formula: str, fen: int) -> None:
    assert worth_fen(formula) == fen


@pytest.mark.parametrize(
    ("formula", "fen", "holds"),
    [
        ("65日×285.50元/日", 1855750, True),
        ("65日×285.50元/日", 1855751, False),
        # Every month is rounded by itself: 0.005 yuan twice are two fen.
        ("0.5日×0.01元/日＋0.5日×0.01元/日", 1, True),
        ("0.5日×0.01元/日＋0.5日×0.01元/日", 2, True),
        ("见工资明细", 1, True),
        ("日工资260.00元，按班组记工×出勤", 1, True),
    ],
)
def test_printed_calculation_comes_to_its_amount_or_is_none(formula, fen, holds) -> None:
    assert reproduces(formula, fen) is holds


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "见工资表",
        "6600.00元/月×",
        "2026年2月至5月",
        "（6600×4",
        "6600÷0",
        "6600=6600",
        "×3",
        "1)",
    ],
)
def test_worth_fen_refuses_what_cannot_be_worked_out(formula: str) -> None:
    with pytest.raises(NotAFormula):
        worth_fen(formula)


@given(st.integers(0, 10**9), st.integers(1, 400), st.integers(1, 99))
def test_worth_fen_is_exact_before_it_rounds(monthly: int, days: int, percent: int) -> None:
    from fractions import Fraction

    text = f"{yuan(monthly)}元/月÷21.75日×{percent}%×{days}日"
    assert worth_fen(text) == half_up(Fraction(monthly * days * percent, 2175))


def test_a_formula_follows_another_finding() -> None:
    claimed = {"E6": "6600.00", "E9": "2026年2月至5月", "E10": "12天"}
    tied = tie("6600.00元/月÷21.75日×2×12日", claimed)
    assert tied == "{E6}元/月÷21.75日×2×{E10}日"
    assert facts_named(tied) == ["E6", "E10"]
    found = fill(tied, claimed | {"E10": "9"})
    assert (found, worth_fen(found)) == ("6600.00元/月÷21.75日×2×9日", 546207)


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("200.00×2×2", {"E10": "2"}),  # which of the two is the days?
        ("100.00×5", {"E10": "5", "E11": "5"}),  # two facts of one number
        ("100.00×200%", {"E10": "200"}),  # a percentage is no fact
        ("12.5×3", {"E10": "12", "E11": "5"}),  # part of a number is none
    ],
)
def test_what_could_be_another_fact_stays_as_written(formula, values) -> None:
    assert tie(formula, values) == formula


def test_a_fact_without_a_number_stops_the_sum() -> None:
    with pytest.raises(NotAFormula, match="E10"):
        fill("{E6}×{E10}", {"E6": "6600.00", "E10": "见考勤表"})


@given(st.decimals("0.01", "99999", places=2), st.integers(3, 20))
def test_a_tied_formula_says_what_it_said(rate, days) -> None:
    values = {"E6": str(rate), "E10": str(days)}
    formula = f"{rate}元/月÷21.75日×{days}日"
    assert fill(tie(formula, values), values) == formula
