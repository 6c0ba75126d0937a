"""Every role lands on its own desk, and sees there what comes next, and nothing invented."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.operations import record
from centre.next_acts import next_act
from tests import builders
from tests.builders import ON

DESKS = {
    "intake_officer": "/desk/intake/",
    "mediator": "/desk/mediation/",
    "arbitrator": "/tribunal/",
    "tribunal_secretary": "/tribunal/",
    "court_clerk": "/desk/court/",
    "fund_officer": "/desk/fund/",
    "fund_approver": "/desk/approval/",
    "director": "/desk/supervision/",
    "administrator": "/desk/system/",
}


@pytest.mark.parametrize(("role", "desk"), DESKS.items())
def test_home_leads_to_the_desk_of_the_role(signed_in, role, desk):
    client = signed_in(role)
    landed = client.get("/")
    assert landed.url == desk
    assert client.get(desk).status_code == 200


@pytest.mark.parametrize("desk", sorted(set(DESKS.values()) - {"/desk/mediation/"}))
def test_desk_of_another_role_is_refused(signed_in, desk):
    answer = signed_in("mediator").get(desk)
    assert answer.status_code == 403
    assert "您没有办理此事项的权限" in answer.content.decode()


def test_visitor_is_sent_to_sign_in(client, db):
    for path in ("/", "/cases/", "/law/", "/desk/supervision/"):
        assert "/account/login/" in client.get(path).url


def test_tribunals_desk_without_a_case_says_where_cases_come_from(signed_in):
    builders.an_accepted_case()  # in mediation: none of the tribunal's
    page = signed_in("arbitrator").get("/tribunal/").content.decode()
    assert "现在没有在办的仲裁案件" in page
    assert "〔2026〕" not in page


def test_mediators_desk_lists_own_cases_only(signed_in):
    case = builders.an_accepted_case()
    assert case.number in signed_in("mediator").get("/desk/mediation/").content.decode()
    assert case.number not in signed_in("stranger").get("/desk/mediation/").content.decode()


def test_desk_costs_the_same_for_one_and_for_three_cases(signed_in):
    client = signed_in("mediator")
    builders.an_accepted_case()
    client.get("/desk/mediation/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/mediation/")
    builders.an_accepted_case()
    builders.an_accepted_case()
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/mediation/")
    assert len(three) == len(one)


@pytest.mark.both
def test_figure_of_the_director_is_the_length_of_the_list_behind_it(signed_in):
    builders.an_accepted_case()
    builders.a_case()
    client = signed_in("director")
    figures = client.get("/desk/supervision/").context["figures"]
    assert sum(f["count"] for f in figures) > 2
    for figure in figures:
        assert len(client.get(figure["url"]).context["rows"]) == figure["count"], figure["label"]


@pytest.mark.both
def test_director_sees_the_load_of_each_mediator(signed_in, staff):
    builders.an_accepted_case(n_workers=3)
    load = signed_in("director").get("/desk/supervision/").context["loads"]
    assert [(row.name, row.cases, row.workers) for row in load] == [(staff.mediator.name, 1, 3)]


def test_administrator_sees_no_case_content(signed_in):
    case = builders.an_accepted_case()
    page = signed_in("administrator").get("/desk/system/").content.decode()
    assert case.number not in page
    assert signed_in("administrator").get(f"/cases/{case.pk}/").status_code == 404


def test_next_act_follows_the_case(staff):
    case = builders.a_case(n_workers=1)
    assert next_act(case, on=ON).page == "application"
    builders.apply(case)
    case.refresh_from_db()
    decide = next_act(case, on=ON)
    assert (decide.page, decide.article) == ("accept", "MED-05")
    assert decide.due_on == case.deadlines.get(rule="MED-05").due_on
    case = builders.accept(case)
    assert next_act(case, on=ON).page == "invite"
    session = builders.a_held_session(case)
    assert (next_act(case, on=ON).page, next_act(case, on=ON).key) == ("session", session.pk)


def test_next_act_of_a_settled_case_is_its_earliest_unpaid_instalment(staff):
    case = builders.a_settled_case(n_workers=2, instalments=2)
    first, second = case.agreements.get().instalments.order_by("no")
    act = next_act(case, on=first.due_on)
    assert (act.page, act.key, act.due_on) == ("payment", first.pk, first.due_on)
    builders.pay(case, no=1)
    assert next_act(case, on=first.due_on).key == second.pk


def test_overdue_instalment_asks_for_payment_or_default(staff):
    case = builders.a_settled_case()
    instalment = case.agreements.get().instalments.get()
    late = instalment.due_on.replace(year=instalment.due_on.year + 1)
    assert next_act(case, on=late).page == "default"


def test_notices_hide_private_acts_from_who_may_not_read_minutes(signed_in, staff):
    case = builders.an_accepted_case()
    record(case, "caucus", by=staff.director, on=ON, summary="单独会谈一次", private=True)
    assert "单独会谈一次" in signed_in("mediator").get("/notices/").content.decode()
    assert "单独会谈一次" not in signed_in("intake_officer").get("/notices/").content.decode()
