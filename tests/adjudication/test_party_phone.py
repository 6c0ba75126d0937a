"""A party's way in and their own pages: their arbitration, and nothing of anybody else's."""

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.models import Arbitration, EntryCode
from adjudication.operations.entry import WRONG_AT_MOST
from adjudication.queries import paper
from adjudication.queries.parties import papers_for_party
from cases.models import PartyAccess
from documents.service.operations import Delivery, record_service
from mediation import operations as mediation
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication import cases

NOW = cases.at(cases.HEARD.replace(day=17), 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(NOW):
        yield


@pytest.fixture
def arbitration(db) -> Arbitration:
    return cases.an_answered_arbitration()


def give(arbitration: Arbitration, party, person: str = "", **changes) -> str:
    facts = {"by": cases.bench().keeper, "at": NOW, "person": person or party.name}
    return do.give_entry_code(arbitration=arbitration, party=party, **(facts | changes))[1]


def enter(digits: str, tail: str = ""):
    return do.enter_by_code(digits=digits, id_tail=tail, at=NOW)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def test_a_worker_comes_in_with_the_code_and_the_end_of_their_number(arbitration):
    worker = arbitration.applicants.get()
    digits = give(arbitration, worker)
    assert enter(digits, "0000") is None
    access = enter(digits, worker.id_no[-4:])
    assert (access.party, access.capacity) == (worker, "self")
    assert enter(digits, worker.id_no[-4:]).user == access.user


def test_the_code_is_kept_as_a_digest_only(arbitration):
    digits = give(arbitration, arbitration.applicants.get())
    kept = EntryCode.objects.get()
    assert digits not in str(vars(kept))


def test_after_five_wrong_answers_a_code_opens_nothing(arbitration):
    worker = arbitration.applicants.get()
    digits = give(arbitration, worker)
    for _ in range(WRONG_AT_MOST):
        assert enter(digits, "0000") is None
    with pytest.raises(ActRefused, match="试的次数太多"):
        enter(digits, worker.id_no[-4:])


def test_a_new_code_ends_the_old_one_and_an_old_one_ends_by_itself(arbitration):
    worker = arbitration.applicants.get()
    first = give(arbitration, worker)
    second = give(arbitration, worker)
    tail = worker.id_no[-4:]
    assert enter(first, tail) is None
    assert enter(second, tail)
    with pytest.raises(ActRefused, match="已经过期"):
        do.enter_by_code(digits=second, id_tail=tail, at=NOW.replace(year=2027))


def test_who_comes_for_a_company_was_looked_at(arbitration):
    company = arbitration.respondents.get()
    with pytest.raises(ActRefused, match="当面核对"):
        give(arbitration, company, company.legal_rep)
    with pytest.raises(ActRefused, match="授权"):
        give(arbitration, company, "路人甲", checked=True)
    access = enter(give(arbitration, company, company.legal_rep, checked=True))
    assert access.capacity == "legal_representative"


def test_only_the_tribunal_gives_codes(arbitration):
    mediator = builders.staff_of(arbitration.case).mediator
    with pytest.raises(NotPermitted):
        give(arbitration, arbitration.applicants.get(), by=mediator)


def test_who_acts_before_the_mediators_alone_acts_for_nobody_here(arbitration):
    """A power of attorney says before whom it holds."""
    company = arbitration.respondents.get()
    access = enter(give(arbitration, company, company.legal_rep, checked=True))
    granted = mediation.grant_authority(
        party=company,
        agent="林晓",
        scope="special",
        special_items=["代为和解"],
        valid_from=cases.ON,
        valid_to=cases.HEARD,
        seal_kind="official",
        by=builders.staff_of(arbitration.case).mediator,
        on=cases.ON,
    )
    PartyAccess.objects.filter(pk=access.pk).update(authority=granted, capacity="authorised_agent")
    page = signed_in(access.user).get(reverse("phone-arbitration", args=[arbitration.pk]))
    assert page.status_code == 404


def test_the_clerk_gives_a_code_on_the_page_and_it_is_shown_once(arbitration):
    worker = arbitration.applicants.get()
    clerk = signed_in(cases.bench().keeper)
    url = reverse("entries", args=[arbitration.pk])
    page = clerk.get(url)
    assert "给谁" in page.content.decode()
    given = clerk.post(url, {"who": f"{worker.pk}:{worker.name}"})
    digits = given.context["digits"].replace(" ", "")
    assert digits not in clerk.get(url).content.decode().replace(" ", "")
    visitor = Client()
    wrong = visitor.post(reverse("phone-tribunal"), {"code": "12", "id_tail": ""})
    assert "应当是十位数字" in wrong.content.decode()
    misfit = visitor.post(reverse("phone-tribunal"), {"code": digits, "id_tail": "0000"})
    assert "号码对不上" in misfit.content.decode()
    entered = visitor.post(
        reverse("phone-tribunal"), {"code": digits, "id_tail": worker.id_no[-4:]}
    )
    assert entered.headers["Location"] == reverse("phone-arbitration", args=[arbitration.pk])
    home = visitor.get(entered.headers["Location"])
    assert "我的仲裁案件" in home.content.decode()
    clerk.post(url, {"act": "end", "code": EntryCode.objects.get(ended_at=None).pk})
    assert not EntryCode.objects.filter(ended_at=None).exists()


def test_a_party_reads_what_was_served_on_it_and_nothing_else(arbitration):
    worker, company = arbitration.applicants.get(), arbitration.respondents.get()
    access = enter(give(arbitration, company, company.legal_rep, checked=True))
    readable = {row.paper.code for row in papers_for_party(arbitration, [company])}
    assert {"A01", "A01R", "A03", "A04", "A05"} <= readable
    client = signed_in(access.user)
    served = paper(arbitration, "A03")
    assert client.get(reverse("phone-tribunal-paper", args=[served.pk])).status_code == 200
    theirs = paper(arbitration, "A02")
    assert theirs.code not in readable
    assert client.get(reverse("phone-tribunal-paper", args=[theirs.pk])).status_code == 404
    assert paper(arbitration, "A01").pk in {
        row.paper.pk for row in papers_for_party(arbitration, [worker])
    }


def test_what_was_sent_electronically_is_signed_for_on_the_phone(arbitration):
    company = arbitration.respondents.get()
    hearing = cases.schedule(arbitration)
    assert hearing
    notice = arbitration.case.documents.get(code="A07", party=company)
    mediation.confirm_service_address(
        case=arbitration.case,
        parties=[company],
        address=company.address,
        e_service=True,
        e_channel="platform",
        by=builders.staff_of(arbitration.case).mediator,
        on=cases.ON,
    )
    record_service(
        document=notice,
        party=company,
        delivery=Delivery(method="electronic", sent_on=NOW.date(), channel="platform"),
        by=cases.bench().clerk,
        on=NOW.date(),
    )
    access = enter(give(arbitration, company, company.legal_rep, checked=True))
    client = signed_in(access.user)
    home = client.get(reverse("phone-arbitration", args=[arbitration.pk]))
    assert "我收到了，签收" in home.content.decode()
    client.post(reverse("phone-receive", args=[notice.pk]))
    row = notice.services.current().get(party=company)
    assert (row.served_on, row.receiver) == (NOW.date(), company.legal_rep)


def test_bad_replies_are_answered_beside_the_question(arbitration):
    company = arbitration.respondents.get()
    access = enter(give(arbitration, company, company.legal_rep, checked=True))
    client = signed_in(access.user)
    url = reverse("phone-elements", args=[arbitration.pk])
    element = arbitration.elements.get(code="E10")
    empty = client.post(url, {"act": "reply"})
    assert "还没有回答" in empty.content.decode()
    wrong = client.post(url, {"act": "reply", f"answer-{element.pk}": "deny"})
    assert "请写明您认为是多少" in wrong.content.decode()
    done = client.post(
        url,
        {
            "act": "reply",
            f"answer-{element.pk}": "deny",
            f"value-{element.pk}": "0",
            f"reason-{element.pk}": "没有安排加班",
        },
    )
    assert done.status_code == 302
    assert element.replies.get().reason == "没有安排加班"
