"""From the order to pay to the police, the list of defaulters and the procuratorate, by page."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from cases.models import Evidence, Party
from cases.operations import confirm_parameter
from staff.choices import BodyKind
from staff.operations import establish_system_user, register_body
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
NOW = f"{builders.ON} 06:00:00"
AMOUNTS = {
    "crime_threshold_one_worker": "5000.00",
    "crime_threshold_ten_workers": "30000.00",
}


@pytest.fixture
def case():
    with freeze_time(NOW):
        case = funds.a_fled_case(10)
        _bureau(case)
        for no, (name, kind) in enumerate((("工资表", "书证"), ("张贴录像", "视听资料")), 1):
            Evidence.objects.create(
                case=case, no=no, name=name, kind=kind, by_label="示例市人社局", proves=name
            )
        Party.objects.filter(pk=case.debtor_id).update(uscc="91990100MA0Y003338")
        return case


def _bureau(case) -> None:
    """The labour bureau, which signs what goes to police and procuratorate."""
    system = establish_system_user()
    register_body(
        kind=BodyKind.LABOUR_DEPARTMENT,
        name="示例市人力资源和社会保障局",
        by=system,
        address="示例区示例路2号",
        phone="10000090002",
    )
    builders.settle_series(case.centre, by=system, on=builders.ON)


def amounts(case) -> None:
    for code, value in AMOUNTS.items():
        confirm_parameter(
            centre=case.centre,
            code=code,
            value=value,
            effective_from=builders.ON.replace(month=1, day=1),
            source="所设的省级标准",
            by=builders.staff_of(case).director,
            on=builders.ON,
        )


class Desk:
    """The intake officer of the case, on a day of their own."""

    def __init__(self, client, case) -> None:
        self.client, self.case = client, case
        self.officer = builders.staff_of(case).intake_officer

    def opens(self, name, *args):
        self.client.force_login(self.officer)
        return self.client.get(reverse(name, args=args))

    def does(self, name, *args, **data):
        address = reverse(name, args=args)
        key = self.opens(name, *args).context["form"]["submission"].value()
        return self.client.post(address, {"submission": key} | data)


@pytest.fixture
def desk(client, case):
    return Desk(client, case)


def text(response) -> str:
    """What is refused, or the page."""
    words = response.content.decode()
    start = words.find('class="error-summary"')
    return words[start : start + 900] if start >= 0 else words


def ordered(desk) -> None:
    """The order is registered, posted at the works and its term over."""
    case = desk.case
    with freeze_time(NOW):
        made = desk.does(
            "directive-add",
            case.pk,
            number="示人社监令字〔2026〕31号",
            issued_on=builders.ON,
            debtor=case.debtor_id,
            amount_fen="100000.00",
            worker_count=10,
            term_days=5,
            officers="高远",
        )
        assert made.status_code == 302, text(made)
        posted = desk.does(
            "directive-serve",
            case.directives.get().pk,
            service="posted",
            served_on=builders.ON,
            places="住所地\n厂区",
            recorded_by=["photo", "video"],
            officers="白露",
            evidence=[case.evidence.get(no=2).pk],
        )
        assert posted.status_code == 302, text(posted)


def after(days: int):
    return freeze_time(datetime.fromisoformat(NOW) + timedelta(days=days))


def test_a_posting_without_photo_or_second_officer_is_refused_in_words(desk):
    with freeze_time(NOW):
        desk.does(
            "directive-add",
            desk.case.pk,
            number="示人社监令字〔2026〕31号",
            issued_on=builders.ON,
            debtor=desk.case.debtor_id,
            amount_fen="100.00",
            worker_count=1,
            term_days=5,
            officers="高远",
        )
        answered = desk.does(
            "directive-serve",
            desk.case.directives.get().pk,
            service="posted",
            served_on=builders.ON,
            places="厂区",
        )
    assert answered.status_code == 422
    assert "拍照或者录像" in text(answered)
    assert desk.case.directives.get().served_on is None


def test_without_the_amounts_of_the_province_the_page_says_who_confirms_them(desk):
    with freeze_time(NOW):
        shown = text(desk.opens("handoff", desk.case.pk))
    assert "尚未核定，不能移送" in shown
    assert "请中心主任在“参数”中录入" in shown


def test_before_the_term_is_over_neither_default_nor_police(desk):
    amounts(desk.case)
    ordered(desk)
    with freeze_time(NOW):
        early = desk.does("directive-default", desk.case.directives.get().pk, paid_fen="0")
        assert early.status_code == 422
        assert "现在不能认定" in text(early)
        shown = text(desk.opens("handoff", desk.case.pk))
    assert reverse("police-transfer", args=[desk.case.pk]) not in shown
    assert "没有认定期满未支付" in shown


def test_not_obeyed_it_goes_to_the_police_and_the_lists_clock_runs(desk):
    case = desk.case
    amounts(case)
    ordered(desk)
    with after(20):
        done = desk.does("directive-default", case.directives.get().pk, paid_fen="0")
        assert done.status_code == 302, text(done)
        today = builders.ON + timedelta(days=20)
        proofs = {f"proof_{no}": [case.evidence.get(no=1 + bool(no)).pk] for no in range(5)}
        sent = desk.does(
            "police-transfer",
            case.pk,
            recipient="示例市公安局示例分局",
            facts="停产，投资人失联。",
            conduct="absconded",
            head="石磊",
            head_post="局长",
            reporter_a="高远",
            certificate_a="示监0101",
            reporter_b="白露",
            certificate_b="示监0102",
            reported_on=today,
            approved_at_0=today,
            approved_at_1="09:00",
            delivered_at_0=today,
            delivered_at_1="10:00",
            **proofs,
        )
        assert sent.status_code == 302, text(sent)
        transfer = case.police_transfers.get()
        shown = text(desk.opens("handoff", case.pk))
    assert reverse("document", args=[transfer.document_id]) in shown
    assert "作出列入名单决定" in shown
    assert case.deadlines.filter(rule="CRIM-07", state="running").exists()


def test_the_decision_on_the_list_ends_its_clock_and_starts_three_years(desk):
    case = desk.case
    ordered(desk)
    with after(20):
        desk.does("directive-default", case.directives.get().pk, paid_fen="0")
        order = case.directives.get()
        today = builders.ON + timedelta(days=20)
        facts = {"done_on": today, "reference": "示人社失信决字〔2026〕1号"}
        assert desk.does("directive-listing", order.pk, step="extended", **facts).status_code == 302
        twice = desk.does("directive-listing", order.pk, step="extended", **facts)
        assert "只能延长一次" in text(twice)
        assert desk.does("directive-listing", order.pk, step="listed", **facts).status_code == 302
        again = desk.does("directive-listing", order.pk, step="not_listed", **facts)
        assert "已经决定" in text(again)
    assert not case.deadlines.filter(rule__startswith="LIST-03", state="running").exists()
    listed = case.deadlines.get(rule="LIST-05")
    assert listed.due_on.year == today.year + 3


def test_the_procuratorate_is_told_and_asked_for_something(desk):
    with freeze_time(NOW):
        facts = {
            "recipient": "示例市示例区人民检察院",
            "facts": "停产，投资人失联。",
            "head": "石磊",
            "head_post": "局长",
        }
        none = desk.does("procuratorate-referral", desk.case.pk, **facts)
        assert none.status_code == 422
        sent = desk.does(
            "procuratorate-referral",
            desk.case.pk,
            triggers=["collective", "absconded"],
            requests=["supported_suit"],
            **facts,
        )
    assert sent.status_code == 302, text(sent)
    assert desk.case.documents.filter(code="H03").exists()
