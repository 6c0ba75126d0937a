"""
A crew of twelve settles in the live room: four browsers, from the door to the seal.

The mediator has the console and the big screen, the general contractor's agent and two workers
have their phones; the ten others, the subcontractor, the foreman and the developer have none.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mediation.models import Agreement, MinutesConfirmation, Proposal, TermsAnswer
from mediation.queries import agreed_fen, instalment_sums
from room.models import Event
from tests import builders
from tests.journeys import crew_of_twelve as crew
from tests.journeys.browser import PHONE, Desk
from tests.room.live import desk_of
from tests.room.test_phone import draw, last_code, sign_by_finger

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def calm(desk: Desk, what: str) -> None:
    """Nothing serious for who cannot see the page, and nothing sideways, at both widths."""
    for size in {str(PHONE): PHONE, str(desk.page.viewport_size): desk.page.viewport_size}.values():
        desk.page.set_viewport_size(size)
        assert not desk.sideways(), (what, size)
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run()")["violations"]
    serious = [f for f in found if f["impact"] in ("serious", "critical")]
    assert serious == [], (what, [(f["id"], f["nodes"][0]["html"][:160]) for f in serious])


@pytest.fixture
def room(chromium, room_server):
    """The morning of the session: the mediator at the console, three empty phones."""
    session = crew.a_crew_called_to_a_session(timezone.localdate())
    case = session.case
    mediator = desk_of(chromium, room_server, builders.staff_of(case).mediator)
    phones = [Desk(chromium, room_server.url, cookie="none") for _ in range(3)]
    for phone in phones:
        phone.page.set_viewport_size(PHONE)
    agent, zhou, wei = phones
    yield SimpleNamespace(
        server=room_server,
        session=session,
        case=case,
        mediator=mediator,
        agent=agent,
        zhou=zhou,
        wei=wei,
        contractor=case.parties.get(key="general_contractor"),
        workers=list(case.parties.workers()),
    )
    desks = [mediator, *phones]
    complaints = [
        words
        for desk in desks
        for words in desk.complaints
        if "DISCONNECTED" not in words and "WebSocket" not in words
    ]
    for desk in desks:
        desk.context.close()
    assert complaints == []


def console(room) -> None:
    room.mediator.open(f"/sessions/{room.session.pk}/room/")
    state = room.mediator.page.locator("[data-state]")
    expect(state).to_have_text("● 已连接")


def tab(room, name: str) -> None:
    room.mediator.page.get_by_role("tab", name=name).click()


def writes(room, text: str) -> None:
    room.mediator.page.fill("#line", text)
    room.mediator.page.press("#line", "Enter")


def says_who(phone: Desk, code: str, name: str, represents: str = "") -> None:
    phone.open("/j/")
    phone.fill({"大屏幕上的六位数字": code})
    phone.press("下一步")
    if represents:
        phone.tick("我代表单位，或者代理别人")
    phone.fill({"您的姓名": name, "您代表的单位或者人": represents})
    phone.press("下一步")


def everybody_comes_in(room) -> None:
    """By the code that was sent; the third has lost their phone number and is let in by hand."""
    mediator = room.mediator
    mediator.open(f"/sessions/{room.session.pk}/room/")
    mediator.press("进入调解室")
    door = mediator.context.new_page()
    door.goto(f"{room.server.url}/sessions/{room.session.pk}/door/")
    door.get_by_role("button", name="开放手机入口").click()
    code = re.sub(r"\s", "", door.locator(".door-code").inner_text())
    door.close()
    room.screen = mediator.context.new_page()
    room.screen.goto(f"{room.server.url}/sessions/{room.session.pk}/screen/")
    expect(room.screen.locator(".door-code")).to_have_text(f"{code[:3]} {code[3:]}")
    for phone, party, name, represents in (
        (room.agent, room.contractor, crew.AGENT, crew.CONTRACTOR),
        (room.zhou, room.workers[0], room.workers[0].name, ""),
    ):
        says_who(phone, code, name, represents)
        phone.fill({"短信验证码": last_code(room.server, party)})
        phone.press("进入")
        phone.reads("现在", name)
    lost = room.workers[6]
    says_who(room.wei, code, lost.name)
    room.wei.press("请工作人员核对")
    waiting = mediator.page.locator("[data-part='waiting']")
    expect(waiting).to_contain_text("1人请求进入")
    calm(mediator, "somebody waits")
    mediator.press(f"核对无误，准予进入：{lost.name}", within=waiting)
    expect(mediator.page.locator("[data-done]")).to_have_text(f"已准予{lost.name}进入。")
    expect(waiting).not_to_contain_text("请求进入")
    room.wei.page.get_by_role("button", name="进入调解室").click()
    room.wei.reads("现在", lost.name)


def the_roll_is_called_and_everybody_speaks(room) -> None:
    mediator, page = room.mediator, room.mediator.page
    mediator.follow("签到，开始调解会")
    for presence in page.get_by_label("到场情况").all():
        presence.select_option(label="到场")
    mediator.press("记录到场")
    roll = page.locator("[data-part='roll']")
    expect(roll).to_contain_text("特别授权")
    page.get_by_role("button", name=re.compile("双方陈述")).click()
    room.zhou.reads("各方正在说明情况")
    # The first phrase of the step at hand, by its number; one of one's own for the next time.
    page.fill("#line", "/1")
    page.press("#line", "Enter")
    expect(page.locator("#line")).to_have_value("请申请人陈述请求、事实和理由。")
    page.press("#line", "Enter")
    page.fill("#line", "/+请劳资专管员核对实名制考勤。")
    page.press("#line", "Enter")
    expect(page.locator("[data-done]")).to_contain_text("已存为常用语")
    page.fill("#line", "/实名制")
    page.press("#line", "Enter")
    expect(page.locator("#line")).to_have_value("请劳资专管员核对实名制考勤。")
    page.press("#line", "Enter")
    room.zhou.press("举手发言")
    queue = page.locator(".floor-queue li")
    expect(queue).to_have_count(1)
    queue.get_by_role("button", name=re.compile("请发言")).click()
    room.zhou.reads("轮到您说话了。")
    tab(room, "事实与证据")
    page.select_option("#fact", label="欠付金额")
    page.fill("#fact-text", "十二人2026年7月至9月15日的工资共欠153222.63元。")
    page.get_by_role("button", name="请各方确认").click()
    for phone in (room.zhou, room.agent):
        phone.press("说得对")
        phone.reads("已记录")
    expect(page.locator("[data-facts]")).to_contain_text("2方同意")


def numbers_pass_through_the_mediator(room) -> None:
    """Back to back with the contractor; its number is passed on, and answered by another."""
    mediator, page, agent, zhou = room.mediator, room.mediator.page, room.agent, room.zhou
    page.get_by_role("button", name=re.compile("协商")).click()
    page.get_by_label(f"仅{crew.CONTRACTOR}").check()
    page.get_by_role("button", name="开始背对背").click()
    writes(room, "贵司最早哪一天能付？")
    agent.page.locator("[data-side=caucus]").click()
    agent.reads("贵司最早哪一天能付？")
    agent.page.locator("#new-offer summary").click()
    form = agent.page.locator("#new-offer")
    agent.fill(
        {"给哪一方": "工人方", "金额（元）": "140000", "说明（可以不填）": "一次付清"}, within=form
    )
    agent.press("告诉调解员", within=form)
    agent.reads("140,000.00 元", "只有调解员知道")
    tab(room, "报价")
    ladder = page.locator("[data-offers]")
    expect(ladder).to_contain_text(f"{crew.AGENT}提出")
    assert "140,000.00" not in zhou.page.content()
    ladder.get_by_role("button", name="转达给工人方").click()
    zhou.reads("对方提的数", "140,000.00 元")
    calm(zhou, "an offer on the phone")
    zhou.page.get_by_text("还一个数").click()
    zhou.fill({"金额（元）": "153222.63"}, within=zhou.page.locator(".counter"))
    zhou.press("告诉调解员", within=zhou.page.locator(".counter"))
    expect(ladder).to_contain_text("还价")
    calm(mediator, "the ladder of offers")
    ladder.get_by_role("button", name=f"转达给{crew.CONTRACTOR}").click()
    agent.reads("对方还的数", "153,222.63 元")
    agent.press("可以接受")
    zhou.reads("对方可以接受，等调解员写成方案。")
    page.get_by_role("button", name="结束背对背").click()
    page.get_by_role("button", name="回到全体").click()
    # Nothing of it left the two sides and the staff.
    heard = Event.objects.filter(stream="pub").exclude(kind="fact.put")
    assert not [e for e in heard if "140" in str(e.body) or "最早" in str(e.body)]
    assert "140,000" not in room.wei.page.inner_text("#lines-pub")


def days_of(today: date) -> list[date]:
    return [today + timedelta(days=days) for days in (9, 19, 70)]


def terms_stand_on_the_table_and_change(room, today: date) -> None:
    """Half at first; then forty of a hundred, which voids one yes, and one more comes too late."""
    mediator, page = room.mediator, room.mediator.page
    tab(room, "方案")
    mediator.follow("提出方案")
    said = {
        "第1付款人：付款人": f"被申请人1 {crew.CONTRACTOR}",
        "第1付款人：责任": "先行清偿",
        "第1付款人：付款账户": "农民工工资专用账户",
        "宽限日数": "5",
    }
    for no, (day, percent) in enumerate(zip(days_of(today), ("50", "30", "20"), strict=True), 1):
        said |= {f"第{no}期付款日": day.isoformat(), f"第{no}期比例": percent}
    mediator.fill(said)
    mediator.press("试算")
    mediator.reads("153,222.63元", "人民币壹拾伍万叁仟贰佰贰拾贰元陆角叁分")
    mediator.press("提出方案1")
    expect(page.locator("[data-terms] h2")).to_contain_text("第1版")
    room.zhou.reads("13,271.25 元", "6,635.63 元")
    assert "12,557.50" not in room.zhou.page.content()
    room.agent.reads("付给谁、各付多少（12人）")
    expect(room.screen.locator("[data-total]")).to_have_text("153,222.63")
    room.zhou.tick("我已看清楚")
    room.zhou.press("同意")
    room.zhou.reads("您已表态：同意第 1 版")
    room.wei.tick("我已看清楚")
    room.wei.context.set_offline(True)
    room.wei.reads("网络断了")
    page.get_by_role("button", name="修改", exact=True).click()
    for place, percent in enumerate(crew.PERCENTS):
        page.locator("[data-share]").nth(place).fill(percent)
    calm(mediator, "terms being changed")
    page.get_by_role("button", name="核对改动").click()
    tried = page.locator("[data-tried]")
    expect(tried).to_contain_text("修改将作废1份确认")
    expect(tried).to_contain_text("61,289.05")
    page.get_by_role("button", name=re.compile("提出第2版")).click()
    expect(page.locator("[data-terms] h2")).to_contain_text("第2版")
    room.wei.press("同意")
    room.wei.reads("待发送")
    room.wei.context.set_offline(False)
    room.wei.reads("没有记录", "第 2 版", "第1期由 6,300.00 元改为 5,040.00 元")
    assert not TermsAnswer.objects.filter(proposal__number=2).exists()


def everybody_says_yes(room) -> None:
    """Three on their phones, nine of the crew before the mediator, one with a witness."""
    mediator, page = room.mediator, room.mediator.page
    for phone in (room.zhou, room.wei, room.agent):
        phone.tick("我已看清楚")
        phone.press("同意")
        phone.reads("您已表态：同意第 2 版")
    mediator.follow("代为记录表态")
    mediator.fill({"谁表态": "5 陈大勇", "见证人": "宋平"})
    mediator.tick("同意", "口头")
    mediator.press("记录表态")
    console(room)
    mediator.follow("多人当面同意")
    mediator.press("所选各人均表示同意")
    for name in (crew.SUBCONTRACTOR, crew.FOREMAN, crew.DEVELOPER):
        mediator.open(f"/sessions/{room.session.pk}/")
        mediator.press(f"同意：{name}")
    console(room)
    legend = page.locator("[data-terms] .bar-legend")
    expect(legend).to_contain_text("同意12人")
    expect(room.screen.locator("[data-tally]")).to_contain_text("12人同意")


def the_minutes_are_confirmed(room) -> None:
    mediator, page = room.mediator, room.mediator.page
    tab(room, "协议与签署")
    page.get_by_role("button", name=re.compile("笔录交各方阅看")).click()
    part = page.locator("[data-part='minutes']")
    expect(part).to_contain_text("校验码")
    for phone in (room.zhou, room.wei):
        phone.reads("请看笔录")
        draw(phone, "[data-minutes-pad]")
        phone.press("签好了，确认笔录")
        phone.reads("您已确认笔录。")
    room.agent.press("不写名字，只确认")
    room.agent.reads("您已确认笔录。")
    page.get_by_role("button", name="我已核对，确认笔录").click()
    expect(part.get_by_role("img", name="周建民的手写签名")).to_be_visible()
    page.get_by_text("有人拒绝签名").click()
    page.select_option("#refuse-party", label=f"何志远（{crew.DEVELOPER}）")
    page.fill("#refuse-reason", "认为与本单位无关")
    page.fill("#refuse-witness", "宋平")
    calm(mediator, "the minutes are signed")
    page.get_by_role("button", name="记明拒签").click()
    expect(part).to_contain_text("认为与本单位无关；见证人宋平")
    assert MinutesConfirmation.objects.exclude(drawing="").count() == 2
    mediator.follow("结束调解会，笔录签名")
    mediator.tick("达成调解协议")
    mediator.reads("何志远")
    for box in mediator.question("已在笔录上签名的人").get_by_role("checkbox").all():
        box.check()
    mediator.fill({"时间": "23:59"})
    mediator.press("结束调解会")
    expect(page.locator("[data-title]")).to_have_text("各方可见（笔录已定稿）")
    for phone in (room.zhou, room.agent):
        expect(phone.page.get_by_role("button", name="说得对")).to_have_count(0)


def everybody_signs(room) -> Agreement:
    """Two with a finger, ten on paper, three companies under seal; then mediator and seal."""
    mediator, page = room.mediator, room.mediator.page
    mediator.follow("生成协议书")
    mediator.press("生成协议书")
    agreement = Agreement.objects.get()
    for phone in (room.zhou, room.wei):
        sign_by_finger(phone)
        phone.reads("已签：")
    calm(room.zhou, "signed")
    room.agent.reads("请在纸上签")
    mediator.open(f"/agreements/{agreement.pk}/")
    mediator.reads("签署进度 2 / 17")
    mediator.follow("逐人登记当面签名")
    page.get_by_label("全选").check()
    mediator.press("登记所选各人的签名")
    for name in (crew.CONTRACTOR, crew.SUBCONTRACTOR, crew.FOREMAN, crew.DEVELOPER):
        mediator.follow(f"记录签署：{name}")
        if name == crew.CONTRACTOR:
            mediator.fill({"签署人": crew.AGENT, "身份": "委托代理人"})
        mediator.press("记录签署")
    mediator.follow("记录签名：罗安")
    mediator.press("记录调解员签名")
    console(room)
    tab(room, "协议与签署")
    signing = page.locator("[data-part='signing']")
    expect(signing).to_contain_text("17处中17处已签")
    calm(mediator, "everything is signed")
    mediator.follow("盖章", within=signing)
    mediator.press("盖章")
    for phone in (room.zhou, room.wei, room.agent):
        phone.reads("协议自")
    return agreement


def test_twelve_workers_come_in_settle_sign_and_know_when_they_are_paid(room):
    today = timezone.localdate()
    everybody_comes_in(room)
    the_roll_is_called_and_everybody_speaks(room)
    numbers_pass_through_the_mediator(room)
    terms_stand_on_the_table_and_change(room, today)
    everybody_says_yes(room)
    the_minutes_are_confirmed(room)
    agreement = everybody_signs(room)
    agreement.refresh_from_db()
    assert agreement.effective_on == today
    assert agreed_fen(agreement) == crew.OWED_FEN
    sums = instalment_sums(agreement)
    assert [due for due, _ in sums.values()] == list(crew.INSTALMENTS_FEN)
    assert [p.share_fen for p in agreement.payers.all()] == [crew.OWED_FEN]
    assert Proposal.objects.count() == 2
    witnesses = agreement.annex.context["witnesses"]
    assert [(row["name"], row["witness"]) for row in witnesses] == [("陈大勇", "宋平")]
    room.zhou.open("/m/")
    room.zhou.reads("5,308.50 元", "3,981.38 元", "3,981.37 元")
