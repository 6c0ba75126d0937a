"""速裁待办: the order of the work, the filters that stay, and batches whose rows stand alone."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import ArbitrationState, BatchKind
from adjudication.models import Arbitration, DeskBatch, Seat
from adjudication.operations.desk_batches import make_desk_batch
from adjudication.queries import next_act, papers, standing_of
from adjudication.queries.wording import marked
from documents.choices import ItemState
from tests.adjudication import cases as filed
from tests.adjudication import heard, siblings

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DESK = "/tribunal/"
AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(AT) as clock:
        yield clock


@pytest.fixture
def by(client):
    def by(person):
        client.force_login(person)
        return client

    return by


def words(answer) -> str:
    return answer.content.decode()


def coming(arbitration: Arbitration, on=filed.ACCEPTED):
    return next_act(standing_of(arbitration), on=on)


def run(batch: DeskBatch) -> None:
    make_desk_batch(batch, clock=lambda: AT)


def test_the_desk_names_the_next_act_of_every_stage(settings):
    new, accepted = filed.a_filed_arbitration(), filed.an_accepted_arbitration(2)
    formed, served = filed.a_formed_arbitration(3), filed.a_served_arbitration(4)
    assert [coming(a).title for a in (new, accepted, formed)] == [
        "审查受理",
        "组成仲裁庭",
        "通知被申请人应诉",
    ]
    waiting = coming(served)
    assert waiting.title.startswith("送达")  # the workers have not been told of the tribunal
    assert coming(new).due_on == filed.ACCEPTED.replace(day=7)
    assert coming(new).deadline.steps


def test_a_case_moves_from_its_hearing_to_its_award():
    fixed = filed.a_scheduled_hearing()
    fixed_case = fixed.arbitration
    for worker in fixed_case.applicants.all():
        filed.serve(fixed_case, worker, ["A04", "A01R"], on=date(2026, 9, 9))
    assert coming(fixed_case, filed.HEARD).title == "开庭"
    closed = heard.heard()
    assert coming(closed, filed.HEARD).title == "认定争议要素"
    heard.find(closed)
    assert coming(closed, filed.HEARD).title == "起草裁决书"


def test_the_nearest_day_comes_first_and_the_filters_stay(by):
    filed.a_filed_arbitration()
    filed.an_accepted_arbitration(12)
    browser = by(filed.bench().clerk)
    shown = words(browser.get(DESK))
    assert shown.index("审查受理") < shown.index("组成仲裁庭</strong>")
    only = words(browser.get(f"{DESK}?collective=1"))
    assert "等12人" in only
    assert "审查受理</strong>" not in only
    kept = browser.get(DESK)
    assert kept.url == f"{DESK}?collective=1"
    browser.get(f"{DESK}?clear=1")
    assert browser.get(DESK).status_code == 200


def test_the_list_asks_the_same_questions_for_three_cases_and_for_thirty(by):
    others = [a.pk for a in siblings.of(30)][3:]
    Seat.objects.all().delete()  # every act is on a page of its own now
    closed = Arbitration.objects.filter(pk__in=others)
    closed.update(state=ArbitrationState.WITHDRAWN)
    browser = by(siblings.filed.bench().clerk)
    browser.get(DESK)
    with CaptureQueriesContext(connection) as few:
        browser.get(DESK)
    closed.update(state=ArbitrationState.ACCEPTED)
    with CaptureQueriesContext(connection) as many:
        shown = words(browser.get(DESK))
    assert shown.count("组成仲裁庭</strong>") == 30
    assert len(many) <= len(few)


def test_a_row_shows_what_is_known_now_however_often_it_was_looked_at(by):
    case = filed.an_accepted_arbitration(2)
    browser = by(filed.bench().clerk)
    before = words(browser.get(DESK))
    worker, employer = case.applicants.order_by("roster_no").first(), case.respondents.get()
    assert f"{worker.name}等2人" in before
    worker.name, employer.name = "示例改名", "示例<更名>公司"
    worker.save()
    employer.save()
    after = words(browser.get(DESK))
    assert "示例改名等2人" in after
    assert "示例&lt;更名&gt;公司" in after
    filed.form(case)
    assert "通知被申请人应诉</strong>" in words(browser.get(DESK))


def test_a_bad_row_never_loses_the_others_and_nothing_is_done_twice(by):
    good, bad = filed.an_accepted_arbitration(), filed.an_accepted_arbitration(2)
    filed.form(bad)
    clerk = filed.bench().clerk
    browser = by(clerk)
    start = reverse("desk-batch-start", args=["appoint"])
    shown = words(browser.get(start, {"row": [bad.pk, good.pk]}))
    assert str(good) in shown
    answer = browser.post(
        start,
        {"row": [bad.pk, good.pk], "secretary": filed.bench().keeper.pk, "submission": "1"},
    )
    batch = DeskBatch.objects.get()
    assert answer.url == reverse("desk-batch", args=[batch.pk])
    run(batch)
    run(batch)
    states = dict(batch.items.values_list("arbitration", "state"))
    assert states == {bad.pk: ItemState.REFUSED, good.pk: ItemState.DONE}
    assert good.seats.filter(role="sole").count() == 1
    result = words(browser.get(answer.url))
    assert "1件办成，1件没有办成" in result.replace("\n", "")
    assert "仲裁庭已经组成" in result
    again = browser.post(
        start, {"row": [good.pk], "secretary": filed.bench().keeper.pk, "submission": "2"}
    )
    assert again.status_code == 422
    assert "不重复办理" in words(again)


def test_notices_are_one_job_and_one_print_with_a_set_for_each_recipient(by):
    first, second = filed.a_formed_arbitration(), filed.a_formed_arbitration(2)
    browser = by(filed.bench().clerk)
    browser.post(
        reverse("desk-batch-start", args=["notify"]),
        {"row": [first.pk, second.pk], "submission": "1"},
    )
    batch = DeskBatch.objects.get(kind=BatchKind.NOTIFY)
    run(batch)
    assert [papers(a, "A03").count() for a in (first, second)] == [1, 1]
    print_ = browser.get(reverse("desk-batch-bundle", args=[batch.pk]))
    assert print_.content.startswith(b"%PDF")
    assert browser.get(reverse("desk-batch", args=[batch.pk])).status_code == 200
    listed = words(browser.get(reverse("service-desk")))
    assert listed.count("应诉通知书") == 2  # each recipient still has to be served


def test_cases_against_one_employer_are_put_together_from_the_desk(by):
    group = siblings.of(3)
    browser = by(filed.bench().clerk)
    start = reverse("desk-batch-start", args=["group"])
    one = browser.post(start, {"row": [group[0].pk], "name": "抹灰班组", "submission": "1"})
    assert one.status_code == 422
    rows = [a.pk for a in group]
    answer = browser.post(start, {"row": rows, "name": "抹灰班组", "submission": "2"})
    assert answer.url == DESK
    assert set(Arbitration.objects.values_list("siblings__name", flat=True)) == {"抹灰班组"}


def test_hearings_follow_each_other_in_one_room(by):
    one, two = filed.an_answered_arbitration(), filed.an_answered_arbitration(2)
    with freeze_time("2026-09-08 02:00:00"):
        browser = by(filed.bench().clerk)
        browser.post(
            reverse("desk-batch-start", args=["schedule"]),
            {
                "row": [one.pk, two.pk],
                "starts_at_0": "2026-09-22",
                "starts_at_1": "09:00",
                "minutes": "60",
                "place": "速裁庭",
                "submission": "1",
            },
        )
        run(DeskBatch.objects.get())
    times = [a.hearings.get().starts_at for a in (one, two)]
    assert (times[1] - times[0]).total_seconds() == 3600


def test_the_second_look_shows_only_what_changed(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    draft = heard.draft(arbitration)[0]
    author, second = heard.presiding(arbitration), siblings.stranger(arbitration)
    second = next(u for u in (heard.bench().second, heard.bench().third) if u.pk != author.pk)
    do.send_for_review(award=draft, by=author, on=heard.AWARDED)
    browser = by(second)
    queue = words(browser.get(reverse("countersigns")))
    assert arbitration.number in queue
    address = reverse("countersign", args=[draft.pk])
    assert "下面是全文" in words(browser.get(address))
    draft.refresh_from_db()
    answer = browser.post(
        address, {"approved": "no", "opinion": "", "digest": draft.digest, "submission": "1"}
    )
    assert answer.status_code == 422
    answer = browser.post(
        address,
        {"approved": "no", "opinion": "支付期限写错", "digest": draft.digest, "submission": "2"},
    )
    assert answer.status_code == 302
    heard.draft(arbitration, pay_within_days=10)
    draft.refresh_from_db()
    do.send_for_review(award=draft, by=author, on=heard.AWARDED)
    shown = words(browser.get(address))
    assert "只显示以后的改动" in shown
    assert "<del>15</del>" in shown
    assert "<ins>10</ins>" in shown


def test_only_the_drafts_that_were_ticked_are_countersigned(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    drafts = heard.draft(arbitration)
    author = heard.presiding(arbitration)
    assert len(drafts) == 2  # final and non-final items are two papers
    for draft in drafts:
        do.send_for_review(award=draft, by=author, on=heard.AWARDED)
    second = next(u for u in (heard.bench().second, heard.bench().third) if u.pk != author.pk)
    browser = by(second)
    start = reverse("desk-batch-start", args=["countersign"])
    assert arbitration.number in words(browser.get(start, {"award": [drafts[0].pk]}))
    browser.post(start, {"award": [drafts[0].pk], "submission": "1"})
    run(DeskBatch.objects.get())
    assert [draft.countersigns.count() for draft in drafts] == [1, 0]
    shown = words(browser.get(reverse("desk-batch", args=[DeskBatch.objects.get().pk])))
    assert "1件办成" in shown


def test_the_queue_is_not_for_who_drafted_it_nor_for_a_secretary(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    draft = heard.draft(arbitration)[0]
    author = heard.presiding(arbitration)
    do.send_for_review(award=draft, by=author, on=heard.AWARDED)
    for person in (author, heard.bench().clerk):
        browser = by(person)
        assert arbitration.number not in words(browser.get(reverse("countersigns")))
        assert browser.get(reverse("countersign", args=[draft.pk])).status_code == 404


def test_proof_of_service_waits_for_the_last_party(by):
    arbitration = heard.an_issued_award()
    award = arbitration.awards.first()
    address = reverse("arbitration-proof", args=[arbitration.pk])
    asked = {"award": award.pk, "addressee": "示例市示例区人民法院"}
    with freeze_time("2026-09-30 02:00:00"):
        browser = by(heard.bench().clerk)
        refused = browser.post(address, asked | {"submission": "1"})
        assert refused.status_code == 422
        assert "还没有收到裁决书" in words(refused)
        for party in (*arbitration.applicants.all(), *arbitration.respondents.all()):
            heard.serve(award, party, heard.AWARDED)
        answer = browser.post(address, asked | {"submission": "2"})
        assert answer.status_code == 302
    assert papers(arbitration, "A09C").count() == 1


def test_wordings_are_compared_by_sums_and_characters():
    runs = marked("支付26400.00元，十五日内付清", "支付26000.00元，十日内付清")
    assert [(r.kind, r.text) for r in runs if r.kind != "same"] == [
        ("gone", "26400.00"),
        ("new", "26000.00"),
        ("gone", "五"),
    ]
