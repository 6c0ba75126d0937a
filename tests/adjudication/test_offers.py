"""What a page of the tribunal offers can be opened, and what it says is whole."""

import re

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.drafting.looks import called, elements_of
from tests.adjudication import cases as filed
from tests.adjudication import heard
from tests.adjudication.test_effect import EFFECTIVE, EMPLOYER_SERVED, WORKER_SERVED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{heard.AWARDED} 02:45:00") as clock:
        yield clock


@pytest.fixture
def by(client):
    """Return a function that signs somebody in and returns the browser."""

    def by(person):
        client.force_login(person)
        return client

    return by


def words(browser, name: str, *keys) -> str:
    answer = browser.get(reverse(name, args=keys))
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def links(page: str) -> set[str]:
    about = r'href="(/(?:arbitrations|awards|hearings|statements|tribunal)/[^"#?]*)"'
    return set(re.findall(about, page))


@pytest.mark.parametrize("who", ["clerk", "presiding"])
def test_everything_the_file_offers_can_be_opened(by, who):
    arbitration = heard.heard()
    heard.find(arbitration)
    heard.draft(arbitration)
    person = heard.bench().clerk if who == "clerk" else heard.presiding(arbitration)
    browser = by(person)
    page = words(browser, "arbitration", arbitration.pk)
    offered = links(page)
    assert (reverse("settle", args=[arbitration.pk]) in offered) is (who == "presiding")
    refused = {url for url in offered if browser.get(url).status_code not in (200, 302)}
    assert refused == set()


def test_who_countersigns_without_a_seat_is_led_nowhere_that_is_shut(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    award = heard.draft(arbitration)[0]
    do.send_for_review(award=award, by=heard.presiding(arbitration), on=heard.AWARDED)
    browser = by(heard.bench().fourth)
    for name in ("countersign", "award"):
        offered = links(words(browser, name, award.pk))
        assert {url for url in offered if browser.get(url).status_code not in (200, 302)} == set()


def test_a_respondent_who_has_been_notified_is_not_offered_again(by):
    arbitration = filed.an_accepted_arbitration()
    notify = reverse("arbitration-act", args=[arbitration.pk, "notify"])
    browser = by(heard.bench().clerk)
    assert notify in words(browser, "arbitration", arbitration.pk)
    do.notify_respondent(
        arbitration=arbitration,
        respondent=arbitration.respondents.get(),
        by=heard.bench().clerk,
        on=filed.SERVED,
    )
    assert notify not in words(browser, "arbitration", arbitration.pk)


def test_the_sum_of_what_can_be_reckoned_says_what_is_missing_from_it(by):
    arbitration = heard.heard()
    browser = by(heard.presiding(arbitration))
    assert "还有2项未计算" in words(browser, "award-reckoning", arbitration.pk)
    heard.find(arbitration)
    assert "未计算" not in words(browser, "award-reckoning", arbitration.pk)


def test_who_pays_is_asked_only_where_there_is_a_choice(by):
    arbitration = heard.heard()
    heard.find(arbitration)
    page = words(by(heard.presiding(arbitration)), "award-draft", arbitration.pk)
    assert "由谁支付" not in main_of(page)
    assert 'type="hidden" name="debtor"' in page


def test_the_certificate_shows_what_it_will_certify_before_it_is_made(by, clock):
    arbitration = heard.an_issued_award()
    award = arbitration.awards.get(kind="A12-2")
    worker, employer = arbitration.applicants.get(), arbitration.case.debtor
    browser = by(heard.bench().clerk)
    assert "还没有送达" in words(browser, "award-act", award.pk, "certify")
    heard.serve(award, worker, WORKER_SERVED)
    heard.serve(award, employer, EMPLOYER_SERVED)
    page = main_of(words(browser, "award-act", award.pk, "certify"))
    assert f"自<strong>{EFFECTIVE.year}年{EFFECTIVE.month}月{EFFECTIVE.day}日" in page
    assert "无人起诉的届时生效" in page
    assert "还没有送达" not in page


def test_a_first_look_shows_the_elements_as_a_table_and_names_their_worker():
    stated = {
        "申请人主张": "12",
        "被申请人主张": "双方协商",
        "一致": False,
        "认定": "9",
        "认定理由": "考勤表只证明9天",
        "依据": "",
        "证据": [1, 3],
    }
    names = {"345": "周建民"}
    content = {"要素": {"E10 休息日加班天数": stated, "E10 休息日加班天数 345": stated}}
    of_all, of_one = elements_of(content, names, {"E10": "天"})
    assert (of_all.called, of_one.called) == (
        "E10 休息日加班天数",
        "E10 休息日加班天数（周建民）",
    )
    assert (of_one.found, of_one.evidence) == ("9天", "1、3")
    assert (of_one.applicant, of_one.respondent) == ("12天", "双方协商")
    assert called("要素 · E10 休息日加班天数 345 · 认定", names) == (
        "要素 · E10 休息日加班天数（周建民） · 认定"
    )
    assert called("支付期限", names) == "支付期限"
