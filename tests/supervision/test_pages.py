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


def transferred(desk):
    """On the twentieth day the order is in default and the letter to the police is made."""
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
            **proofs,
        )
        assert sent.status_code == 302, text(sent)
    return case.police_transfers.get()


def test_not_obeyed_it_goes_to_the_police_and_the_lists_clock_runs(desk):
    case = desk.case
    transfer = transferred(desk)
    today = builders.ON + timedelta(days=20)
    with after(20):
        assert "还没有登记送交" in text(desk.opens("handoff", case.pk))
        moment = {"delivered_at_0": today, "delivered_at_1": "08:59"}
        early = desk.does("police-delivery", transfer.pk, **moment)
        assert "批准以后" in text(early)
        moment["delivered_at_1"] = "10:00"
        assert desk.does("police-delivery", transfer.pk, **moment).status_code == 302
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


def test_workers_are_referred_to_legal_aid_and_its_clock_runs(desk):
    with freeze_time(NOW):
        worker = desk.case.parties.workers().first()
        sent = desk.does(
            "legal-aid",
            desk.case.pk,
            recipient="示例市法律援助中心",
            workers=[worker.pk],
            stage="arbitration",
            summary="停产，投资人失联。",
            head="石磊",
            head_post="局长",
        )
        assert sent.status_code == 302, text(sent)
        shown = text(desk.opens("handoff", desk.case.pk))
    paper = desk.case.documents.get(code="H04")
    assert reverse("document", args=[paper.pk]) in shown
    assert desk.case.deadlines.filter(rule="AID-02", state="running").exists()


# What the police answer


def handed_over(desk):
    """The letter reaches the police the hour it was approved."""
    transfer = transferred(desk)
    with after(20):
        day = builders.ON + timedelta(days=20)
        moment = {"delivered_at_0": day, "delivered_at_1": "10:00"}
        assert desk.does("police-delivery", transfer.pk, **moment).status_code == 302
    return transfer


REFUSED = {
    "reply": "not_filed",
    "reply_number": "示公（经）不立字〔2026〕3号",
    "reply_reason": "投资人已经到案并提供担保。",
}


def test_the_answer_of_the_police_ends_their_clock_once(desk):
    transfer = transferred(desk)
    day = builders.ON + timedelta(days=20)
    facts = {"reply": "filed", "reply_number": "示公（经）立字〔2026〕8号", "replied_on": day}
    with after(20):
        assert "还没有登记送交" in text(desk.does("police-reply", transfer.pk, **facts))
        moment = {"delivered_at_0": day, "delivered_at_1": "10:00"}
        desk.does("police-delivery", transfer.pk, **moment)
        assert "公安机关还没有答复" in text(desk.opens("handoff", desk.case.pk))
        early = desk.does(
            "police-reply", transfer.pk, **facts | {"replied_on": day - timedelta(days=1)}
        )
        assert "应在送交以后" in text(early)
        done = desk.does("police-reply", transfer.pk, **facts)
        assert done.status_code == 302, text(done)
        assert "已经登记：决定立案" in text(desk.does("police-reply", transfer.pk, **facts))
        assert "决定立案" in text(desk.opens("handoff", desk.case.pk))
    assert desk.case.deadlines.get(rule="CRIM-07").met_on == day
    assert not desk.case.deadlines.filter(rule="CRIM-07.review").exists()


def test_a_refusal_to_file_gives_three_days_to_ask_for_a_review(desk):
    transfer = handed_over(desk)
    day = builders.ON + timedelta(days=21)
    with after(21):
        silent = desk.does(
            "police-reply", transfer.pk, **REFUSED | {"reply_reason": ""} | {"replied_on": day}
        )
        assert "请照通知书写明理由" in text(silent)
        assert desk.does("police-reply", transfer.pk, replied_on=day, **REFUSED).status_code == 302
    clock = desk.case.deadlines.get(rule="CRIM-07.review")
    assert clock.due_on == day + timedelta(days=3)
    with after(25):
        late = desk.does("police-review", transfer.pk, asked_on=clock.due_on + timedelta(days=1))
        assert "已经届满" in text(late)
        assert "立案监督" in text(late)
        assert desk.does("police-review", transfer.pk, asked_on=clock.due_on).status_code == 302
        again = desk.does("police-review", transfer.pk, asked_on=clock.due_on)
        assert "已经登记提请复议" in text(again)
    clock.refresh_from_db()
    assert clock.met_on == clock.due_on


def test_who_was_not_refused_asks_for_no_review(desk):
    transfer = handed_over(desk)
    with after(20):
        asked = desk.does("police-review", transfer.pk, asked_on=builders.ON)
    assert "没有作出不予立案的决定" in text(asked)


def test_the_procuratorate_is_told_what_the_police_answered(desk):
    transfer = handed_over(desk)
    day = builders.ON + timedelta(days=21)
    with after(21):
        desk.does("police-reply", transfer.pk, replied_on=day, **REFUSED)
        sent = desk.does(
            "procuratorate-referral",
            desk.case.pk,
            recipient="示例市示例区人民检察院",
            facts="停产，投资人失联。",
            head="石磊",
            head_post="局长",
            triggers=["malicious"],
            requests=["filing_supervision"],
        )
        assert sent.status_code == 302, text(sent)
    told = desk.case.documents.get(code="H03").context["transfer"]
    assert "不予立案" in told["reply"]
    assert REFUSED["reply_number"] in told["reply"]
    assert desk.case.deadlines.get(rule="CRIM-07.review").met_on == day


# Cards


@pytest.fixture
def director(client, case):
    desk = Desk(client, case)
    desk.officer = builders.staff_of(case).director
    return desk


def card_facts(deadline, day, **changes) -> dict:
    facts = {
        "deadline": deadline.pk,
        "colour": "yellow",
        "recipient": "示例区示例街道办事处",
        "demands": "三个工作日内提出办结方案\n逐人核对欠薪",
        "report_by": day + timedelta(days=5),
        "head": "石磊",
        "head_post": "局长",
    }
    return facts | changes


def test_the_director_shows_a_card_for_what_is_late_and_finds_it_again(director):
    case = director.case
    late = case.deadlines.get(rule="MED-07")
    day = late.due_on + timedelta(days=1)
    with freeze_time(f"{day} 06:00:00"):
        assert "期限已经超期" in text(director.opens("cards", case.pk))
        shown = director.does("card-show", case.pk, **card_facts(late, day))
        assert shown.status_code == 302, text(shown)
        again = director.does("card-show", case.pk, **card_facts(late, day))
        assert "已经发出黄牌预警" in text(again)
        page = text(director.opens("cards", case.pk))
        listed = text(director.opens("all-cards"))
    paper = case.documents.get(code="H11")
    assert paper.context["demands"] == ["三个工作日内提出办结方案", "逐人核对欠薪"]
    for words in (page, listed):
        assert reverse("document", args=[paper.pk]) in words
        assert "示例区示例街道办事处" in words


def test_a_red_card_asks_for_the_leader_and_for_confirmed_rules(director):
    case = director.case
    late = case.deadlines.get(rule="MED-07")
    day = late.due_on + timedelta(days=10)
    with freeze_time(f"{day} 06:00:00"):
        assert "红牌还不能发" in text(director.opens("cards", case.pk))
        red = card_facts(late, day, colour="red")
        assert "批准领导的姓名" in text(director.does("card-show", case.pk, **red))
        red |= {"leader": "程明", "leader_post": "分管副市长", "leader_on": day}
        assert "尚未核定" in text(director.does("card-show", case.pk, **red))
    assert not case.warning_cards.exists()


def test_only_the_director_comes_to_the_page_that_shows_cards(desk, client):
    assert desk.opens("card-show", desk.case.pk).status_code == 403
    assert desk.opens("all-cards").status_code == 403
    with freeze_time(NOW):
        assert "没有超期的期限" in text(desk.opens("cards", desk.case.pk))
