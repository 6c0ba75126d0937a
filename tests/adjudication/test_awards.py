"""An award is drafted from the record, split by finality, and issued exactly as drafted."""

import pytest

from adjudication.choices import ArbitrationState, AwardKind, AwardState
from adjudication.operations import Ruling, Stated, StatedItem
from staff.refusals import ActRefused
from tests.adjudication import heard

pytestmark = pytest.mark.django_db


def by_no(award) -> dict:
    return {item.claim.no: item for item in award.items.select_related("claim")}


def claim(arbitration, no):
    return arbitration.claims.get(no=no)


def test_a_mixed_case_is_drafted_into_two_papers_with_recomputed_sums() -> None:
    arbitration = heard.heard()
    heard.find(arbitration)
    final, other = sorted(heard.draft(arbitration), key=lambda award: award.kind)
    assert (final.kind, other.kind) == (AwardKind.FINAL, AwardKind.NON_FINAL)
    assert {no: item.awarded_fen for no, item in by_no(final).items()} == {
        1: 2640000,
        2: 546207,
        3: 1980000,
    }
    assert by_no(final)[2].formula == "6600.00元/月÷21.75日×2×9日"
    assert {no: item.awarded_fen for no, item in by_no(other).items()} == {4: 2970000}
    issued = heard.issue(final)
    assert issued.number == "示劳人仲案字〔2026〕1-1号"
    assert issued.effective_on == heard.AWARDED
    second = heard.issue(other)
    assert (second.number, second.effective_on) == ("示劳人仲案字〔2026〕1-2号", None)
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.DECIDED
