"""The pages of a review: the mediator asks, the commission receives, decides and registers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication.choices import ReviewState
from adjudication.models import Review, ReviewDownload
from tests import builders
from tests.adjudication.reviews import (
    a_made_statement,
    a_review,
    an_accepted_review,
    commission,
    tribunal,
)
from tests.confirmation.filings import a_complete_file, an_application, sides

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{builders.ON + timedelta(days=7)} 02:45:00") as clock:
        yield clock


@pytest.fixture
def by(client):
    """Return a function that signs somebody in and returns the browser."""

    def by(person):
        client.force_login(person)
        return client

    return by


def words(answer) -> str:
    return answer.content.decode()


def post(client, name: str, review: Review, **data):
    given = {"submission": f"{name}-1"} | data
    return client.post(reverse(name, args=[review.pk]), given)


def test_the_mediator_asks_on_one_page_and_lands_on_the_review(by):
    case = a_complete_file()
    workers, others = sides(case)
    browser = by(builders.staff_of(case).mediator)
    address = reverse("review-ask", args=[case.pk])
    page = words(browser.get(address))
    assert "十五日" in page
    assert "现在申请会被拒绝" not in page
    assert address in words(browser.get(reverse("confirmation-check", args=[case.pk])))
    signed = [p.pk for p in [*workers, *others]]
    answer = browser.post(
        address,
        {
            "commission": commission().pk,
            "jointly_with": [p.pk for p in others],
            "signed_by": signed[:-1],
            "confirmation": "none",
            "submission": "a",
        },
    )
    assert answer.status_code == 422
    assert "仲裁审查须双方共同申请" in words(answer)
    answer = browser.post(
        address,
        {
            "commission": commission().pk,
            "jointly_with": [p.pk for p in others],
            "signed_by": signed,
            "confirmation": "none",
            "submission": "b",
        },
    )
    review = Review.objects.get()
    assert answer.url == reverse("review", args=[review.pk])
    assert "待受理" in words(browser.get(answer.url))


def test_what_stands_in_the_way_is_said_before_anybody_signs(by):
    case = an_application().case
    page = words(by(builders.staff_of(case).mediator).get(reverse("review-ask", args=[case.pk])))
    assert "现在申请会被拒绝" in page
    assert "两者只能择一" in page


def test_the_commission_receives_accepts_and_issues(by):
    review = a_review()
    people = tribunal()
    browser = by(people.review_clerk)
    assert review.agreement.number in words(browser.get(reverse("reviews")))
    page = words(browser.get(reverse("review", args=[review.pk])))
    assert reverse("review-accept", args=[review.pk]) in page
    assert reverse("review-issue", args=[review.pk]) not in page
    assert reverse("case-detail", args=[review.case_id]) not in page  # the wall
    answer = post(
        browser,
        "review-accept",
        review,
        arbitrators=[people.reviewer.pk],
        clerk=people.review_clerk.pk,
        accepted_on="2026-11-23",
        bring="协议原件\n工资支付凭证",
    )
    assert answer.status_code == 302
    review.refresh_from_db()
    assert review.state == ReviewState.ACCEPTED
    assert "审查中1件" in words(browser.get(f"{reverse('reviews')}?tab=open"))
    assert reverse("review-issue", args=[review.pk]) not in words(
        browser.get(reverse("review", args=[review.pk]))
    )
    browser = by(people.reviewer)
    page = words(browser.get(reverse("review", args=[review.pk])))
    assert reverse("review-issue", args=[review.pk]) in page
    answer = post(browser, "review-issue", review, findings="内容真实、明确")
    assert answer.status_code == 302
    review.refresh_from_db()
    paper = reverse("review-paper", args=[review.statement_id])
    assert paper in words(browser.get(reverse("review", args=[review.pk])))
    assert browser.get(paper)["Content-Type"] == "application/pdf"


def test_receipts_are_registered_until_everybody_has_signed(by):
    review = a_made_statement()
    browser = by(tribunal().review_clerk)
    workers, others = sides(review.case)
    first = {"parties": [w.pk for w in workers], "method": "direct", "signed_on": "2026-11-23"}
    post(browser, "review-receipt", review, **first)
    page = words(browser.get(reverse("review-receipt", args=[review.pk])))
    assert workers[0].name not in page.split("谁签收了")[1].split("怎样送到")[0]
    last = {"parties": [others[0].pk], "method": "post", "signed_on": "2026-11-23"}
    browser.post(reverse("review-receipt", args=[review.pk]), last | {"submission": "second"})
    review.refresh_from_db()
    assert review.state == ReviewState.EFFECTIVE
    assert "发生法律效力" in words(browser.get(reverse("review", args=[review.pk])))


@pytest.mark.parametrize(
    ("name", "who", "data", "state"),
    [
        (
            "review-refuse",
            "review_clerk",
            {"ground": "elsewhere", "reason": "不属本委", "competent": "示例县仲裁委员会"},
            ReviewState.REFUSED,
        ),
        ("review-withdraw", "mediator", {"reason": "改为司法确认"}, ReviewState.WITHDRAWN),
    ],
)
def test_before_acceptance_it_may_be_refused_or_withdrawn(by, name, who, data, state):
    review = a_review()
    staff = vars(builders.staff_of(review.case)) | vars(tribunal())
    worker = review.case.parties.workers().first()
    answer = post(by(staff[who]), name, review, **data, withdrawn_by=[worker.pk])
    assert answer.status_code == 302
    review.refresh_from_db()
    assert review.state == state
    assert review.get_state_display() in words(
        by(tribunal().review_clerk).get(f"{reverse('reviews')}?tab=ended")
    )


def test_extended_denied_or_ended_after_acceptance(by):
    review = an_accepted_review()
    people = tribunal()
    extended = {"approved_by": "仲裁院院长", "reason": "须核对考勤"}
    assert post(by(people.review_clerk), "review-extend", review, **extended).status_code == 302
    page = words(by(people.review_clerk).get(reverse("review", args=[review.pk])))
    assert "批准延长五日" in page
    denied = {"ground": "indefinite", "reason": "付款日期写法不一"}
    assert post(by(people.reviewer), "review-deny", review, **denied).status_code == 302
    review.refresh_from_db()
    assert review.state == ReviewState.DENIED


def test_a_withdrawal_under_review_waits_for_the_commission_to_allow_it(by):
    review = an_accepted_review()
    worker = review.case.parties.workers().first()
    mediator = builders.staff_of(review.case).mediator
    given = {"withdrawn_by": [worker.pk], "reason": "另行协商"}
    post(by(mediator), "review-withdraw", review, **given)
    people = tribunal()
    page = words(by(people.reviewer).get(reverse("review", args=[review.pk])))
    assert "应当准许" in page
    assert reverse("review-issue", args=[review.pk]) not in page
    assert post(by(people.reviewer), "review-end", review).status_code == 302
    review.refresh_from_db()
    assert review.state == ReviewState.WITHDRAWN


def test_files_of_a_packet_are_sent_and_kept_on_record_for_the_commission(by):
    review = a_review()
    packet = review.packets.get()
    browser = by(tribunal().reviewer)
    for what, kind in (("bundle", "application/pdf"), ("bag", "application/zip")):
        answer = browser.get(reverse("review-packet-file", args=[packet.pk, what]))
        assert answer["Content-Type"] == kind
    item = packet.items.first()
    assert browser.get(reverse("review-packet-item", args=[item.pk])).status_code == 200
    assert ReviewDownload.objects.filter(packet=packet).count() == 3
    by(builders.staff_of(review.case).mediator).get(
        reverse("review-packet-file", args=[packet.pk, "bag"])
    )
    assert ReviewDownload.objects.filter(packet=packet).count() == 3
    unknown = reverse("review-packet-file", args=[packet.pk, "secrets"])
    assert browser.get(unknown).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "arbitrator", "tribunal_secretary", "court_clerk"])
def test_nobody_else_opens_a_review_or_its_files(by, who):
    review = a_review()
    packet = review.packets.get()
    browser = by(getattr(builders.staff_of(review.case), who))
    for address in (
        reverse("review", args=[review.pk]),
        reverse("review-accept", args=[review.pk]),
        reverse("review-packet-file", args=[packet.pk, "bag"]),
        reverse("review-packet-item", args=[packet.items.first().pk]),
        reverse("review-paper", args=[packet.items.first().document_id]),
    ):
        assert browser.get(address).status_code in (403, 404)


def test_the_desk_of_the_tribunal_leads_to_the_reviews(by):
    a_review()
    page = words(by(tribunal().review_clerk).get(reverse("tribunal")))
    assert "仲裁审查 1 件" in page
    assert reverse("reviews") in page
