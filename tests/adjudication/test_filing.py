"""From a failed mediation to the tribunal in one act; what crosses the wall and what does not."""

from datetime import date

import pytest

from adjudication.choices import ArbitrationState, ClaimKind, Origin
from adjudication.models import Arbitration
from adjudication.operations import Claimed, Stated
from cases.choices import CaseStatus
from cases.models import Case
from documents.models import Document
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

pytestmark = pytest.mark.django_db


def test_a_failed_mediation_goes_to_the_tribunal_in_one_act():
    case = cases.a_failed_case(2)
    arbitration = cases.file(case)
    assert arbitration.state == ArbitrationState.FILED
    assert [c.worker for c in arbitration.claims.all()] == cases.workers_of(case)
    application = Document.objects.get(case=case, code="A01")
    assert application.context["claim_total"]["digits"] == "13860.00"
    assert [row["amount"]["digits"] for row in application.context["roster"]] == ["6930.00"] * 2
    due = {d.rule: d.due_on.isoformat() for d in case.deadlines.filter(rule__startswith="ARB-0")}
    assert due == {"ARB-06": "2026-09-07", "ARB-07": "2026-09-07"}
    assert Case.objects.get(pk=case.pk).status == CaseStatus.ENDED


def test_the_reckoning_of_a_wage_claim_gives_its_amount():
    claim = cases.a_filed_arbitration().claims.get()
    assert claim.amount_fen == 693000
    assert claim.formula == "30.5日×260.00元/日－1000.00元"


def test_a_case_that_was_never_mediated_may_be_filed_directly():
    case = builders.a_case(on=cases.ON, n_workers=1)
    arbitration = cases.file(case)
    assert arbitration.origin == Origin.DIRECT
    assert Case.objects.get(pk=case.pk).status == CaseStatus.ARBITRATED
    assert [p.place for p in [*cases.workers_of(case), arbitration.respondents.get()]] == [
        "applicant",
        "respondent",
    ]


def test_while_mediation_runs_nothing_is_filed():
    case = builders.an_accepted_case(1, on=cases.ON)
    for origin in (Origin.MEDIATION, Origin.DIRECT):
        with pytest.raises(ActRefused) as refused:
            cases.file(case, origin=origin)
        assert refused.value.source == "MED-18"


def test_the_same_case_is_not_filed_twice():
    arbitration = cases.a_filed_arbitration()
    with pytest.raises(ActRefused) as refused:
        cases.file(arbitration.case)
    assert refused.value.source == "ARB-41"


def test_a_sum_is_what_its_formula_says():
    case = cases.a_failed_case()
    worker = cases.workers_of(case)[0]
    wrong = cases.claimed(worker, amount_fen=500001)
    with pytest.raises(ActRefused, match="按算式应为") as refused:
        cases.file(case, claims=[wrong])
    assert refused.value.source == "V-M2"
    untold = Claimed(worker, ClaimKind.WAGES, "工资", amount_fen=500000)
    with pytest.raises(ActRefused, match="计算方式"):
        cases.file(case, claims=[untold])


def test_limitation_never_stops_a_filing():
    arbitration = cases.file(cases.a_failed_case(), employment_ended_on=date(2024, 1, 31))
    assert arbitration.state == ArbitrationState.FILED


def test_workers_who_settled_do_not_file_again():
    case = builders.a_settled_case(2, 1)
    with pytest.raises(ActRefused) as refused:
        cases.file(case, on=case.opened_on)
    assert refused.value.source == "V-X1"


def test_an_agreement_that_is_not_performed_may_be_taken_to_the_tribunal():
    case = builders.a_settled_case(1, 1)
    arbitration = cases.file(case, origin=Origin.BREACH, on=case.opened_on)
    assert arbitration.claims.get().amount_fen == 693000
    with pytest.raises(ActRefused, match="没有生效的调解协议"):
        cases.file(cases.a_failed_case(), origin=Origin.BREACH)


def test_an_element_names_evidence_that_is_there():
    case = cases.a_failed_case()
    with pytest.raises(ActRefused, match="没有编号为7的证据"):
        cases.file(case, elements=[Stated("E6", "260.00", evidence=[7])])


def test_only_people_of_the_case_or_a_clerk_file():
    case = cases.a_failed_case()
    with pytest.raises(NotPermitted):
        cases.file(case, by=builders.staff_of(case).stranger)
    assert cases.file(case, by=cases.bench().clerk).pk


def test_the_tribunals_people_see_the_file_and_nothing_of_the_mediation():
    arbitration = cases.a_formed_arbitration()
    people = cases.bench()
    for user in (people.sole, people.clerk):
        assert Arbitration.objects.visible_to(user).get() == arbitration
        assert not Case.objects.visible_to(user).exists()
        codes = set(Document.objects.visible_to(user).values_list("code", flat=True))
        assert codes == {"A01", "A02", "A04", "A05", "D13"}
    assert not Arbitration.objects.visible_to(people.second).exists()
    assert not Document.objects.visible_to(people.second).exists()
