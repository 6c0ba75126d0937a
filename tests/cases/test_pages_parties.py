"""Who is in the case, who answers for the wages, and who saw a number in full."""

import pytest
from django.urls import reverse

from cases.choices import LinkKind
from cases.models import LiabilityLink, Party
from cases.operations import add_link, add_party
from cases.queries import liabilities, liability_chain, mediators_for
from staff.models import ReadLog
from staff.operations import declare_conflict
from tests.builders import (
    ON,
    a_case,
    add_site,
    an_accepted_case,
    id_number,
    staff_of,
    uscc,
)

pytestmark = pytest.mark.django_db

ORGANISATION = {
    "role": "general_contractor",
    "name": "示例建工集团有限公司",
    "uscc": uscc(21),
    "licensed": "on",
    "submission": "p",
}
PERSON = {"role": "foreman", "name": "马六", "id_no": id_number(991), "submission": "p"}
ON_A_CASE = ["party-add", "link-add", "debtor", "project", "triage", "worker-add", "roster"]


@pytest.fixture
def case():
    return a_case(n_workers=2)


@pytest.fixture
def desk(client, case):
    client.force_login(staff_of(case).intake_officer)
    return client


@pytest.mark.parametrize("name", ON_A_CASE)
def test_page_opens_for_the_intake_officer_and_not_for_a_foreign_mediator(client, case, name):
    page = reverse(name, args=[case.pk])
    client.force_login(staff_of(case).intake_officer)
    assert client.get(page).status_code == 200
    client.force_login(staff_of(case).stranger)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", ["party-add", "link-add", "debtor", "project", "roster"])
def test_the_director_watches_and_does_not_write(client, case, name):
    client.force_login(staff_of(case).director)
    assert client.get(reverse(name, args=[case.pk])).status_code == 403


@pytest.mark.parametrize("name", ["party-amend", "reveal"])
def test_a_foreign_mediator_does_not_find_the_party(client, case, name):
    client.force_login(staff_of(case).stranger)
    assert client.get(reverse(name, args=[case.debtor_id])).status_code == 404


def test_adding_an_organisation_checks_its_credit_code(desk, case):
    page = reverse("party-add", args=[case.pk])
    answer = desk.post(page, ORGANISATION | {"uscc": uscc(21)[:-1] + "0"})
    assert answer.status_code == 422
    assert not case.parties.filter(role="general_contractor").exists()
    assert desk.post(page, ORGANISATION).status_code == 302
    assert case.parties.get(role="general_contractor").licensed


def test_a_natural_person_is_entered_without_the_capacity_to_employ(desk, case):
    desk.post(reverse("party-add", args=[case.pk]) + "?kind=natural", PERSON)
    foreman = case.parties.get(role="foreman")
    assert (foreman.licensed, foreman.sex) == (False, "男")


def test_a_worker_of_the_roster_is_not_entered_on_the_other_side(desk, case):
    worker = case.parties.workers().first()
    page = reverse("party-add", args=[case.pk]) + "?kind=natural"
    answer = desk.post(page, PERSON | {"id_no": worker.id_no})
    assert "同一人不能列在双方" in answer.text
    assert worker.id_no not in answer.text.replace(f'value="{worker.id_no}"', "")
    assert not case.parties.filter(role="foreman").exists()


def test_amending_leaves_numbers_that_were_not_typed_anew(desk, case):
    debtor = case.debtor
    page = reverse("party-amend", args=[debtor.pk])
    assert debtor.phone not in desk.get(page).text
    typed = {"role": debtor.role, "name": debtor.name, "uscc": debtor.uscc, "licensed": "on"}
    typed |= {"address": "示例区示例路99号", "reason": "核对营业执照", "submission": "a"}
    assert desk.post(page, typed).status_code == 302
    changed = Party.objects.get(pk=debtor.pk)
    assert (changed.address, changed.phone) == ("示例区示例路99号", debtor.phone)


def test_amending_a_worker_needs_a_reason(desk, case):
    worker = case.parties.workers().first()
    page = reverse("party-amend", args=[worker.pk])
    typed = {"name": "赵国梁", "submission": "a"}
    assert desk.post(page, typed).status_code == 422
    assert desk.post(page, typed | {"reason": "核对身份证"}).status_code == 302
    changed = Party.objects.get(pk=worker.pk)
    assert (changed.name, changed.id_no) == ("赵国梁", worker.id_no)


def test_a_step_of_the_chain_is_drawn_once(desk, case):
    site = add_site(case)
    page = reverse("link-add", args=[case.pk])
    typed = {"upper": site.contractor.pk, "lower": site.foreman.pk, "kind": "subcontract"}
    assert desk.post(page, typed | {"submission": "1"}).status_code == 302
    answer = desk.post(page, typed | {"submission": "2"})
    assert "这一环已经登记过" in answer.text
    assert LiabilityLink.objects.filter(case=case, lower=site.foreman).count() == 2


def test_chain_page_names_who_pays_and_by_which_article(desk, case):
    add_site(case)
    page = desk.get(reverse("link-add", args=[case.pk])).text
    assert "先行清偿，可追偿" in page
    assert "《保障农民工工资支付条例》第三十条第三款" in page


def articles(case) -> set[tuple[str, str]]:
    """Return who has to pay by which article."""
    return {
        (party.name, line.liability.article_id)
        for line in liabilities(case)
        for party in line.parties
    }


def test_a_licensed_subcontractor_in_arrears_makes_the_general_contractor_pay_first(case):
    site = add_site(case)
    assert (site.contractor.name, "LIAB-01") in articles(case)
    assert (site.employer.name, "LIAB-01") in articles(case)


def test_work_given_to_an_individual_makes_the_giver_pay(case):
    site = add_site(case)
    intake = staff_of(case).intake_officer
    assert (site.contractor.name, "LIAB-04") not in articles(case)
    add_link(
        case=case,
        upper=site.contractor,
        lower=site.foreman,
        kind=LinkKind.TO_INDIVIDUAL,
        by=intake,
        on=ON,
    )
    assert {(site.contractor.name, "LIAB-04"), (site.contractor.name, "LIAB-09")} <= articles(case)


def test_an_owner_late_with_the_works_price_advances_up_to_it(case):
    site = add_site(case)
    intake = staff_of(case).intake_officer
    owner = add_party(
        case=case, role="developer", kind="org", name="示例置业有限公司", by=intake, on=ON
    )
    add_link(
        case=case,
        upper=owner,
        lower=site.contractor,
        kind=LinkKind.GENERAL_CONTRACT,
        unpaid_works_price_fen=500000,
        by=intake,
        on=ON,
    )
    capped = [n for n in liabilities(case) if n.parties == (owner,)]
    assert [(n.liability.article_id, n.liability.cap_fen) for n in capped] == [("LIAB-03", 500000)]


def test_nobody_is_named_before_a_debtor_is_known(case):
    case.debtor = None
    assert liabilities(case) == []


def test_the_drawn_chain_runs_from_the_top_to_the_workers(case):
    add_site(case)
    nodes, edges = liability_chain(case)
    assert [n["name"] for n in nodes] == [
        "示例建工集团有限公司",
        "示例建筑劳务有限公司",
        "马六",
        "赵国栋等2人",
    ]
    assert {(e["source"], e["target"]) for e in edges} == {(0, 1), (1, 2), (1, 3)}


def test_a_ring_in_the_chain_is_drawn_all_the_same(case):
    site = add_site(case)
    intake = staff_of(case).intake_officer
    add_link(
        case=case,
        upper=site.foreman,
        lower=site.contractor,
        kind=LinkKind.ONWARD,
        by=intake,
        on=ON,
    )
    nodes, edges = liability_chain(case)
    assert (len(nodes), len(edges)) == (4, 4)


def test_debtor_is_chosen_among_the_parties_of_the_case(desk, case):
    site = add_site(case)
    page = reverse("debtor", args=[case.pk])
    worker = case.parties.workers().first()
    assert desk.post(page, {"party": worker.pk, "submission": "1"}).status_code == 422
    desk.post(page, {"party": site.contractor.pk, "submission": "2"})
    case.refresh_from_db()
    assert case.debtor == site.contractor


def test_project_is_entered_and_entered_again(desk, case):
    page = reverse("project", args=[case.pk])
    typed = {"name": "示例花园二期3号楼", "wage_deposit_fen": "600000.00"}
    desk.post(page, typed | {"submission": "1"})
    desk.post(page, typed | {"permit": "9901", "submission": "2"})
    case.refresh_from_db()
    assert (case.project.wage_deposit_fen, case.project.permit) == (60_000_000, "9901")


def test_triage_needs_its_reason(desk, case):
    page = reverse("triage", args=[case.pk])
    assert desk.post(page, {"complexity": "small", "submission": "1"}).status_code == 422
    desk.post(page, {"complexity": "small", "reason": "一人，金额小", "submission": "1"})
    case.refresh_from_db()
    assert case.complexity == "small"


def test_a_number_is_shown_only_with_a_reason_and_once_on_record(desk, case):
    worker = case.parties.workers().first()
    page = reverse("reveal", args=[worker.pk])
    assert worker.id_no not in desk.get(page).text
    refused = desk.post(page, {"what": "id_no", "reason": " "})
    assert refused.status_code == 422
    assert worker.id_no not in refused.text
    assert not ReadLog.objects.exists()
    shown = desk.post(page, {"what": "id_no", "reason": "核对身份证"})
    assert worker.id_no in shown.text
    assert worker.bank_account not in shown.text
    assert shown["Cache-Control"] == "no-store"
    log = ReadLog.objects.get()
    assert (log.what, log.reason) == ("公民身份号码", "核对身份证")
    assert worker.id_no not in log.object_label


def test_a_number_that_does_not_exist_is_not_asked_for(desk, case):
    page = reverse("reveal", args=[case.debtor_id])
    assert desk.post(page, {"what": "key", "reason": "试"}).status_code == 404


def test_a_mediator_with_a_relation_to_a_party_is_offered_last(case):
    staff = staff_of(case)
    declare_conflict(
        user=staff.mediator,
        counterpart_name=case.debtor.name,
        relation="曾任法律顾问",
        by=staff.mediator,
        on=ON,
    )
    last = mediators_for(case, on=ON)[-1]
    assert last.user == staff.mediator
    assert "曾任法律顾问" in last.words


def test_a_mediator_is_offered_with_the_number_of_open_cases():
    case = an_accepted_case()
    busy = {m.user: m.open_cases for m in mediators_for(case, on=ON)}
    assert busy[staff_of(case).mediator] == 1
    assert busy[staff_of(case).other_mediator] == 0
