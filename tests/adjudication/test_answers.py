"""Service and what runs from it; the shorter period by consent; the answer and its pleas."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.choices import ElementAnswer
from adjudication.operations import Answered
from adjudication.queries import answer_ends_on, deadline, paper, papers
from cases.choices import Capacity, SealKind
from cases.models import Deadline
from documents.contracts.tribunal.elements import ELEMENTS
from documents.models import Service
from documents.service.operations import Delivery
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases
from tests.adjudication.test_joining import investor, join

pytestmark = pytest.mark.django_db

ADMIT, DENY = ElementAnswer.ADMIT, ElementAnswer.DENY


def days(arbitration) -> dict[str, str]:
    return {
        d.key: d.due_on.isoformat()
        for d in Deadline.objects.filter(case=arbitration.case, state="running")
    }


def test_the_answer_period_runs_from_the_day_the_copy_was_received():
    arbitration = cases.a_served_arbitration()
    due = days(arbitration)
    # Ten working days from 3 September; the five of the commission are met.
    assert due["ARB-10"] == "2026-09-17"
    assert "ARB-09" not in due
    assert answer_ends_on(arbitration) == date(2026, 9, 17)
    assert paper(arbitration, "A03").context["answer_due"] == "2026-09-17"


def test_each_round_of_service_leaves_its_return():
    arbitration = cases.a_served_arbitration()
    made = papers(arbitration, "A09").get().context
    assert made["recipient"] == arbitration.respondents.get().name
    assert [row["title"] for row in made["documents"]] == [
        "仲裁申请书副本",
        "应诉通知书",
        "组庭通知书",
        "简易处理告知书",
    ]


def test_the_commission_serves_its_papers_and_nobody_elses():
    arbitration = cases.a_served_arbitration()
    with pytest.raises(NotPermitted):
        cases.serve(
            arbitration,
            arbitration.applicants.get(),
            ["A02"],
            by=builders.staff_of(arbitration.case).court_clerk,
        )
    with pytest.raises(NotPermitted):
        cases.serve(arbitration, arbitration.applicants.get(), ["A02"], by=cases.bench().second)


def test_simple_service_is_for_cases_handled_simply():
    sms = Delivery(
        method="simple",
        channel="sms",
        sent_on=cases.SERVED,
        done_on=cases.SERVED,
        receiver="赵国栋",
        relation="self",
    )
    ordinary = cases.a_formed_arbitration(simplified=False)
    with pytest.raises(ActRefused) as refused:
        cases.serve(ordinary, ordinary.applicants.get(), ["A02"], delivery=sms)
    assert refused.value.source == "SUM-04"


def test_simple_service_of_a_case_handled_simply_counts():
    simple = cases.a_formed_arbitration()
    sms = Delivery(
        method="simple",
        channel="sms",
        sent_on=cases.SERVED,
        done_on=cases.SERVED,
        receiver="赵国栋",
        relation="self",
    )
    cases.serve(simple, simple.applicants.get(), ["A02"], delivery=sms)
    assert Service.objects.get().served_on == cases.SERVED


def test_an_award_never_goes_by_text_message():
    simple = cases.a_formed_arbitration()
    with pytest.raises(ActRefused) as refused:
        do.papers_for(simple, simple.applicants.get(), ["A12-1"], method="simple")
    assert refused.value.source == "SUM-04"


def consent(arbitration, **changes):
    facts = {
        "respondent": arbitration.respondents.get(),
        "signer": builders.LEGAL_REPRESENTATIVE,
        "capacity": Capacity.LEGAL_REPRESENTATIVE,
        "days": 3,
        "seal_kind": SealKind.OFFICIAL,
        "by": cases.bench().clerk,
        "on": cases.SERVED,
    }
    return do.consent_to_shorter_answer(arbitration=arbitration, **(facts | changes))


def test_the_respondent_may_consent_to_a_shorter_answer_period():
    arbitration = cases.a_served_arbitration()
    assert consent(arbitration).context["answer_due"] == "2026-09-08"
    assert answer_ends_on(arbitration) == date(2026, 9, 8)


def test_giving_up_the_answer_period_ends_it_on_the_day_of_receipt():
    arbitration = cases.a_served_arbitration()
    assert consent(arbitration, days=None).context["answer_due"] is None
    assert answer_ends_on(arbitration) == cases.SERVED


def test_consent_bears_the_official_seal():
    with pytest.raises(ActRefused) as refused:
        consent(cases.a_served_arbitration(), seal_kind=SealKind.PROJECT_DEPARTMENT)
    assert refused.value.source == "V-S2"


def test_in_an_ordinary_case_the_period_of_the_law_stays():
    with pytest.raises(ActRefused) as refused:
        consent(cases.a_served_arbitration(simplified=False))
    assert refused.value.source == "SUM-03"


def test_limitation_is_pleaded_by_the_respondent_or_not_at_all():
    arbitration = cases.a_served_arbitration()
    assert arbitration.limitation_pleaded is None
    cases.answer(arbitration)
    arbitration.refresh_from_db()
    assert arbitration.limitation_pleaded is False
    assert paper(arbitration, "A01R").context["limitation_defence"] is False


def test_a_plea_of_limitation_stands_on_the_answer():
    arbitration = cases.a_served_arbitration()
    cases.answer(arbitration, limitation="离职已满一年")
    arbitration.refresh_from_db()
    assert arbitration.limitation_pleaded is True


def test_silence_on_a_claim_admits_nothing():
    arbitration = cases.a_served_arbitration()
    cases.answer(arbitration)
    row = paper(arbitration, "A01R").context["claims"][0]
    assert (row["position"], row["admitted"]) == ("未表态", None)


def test_who_denies_says_what_instead_and_why():
    arbitration = cases.a_served_arbitration()
    with pytest.raises(ActRefused) as refused:
        cases.answer(arbitration, answers=[Answered("E10", DENY, "0")])
    assert refused.value.source == "V-T1"


def test_objection_and_counter_claim_come_within_the_answer_period():
    arbitration = cases.a_served_arbitration()
    late = date(2026, 9, 18)
    with pytest.raises(ActRefused) as refused:
        cases.answer(arbitration, on=late, jurisdiction="合同在外地履行")
    assert refused.value.source == "ARB-11"
    with pytest.raises(ActRefused) as refused:
        cases.answer(arbitration, on=late, counter_claims=["返还门禁卡"])
    assert refused.value.source == "ARB-12"


def test_an_answer_meets_its_period_and_starts_that_of_its_copy():
    arbitration = cases.a_served_arbitration()
    cases.answer(arbitration, counter_claims=["返还门禁卡"])
    due = days(arbitration)
    assert "ARB-10" not in due
    assert due["ARB-10.copy"] == "2026-09-15"
    assert due["ARB-12"] == "2026-09-15"
    cases.serve(arbitration, arbitration.applicants.get(), ["A01R"], on=date(2026, 9, 9))
    assert deadline(arbitration, "ARB-10.copy").met_on == date(2026, 9, 9)


def test_a_fact_both_sides_signed_in_mediation_is_not_denied_again():
    arbitration = cases.a_served_arbitration(facts=True)
    element = arbitration.elements.exclude(locked_by=None).first()
    assert element.agreed
    assert element.locked_by.code == "D11"
    with pytest.raises(ActRefused) as refused:
        cases.answer(
            arbitration,
            answers=[Answered(element.code, DENY, "杂工", "不属实", label=element.label)],
        )
    assert refused.value.source == "MED-21"


def test_of_two_respondents_each_answer_prints_its_own_words_and_a_denial_stands():
    arbitration = cases.a_served_arbitration()
    employer, investor = arbitration.respondents.get(), joined(arbitration)
    rate = Answered("E6", ADMIT, label=ELEMENTS["E6"])
    months = Answered("E9", ADMIT)
    for party, days, why in ((employer, "0", "没有安排加班"), (investor, "1", "只加过一天班")):
        denied = Answered("E10", DENY, days, why)
        cases.answer(
            arbitration,
            respondent=party,
            answers=[rate, months, denied],
            signer=builders.LEGAL_REPRESENTATIVE if party == employer else party.name,
            capacity=Capacity.LEGAL_REPRESENTATIVE if party == employer else Capacity.SELF,
        )
    first, second = papers(arbitration, "A01R")
    said = [
        next(row for row in paper.context["elements"] if row["code"] == "E10")
        for paper in (first, second)
    ]
    assert [(row["value"], row["reason"]) for row in said] == [
        ("0天", "没有安排加班"),
        ("1天", "只加过一天班"),
    ]
    element = arbitration.elements.get(code="E10")
    assert element.answer == DENY
    assert element.respondent_value == f"{employer.name}：0；{investor.name}：1"
    # Who gets the answers gets those of both.
    worker = arbitration.applicants.get()
    assert do.papers_for(arbitration, worker, ["A01R"]) == [first, second]


def test_an_admission_after_a_denial_of_another_leaves_the_element_disputed():
    arbitration = cases.a_served_arbitration()
    investor = joined(arbitration)
    cases.answer(arbitration)
    cases.answer(
        arbitration,
        respondent=investor,
        answers=[Answered("E10", ADMIT)],
        signer=investor.name,
        capacity=Capacity.SELF,
    )
    element = arbitration.elements.get(code="E10")
    assert (element.answer, element.respondent_value) == (DENY, "0")
    own = papers(arbitration, "A01R").last().context["elements"]
    assert [(row["code"], row["answer"]) for row in own] == [("E10", "认可")]
    # Taking the denial back leaves nothing in dispute.
    cases.answer(arbitration, answers=[Answered("E10", ADMIT)])
    element.refresh_from_db()
    assert (element.answer, element.respondent_value) == (ADMIT, "2")


def joined(arbitration):
    """The investor of the employer, a respondent too, with the copy in hand."""
    party = investor(arbitration)
    join(arbitration, party)
    cases.serve(arbitration, party, ["A01", "A02X2"], on=date(2026, 9, 8))
    return party
