"""What the centre settles: parameters, the calendar, number patterns; and the law page."""

import html
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import CalendarYearRow, ConfirmedParameter, NumberSeries
from cases.operations import start_deadline, take_number
from centre.forms import days_in
from law.areas import Profile
from law.print_law import page as printed_law
from law.print_law import rows as law_rows
from staff.choices import BodyKind
from staff.operations import register_body
from tests import builders

PARAMETER = "/parameters/monthly_min_wage/"


def _key(client, path: str) -> str:
    return client.get(path).context["form"]["submission"].value()


def _confirm(client, **changes):
    given = {
        "submission": _key(client, PARAMETER),
        "value": "2380.50",
        "effective_from": "2026-01-01",
        "source": "示人社发〔2025〕9号",
    }
    return client.post(PARAMETER, given | changes)


def test_law_page_shows_every_row_of_the_printed_law(signed_in):
    shown = html.unescape(signed_in("mediator").get("/law/").content.decode())
    printed = printed_law()
    for row in law_rows():
        assert f"| {row.id} | {row.title} |" in printed
        for words in (row.id, row.title, row.basis, row.quote, row.effect, row.note, row.confirm):
            assert words in shown
        assert all(limit in shown for limit in row.limits)


def test_law_page_marks_rules_of_other_areas_and_values_to_confirm(signed_in):
    context = signed_in("mediator").get("/law/").context
    assert context["layers"] == Profile().layers
    shown = signed_in("mediator").get("/law/").content.decode()
    assert "山东省，仅供比较" in shown
    assert shown.count("待核定") >= sum(not row.confirmed for row in context["parameters"])


@pytest.mark.parametrize("role", ["director", "administrator"])
def test_confirmed_parameter_is_in_force_with_its_source(signed_in, role):
    client = signed_in(role)
    assert _confirm(client).status_code == 302
    rows = client.get("/parameters/").context["rows"]
    row = next(r for r in rows if r.parameter.code == "monthly_min_wage")
    assert (row.value.value, row.words, row.source) == (
        238050,
        "2,380.50元",
        "示人社发〔2025〕9号",
    )


def test_parameter_sent_twice_is_confirmed_once(signed_in):
    client = signed_in("director")
    key = _key(client, PARAMETER)
    for _ in range(2):
        assert _confirm(client, submission=key).status_code == 302
    assert ConfirmedParameter.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"value": "两千"}, "两千"), ({"source": ""}, "依据"), ({"value": "-1"}, "月最低工资标准")],
)
def test_wrong_parameter_is_refused_in_words_and_kept(signed_in, changes, words):
    answer = _confirm(signed_in("director"), **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ConfirmedParameter.objects.exists()


@pytest.mark.parametrize("path", ["/parameters/", PARAMETER, "/calendar/enter/", "/series/"])
def test_only_director_and_administrator_settle(signed_in, path):
    assert signed_in("mediator").get(path).status_code == 403
    assert signed_in("director").get(path).status_code == 200


def test_entering_a_year_moves_the_deadlines_that_run_into_it(signed_in, staff):
    case = builders.a_case()
    start_deadline(  # fifteen days, to Saturday 2 January 2027
        case=case,
        rule="MED-07",
        event="受理",
        trigger=date(2026, 12, 18),
        by=staff.intake_officer,
    )
    before = case.deadlines.get(rule="MED-07")
    assert before.provisional
    client = signed_in("director")
    answer = client.post(
        "/calendar/enter/",
        {
            "submission": _key(client, "/calendar/enter/"),
            "year": 2027,
            "rest_days": "1月1日至1月3日\n2月5日～2月13日",
            "make_up_days": "2月14日",
            "source": "国务院办公厅关于2027年部分节假日安排的通知（示例）",
            "published_on": "2026-11-10",
        },
    )
    assert answer.status_code == 302
    after = case.deadlines.get(rule="MED-07")
    assert (after.due_on, after.provisional) == (date(2027, 1, 4), False)
    shown = client.get("/calendar/").content.decode()
    assert f"{before.due_on.isoformat()} → <strong>2027-01-04" in shown


@pytest.mark.parametrize("rest_days", ["1月1日至2月30日", "元旦三天", "1月9日至1月1日"])
def test_wrong_holiday_is_refused_and_nothing_entered(signed_in, rest_days):
    client = signed_in("director")
    answer = client.post(
        "/calendar/enter/",
        {
            "submission": _key(client, "/calendar/enter/"),
            "year": 2027,
            "rest_days": rest_days,
            "source": "示例通知",
            "published_on": "2026-11-10",
        },
    )
    assert answer.status_code == 422
    assert rest_days in html.unescape(answer.content.decode())
    assert not CalendarYearRow.objects.exists()


@given(st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40))
def test_days_are_read_however_they_are_written(days):
    written = [
        (f"{d.month}月{d.day}日", d.isoformat(), f"{d.month}/{d.day}")[d.day % 3] for d in days
    ]
    assert days_in("\n".join(written), 2027) == sorted(days)
    assert days_in("、".join(written), 2027) == sorted(days)


def test_pattern_without_a_running_number_is_refused(signed_in, centre):
    client = signed_in("administrator")
    given = {"title": "线索编号", "pattern": "示线〔{year}〕号", "opening": 1}
    answer = client.post("/series/lead/", given | {"submission": _key(client, "/series/lead/")})
    assert answer.status_code == 422
    given["pattern"] = "安线〔{year}〕{seq}号"
    answer = client.post("/series/lead/", given | {"submission": _key(client, "/series/lead/")})
    assert answer.status_code == 302
    assert NumberSeries.objects.get(body=centre, code="lead").pattern == given["pattern"]


def test_series_of_another_body_are_settled_once_it_is_registered(signed_in, centre):
    client = signed_in("administrator")
    assert client.get("/series/advance/").status_code == 404
    shown = client.get("/series/").content.decode()
    assert "登记周转金管理机构" in shown
    fund = register_body(
        kind=BodyKind.FUND_BODY, name="示例市应急周转金办公室", by=builders.people(centre).system
    )
    assert "示例市应急周转金办公室" in client.get("/series/").content.decode()
    given = {"title": "垫付", "pattern": "安垫〔{year}〕{seq}号", "opening": 4}
    key = _key(client, "/series/advance/")
    assert client.post("/series/advance/", given | {"submission": key}).status_code == 302
    assert take_number(body=fund, code="advance", on=builders.ON) == "安垫〔2026〕4号"
