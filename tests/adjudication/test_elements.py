"""Before the hearing both sides are asked element by element; A10 says what is left to hear."""

import pytest

from adjudication.operations import Confirmed
from adjudication.queries import disputed, paper
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

pytestmark = pytest.mark.django_db


def test_the_confirmation_is_made_with_the_last_element_and_names_what_is_disputed():
    arbitration = cases.an_answered_arbitration()
    assert cases.confirm(arbitration, *cases.ASKED[:2]) is None
    made = cases.confirm(arbitration, cases.ASKED[2])
    assert made.code == "A10"
    assert [row["agreed"] for row in made.context["elements"]] == [True, True, False]
    assert made.context["issues"] == [
        {"code": "E10", "question": "休息日加班天数：申请人主张2天，被申请人主张0天"}
    ]
    assert [e.code for e in disputed(arbitration)] == ["E10"]


def test_a_later_round_replaces_the_confirmation():
    arbitration = cases.an_answered_arbitration()
    first = cases.confirm(arbitration)
    second = cases.confirm(arbitration, Confirmed("E10", "2", "2", True))
    assert second.supersedes == first
    assert paper(arbitration, "A10") == second
    assert not disputed(arbitration)


def test_different_words_are_not_agreed():
    with pytest.raises(ActRefused) as refused:
        cases.confirm(cases.an_answered_arbitration(), Confirmed("E10", "2", "0", True))
    assert refused.value.source == "V-T1"


def test_a_point_nobody_stated_may_be_added_when_both_are_asked():
    arbitration = cases.an_answered_arbitration()
    cases.confirm(arbitration, *cases.ASKED, Confirmed("E5", "抹灰工", "抹灰工", True))
    assert arbitration.elements.get(code="E5").agreed


def test_the_facts_signed_in_mediation_are_carried_in_and_stay():
    arbitration = cases.a_filed_arbitration(facts=True)
    carried = arbitration.elements.filter(agreed=True).order_by("code")
    assert [(e.code, e.applicant_value) for e in carried] == [
        ("E5", "抹灰工"),
        ("E6", "每日260.00元"),
    ]
    assert {e.locked_by.code for e in carried} == {"D11"}


def test_a_locked_fact_is_not_changed_by_the_way():
    arbitration = cases.a_formed_arbitration(facts=True)
    with pytest.raises(ActRefused) as refused:
        cases.confirm(arbitration, Confirmed("E5", "抹灰工", "杂工", False))
    assert refused.value.source == "MED-21"


def test_only_the_tribunal_and_its_clerks_confirm():
    arbitration = cases.an_answered_arbitration()
    for user in (cases.bench().second, builders.staff_of(arbitration.case).mediator):
        with pytest.raises(NotPermitted):
            cases.confirm(arbitration, by=user)
