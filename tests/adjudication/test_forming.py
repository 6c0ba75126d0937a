"""Who hears the case, and whether it may be handled simply."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.choices import Procedure, SeatRole, SimplifiedGround
from adjudication.queries import deadline, panel, papers
from cases.operations import confirm_parameter
from staff.models import Conflict
from staff.operations import establish_system_user
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases

pytestmark = pytest.mark.django_db


def confirm(case, code: str, value: str) -> None:
    confirm_parameter(
        centre=case.centre,
        code=code,
        value=value,
        effective_from=date(2026, 1, 1),
        source="示例通知",
        by=establish_system_user(),
        on=cases.ON,
    )


def test_the_arbitrator_with_the_fewest_open_cases_sits():
    people = cases.bench()
    seats = cases.form(cases.an_accepted_arbitration())
    assert [(s.user, s.role) for s in seats] == [
        (people.sole, SeatRole.SOLE),
        (people.keeper, SeatRole.SECRETARY),
    ]


def test_passing_over_the_turn_needs_a_reason_that_stays_on_record():
    people, arbitration = cases.bench(), cases.a_formed_arbitration()
    other = cases.accept(cases.file(builders.a_case(on=cases.ON, n_workers=1)))
    with pytest.raises(ActRefused, match="季明远") as refused:
        cases.form(other, arbitrators=[people.sole])
    assert refused.value.source == "ARB-13"
    seats = cases.form(other, arbitrators=[people.sole], reason="与前案同一被申请人")
    assert seats[0].override_reason == "与前案同一被申请人"
    assert panel(arbitration)[0].override_reason == ""


def test_who_mediated_the_case_or_is_related_never_sits():
    people, arbitration = cases.bench(), cases.an_accepted_arbitration()
    Conflict.objects.create(
        user=people.sole,
        counterpart_name="示例建筑劳务有限公司",
        relation="近亲属在该单位任职",
        declared_on=cases.ON,
    )
    with pytest.raises(ActRefused) as refused:
        cases.form(arbitration, arbitrators=[people.sole])
    assert refused.value.source == "ARB-16"
    mediator = builders.staff_of(arbitration.case).mediator
    arbitration.case.officers.filter(user=mediator).update(user=people.second)
    with pytest.raises(ActRefused, match="参与过本案的调解"):
        cases.form(arbitration, arbitrators=[people.second])
    assert cases.form(arbitration)[0].user == people.third


def test_the_secretary_is_not_an_arbitrator_of_the_case():
    people = cases.bench()
    with pytest.raises(ActRefused) as refused:
        cases.form(cases.an_accepted_arbitration(), secretary=people.sole)
    assert refused.value.source == "ARB-15"


def test_ten_workers_are_heard_by_three_with_one_presiding():
    people, arbitration = cases.bench(), cases.an_accepted_arbitration(10)
    assert arbitration.priority
    assert deadline(arbitration, "COL-03").due_on == date(2026, 9, 8)
    with pytest.raises(ActRefused) as refused:
        cases.form(arbitration, arbitrators=[people.sole])
    assert refused.value.source == "ARB-14"
    seats = cases.form(arbitration)
    assert [s.role for s in seats] == ["presiding", "member", "member", "secretary"]


def test_simple_handling_needs_a_ground_that_holds():
    arbitration = cases.an_accepted_arbitration()
    with pytest.raises(ActRefused, match="尚未核定") as refused:
        cases.simplify(arbitration, ground=SimplifiedGround.AMOUNT)
    assert refused.value.source == "SUM-01"
    with pytest.raises(ActRefused, match="双方同意的日期"):
        cases.simplify(arbitration, ground=SimplifiedGround.BOTH_AGREE)
    confirm(arbitration.case, "provincial_average_annual_wage", "6000.00")
    with pytest.raises(ActRefused, match="超过上年度职工年平均工资"):
        cases.simplify(arbitration, ground=SimplifiedGround.AMOUNT)
    simple = cases.simplify(arbitration)
    assert simple.procedure == Procedure.SIMPLIFIED
    assert {p.party for p in papers(simple, "A05")} == {
        *simple.applicants.all(),
        *simple.respondents.all(),
    }


def test_the_target_of_thirty_days_runs_only_once_the_centre_has_confirmed_it():
    arbitration = cases.simplify(cases.an_accepted_arbitration())
    assert deadline(arbitration, "SUM-10") is None
    other = cases.accept(cases.file(builders.a_case(on=cases.ON, n_workers=1)))
    confirm(other.case, "simplified_target_days", "30")
    assert deadline(cases.simplify(other), "SUM-10").due_on == date(2026, 10, 8)


def test_a_respondent_who_cannot_be_found_excludes_simple_handling():
    arbitration = cases.an_accepted_arbitration()
    arbitration.respondents.update(missing=True)
    with pytest.raises(ActRefused) as refused:
        cases.simplify(arbitration)
    assert refused.value.source == "SUM-02"


def test_simple_handling_is_turned_into_the_ordinary_one_before_the_limit():
    arbitration = cases.a_formed_arbitration(10)
    assert len(panel(arbitration)) == 1
    people = cases.bench()
    facts = {
        "arbitration": arbitration,
        "reason": "双方考勤记录差异较大，需要鉴定",
        "by": people.clerk,
        "arbitrators": [people.sole, people.second, people.third],
    }
    with pytest.raises(ActRefused) as refused:
        do.convert_to_ordinary_procedure(on=date(2026, 10, 17), **facts)
    assert refused.value.source == "SUM-06"
    ordinary = do.convert_to_ordinary_procedure(on=date(2026, 9, 15), **facts)
    assert ordinary.procedure == Procedure.ORDINARY
    assert [s.user for s in panel(ordinary)] == [people.sole, people.second, people.third]
    told = papers(ordinary, "A05C").first().context
    # Still counted from the first acceptance.
    assert told["award_due"] == "2026-10-16"
