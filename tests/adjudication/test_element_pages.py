"""The table of elements: asked of both sides, with evidence, and confirmed by both."""

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import ElementAnswer
from adjudication.models import Arbitration
from adjudication.operations import Reply
from adjudication.queries import paper
from adjudication.queries.parties import confirmations_of, said_of
from cases.choices import Capacity, IdentityProof
from cases.models import Evidence, PartyAccess
from cases.operations import admit_person
from staff.models import User
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = cases.at(cases.HEARD.replace(day=17), 10)
pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def admitted(party, person: str = "", capacity: str = Capacity.SELF) -> PartyAccess:
    return admit_person(
        party=party,
        person=person or party.name,
        capacity=capacity,
        proof=IdentityProof.ID_TAIL,
        at=NOW,
    )


def head_of(company) -> PartyAccess:
    return admitted(company, company.legal_rep, Capacity.LEGAL_REPRESENTATIVE)


@pytest.fixture
def answered() -> Arbitration:
    return cases.an_answered_arbitration()


def post(client: Client, arbitration: Arbitration, **data):
    url = reverse("elements", args=[arbitration.pk])
    page = client.get(url)
    submission = page.context["submission"]
    return client.post(url, {"submission": f"{submission}-{data['act']}", **data})


def asked(arbitration: Arbitration, **states: str) -> dict[str, str]:
    """What the form of the page sends when the clerk changes nothing but the states."""
    given = {}
    for element in arbitration.elements.all():
        given[f"a-{element.pk}"] = element.applicant_value
        given[f"r-{element.pk}"] = element.respondent_value
        given[f"e-{element.pk}"] = ""
        given[f"s-{element.pk}"] = states.get(element.code, "")
    return given


@freeze_time(NOW)
def test_the_clerk_asks_both_sides_and_the_table_is_made(answered):
    client = signed_in(cases.bench().keeper)
    states = {"E6": "agreed", "E9": "agreed", "E10": "disputed"}
    reply = post(client, answered, act="ask", **asked(answered, **states))
    assert reply.status_code == 302
    assert {e.code: e.agreed for e in answered.elements.all()} == {
        "E6": True,
        "E9": True,
        "E10": False,
    }
    assert paper(answered, "A10")


@freeze_time(NOW)
def test_different_words_are_not_agreed_and_the_field_says_so(answered):
    client = signed_in(cases.bench().keeper)
    reply = post(client, answered, act="ask", **asked(answered, E10="agreed"))
    assert reply.status_code == 422
    assert "双方说法不同" in reply.content.decode()
    assert answered.elements.get(code="E10").agreed is None


@freeze_time(NOW)
def test_evidence_is_linked_by_number_and_a_wrong_number_is_named(answered):
    workers = cases.workers_of(answered.case)
    Evidence.objects.create(
        case=answered.case, no=3, name="考勤表", kind="书证", by_label=workers[0].name
    )
    element, client = answered.elements.get(code="E10"), signed_in(cases.bench().keeper)
    given = asked(answered, E10="disputed") | {f"e-{element.pk}": "3"}
    assert post(client, answered, act="ask", **given).status_code == 302
    assert [e.no for e in element.evidence.all()] == [3]
    wrong = post(client, answered, act="ask", **given | {f"e-{element.pk}": "7"})
    assert wrong.status_code == 422
    assert "没有编号为7的证据" in wrong.content.decode()
    unlinked = post(client, answered, act="ask", **given | {f"e-{element.pk}": ""})
    assert unlinked.status_code == 302
    assert not element.evidence.exists()


@freeze_time(NOW)
def test_a_locked_fact_points_to_its_signature_and_has_no_fields():
    arbitration = cases.a_formed_arbitration(facts=True)
    locked = arbitration.elements.exclude(locked_by=None).first()
    assert locked
    page = signed_in(cases.bench().keeper).get(reverse("elements", args=[arbitration.pk]))
    text = page.content.decode()
    assert reverse("document", args=[locked.locked_by_id]) in text
    assert f'name="a-{locked.pk}"' not in text


@freeze_time(NOW)
def test_a_line_is_added_and_not_twice(answered):
    client = signed_in(cases.bench().keeper)
    given = {"code": "E12", "label": "", "unit": "", "applicant_value": "没有缴纳"}
    assert post(client, answered, act="add", **given).status_code == 302
    again = post(client, answered, act="add", **given)
    assert again.status_code == 422
    assert "表中已有" in again.content.decode()
    assert answered.elements.filter(code="E12").count() == 1


@freeze_time(NOW)
def test_a_mediator_reads_nothing_to_change_and_changes_nothing(answered):
    mediator = builders.staff_of(answered.case).mediator
    client = signed_in(mediator)
    page = client.get(reverse("elements", args=[answered.pk]))
    assert 'name="act"' not in page.content.decode()
    client.post(reverse("elements", args=[answered.pk]), {"act": "ask", "submission": "x"})
    assert answered.elements.filter(agreed=None).count() == 3


@freeze_time(NOW)
def test_what_a_party_says_on_the_phone_stands_in_the_form(answered):
    company = answered.respondents.get()
    element, access = answered.elements.get(code="E10"), head_of(company)
    do.reply_to_elements(
        arbitration=answered,
        party=company,
        replies=[Reply(element, ElementAnswer.PARTLY, "1", "只加班一天")],
        by=access.user,
        at=NOW,
    )
    page = signed_in(cases.bench().keeper).get(reverse("elements", args=[answered.pk]))
    assert "只加班一天" in page.content.decode()
    said = said_of(answered, [element], applicants=set())
    assert said[0].respondent_value == "1"


@pytest.mark.parametrize(
    ("answer", "value", "reason", "words"),
    [
        (ElementAnswer.DENY, "", "没有", "请写明您认为是多少"),
        (ElementAnswer.DENY, "0", "", "请写明理由"),
    ],
)
def test_a_denial_says_what_instead_and_why(answered, answer, value, reason, words):
    company = answered.respondents.get()
    with pytest.raises(ActRefused, match=words):
        do.reply_to_elements(
            arbitration=answered,
            party=company,
            replies=[Reply(answered.elements.get(code="E10"), answer, value, reason)],
            by=head_of(company).user,
            at=NOW,
        )


def test_who_speaks_for_nobody_here_answers_nothing(answered):
    stranger = admitted(cases.workers_of(answered.case)[0]).user
    with pytest.raises(ActRefused, match="不是这一方"):
        do.reply_to_elements(
            arbitration=answered,
            party=answered.respondents.get(),
            replies=[Reply(answered.elements.get(code="E10"), ElementAnswer.ADMIT)],
            by=stranger,
            at=NOW,
        )


@freeze_time(NOW)
def test_both_confirm_the_table_one_on_the_phone_one_on_paper(answered):
    cases.confirm(answered, on=NOW.date())
    table = paper(answered, "A10")
    worker, company = cases.workers_of(answered.case)[0], answered.respondents.get()
    access = admitted(worker)
    do.confirm_as_party(document=table, arbitration=answered, party=worker, by=access.user, at=NOW)
    keeper = signed_in(cases.bench().keeper)
    post(keeper, answered, act="seen", party=company.pk)
    assert set(confirmations_of(table)) == {worker.pk, company.pk}
    page = keeper.get(reverse("elements", args=[answered.pk]))
    assert page.context["all_confirmed"]
    with pytest.raises(ActRefused, match="已经确认过"):
        do.confirm_as_party(
            document=table, arbitration=answered, party=worker, by=access.user, at=NOW
        )
