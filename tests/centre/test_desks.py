"""Every role lands on its own desk, and sees there what comes next, and nothing invented."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from cases.operations import mark_missed, record
from centre import clocks
from centre.next_acts import next_act
from law.time_limits import LIMITS
from staff.operations import establish_system_user
from supervision.cards import late_deadlines
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


# What is late, and what is only over


def deadline(case, rule: str, due_on):
    return case.deadlines.create(
        rule=rule,
        title=LIMITS[rule].title,
        event="起算",
        starts_on=ON,
        amount=5,
        unit="natural_day",
        roll="none",
        due_on=due_on,
    )


@freeze_time(f"{ON + timedelta(days=40)} 02:00:00")
def test_what_is_late_stays_on_the_desk_after_the_clock_has_marked_it(signed_in):
    case = builders.a_settled_case()
    late = deadline(case, "MED-31", ON + timedelta(days=9))
    mark_missed(on=ON + timedelta(days=40), by=establish_system_user())
    late.refresh_from_db()
    assert late.state == "missed"
    page = signed_in("mediator").get("/desk/mediation/").content.decode()
    assert "<strong>1 件有期限已过</strong>" in page
    assert "已超31天" in page
    assert "履行情况回访" in page


@freeze_time(f"{ON + timedelta(days=40)} 02:00:00")
def test_a_period_of_a_party_that_has_passed_makes_nobody_of_the_office_late(signed_in):
    case = builders.an_accepted_case()
    case.deadlines.all().delete()
    deadline(case, "ARB-11", ON + timedelta(days=9))
    for marked in (False, True):
        if marked:
            mark_missed(on=ON + timedelta(days=40), by=establish_system_user())
        assert not clocks.overdue(ON + timedelta(days=40)).exists()
        assert not late_deadlines(case, on=ON + timedelta(days=40)).exists()
        page = signed_in("director").get("/desk/supervision/").content.decode()
        assert "没有超期" in page
    case_page = signed_in("mediator").get(f"/cases/{case.pk}/?tab=deadlines").content.decode()
    assert "已届满" in case_page
    assert "已超期" not in case_page


def test_who_may_record_the_payment_is_not_told_to_wait_for_a_colleague(signed_in):
    case = builders.a_settled_case()
    builders.a_settled_case()
    page = signed_in("mediator").get(f"/cases/{case.pk}/").content.decode()
    assert "等待" not in page
    assert 'class="btn btn-primary" href="/instalments/' in page
