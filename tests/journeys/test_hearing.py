"""From the elements to the served award: secretary, arbitrators, worker and employer at once."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from adjudication.choices import HearingState
from adjudication.models import Award, Hearing
from adjudication.queries import paper
from adjudication.queries.parties import confirmations_of
from law.money import yuan
from staff.models import User
from tests.adjudication import cases, heard
from tests.journeys.browser import PHONE, Desk
from tests.room.live import cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PRIVATE = "仲裁庭意见：加班证据不足"


@pytest.fixture
def hearing(room_server) -> Hearing:
    """Answered and called for in September; held on the day of the test."""
    heard.settle_the_place(heard.MIN_WAGE)
    arbitration = cases.an_answered_arbitration()
    made = cases.schedule(arbitration)
    for party in (arbitration.applicants.get(), arbitration.respondents.get()):
        cases.serve(arbitration, party, ["A07"], on=cases.date(2026, 9, 9))
    Hearing.objects.filter(pk=made.pk).update(starts_at=timezone.now())
    return Hearing.objects.get(pk=made.pk)


@pytest.fixture
def desk_of(chromium, room_server):
    handed: list[Desk] = []

    def desk_of(username: str = "") -> Desk:
        """Somebody of the tribunal at a desk, or a party with an empty phone."""
        user = User.objects.filter(username=username).first()
        desk = Desk(chromium, room_server.url, cookie=cookie_of(user) if user else "none")
        if not username:
            desk.page.set_viewport_size(PHONE)
        handed.append(desk)
        return desk

    yield desk_of
    complaints = [c for desk in handed for c in desk.complaints if "WebSocket" not in c]
    for desk in handed:
        desk.context.close()
    assert complaints == []


def faults(desk: Desk) -> list[str]:
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run()")["violations"]
    return [f"{f['id']}: {f['nodes'][0]['html'][:120]}" for f in found if f["impact"] != "minor"]


def code_for(clerk: Desk, hearing: Hearing, who: str) -> str:
    clerk.open(f"/arbitrations/{hearing.arbitration_id}/entries/")
    clerk.field("给谁").select_option(label=who)
    clerk.tick("已当面核对身份证件和委托手续")
    clerk.press("生成入口码")
    clerk.reads("离开这一页就不能再看到")
    return clerk.page.locator(".digits-large").inner_text().replace(" ", "")


def come_in(phone: Desk, code: str, tail: str = "") -> None:
    phone.page.goto("about:blank")  # a new visit, not another place on the same page
    phone.open(f"/t/#{code}")
    if tail:
        phone.fill({"身份证号的最后四位": tail})
    phone.press("进入")
    phone.reads("我的仲裁案件")


def _decided_and_served(arbitration, sole: Desk, clerk: Desk, desk_of) -> None:
    """From what the hearing left open to the award in the hands of both sides."""
    file = f"/arbitrations/{arbitration.pk}/"
    sole.open(file)
    sole.follow("认定与计算")
    sole.page.locator(".page-head a.btn-primary").click()
    sole.fill({"认定的内容": "2", "认定的理由": "考勤由被申请人掌握，被申请人没有提供"})
    sole.page.get_by_label("依据的条文").select_option("ARB-39")
    sole.press("认定")
    sole.reads("要素和金额齐备")
    sole.follow("起草裁决书")
    sole.press("起草裁决书")
    sole.reads("裁决书草稿已生成")
    sole.follow("送会签")
    sole.press("送会签")
    final = Award.objects.get(arbitration=arbitration, kind="A12-1")

    seated = arbitration.seats.get(role="sole").user.username
    other = desk_of(next(name for name in ("second", "third") if name != seated))
    other.open("/tribunal/countersign/")
    other.follow(arbitration.number)
    other.page.get_by_label("同意", exact=True).check()
    other.press("提交会签意见")

    sole.open(f"/awards/{final.pk}/")
    sole.follow("作出裁决")
    sole.fill({"超过审限的原因": "等待补充证据"})
    sole.press("作出裁决")
    sole.reads("裁决书已作出")
    clerk.open(f"/awards/{final.pk}/serve/")
    worker, company = arbitration.applicants.get(), arbitration.respondents.get()
    clerk.page.get_by_label(worker.name).check()
    clerk.press("记录送达")
    clerk.reads("送达已记录")
    clerk.open(f"/awards/{final.pk}/serve/")
    clerk.page.get_by_label(company.name).check()
    clerk.fill({"签收人": company.legal_rep, "这个人是受送达人的": "法定代表人或者负责人"})
    clerk.press("记录送达")
    clerk.reads("送达已记录")


def test_parties_answer_are_heard_and_sign_on_their_phones_and_get_an_award(desk_of, hearing):
    arbitration = hearing.arbitration
    worker, company = arbitration.applicants.get(), arbitration.respondents.get()
    clerk, sole = desk_of("keeper"), desk_of(arbitration.seats.get(role="sole").user.username)
    workers_phone, heads_phone = desk_of(), desk_of()

    # 手机入口
    own = code_for(clerk, hearing, worker.name)
    assert faults(clerk) == []
    heads = code_for(clerk, hearing, f"{company.name}：{company.legal_rep}")
    workers_phone.open("/t/")
    workers_phone.fill({"入口码": "123"})
    workers_phone.press("进入")
    workers_phone.reads("应当是十位数字")
    come_in(workers_phone, own, worker.id_no[-4:])
    come_in(heads_phone, heads)
    assert faults(workers_phone) == []

    # 答复要素
    workers_phone.follow("说说我的意见")
    question = workers_phone.page.locator("section.question", has_text="休息日加班天数")
    question.get_by_label("按我说的").check()
    workers_phone.press("提交")
    workers_phone.reads("已收到您的1项答复")
    assert faults(workers_phone) == []
    heads_phone.follow("说说我的意见")
    question = heads_phone.page.locator("section.question", has_text="休息日加班天数")
    question.get_by_label("不对").check()
    heads_phone.press("提交")
    heads_phone.reads("不同意的，请写明为什么")
    question.get_by_label("为什么").fill("没有安排加班")
    heads_phone.press("提交")
    heads_phone.reads("已收到您的1项答复")

    # 庭前要素确认
    clerk.open(f"/arbitrations/{arbitration.pk}/elements/")
    clerk.reads("手机：", "没有安排加班")
    for element in arbitration.elements.all():
        state = "有争议" if element.code == "E10" else "一致"
        clerk.page.get_by_label(f"{element.label}的状态").select_option(label=state)
    assert faults(clerk) == []
    clerk.press("记录双方说法")
    clerk.reads("全部要素已询问")
    for phone in (workers_phone, heads_phone):
        phone.open(f"/m/arbitrations/{arbitration.pk}/elements/")
        phone.press("写得对，我确认")
        phone.reads("已确认")
    assert set(confirmations_of(paper(arbitration, "A10"))) == {worker.pk, company.pk}
    clerk.open(f"/arbitrations/{arbitration.pk}/elements/")
    clerk.reads("都已确认")

    # 开庭
    room = f"/hearings/{hearing.pk}/room/"
    for desk in (sole, clerk):
        desk.open(room)
        desk.reads("期限内")
        desk.press("进入庭审室")
    sole.press("宣布开庭")
    sole.reads("已开庭")
    clerk.open(room)
    for phone in (workers_phone, heads_phone):
        phone.open(f"/m/hearings/{hearing.pk}/")
        phone.press("进入庭审")
        expect(phone.page.locator("#lines")).to_contain_text("开庭")
    parties = clerk.page.locator("[data-part='people']")
    for party in (worker, company):
        here = parties.locator(".court-party", has_text=party.name)
        here.get_by_role("button", name="核对到庭").click()
        expect(here.locator(".tag-green")).to_be_visible()
        here.get_by_role("button", name="记回避").click()
        expect(here).to_contain_text("回避：不申请回避。")
    for step, speaker, text in (
        ("核对身份", "仲", "双方对到庭人员的身份有无异议？"),
        ("陈述与答辩", "申", "请求和理由同仲裁申请书。"),
        ("争议要素调查", "被", "没有安排加班。"),
        ("辩论", "申", "坚持请求。"),
    ):
        clerk.page.get_by_role("button", name=step).click()
        clerk.page.locator("#speaker").select_option(speaker)
        clerk.page.locator("#line").fill(text)
        clerk.page.locator("#line").press("Enter")
        expect(workers_phone.page.locator("#lines")).to_contain_text(text)
    clerk.page.locator("[data-part='elements']").get_by_role("button", name="开始").click()
    expect(heads_phone.page.locator("#cards")).to_contain_text("正在审")
    assert faults(clerk) == []
    assert faults(heads_phone) == []
    clerk.page.locator("[data-part='elements']").get_by_role("button", name="审完").click()

    # 副卷
    sole.page.locator("#note").fill(PRIVATE)
    sole.press("记下，只给仲裁庭")
    expect(clerk.page.locator("[data-notes]")).to_contain_text(PRIVATE)

    # 调解、最后意见、笔录
    mediation = sole.page.locator("form[data-frame='mediation']")
    mediation.locator("select").select_option("not_settled")
    mediation.get_by_role("button").click()
    expect(sole.page.locator("[data-part='closing']")).to_contain_text("未达成调解")
    for party in (worker, company):
        here = parties.locator(".court-party", has_text=party.name)
        here.get_by_placeholder("最后意见").fill("坚持已经陈述的意见。")
        here.get_by_role("button", name="记最后意见").click()
        expect(here).to_contain_text("最后意见：坚持已经陈述的意见。")
    clerk.press("笔录交阅")
    for phone in (workers_phone, heads_phone):
        phone.press("记得对，我确认")
        expect(phone.page.locator("#cards")).to_contain_text("您已确认笔录")
        assert PRIVATE not in phone.page.content()
    sole.page.get_by_text("闭庭", exact=True).last.click()
    sole.press("闭庭，生成笔录")
    sole.reads("已闭庭，庭审笔录已生成", "未达成调解")
    assert faults(sole) == []
    hearing.refresh_from_db()
    assert hearing.state == HearingState.CLOSED
    minutes = paper(arbitration, "A11")
    assert [line["text"] for line in minutes.context["lines"]][2] == "没有安排加班。"
    assert PRIVATE not in minutes.context_json
    workers_phone.open(f"/m/arbitrations/{arbitration.pk}/")
    workers_phone.reads("庭审笔录")
    _decided_and_served(arbitration, sole, clerk, desk_of)
    workers_phone.open(f"/m/arbitrations/{arbitration.pk}/")
    workers_phone.reads("裁决书")
    claimed = sum(claim.amount_fen for claim in arbitration.claims.all())
    assert paper(arbitration, "A12-1").context["awarded_total"]["digits"] == yuan(claimed)
    assert (
        sole.on_a_phone(
            [
                f"/arbitrations/{arbitration.pk}/",
                f"/arbitrations/{arbitration.pk}/elements/",
                f"/arbitrations/{arbitration.pk}/settle/",
                f"/hearings/{hearing.pk}/",
                room,
            ]
        )
        == []
    )
