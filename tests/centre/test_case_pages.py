"""The case page, the list and the search: who sees what, and what stays masked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Party
from cases.operations import amend_party, record
from tests import builders
from tests.builders import ON

TABS = ("course", "parties", "wages", "papers", "deadlines", "letters")


@pytest.fixture
def case(centre, staff):
    return builders.an_accepted_case(n_workers=2)


@pytest.mark.parametrize("tab", TABS)
def test_tab_opens_for_who_works_on_the_case(signed_in, case, tab):
    for role in ("mediator", "director"):
        answer = signed_in(role).get(f"/cases/{case.pk}/?tab={tab}")
        assert answer.status_code == 200
        assert case.number in answer.content.decode()


@pytest.mark.parametrize("page", ["", "?tab=wages", "changes/"])
def test_case_of_another_mediator_does_not_exist(signed_in, case, page):
    assert signed_in("stranger").get(f"/cases/{case.pk}/{page}").status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_no_number_is_shown_in_full(signed_in, case, tab):
    page = signed_in("mediator").get(f"/cases/{case.pk}/?tab={tab}").content.decode()
    page += signed_in("mediator").get(f"/cases/{case.pk}/changes/").content.decode()
    for worker in Party.objects.filter(case=case, roster_no__isnull=False):
        for number in (worker.id_no, worker.phone, worker.bank_account):
            assert number
            assert number not in page


def test_private_act_is_shown_only_to_who_held_the_session(signed_in, case, staff):
    record(case, "caucus", by=staff.mediator, on=ON, summary="单独会谈一次", private=True)
    shown = signed_in("mediator").get(f"/cases/{case.pk}/").content.decode()
    assert "单独会谈一次" in shown
    assert "不公开" in shown
    for role in ("director", "intake_officer"):
        assert "单独会谈一次" not in signed_in(role).get(f"/cases/{case.pk}/").content.decode()


def test_menu_offers_only_what_the_person_may_do_now(signed_in, case):
    def offered(role: str) -> set[str]:
        menu = signed_in(role).get(f"/cases/{case.pk}/").context["menu"]
        return {label for _, acts in menu for label, _ in acts}

    mediator = offered("mediator")
    assert {"征询调解意愿", "安排调解会"} <= mediator
    assert not {"受理", "登记付款", "进入调解会", "结案"} & mediator
    assert "安排调解会" not in offered("intake_officer")
    assert offered("director") <= {"繁简分类", "更换调解员", "红黄牌"}


def test_every_act_offered_has_a_page(signed_in, case):
    client = signed_in("mediator")
    for _, acts in client.get(f"/cases/{case.pk}/").context["menu"]:
        for label, url in acts:
            assert client.get(url).status_code == 200, label


def test_deadline_shows_its_steps_article_and_what_a_day_later_would_mean(signed_in, case):
    page = signed_in("mediator").get(f"/cases/{case.pk}/?tab=deadlines")
    rows = {row["deadline"].rule: row for row in page.context["deadlines"]}
    running = rows["MED-07"]
    assert running["later"].due_on >= running["deadline"].due_on
    shown = page.content.decode()
    assert running["deadline"].steps[0] in shown
    assert running["article"].quote in shown


def test_changes_name_field_author_and_reason(signed_in, case, staff):
    employer = case.parties.get(key="employer")
    amend_party(
        party=employer,
        address="示例区新路5号",
        phone="10000090099",
        by=staff.intake_officer,
        on=ON,
        reason="单位搬迁",
    )
    page = signed_in("mediator").get(f"/cases/{case.pk}/changes/").content.decode()
    for words in ("单位搬迁", "示例区新路5号", staff.intake_officer.name, "住址或住所"):
        assert words in page
    assert "10000090099" not in page


def test_changes_go_on_without_loss_from_page_to_page(case):
    from centre.changes import changes

    seen, before = [], None
    while True:
        page, before = changes(case, before=before, limit=3)
        seen += page
        if before is None:
            break
    whole, end = changes(case, limit=1000)
    assert end is None
    assert len(seen) == len(whole)


def test_sums_of_the_wage_tab_are_those_of_the_workers(signed_in, case):
    context = signed_in("mediator").get(f"/cases/{case.pk}/?tab=wages").context
    assert context["totals"]["due"] == sum(a.due_fen for a in context["accounts"]) > 0
    assert context["row"].due_fen == context["totals"]["due"]


def test_many_workers_are_paged_in_roster_order(signed_in, centre, staff):
    case = builders.a_case(n_workers=60)
    client = signed_in("intake_officer")
    for tab, name in (("parties", "workers"), ("wages", "accounts")):
        first = client.get(f"/cases/{case.pk}/?tab={tab}").context
        second = client.get(f"/cases/{case.pk}/?tab={tab}&after={first['after']}").context
        assert (len(first[name]), len(second[name])) == (50, 10)
        assert second["after"] is None


def test_list_is_paged_by_key_in_both_directions(signed_in, monkeypatch, centre, staff):
    cases = [builders.a_case() for _ in range(5)]
    client = signed_in("director")
    monkeypatch.setattr("centre.views.pages.newest_first.__kwdefaults__", {"size": 2})
    newest = [c.number for c in reversed(cases)]
    first = client.get("/cases/").context
    second = client.get(f"/cases/?after={first['after']}").context
    back = client.get(f"/cases/?before={second['before']}").context
    for context, numbers in ((first, newest[:2]), (second, newest[2:4]), (back, newest[:2])):
        assert [row.case.number for row in context["rows"]] == numbers
    assert back["before"] is None


def test_list_costs_the_same_for_one_and_for_three_cases(signed_in, centre, staff):
    client = signed_in("director")
    builders.a_case(n_workers=1)
    client.get("/cases/")
    with CaptureQueriesContext(connection) as one:
        client.get("/cases/")
    builders.a_case(n_workers=1)
    builders.a_case(n_workers=1)
    with CaptureQueriesContext(connection) as three:
        client.get("/cases/")
    assert len(three) == len(one)


@pytest.mark.parametrize("words", ["建筑", "示例建筑劳务"])
def test_two_characters_of_the_employer_find_the_case(signed_in, case, words):
    client = signed_in("mediator")
    assert [r.case.pk for r in client.get(f"/cases/?q={words}").context["rows"]] == [case.pk]
    assert [r.case.pk for r in client.get(f"/search/?q={words}").context["found"].cases] == [
        case.pk
    ]


def test_one_character_is_refused_with_a_sentence(signed_in, case):
    answer = signed_in("mediator").get("/cases/?q=建")
    assert "请至少输入两个字" in answer.content.decode()
    assert answer.context["rows"] == []


def test_search_finds_papers_by_number_and_code_but_not_for_strangers(signed_in, case):
    paper = case.documents.exclude(number="").first()
    for words in (paper.number, paper.verify_code, paper.verify_code.lower()):
        found = signed_in("mediator").get("/search/", {"q": words}).context["found"]
        assert [p.pk for p in found.papers] == [paper.pk]
        strange = signed_in("stranger").get("/search/", {"q": words}).context["found"]
        assert not strange.papers


def test_paper_page_opens_and_verification_shows_no_person(signed_in, client, case):
    paper = case.documents.exclude(number="").first()
    assert paper.verify_code in signed_in("mediator").get(f"/papers/{paper.pk}/").content.decode()
    assert signed_in("stranger").get(f"/papers/{paper.pk}/").status_code == 404
    page = client.get(f"/v/{paper.verify_code}/").content.decode()
    assert "属实" in page
    for party in case.parties.all():
        assert party.name not in page
    assert "没有找到" in client.get("/v/AAAA/").content.decode()
