"""A hearing is fixed in time to be served, tries what is disputed, and ends with signed minutes."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.choices import HearingState, MediationResult, Procedure
from adjudication.models import Hearing
from adjudication.queries import deadline, paper, papers
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

pytestmark = pytest.mark.django_db


def test_everybody_is_called_and_told_the_last_days():
    arbitration = cases.an_answered_arbitration()
    cases.schedule(arbitration)
    assert {p.recipient for p in papers(arbitration, "A07")} == {
        "赵国栋",
        "示例建筑劳务有限公司",
    }
    told = papers(arbitration, "A07").first().context
    # Five full working days before Tuesday 22 September; Sunday the 20th is a working day.
    assert told["serve_by"] == "2026-09-15"
    assert deadline(arbitration, "ARB-18").due_on == date(2026, 9, 15)
    assert told["postpone_by"] == "2026-09-17"


def test_too_short_a_notice_is_refused_and_the_latest_lawful_day_named():
    with pytest.raises(ActRefused, match="2026年9月15日") as refused:
        cases.schedule(cases.an_answered_arbitration(), on=date(2026, 9, 16))
    assert refused.value.source == "ARB-18"


def test_a_simplified_case_may_be_called_at_shorter_notice_and_an_ordinary_one_not():
    simple = cases.an_answered_arbitration()
    hearing = cases.schedule(simple, on=date(2026, 9, 18), own_period=True)
    assert hearing.own_period
    assert paper(simple, "A07").context["postpone_by"] is None
    ordinary = cases.an_answered_arbitration(simplified=False)
    assert ordinary.procedure == Procedure.ORDINARY
    with pytest.raises(ActRefused) as refused:
        cases.schedule(ordinary, on=date(2026, 9, 18), own_period=True)
    assert refused.value.source == "SUM-05"


def test_nobody_is_heard_before_the_answer_period_ends():
    arbitration = cases.a_served_arbitration()
    with pytest.raises(ActRefused) as refused:
        cases.schedule(arbitration, starts_at=cases.at(date(2026, 9, 17), 9))
    assert refused.value.source == "SUM-03"
    with pytest.raises(ActRefused) as refused:
        cases.schedule(cases.a_formed_arbitration())
    assert refused.value.source == "ARB-09"


def test_room_and_arbitrator_are_in_one_hearing_at_a_time():
    first = cases.an_answered_arbitration()
    cases.schedule(first)
    other = cases.accept(cases.file(builders.a_case(on=cases.ON, n_workers=1)))
    cases.form(other, arbitrators=[cases.bench().sole], reason="同一被申请人")
    respondent = other.respondents.get()
    cases.serve(other, respondent, ["A01", "A04"])
    with pytest.raises(ActRefused, match="速裁庭已排"):
        cases.schedule(other, starts_at=cases.at(cases.HEARD, 10))
    with pytest.raises(ActRefused, match="廖清要开"):
        cases.schedule(other, starts_at=cases.at(cases.HEARD, 10), place="第二仲裁庭")
    assert cases.schedule(other, starts_at=cases.at(cases.HEARD, 14)).pk


def test_a_hearing_is_moved_with_a_new_notice_that_says_so():
    hearing = cases.a_scheduled_hearing()
    arbitration = hearing.arbitration
    cases.schedule(
        arbitration, starts_at=cases.at(date(2026, 9, 24), 9), on=date(2026, 9, 16), moved=hearing
    )
    assert Hearing.objects.get(pk=hearing.pk).state == HearingState.POSTPONED
    told = paper(arbitration, "A07").context
    assert told["moved_from"]["iso"] == "2026-09-22T09:30"


def test_a_notice_served_too_late_warns_and_carries_no_default():
    arbitration = cases.an_answered_arbitration()
    hearing = cases.schedule(arbitration)
    cases.confirm(arbitration)
    worker, company = arbitration.applicants.get(), arbitration.respondents.get()
    cases.serve(arbitration, worker, ["A07"], on=date(2026, 9, 9))
    _, cautions = cases.serve(arbitration, company, ["A07"], on=date(2026, 9, 16))
    assert [c.source for c in cautions] == ["ARB-18"]
    with pytest.raises(ActRefused) as refused:
        cases.hold(hearing, present=[cases.there(worker)])
    assert refused.value.source == "ARB-18"


def test_an_absent_respondent_who_was_called_is_recorded_and_the_hearing_goes_on():
    hearing = cases.a_scheduled_hearing()
    worker = hearing.arbitration.applicants.get()
    held = cases.hold(hearing, present=[cases.there(worker)], mediation_result=None)
    assert [a.present for a in held.attendance.order_by("id")] == [True, False]
    assert paper(held.arbitration, "A11").context["absent"] == ["被申请人示例建筑劳务有限公司"]


def test_the_minutes_tell_the_whole_hearing_and_everybody_signs():
    held = cases.hold(cases.a_scheduled_hearing())
    said = held.document.context
    assert held.state == HearingState.CLOSED
    assert [row["code"] for row in said["disputed"]] == ["E10"]
    assert [row["code"] for row in said["undisputed"]] == ["E6", "E9"]
    assert said["mediation"] == "未达成调解"
    assert [s["signer"] or s["name"] for s in said["signatures"]] == [
        "赵国栋",
        builders.LEGAL_REPRESENTATIVE,
        "廖清",
        "安然",
    ]


def test_who_refuses_to_sign_is_noted_in_the_place_of_the_signature():
    hearing = cases.a_scheduled_hearing()
    worker, company = hearing.arbitration.applicants.get(), hearing.arbitration.respondents.get()
    refusal = "拒绝签名，原因：不同意笔录第3行；见证人：安然"
    held = cases.hold(hearing, present=[cases.there(worker), cases.there(company, refusal=refusal)])
    assert held.document.context["signatures"][1]["refusal"] == refusal


@pytest.mark.parametrize(
    ("changed", "source"),
    [
        ({"recusal_asked": False}, "ARB-16"),
        ({"walked": []}, "SUM-05"),
        ({"mediation_result": None}, "ARB-32"),
        ({"lines": cases.LINES[:2]}, "V-T1"),
        ({"started_at": cases.at(date(2026, 9, 23), 9)}, "ARB-18"),
    ],
)
def test_no_hearing_without_what_the_law_asks_of_it(changed, source):
    with pytest.raises(ActRefused) as refused:
        cases.hold(cases.a_scheduled_hearing(), **changed)
    assert refused.value.source == source


def test_everybody_there_has_the_last_word():
    hearing = cases.a_scheduled_hearing()
    worker, company = hearing.arbitration.applicants.get(), hearing.arbitration.respondents.get()
    with pytest.raises(ActRefused, match="最后意见"):
        cases.hold(hearing, present=[cases.there(worker), cases.there(company, last_statement="")])


def test_an_adjourned_hearing_is_closed_and_another_one_fixed():
    hearing = cases.a_scheduled_hearing()
    held = cases.hold(
        hearing,
        walked=[],
        mediation_result=None,
        adjourned_for="等待调取银行流水",
        lines=cases.LINES[:2],
    )
    assert held.adjourned_for
    again = cases.schedule(
        held.arbitration, starts_at=cases.at(date(2026, 10, 9), 9), on=date(2026, 9, 22)
    )
    assert again.no == 2


def test_the_presiding_arbitrator_and_nobody_else_holds_it():
    hearing = cases.a_scheduled_hearing()
    for user in (cases.bench().keeper, cases.bench().second):
        with pytest.raises(NotPermitted):
            cases.hold(hearing, by=user)


def test_before_a_collective_hearing_the_parties_are_led_to_settle():
    hearing = cases.a_scheduled_hearing(10)
    arbitration = hearing.arbitration
    with pytest.raises(ActRefused) as refused:
        cases.hold(hearing)
    assert refused.value.source == "COL-06"
    do.record_pre_hearing_mediation(
        arbitration=arbitration,
        result=MediationResult.NOT_SETTLED,
        by=cases.bench().keeper,
        on=date(2026, 9, 21),
    )
    assert cases.hold(hearing).state == HearingState.CLOSED
