"""The other ends: who withdraws may come again, who stays away may not, and default needs proof."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.choices import ArbitrationState, ClaimState, Matter
from adjudication.models import Arbitration
from staff.refusals import ActRefused
from tests.adjudication import cases as filed
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 28)


def refused(act, *, source: str, says: str = "") -> None:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)


def withdraw(arbitration, workers=None, **changes):
    facts = {
        "workers": workers or list(arbitration.applicants.order_by("roster_no")),
        "reason": "被申请人已付款",
        "received_fen": 530000,
        "voluntary": True,
        "by": heard.presiding(arbitration),
        "on": ON,
    }
    return do.withdraw_arbitration(arbitration=arbitration, **(facts | changes))


def again(arbitration):
    """The same application once more, over the commission's counter."""
    fresh = filed.file(arbitration.case, on=date(2026, 10, 9))
    return filed.accept(fresh, on=date(2026, 10, 10))


def test_who_withdraws_freely_may_file_the_same_case_again() -> None:
    arbitration = heard.heard()
    refused(lambda: withdraw(arbitration, voluntary=False), source="ARB-45", says="不准许撤回")
    refused(lambda: withdraw(arbitration, received_fen=None), source="V-T1")
    decision = withdraw(arbitration)
    assert (decision.matter, decision.document.context["matter"]) == (
        Matter.WITHDRAWAL,
        "准许撤回",
    )
    arbitration.refresh_from_db()
    assert (arbitration.state, arbitration.ended_on) == (ArbitrationState.WITHDRAWN, ON)
    assert not arbitration.case.deadlines.filter(rule="ARB-19", state="running").exists()
    assert again(arbitration).state == ArbitrationState.ACCEPTED


def test_one_of_several_withdraws_for_himself_alone() -> None:
    arbitration = heard.heard(2)
    first, second = arbitration.applicants.order_by("roster_no")
    withdraw(arbitration, [first])
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.ACCEPTED
    states = {c.worker_id: c.state for c in arbitration.claims.all()}
    assert states == {first.pk: ClaimState.WITHDRAWN, second.pk: ClaimState.PENDING}
    refused(lambda: withdraw(arbitration, [first]), source="ARB-45", says="没有正在审理的请求")


def test_who_stays_away_without_reason_is_not_heard_again() -> None:
    arbitration = heard.heard(away=True, notified=True)
    decision = do.deem_withdrawn(
        arbitration=arbitration,
        findings="申请人未说明不到庭的理由",
        by=heard.presiding(arbitration),
        on=ON,
    )
    assert decision.document.context["notice"]["served_on"] == "2026-09-11"
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.WITHDRAWN
    refused(lambda: again(arbitration), source="ARB-21", says="不能再次受理")


def test_nobody_is_taken_to_have_withdrawn_who_came_or_was_not_told() -> None:
    def deem(arbitration):
        return do.deem_withdrawn(
            arbitration=arbitration, findings="无", by=heard.presiding(arbitration), on=ON
        )

    refused(lambda: deem(heard.heard(notified=True)), source="ARB-21", says="没有申请人缺席")


def test_absence_without_a_served_notice_has_no_consequence() -> None:
    arbitration = heard.heard(away=True)
    refused(
        lambda: do.deem_withdrawn(
            arbitration=arbitration, findings="无", by=heard.presiding(arbitration), on=ON
        ),
        source="ARB-21",
        says="送达开庭通知的证明",
    )


def test_an_employer_who_was_told_and_stayed_away_is_decided_against_in_default() -> None:
    arbitration = heard.heard(absent=True, notified=True)
    heard.find(arbitration)
    award = heard.issue(heard.draft(arbitration)[0])
    (absent,) = award.document.context["absent"]
    assert (absent["name"], absent["notice_served_on"]) == (
        arbitration.case.debtor.name,
        "2026-09-11",
    )


@pytest.mark.parametrize(
    ("end", "facts", "state", "matter"),
    [
        ("transfer_arbitration", {"to": "示例县劳动人事争议仲裁委员会"}, "transferred", "移送管辖"),
        ("dismiss_arbitration", {}, "dismissed", "撤销案件"),
    ],
)
def test_a_case_that_does_not_belong_here_ends_with_a_decision(end, facts, state, matter) -> None:
    arbitration = heard.heard()
    decision = getattr(do, end)(
        arbitration=arbitration,
        ground="劳动合同履行地不在本委管辖区域",
        findings="劳动合同履行地在示例县",
        by=heard.presiding(arbitration),
        on=ON,
        **facts,
    )
    assert decision.document.context["matter"] == matter
    assert Arbitration.objects.get(pk=arbitration.pk).state == state
    refused(lambda: heard.draft(arbitration), source="ARB-33")


def test_an_objection_to_jurisdiction_after_the_answer_period_is_not_examined() -> None:
    arbitration = heard.heard(notified=True)
    facts = {
        "arbitration": arbitration,
        "respondent": arbitration.case.debtor,
        "competent": "示例县劳动人事争议仲裁委员会",
        "upheld": False,
        "ground": "被申请人主张由示例县仲裁委员会管辖",
        "findings": "劳动合同履行地在本委管辖区域",
        "by": heard.presiding(arbitration),
        "on": ON,
    }
    late = date(2026, 9, 18)
    refused(lambda: do.decide_jurisdiction(raised_on=late, **facts), source="ARB-11")
    decision = do.decide_jurisdiction(raised_on=date(2026, 9, 16), **facts)
    assert decision.document.context["outcome"] == "不准许"
