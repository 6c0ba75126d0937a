"""
A crew and an employer on their phones, in a browser: in, yes or no, a new version, a signature.

What the mediator does is done by the operations; the server hears of it as of any other process.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents.choices import SignatureLevel
from mediation import operations
from mediation.models import MinutesConfirmation, Offer, Signature, TermsAnswer
from room.models import Event
from tests import builders
from tests.journeys.browser import PHONE, Desk
from tests.room.visiting import a_meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def meeting(room_server):
    return a_meeting(2, on=timezone.localdate(), at=timezone.now())


@pytest.fixture
def phone(chromium, room_server):
    """Return a function that hands somebody a phone with nothing on it."""
    handed: list[Desk] = []

    def phone(**context) -> Desk:
        desk = Desk(chromium, room_server.url, cookie="none")
        if context:
            desk.context.close()
            desk.context = chromium.new_context(locale="zh-CN", viewport=PHONE, **context)
            desk.page = desk.context.new_page()
        desk.page.set_viewport_size(PHONE)
        handed.append(desk)
        return desk

    yield phone
    complaints = [c for desk in handed for c in desk.complaints if "WebSocket" not in c]
    for desk in handed:
        desk.context.close()
    assert complaints == []


def last_code(room_server, party) -> str:
    sent = re.findall(rf"\[短信\] {party.phone}：验证码(\d{{6}})", room_server.said)
    assert sent, "no message was sent"
    return sent[-1]


def join(desk: Desk, room_server, meeting, party, *, name: str = "", represents: str = "") -> Desk:
    """Come in from the six digits to the room, by the code that was sent."""
    desk.open("/j/")
    desk.fill({"大屏幕上的六位数字": meeting.door.code})
    desk.press("下一步")
    if represents:
        desk.tick("我代表单位，或者代理别人")
    desk.fill({"您的姓名": name or party.name, "您代表的单位或者人": represents})
    desk.press("下一步")
    desk.fill({"短信验证码": last_code(room_server, party)})
    desk.press("进入")
    desk.reads("现在")
    expect(desk.page.locator("#talk")).to_be_visible()
    return desk


def propose(meeting, **changes):
    today = timezone.localdate()
    terms = builders.terms(meeting.case, on=today, **changes)
    return operations.propose_terms(
        case=meeting.case, terms=terms, by=meeting.staff.mediator, on=today
    )


def less(meeting, fen: int) -> dict:
    """Return the changes by which the first worker gets `fen` less than they are owed."""
    first = meeting.case.proposals.first()
    rows = {row.worker.roster_no: row.amount_fen for row in first.rows.all()}
    rows[1] -= fen
    payer = replace(builders.terms(meeting.case).payers[0], share_fen=sum(rows.values()))
    return {"amounts": rows, "payers": (payer,), "waiver_explanation": "本人自愿少要五百元"}


def terms_of(desk: Desk):
    return desk.page.locator("[data-terms]")


def serious_faults(desk: Desk) -> list[str]:
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run()")["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def test_worker_comes_in_by_sms_and_says_yes_to_their_own_sum(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    assert serious_faults(li) == []
    proposal = propose(meeting, instalments=2)
    row = proposal.rows.get(worker=meeting.workers[0])
    li.reads(f"{row.amount_fen / 100:,.2f} 元", "元整", "听一遍")
    assert meeting.workers[1].name not in li.page.inner_text("body")
    yes = terms_of(li).get_by_role("button", name="同意", exact=True)
    expect(yes).to_be_disabled()
    # Cards that are asked for again after a break leave who is writing in one alone.
    reason = terms_of(li).locator("[name=reason]")
    reason.focus()
    li.context.set_offline(True)
    li.reads("网络断了")
    with li.page.expect_response(lambda answer: answer.url.endswith("/cards/")):
        li.context.set_offline(False)
    li.page.wait_for_timeout(300)
    expect(reason).to_be_focused()
    li.tick("我已看清楚")
    yes.click()
    li.reads("您已表态：同意第 1 版")
    given = TermsAnswer.objects.get(party=meeting.workers[0])
    assert (given.answer, given.terms_sha256) == ("agree", proposal.terms_sha256)
    assert given.through == meeting.workers[0].name
    assert serious_faults(li) == []
    assert not li.sideways()


def test_worker_without_a_phone_on_file_comes_in_by_the_end_of_the_id(phone, room_server, meeting):
    worker = meeting.workers[0]
    type(worker).objects.filter(pk=worker.pk).update(phone="")
    desk = phone()
    desk.open("/j/")
    assert serious_faults(desk) == []
    desk.fill({"大屏幕上的六位数字": meeting.door.code})
    desk.press("下一步")
    desk.fill({"您的姓名": worker.name})
    assert serious_faults(desk) == []
    desk.press("下一步")
    assert serious_faults(desk) == []
    desk.fill({"身份证号的最后四位": worker.id_no[-4:]})
    desk.press("进入")
    desk.reads("现在", worker.name)


def test_a_version_that_changes_under_the_finger_takes_no_yes(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    sun = join(phone(), room_server, meeting, meeting.workers[1])
    boss = join(
        phone(),
        room_server,
        meeting,
        meeting.employer,
        name=builders.LEGAL_REPRESENTATIVE,
        represents="示例建筑",
    )
    propose(meeting)
    for desk in (li, sun, boss):
        desk.reads("第 1 版")
        desk.tick("我已看清楚")
    sun.context.set_offline(True)
    sun.reads("网络断了")
    propose(meeting, **less(meeting, 50000))
    # Who is connected sees the difference, and has to look at it first.
    li.reads("第 2 版", "您得到的比上一版少 500.00 元")
    expect(terms_of(li).get_by_role("button", name="同意", exact=True)).to_be_disabled()
    boss.reads("第 2 版", "付款人")
    # Who was away says yes to the old version, and it does not count.
    terms_of(sun).get_by_role("button", name="同意", exact=True).click()
    sun.reads("待发送")
    sun.context.set_offline(False)
    sun.reads("第 2 版", "没有记录")
    assert not TermsAnswer.objects.exists()
    li.tick("我已看清楚")
    terms_of(li).get_by_role("button", name="同意", exact=True).click()
    li.reads("您已表态：同意第 2 版")
    # What stands in the cards of one worker is of that worker only.
    assert "500.00" not in terms_of(sun).inner_text()


def test_what_one_side_says_among_itself_stays_there(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    sun = join(phone(), room_server, meeting, meeting.workers[1])
    boss = join(
        phone(),
        room_server,
        meeting,
        meeting.employer,
        name=builders.LEGAL_REPRESENTATIVE,
        represents="示例建筑",
    )
    li.press("只给我方")
    expect(li.page.get_by_role("button", name="只发给工人方")).to_be_visible()
    li.fill({"写给我方和调解员": "最低要五千"})
    li.press("只发给工人方")
    li.reads("最低要五千")
    li.press("大家都能看到")
    li.fill({"写给大家": "我要说话"})
    li.press("发给大家")
    boss.reads("我要说话")
    assert "最低要五千" not in boss.page.content()
    sun.page.locator("[data-side=caucus]").click()
    sun.reads("最低要五千")
    assert [e.kind for e in Event.objects.filter(seat__isnull=False)] == ["say", "say"]
    expect(sun.page.locator(".lines .waiting")).to_have_count(0)
    assert serious_faults(sun) == []


def test_lines_written_while_the_network_is_away_arrive_once(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    li.context.set_offline(True)
    li.reads("网络断了")
    li.fill({"写给大家": "断网时写的"})
    li.press("发给大家")
    li.reads("待发送：断网时写的")
    li.context.set_offline(False)
    expect(li.page.locator("#connection")).to_be_hidden()
    expect(li.page.locator("#lines-pub li.waiting")).to_have_count(0)
    li.reads("断网时写的")
    assert Event.objects.filter(kind="say", body__text="断网时写的").count() == 1


def sign_by_finger(desk: Desk) -> None:
    desk.tick("我已看完协议全文")
    draw(desk, "[data-pad]")
    desk.press("提交签名")


def draw(desk: Desk, where: str) -> None:
    """Write something as long as a name on the pad."""
    pad = desk.page.locator(where)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    desk.page.mouse.move(box["x"] + 40, box["y"] + 60)
    desk.page.mouse.down()
    for step in range(30):
        desk.page.mouse.move(box["x"] + 40 + 8 * step, box["y"] + 60 + 60 * (step % 2))
    desk.page.mouse.up()


def test_a_number_goes_to_the_mediator_first_and_is_answered_by_another(
    phone, room_server, meeting
):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    boss = join(
        phone(),
        room_server,
        meeting,
        meeting.employer,
        name=builders.LEGAL_REPRESENTATIVE,
        represents="示例建筑",
    )
    boss.page.locator("#new-offer summary").click()
    form = boss.page.locator("#new-offer")
    boss.press("告诉调解员", within=form)
    boss.reads("请填金额")
    boss.fill({"金额（元）": "9,000.5", "说明（可以不填）": "春节前付清"}, within=form)
    boss.press("告诉调解员", within=form)
    boss.reads("9,000.50 元", "只有调解员知道", builders.LEGAL_REPRESENTATIVE)
    assert "9,000.50" not in li.page.inner_text("body")
    offer = Offer.objects.get()
    operations.convey_offer(offer=offer, by=meeting.staff.mediator, at=timezone.now())
    li.reads("对方提的数", "9,000.50 元", "春节前付清", "以前有效")
    assert f"{builders.LEGAL_REPRESENTATIVE}提出" not in li.page.inner_text("#asked")
    assert serious_faults(li) == []
    li.page.get_by_text("还一个数").click()
    li.fill({"金额（元）": "13000"}, within=li.page.locator(".counter"))
    li.press("告诉调解员", within=li.page.locator(".counter"))
    li.reads("我方还的数", "13,000.00 元")
    assert "13,000.00" not in boss.page.inner_text("body")
    counter = Offer.objects.get(counters=offer)
    operations.convey_offer(offer=counter, by=meeting.staff.mediator, at=timezone.now())
    boss.reads("对方还的数", "对方另提了一个数")
    boss.press("可以接受")
    li.reads("对方可以接受，等调解员写成方案。")
    counter.refresh_from_db()
    assert counter.state == "accepted"


def test_the_minutes_are_signed_with_a_finger_on_exactly_these_lines(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    now = timezone.now()
    ready = operations.ready_minutes(session=meeting.session, by=meeting.staff.mediator, at=now)
    li.reads("请看笔录", ready.sha256[:8])
    sign = li.page.get_by_role("button", name="签好了，确认笔录")
    expect(sign).to_be_disabled()
    assert serious_faults(li) == []
    draw(li, "[data-minutes-pad]")
    sign.click()
    li.reads("您已确认笔录。")
    mark = MinutesConfirmation.objects.get()
    assert (mark.party, mark.sha256) == (meeting.workers[0], ready.sha256)
    assert mark.drawing.startswith("data:image/svg+xml;base64,")
    today = timezone.localdate()
    operations.add_minutes_line(
        session=meeting.session, text="又记一行", by=meeting.staff.mediator, on=today
    )
    li.reads("笔录有改动")


def an_agreement(meeting):
    today = timezone.localdate()
    proposal = propose(meeting)
    for party in meeting.case.parties.exclude(place="none"):
        builders.say(proposal, party)
    builders.end_session(meeting.session)
    return operations.generate_agreement(
        proposal=proposal, annex=True, by=meeting.staff.mediator, on=today
    )


def test_worker_signs_with_a_finger_exactly_the_text_shown(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    boss = join(
        phone(),
        room_server,
        meeting,
        meeting.employer,
        name=builders.LEGAL_REPRESENTATIVE,
        represents="示例建筑",
    )
    agreement = an_agreement(meeting)
    li.reads(agreement.number, agreement.document.pdf_id[:8], "它不是持牌机构的电子签名")
    boss.reads("请在纸上签", "加盖单位公章")
    paper = li.page.get_by_role("link", name="看协议全文（PDF）").get_attribute("href")
    got = li.page.request.get(li.address + paper)
    assert (got.status, got.body()[:4]) == (200, b"%PDF")
    assert serious_faults(li) == []
    sign_by_finger(li)
    expect(li.page.locator(".card-sign .notice-success")).to_contain_text("已签")
    signature = Signature.objects.get(party=meeting.workers[0])
    assert signature.level == SignatureLevel.DRAWN
    assert signature.document_sha256 == agreement.document.pdf_id
    assert agreement.document.signatures.get().evidence is not None


def test_room_that_closes_while_somebody_signs_says_so_and_keeps_nothing(
    phone, room_server, meeting
):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    an_agreement(meeting)
    li.reads("我已看完协议全文")
    li.context.set_offline(True)
    li.reads("网络断了")
    sign_by_finger(li)
    li.reads("待发送")
    operations.close_session_room(
        session=meeting.session, by=meeting.staff.mediator, at=timezone.now()
    )
    li.context.set_offline(False)
    li.reads("调解室已关闭")
    expect(li.page.get_by_role("alert")).to_contain_text("签名没有保存：会议已结束")
    assert not Signature.objects.exists()


def test_what_is_proposed_while_the_page_loads_is_on_its_cards(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    late = li.context.new_page()

    def between(route):
        """The page stands, and its script has not begun."""
        propose(meeting)
        route.continue_()

    late.route(re.compile(r"/room/phone\.(\w+\.)?js"), between, times=1)
    late.goto(li.page.url)
    expect(late.locator("[data-terms]")).to_be_visible()


def test_an_answer_that_was_overtaken_brings_nothing_back(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    slow = []
    li.page.route("**/cards/", lambda route: slow.append((route, route.fetch())), times=1)
    propose(meeting)
    while not slow:
        li.page.wait_for_timeout(50)
    propose(meeting, **less(meeting, 50000))
    li.reads("第 2 版")
    expect(terms_of(li)).to_contain_text("第 2 版")
    route, old = slow[0]
    assert "第 1 版" in old.text()
    route.fulfill(response=old)
    li.page.wait_for_timeout(500)  # it would be drawn by now
    expect(terms_of(li)).to_contain_text("第 2 版")


def test_two_tabs_and_a_wrong_clock_disturb_nothing(phone, room_server, meeting):
    li = join(phone(), room_server, meeting, meeting.workers[0])
    second = li.context.new_page()
    second.set_viewport_size(PHONE)
    second.clock.install(time="2031-01-01T03:00:00Z")
    second.goto(li.page.url)
    proposal = propose(meeting)
    li.reads("第 1 版")
    expect(second.locator("[data-terms]")).to_be_visible()
    li.tick("我已看清楚")
    terms_of(li).get_by_role("button", name="不同意").click()
    li.reads("您已表态：不同意第 1 版")
    second.clock.run_for(3000)
    expect(second.locator(".mine")).to_contain_text("不同意第 1 版")
    assert TermsAnswer.objects.get().terms_sha256 == proposal.terms_sha256


def test_without_any_script_a_worker_says_yes_to_the_exact_version(phone, room_server, meeting):
    li = phone(java_script_enabled=False)
    li.open("/j/")
    li.fill({"大屏幕上的六位数字": meeting.door.code})
    li.press("下一步")
    li.fill({"您的姓名": meeting.workers[0].name})
    li.press("下一步")
    li.fill({"短信验证码": last_code(room_server, meeting.workers[0])})
    first = propose(meeting)
    li.press("进入")
    li.reads("第 1 版")
    assert "您的浏览器没有开脚本" in li.page.content()
    li.tick("我已看清楚")
    second = propose(meeting, **less(meeting, 50000))
    terms_of(li).get_by_role("button", name="同意", exact=True).click()
    li.reads("没有记录", "第 2 版", "您得到的比上一版少 500.00 元")
    assert not TermsAnswer.objects.exists()
    li.tick("我已看清楚")
    terms_of(li).get_by_role("button", name="同意", exact=True).click()
    li.reads("已记录", "您已表态：同意第 2 版")
    given = TermsAnswer.objects.get()
    assert given.terms_sha256 == second.terms_sha256 != first.terms_sha256
