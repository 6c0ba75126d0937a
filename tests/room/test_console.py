"""The mediator's console with four people at their own browsers."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mediation import operations
from mediation.choices import Standing
from mediation.models import MinutesLine, Proposal
from mediation.queries import current_proposal
from tests import builders
from tests.journeys.browser import PHONE
from tests.room.live import desk_of
from tests.room.seated import seat_mediator, seat_party, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# What a party's own page keeps of the log, without the page: every frame its socket was sent.
LISTEN = """
id => new Promise(resolve => {
  window.frames_ = [];
  const socket = new WebSocket(`ws://${location.host}/rooms/${id}/socket/`);
  window.socket_ = socket;
  socket.onopen = () => socket.send(JSON.stringify({t: "hello", cur: {}}));
  socket.onmessage = (message) => {
    const frame = JSON.parse(message.data);
    if (frame.t === "ev") window.frames_.push(frame);
    if (frame.t === "evs") window.frames_.push(...frame.a);
    if (frame.t === "live") resolve(true);
  };
})
"""


class Listener:
    """A party's person in a browser: the frames of their socket."""

    def __init__(self, chromium, server, seat) -> None:
        self.desk = desk_of(chromium, server, seat.user)
        self.seat = seat
        self.desk.open("/static/img/logo.svg")
        self.desk.page.evaluate(LISTEN, seat.room_id)

    def frames(self, kind: str) -> list[dict]:
        return self.desk.page.evaluate("k => frames_.filter(f => f.k === k)", kind)

    def waits_for_frame(self, kind: str, count: int) -> None:
        self.desk.page.wait_for_function(
            "([kind, count]) => frames_.filter(f => f.k === kind).length >= count",
            arg=[kind, count],
        )

    def waits_for(self, text: str) -> None:
        self.desk.page.wait_for_function(
            "text => frames_.some(f => JSON.stringify(f.b).includes(text))", arg=text
        )


@pytest.fixture
def case():
    return builders.an_accepted_case(3, on=timezone.localdate())


@pytest.fixture
def session(case):
    session = builders.a_held_session(case)
    seat_mediator(session)
    session.refresh_from_db()
    return session


@pytest.fixture
def room(chromium, room_server, session, case):
    """The mediator's console, and two workers and the employer listening."""
    mediator = desk_of(chromium, room_server, builders.staff_of(case).mediator)
    li, sun = case.parties.workers()[:2]
    people = {
        "li": Listener(chromium, room_server, seat_party(session, li)),
        "sun": Listener(chromium, room_server, seat_party(session, sun)),
        "boss": Listener(chromium, room_server, seat_party(session, case.debtor)),
    }
    mediator.open(f"/sessions/{session.pk}/room/")
    expect(mediator.page.locator("[data-state]")).to_have_text("● 已连接")
    yield mediator, people
    complaints = [words for words in mediator.complaints if "DISCONNECTED" not in words]
    for desk in [mediator, *(one.desk for one in people.values())]:
        desk.context.close()
    assert complaints == []


def writes(mediator, text: str) -> None:
    mediator.page.fill("#line", text)
    mediator.page.press("#line", "Enter")


def shown(mediator):
    return mediator.page.locator("[data-lines]")


def test_what_is_said_to_one_side_reaches_that_side_alone_and_cannot_be_mistaken(room):
    mediator, people = room
    page = mediator.page
    page.get_by_label("仅工人方").check()
    expect(page.locator("[data-title]")).to_have_text("背对背：仅工人方看得到")
    expect(page.locator("[data-send]")).to_have_text("仅发给工人方")
    border = "getComputedStyle(document.querySelector('.console-middle')).borderTopColor"
    assert page.evaluate(border) == "rgb(107, 63, 160)"
    writes(mediator, "暗语底线三万")
    people["li"].waits_for("暗语底线三万")
    people["sun"].waits_for("暗语底线三万")
    page.reload()
    expect(page.locator("[data-send]")).to_have_text("仅发给工人方")
    expect(shown(mediator)).to_contain_text("暗语底线三万")
    page.fill("#line", "还没说完的私下话")
    page.get_by_role("button", name="回到全体").click()
    expect(page.locator("#line")).to_have_value("")
    expect(shown(mediator)).not_to_contain_text("暗语底线三万")
    writes(mediator, "请双方继续")
    people["boss"].waits_for("请双方继续")
    assert people["boss"].frames("say") == []
    # Into the open only by two presses of the mediator's own.
    page.get_by_label("仅工人方").check()
    page.get_by_role("button", name="公开此行").click()
    page.get_by_role("button", name="确定写入各方可见的笔录").click()
    people["boss"].waits_for("暗语底线三万")
    assert [f["k"] for f in people["boss"].frames("minutes.line")][-1] == "minutes.line"


def test_a_line_is_written_recalled_corrected_and_taken_from_the_phrases(room, session):
    mediator, people = room
    page = mediator.page
    page.press("#line", "Alt+Digit2")
    writes(mediator, "欠三月到六月的工资")
    expect(shown(mediator)).to_contain_text("欠三月到六月的工资")
    spoken = MinutesLine.objects.get(text="欠三月到六月的工资")
    assert spoken.party is not None
    page.press("#line", "ArrowUp")
    expect(page.locator("#line")).to_have_value("欠三月到六月的工资")
    page.locator(f"#line-{spoken.no}").get_by_role("button", name="更正").click()
    writes(mediator, "欠四月到六月的工资")
    struck = page.locator(f"#line-{spoken.no} del")
    expect(struck).to_have_text("欠三月到六月的工资")
    people["boss"].waits_for("欠四月到六月的工资")
    page.fill("#line", "/纪律")
    page.press("#line", "Enter")
    expect(page.locator("#line")).to_have_value("调解员宣布调解纪律。")
    page.press("#line", "Enter")
    people["li"].waits_for("调解员宣布调解纪律。")
    number = session.room.__class__.objects.get(pk=session.room_id).heads["pub"]
    expect(page.locator("[data-saved]")).to_have_text(f"记录已保存 #{number}")


def test_terms_change_before_everyone_and_void_what_was_agreed(room, session, case):
    mediator, people = room
    page = mediator.page
    base = builders.a_proposal(case)
    own = f"p:{people['li'].seat.keys[0]}"
    body = {"number": base.number, "sha": base.terms_sha256, "answer": "agree"}
    assert send(people["li"].seat, own, "terms.answer", body).event
    expect(page.locator("[data-terms] .bar-legend")).to_contain_text("同意1人")
    page.get_by_role("button", name="修改", exact=True).click()
    page.locator("[data-no='1'] input").fill("6430")
    page.locator("[data-waiver]").fill("本人知道应得数额，自愿少领。")
    page.get_by_role("button", name="核对改动").click()
    tried = page.locator("[data-tried]")
    expect(tried).to_contain_text("修改将作废1份确认")
    expect(tried).to_contain_text("-500.00")
    page.get_by_role("button", name=re.compile("提出第2版，作废1份确认")).click()
    expect(page.locator("[data-terms] h2")).to_contain_text("第2版")
    expect(page.locator("[data-terms] .bar-legend")).to_contain_text("同意0人")
    voided = [f["b"]["voided"] for f in people["boss"].frames("terms")]
    assert voided[-1] == 1
    # A worker is told of their own sum and of nobody else's.
    assert people["li"].frames("terms.mine")[-1]["b"]["amount_fen"] == 643000
    sums = {f["b"]["amount_fen"] for f in people["sun"].frames("terms.mine")}
    assert 643000 not in sums
    assert people["boss"].frames("terms.mine") == []
    assert send(people["li"].seat, own, "terms.answer", body).why


@pytest.fixture
def proposed(monkeypatch, session, case):
    """
    What stands when the console is opened.

    Its server learns of what others write with its own next write only, as behind a bad network.
    """
    monkeypatch.setenv("ROOM_SWEEP_SECONDS", "600")
    return builders.a_proposal(case)


def test_terms_another_officer_changed_meanwhile_are_shown_and_not_overwritten(
    proposed, room, case
):
    mediator, _people = room
    page = mediator.page
    base = proposed
    edit = page.get_by_role("button", name="修改", exact=True)
    edit.wait_for()
    edit.click()
    page.locator("[data-no='2'] input").fill("6900")
    page.locator("[data-waiver]").fill("自愿。")
    standing = date.fromisoformat(base.schedule[0]["due_on"])
    typed = (standing + timedelta(days=3)).isoformat()
    page.locator("[data-due-on]").fill(typed)
    page.locator(".payers-edit .amount").fill("20760")
    expect(page.locator(".payers-edit")).to_contain_text("承担合计等于总额")
    page.get_by_role("button", name="核对改动").click()
    page.get_by_role("button", name=re.compile("提出第2版")).wait_for()
    other = {"base": base.number, "changes": {"1": 600000}, "waiver": "自愿。"}
    chair = base.case.sessions.get().room.seats.get(role="chair")
    assert send(chair, "pub", "terms.set", other).event
    page.get_by_role("button", name=re.compile("提出第2版")).click()
    wrong = page.locator("[data-wrong]")
    expect(wrong).to_contain_text("现行的已经是方案2")
    expect(page.locator("[data-no='1'] input")).to_have_value("6000.00")
    expect(page.locator("[data-no='2'] input")).to_have_value("6900")
    # The day and the share that were typed are there too, with what stands now beside them.
    expect(page.locator("[data-due-on]")).to_have_value(typed)
    expect(page.locator("[data-days]")).to_contain_text(f"现行 {standing} 付100%")
    expect(page.locator("[data-no='2']")).to_contain_text("现行 6930.00")
    expect(page.locator(".payers-edit .amount")).to_have_value("20760")
    expect(page.locator(".payers-edit")).to_contain_text("多出930.00元")
    page.locator(".payers-edit .amount").fill("19830")
    assert Proposal.objects.filter(case=case).count() == 2
    page.get_by_role("button", name="核对改动").click()
    page.get_by_role("button", name=re.compile("提出第3版")).click()
    expect(page.locator("[data-terms] h2")).to_contain_text("第3版")
    third = current_proposal(case)
    assert list(third.rows.values_list("amount_fen", flat=True))[:2] == [600000, 690000]
    assert third.schedule[0]["due_on"] == typed


def test_without_a_network_lines_wait_marked_and_are_saved_once_it_is_back(room, session):
    mediator, people = room
    page = mediator.page
    mediator.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("[data-banner]")).to_contain_text("连接中断")
    for text in ("断网时的第一行", "断网时的第二行"):
        writes(mediator, text)
    waiting = page.locator("[data-waiting]")
    expect(waiting).to_contain_text("待发送")
    expect(waiting).to_contain_text("断网时的第二行")
    assert not MinutesLine.objects.filter(text__startswith="断网时").exists()
    # Meanwhile another officer writes too.
    chair = session.room.seats.get(role="chair")
    send(chair, "pub", "minutes.line", {"text": "书记另记一行"})
    mediator.context.set_offline(False)
    expect(waiting).to_be_hidden()
    expect(shown(mediator)).to_contain_text("书记另记一行")
    people["boss"].waits_for("断网时的第二行")
    texts = list(MinutesLine.objects.filter(session=session).values_list("text", flat=True))
    assert texts[-3:] == ["书记另记一行", "断网时的第一行", "断网时的第二行"]


def test_presence_tells_the_truth_and_speaking_is_timed(room):
    mediator, people = room
    page = mediator.page
    li = people["li"]
    mark = page.locator(f"[data-seat='{li.seat.pk}'] [data-presence]")
    expect(mark).to_have_text("● 在线")
    send(people["boss"].seat, "pub", "floor.ask", {"why": "speak"})
    send(li.seat, "pub", "floor.ask", {"why": "order"})
    queue = page.locator(".floor-queue li")
    expect(queue).to_have_count(2)
    expect(queue.first).to_contain_text("程序问题")
    # One who asks while the mediator's finger is on a button does not take the button away.
    queue.first.get_by_role("button", name=re.compile("请发言")).hover()
    page.mouse.down()
    send(people["sun"].seat, "pub", "floor.ask", {"why": "order"})
    people["boss"].waits_for_frame("floor.ask", 3)
    page.wait_for_timeout(500)
    expect(queue).to_have_count(2)
    page.mouse.up()
    expect(page.locator(".floor-now")).to_contain_text("正在发言")
    page.locator(".floor-now").get_by_role("button", name="结束").click()
    expect(page.locator(".floor-times")).to_contain_text("工人方 已发言")
    li.desk.page.evaluate("socket_.close()")
    expect(mark).to_contain_text("掉线")


def knock(door, name: str) -> None:
    now = timezone.now()
    arrival = operations.arrive(door=door, name=name, standing=Standing.SELF, at=now)
    operations.knock(arrival=arrival, at=now)


def test_who_knocks_is_shown_while_the_answer_to_another_is_being_typed(room, session, case):
    mediator, _ = room
    page = mediator.page
    door = operations.open_door(
        session=session, by=builders.staff_of(case).mediator, at=timezone.now()
    )
    knock(door, "钱进")
    page.get_by_text("不准予：钱进").click()
    page.get_by_label("理由").first.fill("证件与本人")
    knock(door, "路人")
    expect(page.get_by_text("2人请求进入")).to_be_visible()
    expect(page.get_by_label("理由").first).to_have_value("证件与本人")
    page.keyboard.type("不符")
    expect(page.get_by_label("理由").first).to_have_value("证件与本人不符")
    # A third one knocks between the press and the release of the button.
    page.get_by_role("button", name="不准予进入").first.hover()
    with page.expect_response(lambda answer: answer.url.endswith("/waiting/")):
        page.mouse.down()
        knock(door, "来人")
    page.mouse.up()
    expect(page.locator("[data-done]")).to_have_text("未准予钱进进入，对方看得到理由。")


def test_the_projector_follows_and_shows_no_name_unasked(room, room_server, session, case):
    mediator, _people = room
    screen = mediator.context.new_page()
    screen.goto(f"{room_server.url}/sessions/{session.pk}/screen/")
    builders.a_proposal(case)
    worker = case.parties.workers().last()
    expect(screen.locator("[data-total]")).not_to_be_empty()
    assert worker.name not in screen.inner_text("body")
    screen.get_by_role("button", name="显示各人金额和表态").click()
    expect(screen.locator("[data-people]")).to_contain_text(worker.name)
    screen.get_by_role("button", name="不再显示各人金额和表态").click()
    assert worker.name not in screen.inner_text("body")


@pytest.mark.slow
def test_the_pages_have_no_serious_fault_and_fit_a_phone(room, room_server, session, case):
    mediator, _people = room
    page = mediator.page
    builders.a_proposal(case)
    page.get_by_role("button", name="修改", exact=True).wait_for()
    for path in (f"/sessions/{session.pk}/room/", f"/sessions/{session.pk}/screen/"):
        for size in (None, PHONE):
            mediator.open(path)
            if size:
                page.set_viewport_size(size)
            page.wait_for_timeout(1500)
            assert not mediator.sideways(), (path, size)
            # The policy of the page allows no foreign script; a tool comes in beside it.
            page.evaluate(AXE.read_text())
            found = page.evaluate("axe.run()")["violations"]
            serious = [f["id"] for f in found if f["impact"] in ("serious", "critical")]
            assert serious == [], [(f["id"], [n["html"][:200] for n in f["nodes"]]) for f in found]
        page.set_viewport_size({"width": 1440, "height": 900})
