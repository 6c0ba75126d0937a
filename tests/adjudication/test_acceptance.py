"""Acceptance: number, clocks, what lacks; and the refusal that names the court."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.choices import ArbitrationState, ClockChange
from adjudication.operations import Lacking
from adjudication.queries import papers
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

pytestmark = pytest.mark.django_db

GROUND = "没有明确的被申请人"


def days(arbitration) -> dict[str, str]:
    rows = arbitration.case.deadlines.filter(state="running", rule__startswith="ARB")
    return {row.key: row.due_on.isoformat() for row in rows}


def correct(arbitration, *items: Lacking, on=cases.ACCEPTED):
    return do.request_correction(
        arbitration=arbitration, items=items, by=cases.bench().clerk, on=on
    )


LICENCE = Lacking("被申请人的登记信息", False, date(2026, 9, 8))
STATEMENT = Lacking("银行流水", True, date(2026, 9, 15))


def test_acceptance_gives_a_number_and_starts_the_clocks():
    arbitration = cases.an_accepted_arbitration()
    assert arbitration.number == "示劳人仲案字〔2026〕1号"
    assert arbitration.cause == "追索劳动报酬"
    assert days(arbitration) == {
        "ARB-09": "2026-09-08",
        "ARB-13": "2026-09-08",
        "ARB-19": "2026-10-16",
    }
    told = papers(arbitration, "A02").get()
    assert (told.context["award_due"], told.context["case_number"]) == (
        "2026-10-16",
        arbitration.number,
    )


def test_the_commissions_own_register_may_give_the_number():
    arbitration = cases.accept(cases.a_filed_arbitration(), number="示劳人仲案字〔2026〕268号")
    assert arbitration.number == "示劳人仲案字〔2026〕268号"


def test_after_five_working_days_the_notice_says_it_is_late():
    with pytest.raises(ActRefused) as refused:
        cases.accept(cases.a_filed_arbitration(), on=date(2026, 9, 8))
    assert refused.value.source == "V-D2"


def test_an_essential_paper_is_corrected_before_acceptance_and_the_clock_runs_from_it():
    arbitration = correct(cases.a_filed_arbitration(), LICENCE)
    assert arbitration.state == ArbitrationState.CORRECTING
    with pytest.raises(ActRefused) as refused:
        cases.accept(arbitration)
    assert refused.value.source == "SUM-11"
    came = date(2026, 9, 4)
    arbitration = do.receive_correction(
        arbitration=arbitration, received=[LICENCE.what], by=cases.bench().clerk, on=came
    )
    assert days(arbitration)["ARB-07"] == "2026-09-11"
    arbitration = cases.accept(arbitration, on=date(2026, 9, 9))
    assert arbitration.clock.get().on == came
    assert arbitration.clock.get().change == ClockChange.STARTED
    # 4 September and 45 days: 19 October.
    assert days(arbitration)["ARB-19"] == "2026-10-19"


def test_what_may_follow_later_does_not_stop_the_acceptance():
    arbitration = cases.accept(correct(cases.a_filed_arbitration(), STATEMENT))
    told = papers(arbitration, "A02").get().context
    assert told["supplements"] == ["银行流水"]
    assert told["supplement_by"] == "2026-09-15"


def test_nothing_is_asked_for_a_second_time():
    arbitration = correct(cases.a_filed_arbitration(), LICENCE)
    arbitration.refresh_from_db()
    with pytest.raises(ActRefused):
        correct(arbitration, STATEMENT)


def test_a_refusal_names_the_court_and_never_limitation():
    arbitration = cases.a_filed_arbitration()
    facts = {
        "arbitration": arbitration,
        "ground": GROUND,
        "court": "示例市示例区人民法院",
        "by": cases.bench().clerk,
        "on": cases.ACCEPTED,
    }
    with pytest.raises(ActRefused) as refused:
        do.decline_arbitration(reason="申请已超过仲裁时效", **facts)
    assert refused.value.source == "ARB-02"
    declined = do.decline_arbitration(reason="申请书没有写明被申请人的名称", **facts)
    assert declined.state == ArbitrationState.DECLINED
    assert papers(declined, "A02N").get().context["court"] == "示例市示例区人民法院"
    assert not days(declined)


def test_a_clerk_of_the_commission_accepts_and_nobody_else():
    arbitration = cases.a_filed_arbitration()
    for user in (builders.staff_of(arbitration.case).director, cases.bench().sole):
        with pytest.raises(NotPermitted):
            cases.accept(arbitration, by=user)
