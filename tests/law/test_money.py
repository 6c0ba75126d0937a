from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.money import (
    Amount,
    NotAnAmount,
    divide,
    fen,
    from_upper,
    grouped,
    largest_remainder,
    product,
    schedule,
    shared_by_payers,
    upper,
    yuan,
)

UPPER = {
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "107000.53": "壹拾万柒仟元零伍角叁分",
    "325.04": "叁佰贰拾伍元零肆分",
    "100010": "壹拾万零壹拾元整",
    "100007000": "壹亿零柒仟元整",
    "300200010.01": "叁亿零贰拾万零壹拾元零壹分",
    "0.05": "伍分",
    "0.50": "伍角整",
    "1010": "壹仟零壹拾元整",
    "26400": "贰万陆仟肆佰元整",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "1680.32": "壹仟陆佰捌拾元零叁角贰分",
    "153222.63": "壹拾伍万叁仟贰佰贰拾贰元陆角叁分",
    "0.5": "伍角整",
    "0": "零元整",
    "10.00": "壹拾元整",
    "100.50": "壹佰元零伍角整",
    "1010.10": "壹仟零壹拾元零壹角整",
    "10000.01": "壹万元零壹分",
    "100000.00": "壹拾万元整",
    "1000001": "壹佰万零壹元整",
    "100000001": "壹亿零壹元整",
    "20000000.20": "贰仟万元零贰角整",
    "1999999.99": "壹佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "123456789.12": "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分",
    "1000000000000": "壹万亿元整",
    "6010.00": "陆仟零壹拾元整",
}
FEN = st.integers(0, 10**15)
PERCENTS = st.lists(st.integers(0, 10000), min_size=0, max_size=6).map(
    lambda cuts: [
        Decimal(b - a) / 100
        for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 10000], strict=True)
    ]
)


@pytest.mark.parametrize(("text", "words"), UPPER.items())
def test_upper_writes_the_canonical_form(text, words):
    assert upper(fen(text)) == f"人民币{words}"


def test_upper_of_a_refund_says_so():
    assert upper(fen("-5.5", signed=True)) == "人民币负伍元伍角整"


@given(FEN | FEN.map(lambda amount: -amount))
def test_upper_and_back_is_the_same_amount(amount):
    assert from_upper(upper(amount)) == amount


@given(FEN)
def test_the_three_written_forms_agree(amount):
    written = Amount(amount).as_dict()
    assert fen(written["digits"]) == amount
    assert written["grouped"].replace(",", "") == written["digits"]
    assert from_upper(written["upper"]) == amount


@pytest.mark.parametrize(
    "text", ["人民币拾元整", "人民币壹佰元伍角", "人民币壹元", "壹", "", "abc"]
)
def test_from_upper_refuses_what_no_paper_writes(text):
    with pytest.raises(NotAnAmount):
        from_upper(text)


@pytest.mark.parametrize(
    "text",
    [
        "0.005",
        "1,000",
        "1，000",
        "",
        " ",
        "-1",
        "1e3",
        "NaN",
        "Infinity",
        "壹元",
        "1.",
        "٣",
        "1 000",
    ],
)
def test_fen_refuses_what_is_not_plainly_an_amount(text):
    with pytest.raises(NotAnAmount):
        fen(text)


@pytest.mark.parametrize("value", [1.5, 100, True, None])
def test_fen_refuses_floats_and_bare_numbers(value):
    with pytest.raises(TypeError):
        fen(value)


@pytest.mark.parametrize("value", [Decimal("0.001"), Decimal("NaN"), Decimal("1E+30")])
def test_fen_refuses_decimals_that_are_no_amount(value):
    with pytest.raises(NotAnAmount):
        fen(value)


def test_fen_and_back():
    assert fen("6010") == fen(Decimal("6010.00")) == 601000
    assert yuan(601000) == "6010.00"
    assert grouped(123456789) == "1,234,567.89"
    assert yuan(-5) == "-0.05"


def test_product_rounds_a_half_up():
    assert product(Decimal("0.5"), 1) == 1
    assert product(Decimal("2.5"), 1) == 3
    assert product(Decimal("12.5"), Decimal("33.33")) == 417


@given(FEN, PERCENTS)
def test_divide_loses_no_fen(total, percents):
    shares = divide(total, percents)
    assert sum(shares) == total
    assert len(shares) == len(percents)


def test_divide_leaves_the_difference_to_the_last():
    assert divide(100, [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]) == [33, 33, 34]
    assert divide(5, [Decimal(50), Decimal(50)]) == [3, 2]


@pytest.mark.parametrize("percents", [[], [50], [50, 49], [150, -50]])
def test_divide_refuses_percents_that_are_not_a_whole(percents):
    with pytest.raises(ValueError, match="100%"):
        divide(100, [Decimal(percent) for percent in percents])


@given(st.lists(FEN, min_size=1, max_size=12), PERCENTS)
def test_schedule_rows_and_columns_reconcile(dues, percents):
    rows = schedule(dues, percents)
    assert [sum(row) for row in rows] == dues
    columns = [sum(column) for column in zip(*rows, strict=True)]
    assert sum(columns) == sum(dues)


@given(FEN, st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_largest_remainder_shares_all_and_stays_within_a_fen_of_the_exact_share(total, weights):
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@given(st.data())
def test_payers_bear_exactly_what_is_agreed_however_instalments_are_taken(data):
    dues = data.draw(st.lists(st.integers(100, 10**9), min_size=1, max_size=4))
    now = data.draw(st.lists(st.integers(0, 10**9), min_size=len(dues), max_size=len(dues)))
    numbers = st.lists(st.integers(1, len(dues)), unique=True)
    taken = data.draw(st.lists(numbers, min_size=1, max_size=4))
    weights = [data.draw(st.integers(1, 100)) for _ in taken]
    shares = largest_remainder(sum(dues), weights)
    borne = shared_by_payers(now, dues, list(zip(shares, taken, strict=True)))
    assert sum(borne) == sum(now)
    assert min(borne) >= 0
    assert shared_by_payers(dues, dues, list(zip(shares, taken, strict=True))) == shares


def test_payers_of_one_instalment_keep_their_proportion_of_it():
    payers = [(4000, (1,)), (4000, (2,)), (2000, (2,))]
    assert shared_by_payers([4000, 3000], [4000, 6000], payers) == [4000, 2000, 1000]
    assert shared_by_payers([4000, 3001], [4000, 6000], payers) == [4000, 2001, 1000]
    # Without instalments the whole is shared; one who takes what nobody else does pays just that.
    assert shared_by_payers([5, 5], [6, 6], [(8, ()), (4, ())]) == [7, 3]
    assert shared_by_payers([5, 5], [6, 6], [(6, (1,)), (6, ())]) == [5, 5]
    with pytest.raises(ValueError, match="期次"):
        shared_by_payers([9], [6, 6], [(6, (1,)), (6, (2,))])


def test_largest_remainder_gives_nobody_money_that_is_not_there():
    assert largest_remainder(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="权重"):
        largest_remainder(1, [0, 0])
