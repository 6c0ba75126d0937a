"""What the tribunal makes of a claim is kept, worked out at once, and used by the draft."""

import pytest

from adjudication import operations as do
from adjudication.choices import ClaimKind, RulingBasis
from adjudication.operations.reckoning import limit_of, reckon
from staff.refusals import ActRefused, NotPermitted
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
RATE = ("E6", "月工资", "元/月", "6600.00", "6600.00")
DAMAGES = tuple(
    (ClaimKind.DAMAGES, f"赔偿金{n}", "6600.00元/月×1个月", 660000, ["E6"]) for n in (1, 2)
)


def rule(claims, **changes):
    facts = {"by": heard.presiding(claims[0].arbitration), "on": heard.AWARDED}
    return do.rule_on_claims(claims=claims, **(facts | changes))


def refused(act, *, source: str, says: str = "") -> None:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)


def reckoned(arbitration):
    wage = limit_of(arbitration, on=heard.AWARDED).wage_fen
    return {row.claim.no: row for row in reckon(arbitration, wage_fen=wage)}


def test_claims_are_ruled_on_one_by_one_and_drafted_together() -> None:
    arbitration = heard.heard(claims=DAMAGES, elements=(RATE,))
    first, second = arbitration.claims.order_by("no")
    refused(lambda: rule([first], opinion="应当赔偿"), source="ARB-33", says="所依的条文")
    rule([first], opinion="应当赔偿", article="WAGE-12")
    assert "没有写明裁决所依的条文" in reckoned(arbitration)[2].refused
    rule([second], basis=RulingBasis.REJECTED, opinion="没有证据", article="ARB-39")
    (award,) = heard.draft(arbitration)
    sums = dict(award.items.values_list("claim__no", "awarded_fen"))
    assert sums == {1: 660000, 2: 0}
    assert award.items.get(claim=first).opinion.startswith("应当赔偿。")
    rule([second], article="WAGE-12")  # the later ruling counts
    (award,) = heard.draft(arbitration)
    assert award.items.get(claim=second).awarded_fen == 660000


def test_a_ruling_says_at_once_what_could_not_be_awarded() -> None:
    arbitration = heard.heard()
    overtime = arbitration.claims.get(no=2)
    refused(lambda: rule([overtime]), source="ARB-33", says="E10")
    heard.find(arbitration)
    refused(
        lambda: rule([overtime], basis=RulingBasis.OWN, formula="6600.00元/月÷21.75日×2×13日"),
        source="V-M5",
    )
    refused(lambda: rule([overtime], basis=RulingBasis.OWN), source="V-M2")
    refused(lambda: rule([overtime], final=False), source="V-F1")
    refused(lambda: rule([overtime], article="WAGE-99"), source="V-L1")
    with pytest.raises(NotPermitted):
        rule([overtime], by=heard.bench().clerk)


def test_the_same_is_written_for_the_like_claims_of_several_workers() -> None:
    arbitration = heard.heard(3)
    heard.find(arbitration)
    claims = list(arbitration.claims.filter(no=2))
    rule(claims, opinion="考勤表证明9天")
    opinions = {
        item.opinion
        for award in heard.draft(arbitration)
        for item in award.items.filter(claim__no=2)
    }
    assert opinions == {"考勤表证明9天。"}


def test_every_claim_is_reckoned_with_its_difference_and_its_finality() -> None:
    arbitration = heard.heard()
    assert "E10“休息日加班天数”尚未认定" in reckoned(arbitration)[2].refused
    heard.find(arbitration)
    rows = reckoned(arbitration)
    assert {no: row.awarded_fen for no, row in rows.items()} == {
        1: heard.MARK,
        2: 546207,
        3: 1980000,
        4: 2970000,
    }
    assert rows[2].difference_fen == 728276 - 546207
    assert {no: row.final for no, row in rows.items()} == {1: True, 2: True, 3: True, 4: False}
    for award in heard.draft(arbitration):
        heard.issue(award)
    again = reckoned(arbitration)
    assert {no: r.awarded_fen for no, r in again.items()} == {
        no: r.awarded_fen for no, r in rows.items()
    }
