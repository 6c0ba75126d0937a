"""The intake desk takes leads in, sees what is the same matter, and says where each one went."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.choices import LeadStatus
from cases.models import Case, Lead
from tests.builders import a_case, a_centre, a_lead, id_number, people

pytestmark = pytest.mark.django_db

TYPED = {
    "channel": "walk_in",
    "reporter_name": "赵国栋",
    "reporter_id_no": id_number(1),
    "reporter_phone": "10000000001",
    "debtor_name": "示例建筑劳务有限公司",
    "site": "示例花园二期",
    "headcount": "3",
    "amount_fen": "12345.60",
    "period_from": "2026-06-01",
    "period_to": "2026-07-31",
    "summary": "完工后没有结清。",
    "submission": "lead-1",
}


@pytest.fixture
def centre():
    return a_centre()


@pytest.fixture
def staff(centre):
    return people(centre)


@pytest.fixture
def desk(client, staff):
    client.force_login(staff.intake_officer)
    return client


@pytest.fixture
def lead(centre, staff):
    return a_lead(centre, staff)


def test_new_lead_is_filed_in_fen_under_who_took_it(desk, staff):
    answer = desk.post(reverse("lead-new"), TYPED)
    lead = Lead.objects.get()
    assert answer.url == reverse("lead", args=[lead.pk])
    assert (lead.amount_fen, lead.headcount, lead.taken_by) == (1234560, 3, staff.intake_officer)


def test_new_lead_sent_twice_is_filed_once(desk):
    desk.post(reverse("lead-new"), TYPED)
    answer = desk.post(reverse("lead-new"), TYPED, follow=True)
    assert Lead.objects.count() == 1
    assert "已经提交过" in answer.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount_fen": "1,000"}, "金额不要写千位分隔符"),
        ({"amount_fen": "1.001"}, "最多两位小数"),
        ({"period_to": "2026-05-31"}, "欠薪期间的止日早于起日"),
        ({"period_from": "2099-01-01", "period_to": "2099-02-01"}, "欠薪期间尚未开始"),
    ],
)
def test_refused_lead_says_why_and_keeps_what_was_typed(desk, change, sentence):
    answer = desk.post(reverse("lead-new"), TYPED | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert TYPED["summary"] in answer.text
    assert not Lead.objects.exists()


def test_old_arrears_of_an_old_worker_are_taken_in(desk):
    """Neither age nor time is a ground to turn somebody away (ARB-02, WAGE-15)."""
    aged = id_number(1, birth=date(1951, 3, 1))
    old = {"reporter_id_no": aged, "period_from": "2019-01-01", "period_to": "2019-03-31"}
    assert desk.post(reverse("lead-new"), TYPED | old).status_code == 302


def test_same_report_is_shown_beside_the_earlier_one(desk, lead):
    answer = desk.post(reverse("lead-new"), TYPED, follow=True)
    assert "疑似重复 1 件" in answer.text
    assert lead.number in answer.text


def test_list_says_how_many_look_alike(desk, centre, staff, lead):
    a_lead(centre, staff)
    a_lead(centre, staff, reporter_name="孙长河")
    page = desk.get(reverse("leads")).text
    assert page.count("疑似重复 1") == 2


def test_list_costs_the_same_for_one_lead_and_for_three(desk, centre, staff, lead):
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert desk.get(reverse("leads")).status_code == 200
        return len(counted)

    cost()  # the first page also reads the session
    one = cost()
    a_lead(centre, staff)
    a_lead(centre, staff, reporter_name="孙长河")
    assert cost() == one


def test_list_is_paged_oldest_first_and_back(desk, centre, staff, monkeypatch):
    monkeypatch.setattr("cases.views.leads.LEADS_PER_PAGE", 2)
    made = [a_lead(centre, staff, reporter_name=f"赵国{c}") for c in "甲乙丙丁戊"]

    def shown(query=""):
        page = desk.get(reverse("leads") + query)
        return [row["lead"] for row in page.context["rows"]], page.context

    first, context = shown()
    assert first == made[:2]
    assert context["before"] is None
    second, context = shown(f"?after={context['after']}")
    assert second == made[2:4]
    last, end = shown(f"?after={context['after']}")
    assert (last, end["after"]) == (made[4:], None)
    assert shown(f"?before={context['before']}")[0] == made[:2]


def test_list_of_own_leads_leaves_out_a_colleagues(desk, centre, staff, lead):
    other = a_lead(centre, people(centre), reporter_name="孙长河")
    Lead.objects.filter(pk=other.pk).update(taken_by=staff.other_intake_officer)
    page = desk.get(reverse("leads") + "?own=1").text
    assert lead.number in page
    assert other.number not in page


def test_list_without_leads_says_how_they_come(desk):
    assert "从“新来件”登记" in desk.get(reverse("leads")).text


def test_docketing_opens_a_case_and_settles_the_lead(desk, lead):
    answer = desk.post(reverse("lead-docket", args=[lead.pk]), {"submission": "d"})
    case = Case.objects.get()
    assert answer.url == reverse("case-detail", args=[case.pk])
    lead.refresh_from_db()
    assert (lead.status, lead.case) == (LeadStatus.DOCKETED, case)


def test_docketing_a_likely_duplicate_asks_first(desk, centre, staff, lead):
    again = a_lead(centre, staff)
    page = reverse("lead-docket", args=[again.pk])
    assert desk.post(page, {"submission": "d"}).status_code == 422
    assert not Case.objects.exists()
    assert desk.post(page, {"submission": "d", "different": "on"}).status_code == 302


def test_docketing_a_settled_lead_is_refused(desk, centre, staff):
    case = a_case(centre, staff)
    page = reverse("lead-docket", args=[case.leads.get().pk])
    answer = desk.post(page, {"submission": "d"})
    assert answer.status_code == 422
    assert "不能重复办理" in answer.text
    assert Case.objects.count() == 1


def test_merging_joins_the_lead_to_the_case_it_is_about(desk, centre, staff):
    case = a_case(centre, staff)
    lead = a_lead(centre, staff)
    page = reverse("lead-merge", args=[lead.pk])
    offered = desk.get(f"{page}?case={case.pk}")
    assert offered.context["form"].initial["number"] == case.number
    desk.post(page, {"number": case.number, "submission": "m"})
    lead.refresh_from_db()
    assert (lead.status, lead.case) == (LeadStatus.MERGED, case)


def test_merging_into_a_number_nobody_knows_is_refused(desk, lead):
    page = reverse("lead-merge", args=[lead.pk])
    answer = desk.post(page, {"number": "无此案号", "submission": "m"})
    assert "没有找到您可以办理的案件" in answer.text
    lead.refresh_from_db()
    assert lead.status == LeadStatus.OPEN


def test_referring_needs_a_reason_and_a_way_to_go(desk, lead):
    page = reverse("lead-refer", args=[lead.pk])
    answer = desk.post(page, {"outcome": "works_price", "reason": "工程款", "submission": "r"})
    assert answer.status_code == 422
    lead.refresh_from_db()
    assert lead.status == LeadStatus.OPEN


def test_referring_records_outcome_reason_and_route(desk, lead):
    told = {"outcome": "works_price", "reason": "系班组工程款", "route": "住建局清欠办"}
    answer = desk.post(
        reverse("lead-refer", args=[lead.pk]), told | {"submission": "r"}, follow=True
    )
    lead.refresh_from_db()
    assert lead.status == LeadStatus.REFERRED
    assert "住建局清欠办" in answer.text


@pytest.mark.parametrize("name", ["leads", "lead-new"])
def test_a_mediator_does_not_come_to_the_intake_desk(client, staff, name):
    client.force_login(staff.mediator)
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    "name", ["lead", "lead-docket", "lead-refer", "lead-reply", "lead-merge", "lead-reveal"]
)
def test_a_mediator_does_not_open_a_lead(client, staff, lead, name):
    client.force_login(staff.mediator)
    assert client.get(reverse(name, args=[lead.pk])).status_code == 403


@pytest.mark.parametrize("name", ["leads", "lead-new"])
def test_nobody_comes_in_unsigned(client, centre, name):
    assert client.get(reverse(name)).status_code == 302


def test_a_source_is_answered_once_something_has_been_decided(desk, lead):
    page = reverse("lead-reply", args=[lead.pk])
    given = {"reply": "已登记为案件办理。", "on": lead.received_on.isoformat()}
    early = desk.post(page, given | {"submission": "a"})
    assert early.status_code == 422
    assert "还没有处理结果" in early.content.decode()

    desk.post(reverse("lead-docket", args=[lead.pk]), {"submission": "b"})
    lead.refresh_from_db()
    assert page in desk.get(reverse("lead", args=[lead.pk])).content.decode()
    assert lead.case.number in desk.get(page).content.decode()  # the answer is proposed
    before = {"reply": "办理中。", "on": "2020-01-01", "submission": "c"}
    refused = desk.post(page, before).content.decode()
    assert "不能早于收到来件的日期" in refused
    assert "办理中。" in refused  # what was typed is still there

    done = desk.post(page, given | {"submission": "d"}, follow=True).content.decode()
    assert "已登记为案件办理。" in done
    assert page not in done
    letters = desk.get(f"/cases/{lead.case_id}/?tab=letters").content.decode()
    assert "尚未回复来源" not in letters
    again = desk.post(page, given | {"submission": "e"})
    assert again.status_code == 422
