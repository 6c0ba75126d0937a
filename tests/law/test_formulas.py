"""A printed formula reproduces the printed result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.formulas import NotAFormula, reproduces, worth_fen
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
