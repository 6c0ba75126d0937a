"""From the application to its decision at the desk: one page an act, every refusal a sentence."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.choices import CaseStatus
from cases.models import Case
from cases.queries import total_account, wage_accounts
from staff.operations import declare_conflict
from tests.builders import a_case, add_site, an_accepted_case, apply, staff_of

pytestmark = pytest.mark.django_db

PAGES = [
    "application",
    "election",
    "material",
    "authority",
    "service-address",
    "accept",
    "decline",
]
EMPTY_CLAIM = {"what": "", "kind": "wages", "amount_fen": "", "calculation": ""}
EMPTY_PIECE = {"name": "", "kind": "书证", "pages": "1", "proves": ""}


@pytest.fixture
def case():
    return a_case(n_workers=2)


@pytest.fixture
def today():
    return timezone.localdate()


def sign_in(client, case):
    client.force_login(staff_of(case).intake_officer)
    return client


@pytest.fixture
def desk(client, case):
    return sign_in(client, case)


def rows(*filled: dict, untouched: dict) -> dict:
    """What a browser sends: the rows filled in, and one left as it was offered."""
    data = {"rows-TOTAL_FORMS": str(len(filled) + 1), "rows-INITIAL_FORMS": "0"}
    for number, row in enumerate([*filled, untouched]):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data


def claim(amount: str) -> dict:
    return {
        "what": "支付2026年6月至7月工资",
        "kind": "wages",
        "amount_fen": amount,
        "calculation": "花名册欠付之和",
    }


def owed(case) -> str:
    return f"{total_account(wage_accounts(case))['due'] / 100:.2f}"


def application(case, today, **changes) -> dict:
    typed = {
        "manner": "written",
        "on": today.isoformat(),
        "dispute_kind": "wages",
        "applicants": [w.pk for w in case.parties.workers()],
        "respondents": [case.debtor_id],
        "facts": "在示例花园二期抹灰，完工后尚欠工资。",
        "marks": ["signature", "fingerprint"],
        "submission": "application",
        **rows(claim(owed(case)), untouched=EMPTY_CLAIM),
    }
    return typed | changes


def papers(case) -> list[str]:
    return list(case.documents.values_list("code", flat=True))


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_the_desk_and_not_for_a_foreign_mediator(client, case, name):
    page = reverse(name, args=[case.pk])
    assert sign_in(client, case).get(page).status_code == 200
    client.force_login(staff_of(case).stranger)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_director_watches_and_does_not_act(client, case, name):
    client.force_login(staff_of(case).director)
    assert client.get(reverse(name, args=[case.pk])).status_code == 403


def test_a_mediator_works_on_the_case_but_does_not_accept_it(client):
    case = an_accepted_case()
    client.force_login(staff_of(case).mediator)
    assert client.get(reverse("material", args=[case.pk])).status_code == 200
    assert client.get(reverse("accept", args=[case.pk])).status_code == 403


def test_application_is_offered_with_the_total_of_the_roster(desk, case):
    page = desk.get(reverse("application", args=[case.pk])).text
    assert f'value="{owed(case)}"' in page
    assert "2026年6月至7月" in page


def test_application_makes_its_paper_and_starts_the_three_days(desk, case, today):
    answer = desk.post(reverse("application", args=[case.pk]), application(case, today))
    assert answer.url == reverse("case-detail", args=[case.pk])
    case.refresh_from_db()
    assert (case.received_on, case.oral) == (today, False)
    assert papers(case) == ["D01"]
    assert case.deadlines.filter(rule="MED-05").exists()


def test_application_sent_twice_is_registered_once(desk, case, today):
    page = reverse("application", args=[case.pk])
    desk.post(page, application(case, today))
    desk.post(page, application(case, today))
    assert case.claims.count() == 1


def test_oral_application_names_who_wrote_it_down(desk, case, today):
    page = reverse("application", args=[case.pk])
    refused = desk.post(page, application(case, today, manner="oral"))
    assert refused.status_code == 422
    assert "请写明记录人" in refused.text
    recorder = staff_of(case).intake_officer.pk
    desk.post(page, application(case, today, manner="oral", recorder=recorder))
    case.refresh_from_db()
    assert case.oral


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows-0-amount_fen": "1.00"}, "两者必须一致"),
        ({"rows-0-amount_fen": "一百"}, "第1行金额（元）：不是金额"),
        ({"rows-0-calculation": ""}, "第1行计算方法"),
        ({"marks": ["fingerprint"]}, "申请人须签名"),
        ({"respondents": []}, "被申请人"),
    ],
)
def test_refused_application_says_why_and_changes_nothing(desk, case, today, changes, sentence):
    page = reverse("application", args=[case.pk])
    answer = desk.post(page, application(case, today, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "完工后尚欠工资" in answer.text
    case.refresh_from_db()
    assert case.received_on is None
    assert not case.claims.exists()


def test_application_is_not_dated_in_the_future(desk, case, today):
    page = reverse("application", args=[case.pk])
    tomorrow = (today + timedelta(days=1)).isoformat()
    answer = desk.post(page, application(case, today, on=tomorrow))
    assert "办理日期不能晚于今天" in answer.text


def test_every_worker_is_ticked_at_once_without_a_script(desk, case, today):
    typed = application(case, today, applicants=[], applicants_all="on")
    desk.post(reverse("application", args=[case.pk]), typed)
    assert case.parties.filter(place="applicant").count() == 2


def test_parties_of_another_case_are_not_accepted(desk, case, today):
    other = a_case(case.centre)
    typed = application(case, today, respondents=[other.debtor_id])
    assert desk.post(reverse("application", args=[case.pk]), typed).status_code == 422


def test_representatives_are_elected_by_everybody_on_the_roster(client, today):
    case = a_case(n_workers=10)
    desk, page = sign_in(client, case), reverse("election", args=[case.pk])
    workers = [w.pk for w in case.parties.workers()]
    typed = {
        "on": today.isoformat(),
        "representatives": workers[:3],
        "signed_by": workers[:9],
        "powers": ["attend", "speak"],
        "witness": staff_of(case).intake_officer.pk,
        "submission": "1",
    }
    refused = desk.post(page, typed)
    assert "尚有1人未签名" in refused.text
    assert not case.elections.exists()
    assert desk.post(page, typed | {"signed_by_all": "on"}).status_code == 302
    assert not case.elections.get().may_settle
    assert papers(case) == ["D07"]


def test_application_of_a_crew_asks_for_the_election_first(client):
    case = a_case(n_workers=10)
    page = sign_in(client, case).get(reverse("application", args=[case.pk])).text
    assert reverse("election", args=[case.pk]) in page


def test_materials_of_several_rows_make_one_receipt(desk, case, today):
    pieces = [
        {"name": "考勤表", "kind": "书证", "pages": "3", "proves": "出勤"},
        {"name": "微信记录", "kind": "电子数据", "pages": "5"},
    ]
    typed = {"received_from": "赵国栋", "on": today.isoformat(), "submission": "1"}
    page = reverse("material", args=[case.pk])
    desk.post(page, typed | rows(*pieces, untouched=EMPTY_PIECE))
    assert [e.name for e in case.evidence.all()] == ["考勤表", "微信记录"]
    assert papers(case) == ["D14"]


def test_materials_without_a_row_are_refused(desk, case, today):
    typed = {"received_from": "赵国栋", "on": today.isoformat(), "submission": "1"}
    answer = desk.post(reverse("material", args=[case.pk]), typed | rows(untouched=EMPTY_PIECE))
    assert "请至少填写一件材料" in answer.text
    assert not case.receipts.exists()


def authority(case, today, **changes) -> dict:
    typed = {
        "party": case.debtor_id,
        "agent": "施文涛",
        "scope": "special",
        "special_items": ["settle"],
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=60)).isoformat(),
        "seal_kind": "official",
        "on": today.isoformat(),
        "submission": "1",
    }
    return typed | changes


def test_authority_is_recorded_with_its_items(client, today):
    case = apply(a_case(n_workers=1))
    desk = sign_in(client, case)
    assert (
        desk.post(reverse("authority", args=[case.pk]), authority(case, today)).status_code == 302
    )
    assert case.authorities.get().special_items == ["settle"]
    assert "D08" in papers(case)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seal_kind": "project_department"}, "不能使用项目部章"),
        ({"seal_kind": ""}, "须加盖单位公章"),
        ({"special_items": []}, "请逐项勾选授权事项"),
    ],
)
def test_refused_authority_says_why(client, today, changes, sentence):
    case = apply(a_case(n_workers=1))
    desk = sign_in(client, case)
    answer = desk.post(reverse("authority", args=[case.pk]), authority(case, today, **changes))
    assert sentence in answer.text
    assert not case.authorities.exists()


def test_workers_confirm_one_address_together(client, today):
    case = apply(a_case(n_workers=2))
    typed = {
        "parties": [w.pk for w in case.parties.workers()],
        "address": "示例区示例路22号生活区",
        "e_service": "on",
        "e_channel": "sms",
        "on": today.isoformat(),
        "submission": "1",
    }
    desk = sign_in(client, case)
    desk.post(reverse("service-address", args=[case.pk]), typed)
    assert case.service_addresses.filter(e_service=True).count() == 2
    assert "D09" in papers(case)


def test_electronic_service_names_its_way(client, today):
    case = apply(a_case(n_workers=1))
    typed = {
        "parties": [case.debtor_id],
        "address": "示例区示例路11号",
        "e_service": "on",
        "on": today.isoformat(),
        "submission": "1",
    }
    answer = sign_in(client, case).post(reverse("service-address", args=[case.pk]), typed)
    assert "请选择电子送达方式" in answer.text


def acceptance(case, **changes) -> dict:
    typed = {
        "received_on": case.received_on.isoformat() if case.received_on else "2026-11-16",
        "mediators": [staff_of(case).mediator.pk],
        "venue": "第一调解室",
        "submission": "1",
    }
    return typed | changes


def test_accepting_allocates_and_starts_the_fifteen_days(client):
    case = apply(a_case(n_workers=1))
    page = reverse("accept", args=[case.pk])
    assert sign_in(client, case).post(page, acceptance(case)).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert case.status == CaseStatus.ACCEPTED
    assert case.deadlines.filter(rule="MED-07").exists()
    assert "D02" in papers(case)


def test_accepting_without_an_application_is_refused(desk, case):
    answer = desk.post(reverse("accept", args=[case.pk]), acceptance(case))
    assert "尚未登记调解申请" in answer.text
    case.refresh_from_db()
    assert case.status == CaseStatus.FILED


def test_a_mediator_with_a_relation_is_named_and_refused(client):
    case = apply(a_case(n_workers=1))
    mediator = staff_of(case).mediator
    declare_conflict(
        user=mediator,
        counterpart_name=case.debtor.name,
        relation="曾任法律顾问",
        by=mediator,
        on=case.opened_on,
    )
    desk, page = sign_in(client, case), reverse("accept", args=[case.pk])
    assert "曾任法律顾问" in desk.get(page).text
    answer = desk.post(page, acceptance(case))
    assert "应当回避" in answer.text
    assert Case.objects.get(pk=case.pk).status == CaseStatus.FILED


def test_only_a_crew_leader_as_respondent_is_cautioned(client):
    case = a_case(n_workers=1)
    site = add_site(case)
    case = apply(case, respondents=[site.foreman])
    page = sign_in(client, case).get(reverse("accept", args=[case.pk])).text
    assert "只列了包工头为被申请人" in page


def test_declining_tells_the_reason_and_the_way(client):
    case = apply(a_case(n_workers=1))
    desk, page = sign_in(client, case), reverse("decline", args=[case.pk])
    typed = {"reason": "not_wages", "reason_text": "系工程款。", "submission": "1"}
    assert desk.post(page, typed).status_code == 422
    assert Case.objects.get(pk=case.pk).status == CaseStatus.FILED
    desk.post(page, typed | {"next_step": "到住建局清欠办反映。"})
    assert Case.objects.get(pk=case.pk).status == CaseStatus.DECLINED
    assert "D02N" in papers(case)
