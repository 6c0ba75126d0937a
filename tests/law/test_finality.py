"""终局 by the kind of claim and the amount awarded, item by item (调解仲裁法 47)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.finality import BY_AMOUNT, finality

WAGE = 220000
MARK = 12 * WAGE
fen = st.integers(min_value=0, max_value=10**9)
wages = st.integers(min_value=1, max_value=10**6)
kinds = st.sampled_from(sorted(BY_AMOUNT))


@pytest.mark.parametrize("kind", sorted(BY_AMOUNT))
@pytest.mark.parametrize(("awarded", "final"), [(MARK - 1, True), (MARK, True), (MARK + 1, False)])
def test_twelve_months_exactly_is_final_and_one_fen_more_is_not(kind, awarded, final) -> None:
    assert finality(kind, awarded, WAGE, status_claimed=False).final is final


def test_social_insurance_is_final_whatever_its_amount() -> None:
    found = finality("社会保险", 10 * MARK, WAGE, status_claimed=False)
    assert (found.final, found.paragraph) == (True, "47(2)")


def test_what_article_47_does_not_name_is_never_final() -> None:
    assert not finality("其他", 1, WAGE, status_claimed=False).final


def test_a_claim_to_confirm_the_labour_relationship_leaves_nothing_final() -> None:
    for kind in ("劳动报酬", "社会保险", "确认劳动关系"):
        assert not finality(kind, 1, WAGE, status_claimed=True).final


@given(kinds, fen, fen, wages)
def test_who_is_awarded_less_is_not_less_final(kind, one, other, wage) -> None:
    less, more = sorted((one, other))
    if finality(kind, more, wage, status_claimed=False).final:
        assert finality(kind, less, wage, status_claimed=False).final


@given(kinds, fen, wages, wages)
def test_a_higher_minimum_wage_makes_nothing_less_final(kind, awarded, one, other) -> None:
    lower, higher = sorted((one, other))
    if finality(kind, awarded, lower, status_claimed=False).final:
        assert finality(kind, awarded, higher, status_claimed=False).final
