"""已结案件: the last first, page by page, and found by number or by anybody's name."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adjudication.choices import ArbitrationState
from adjudication.models import Arbitration, Seat
from adjudication.queries import register
from tests.adjudication import cases as filed
from tests.adjudication import siblings

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ENDED = "/tribunal/?tab=ended"


@pytest.fixture
def over(monkeypatch):
    """Seven cases that ended, two of them on one day; three fit on a page."""
    monkeypatch.setattr(register, "PAGE", 3)
    rows = siblings.of(7)
    for no, row in enumerate(rows):
        row.state = ArbitrationState.WITHDRAWN
        row.ended_on = date(2026, 9, 1) + timedelta(days=no // 2)
    Arbitration.objects.bulk_update(rows, ["state", "ended_on"])
    return rows


@pytest.fixture
def by(client):
    def by(person):
        client.force_login(person)
        return client

    return by


def words(answer) -> str:
    return answer.content.decode()


def numbers(entries) -> list[str]:
    return [entry.arbitration.number for entry in entries]


def test_every_case_is_on_one_page_and_the_last_comes_first(over):
    clerk, seen, after = filed.bench().clerk, [], ""
    while True:
        page = register.ended(clerk, after=after)
        assert len(page.entries) <= 3
        seen += numbers(page.entries)
        after = page.following
        if not after:
            break
    assert seen == [row.number for row in reversed(over)]


def test_the_register_asks_as_much_for_one_case_as_for_a_page(by, over):
    browser = by(filed.bench().clerk)
    browser.get(ENDED)
    with CaptureQueriesContext(connection) as page:
        shown = words(browser.get(ENDED))
    assert shown.count('<th scope="row"') == 3
    with CaptureQueriesContext(connection) as few:
        browser.get(f"{ENDED}&q={over[0].number}")
    assert len(few) == len(page)
    nobody = words(browser.get(f"{ENDED}&after=nonsense"))
    assert over[-1].number in nobody  # a key nobody gave is the first page


def test_a_case_is_found_by_the_name_of_either_side(by, over):
    browser = by(filed.bench().clerk)
    worker, employer = over[2].applicants.get(), over[2].respondents.get()
    shown = words(browser.get(ENDED, {"tab": "ended", "q": worker.name}))
    assert over[2].number in shown
    assert over[3].number not in shown
    shown = words(browser.get(ENDED, {"tab": "ended", "q": employer.name}))
    assert over[6].number in shown  # one employer of all: the last cases come first
    assert "下一页" in shown
    assert "没有找到" in words(browser.get(ENDED, {"tab": "ended", "q": "查无此人"}))


def test_a_case_is_found_by_its_number_from_every_page(by, over):
    shown = words(by(filed.bench().clerk).get("/search/", {"q": over[4].number}))
    assert "仲裁案件（1）" in shown
    assert over[4].number in shown


def test_an_arbitrator_finds_the_cases_they_sit_in_and_no_other(over):
    sole = filed.bench().sole
    Seat.objects.filter(arbitration__in=over[:5]).delete()
    assert numbers(register.ended(sole).entries) == [over[6].number, over[5].number]
    assert numbers(register.found(sole, over[0].number, limit=9)) == []
    assert numbers(register.found(sole, over[6].number, limit=9)) == [over[6].number]


def test_who_is_not_of_the_tribunal_finds_none_of_its_cases(over):
    mediator = siblings.builders.people(over[0].case.centre).mediator
    assert register.found(mediator, over[0].number, limit=9) == []
    assert register.ended(mediator).entries == []


def test_a_paper_that_is_found_leads_to_no_page_its_reader_may_not_open(by):
    case, clerk = filed.an_accepted_arbitration().case, filed.bench().clerk
    paper = case.documents.visible_to(clerk).last()
    browser = by(clerk)
    shown = words(browser.get("/search/", {"q": paper.verify_code}))
    assert f'href="/papers/{paper.pk}/"' in shown
    assert browser.get(f"/cases/{paper.case_id}/").status_code == 404
    assert f'href="/cases/{paper.case_id}/"' not in shown
