"""The file of an arbitration: what comes next, the acts on their pages, and who may open it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from freezegun import freeze_time

from adjudication.choices import ArbitrationState, Procedure
from adjudication.models import Arbitration
from adjudication.queries import deadline, paper
from tests import builders
from tests.adjudication import cases as filed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{filed.ACCEPTED} 02:00:00") as clock:
        yield clock


@pytest.fixture
def by(client):
    """Return a function that signs somebody in and returns the browser."""

    def by(person):
        client.force_login(person)
        return client

    return by


def page(arbitration: Arbitration) -> str:
    return reverse("arbitration", args=[arbitration.pk])


def act(arbitration: Arbitration, name: str) -> str:
    return reverse("arbitration-act", args=[arbitration.pk, name])


def words(answer) -> str:
    return answer.content.decode()


def post(browser, address: str, **data):
    return browser.post(address, {"submission": f"{address}-1"} | data)


def test_the_clerk_examines_and_accepts_on_one_page(by):
    arbitration = filed.a_filed_arbitration()
    browser = by(filed.bench().clerk)
    shown = words(browser.get(act(arbitration, "accept")))
    assert "劳动合同履行地" in shown
    assert "最迟" in shown
    assert f"{act(arbitration, 'accept')}" in words(browser.get(page(arbitration)))
    answer = post(browser, act(arbitration, "accept"), cause="追索劳动报酬")
    assert answer.url == page(arbitration)
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.ACCEPTED
    assert paper(arbitration, "A02")
    assert "组成仲裁庭" in words(browser.get(page(arbitration)))


def test_what_may_follow_later_does_not_stop_the_acceptance(by):
    arbitration = filed.a_filed_arbitration()
    browser = by(filed.bench().clerk)
    rows = {
        "rows-TOTAL_FORMS": "6",
        "rows-INITIAL_FORMS": "0",
        "rows-0-what": "工资条",
        "rows-0-may_follow_later": "on",
        "rows-0-due_on": "2026-09-10",
    }
    answer = post(browser, act(arbitration, "correct"), **rows)
    assert answer.status_code == 302
    shown = words(browser.get(page(arbitration)))
    assert "容缺受理" in shown
    assert "工资条" in shown
    again = post(browser, act(arbitration, "correct"), **rows | {"submission": "again"})
    assert again.status_code == 422
    assert "应当一次告知" in words(again)


def test_a_refusal_names_its_ground_and_the_court(by):
    arbitration = filed.a_filed_arbitration()
    browser = by(filed.bench().clerk)
    empty = post(browser, act(arbitration, "decline"))
    assert empty.status_code == 422
    answer = post(
        browser,
        act(arbitration, "decline"),
        submission="second",
        ground="没有明确的被申请人",
        reason="申请书没有写明被申请人的名称和住所",
        court="示例市示例区人民法院",
    )
    assert answer.status_code == 302
    arbitration.refresh_from_db()
    assert arbitration.state == ArbitrationState.DECLINED
    assert paper(arbitration, "A02N")


def test_the_panel_follows_the_load_and_another_choice_needs_its_reason(by):
    arbitration = filed.an_accepted_arbitration()
    who = filed.bench()
    filed.form(filed.an_accepted_arbitration(2))  # the first in turn has a case already
    browser = by(who.clerk)
    chosen = {"arbitrators": [who.sole.pk], "secretary": who.keeper.pk}
    refused = post(browser, act(arbitration, "appoint"), **chosen)
    assert refused.status_code == 422
    assert "请写明理由" in words(refused)
    answer = post(
        browser, act(arbitration, "appoint"), **chosen, reason="熟悉本案的行业", submission="2"
    )
    assert answer.status_code == 302
    assert "熟悉本案的行业" in words(browser.get(page(arbitration)))


def test_simplified_is_offered_only_where_the_law_allows_it(by):
    arbitration = filed.an_accepted_arbitration()
    browser = by(filed.bench().clerk)
    employer = arbitration.respondents.get()
    employer.missing = True
    employer.save()
    shown = words(browser.get(act(arbitration, "simplify")))
    assert "本案不能简易处理" in shown
    assert "下落不明" in shown
    assert '<form class="act-form"' not in shown
    employer.missing = False
    employer.save()
    answer = post(
        browser, act(arbitration, "simplify"), ground="clear_facts", object_by="2026-09-04"
    )
    assert answer.status_code == 302
    arbitration.refresh_from_db()
    assert arbitration.procedure == Procedure.SIMPLIFIED


def test_the_answer_period_runs_from_the_service_recorded_on_the_page(by):
    arbitration = filed.a_formed_arbitration()
    browser = by(filed.bench().clerk)
    employer = arbitration.respondents.get()
    post(browser, act(arbitration, "notify"), respondents=[employer.pk])
    address = f"{reverse('arbitration-serve', args=[arbitration.pk])}?party={employer.pk}"
    shown = words(browser.get(address))
    assert "仲裁申请书" in shown
    assert "应诉通知书" in shown
    documents = [p.pk for p in (paper(arbitration, "A01"), paper(arbitration, "A03", employer))]
    answer = post(
        browser,
        address,
        documents=documents,
        done_on=filed.ACCEPTED.isoformat(),
        receiver=employer.legal_rep,
        relation="head",
    )
    assert answer.status_code == 302
    assert deadline(arbitration, "ARB-10").starts_on == filed.ACCEPTED
    assert paper(arbitration, "A09", employer)


def test_a_refused_paper_is_left_with_its_photograph(by):
    arbitration = filed.a_formed_arbitration()
    employer, application = arbitration.respondents.get(), paper(arbitration, "A01")
    browser = by(filed.bench().clerk)
    address = reverse("arbitration-serve", args=[arbitration.pk])
    left = {
        "documents": [application.pk],
        "done_on": filed.ACCEPTED.isoformat(),
        "reason": "称与公司无关",
        "receiver": "前台",
    }
    where = f"{address}?party={employer.pk}&method=left"
    refused = post(browser, where, **left)
    assert refused.status_code == 422
    assert "见证人" in words(refused)

    photo = SimpleUploadedFile("门口.jpg", b"\xff\xd8\xff\xe0" + b"0" * 60)
    answer = post(browser, where, **left, proofs=photo, submission="2")
    assert answer.status_code == 302, answer.context["form"].errors
    assert application.services.effective().get(party=employer).method == "left"
    assert deadline(arbitration, "ARB-10") is not None


def test_a_hearing_before_the_first_lawful_day_is_refused_and_the_day_is_named(by):
    arbitration = filed.a_served_arbitration()
    with freeze_time("2026-09-08 02:00:00"):
        browser = by(filed.bench().clerk)
        shown = words(browser.get(act(arbitration, "schedule")))
        assert "最早可以在2026年9月18日" in shown
        early = {"starts_at_0": "2026-09-10", "starts_at_1": "09:30"}
        plan = {"place": "速裁庭", "minutes": "60", "public": "yes"}
        refused = post(browser, act(arbitration, "schedule"), **early, **plan)
        assert refused.status_code == 422
        assert "答辩期至" in words(refused)
        late = {"starts_at_0": "2026-09-18", "starts_at_1": "09:30", "submission": "2"}
        answer = post(browser, act(arbitration, "schedule"), **late, **plan)
        assert answer.status_code == 302
        calendar = words(browser.get(f"{reverse('hearing-calendar')}?week=2026-09-18"))
        assert "速裁庭" in calendar
        assert arbitration.number in calendar


def test_suspension_stops_the_clock_and_resumption_lets_it_go_on(by):
    arbitration = filed.a_formed_arbitration()
    browser = by(filed.bench().clerk)
    said = {
        "ground": "等待工伤认定",
        "findings": "工伤认定结论尚未作出",
        "approver": "史主任",
        "post": "仲裁委员会主任",
        "approved_on": "2026-09-01",
    }
    before = deadline(arbitration, "ARB-19").due_on
    assert post(browser, act(arbitration, "suspend"), **said).status_code == 302
    assert "中止" in words(browser.get(page(arbitration)))
    with freeze_time("2026-09-11 02:00:00"):
        browser = by(filed.bench().clerk)
        said |= {"ground": "认定作出", "approved_on": "2026-09-11"}
        assert post(browser, act(arbitration, "resume"), **said).status_code == 302
    assert (deadline(arbitration, "ARB-19").due_on - before).days >= 10


def test_a_stranger_finds_no_file_and_who_made_the_peace_cannot_act_in_it(by):
    arbitration = filed.an_accepted_arbitration()
    people = builders.staff_of(arbitration.case)
    for person in (people.stranger, filed.bench().sole):  # an arbitrator without a seat
        assert by(person).get(page(arbitration)).status_code == 404
        assert by(person).get(act(arbitration, "appoint")).status_code == 404
    browser = by(people.mediator)
    assert browser.get(page(arbitration)).status_code == 200
    assert browser.get(act(arbitration, "appoint")).status_code == 403


def test_the_arbitrator_has_no_way_from_the_file_to_the_mediation(by):
    arbitration = filed.a_formed_arbitration(facts=True)
    seat = arbitration.seats.get(role="sole")
    shown = words(by(seat.user).get(page(arbitration)))
    assert reverse("case-detail", args=[arbitration.case_id]) not in shown
    minutes = arbitration.case.documents.get(code="D10")
    assert reverse("document", args=[minutes.pk]) not in shown
