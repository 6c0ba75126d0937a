"""What the mediator does on the console itself: who comes in and leaves, minutes, own phrases."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from cases.models import PartyAccess
from cases.operations import confirm_parameter
from mediation import media, operations
from mediation.models import MinutesConfirmation, OwnPhrase
from room.models import Seat
from tests import builders
from tests.mediation.in_session import AT, a_meeting, done, own, send
from tests.room.visiting import SENDER, Outbox, arrive
from tests.room.visiting import a_meeting as a_meeting_with_a_door

pytestmark = pytest.mark.django_db


class Recorder(media.NoVideo):
    """A provider that could record."""

    name, records = "recorder", True


@pytest.fixture(autouse=True)
def _now(settings):
    settings.SMS_BACKEND = SENDER
    Outbox.sent = []
    with freeze_time(AT):
        yield


@pytest.fixture
def meeting():
    return a_meeting_with_a_door()


@pytest.fixture
def desk(client, meeting):
    client.force_login(meeting.staff.mediator)
    return client


def part(client, meeting, name: str) -> str:
    return client.get(reverse("room-part", args=[meeting.session.pk, name])).content.decode()


def act(client, meeting, name: str, *, status: int = 200, **given) -> str:
    """Send a form as the console does; return what is said."""
    url = reverse(name, args=[meeting.session.pk])
    answer = client.post(url, given, headers={"X-Console": "1"})
    assert answer.status_code == status, answer.content.decode()
    return answer.json()["words"]


def somebody_knocks(meeting, name: str = "施文涛", represents: str = ""):
    return operations.knock(arrival=arrive(meeting, name, represents=represents), at=AT)


def test_who_waits_stands_on_the_console_and_is_let_in_there(desk, meeting):
    assert "请求进入" not in part(desk, meeting, "waiting")
    worker = meeting.workers[1]
    arrival = somebody_knocks(meeting, worker.name)
    shown = part(desk, meeting, "waiting")
    assert "1人请求进入" in shown
    assert f'value="{worker.pk}" selected' in shown
    given = {"arrival": arrival.pk, "party": worker.pk, "capacity": "self"}
    assert act(desk, meeting, "room-admit", **given) == f"已准予{worker.name}进入。"
    assert Seat.objects.filter(keys=[worker.key], removed_at=None).exists()
    assert "请求进入" not in part(desk, meeting, "waiting")
    assert "不必再办" in act(desk, meeting, "room-admit", status=422, **given)


def test_who_may_not_act_is_not_let_in_and_reads_why(desk, meeting):
    arrival = somebody_knocks(meeting, "冒名的人", "示例建筑")
    given = {"arrival": arrival.pk, "party": meeting.employer.pk, "capacity": "authorised_agent"}
    assert "授权委托书" in act(desk, meeting, "room-admit", status=422, **given)
    assert "请选择" in act(desk, meeting, "room-admit", status=422, arrival=arrival.pk)
    assert "理由" in act(desk, meeting, "room-refuse", status=422, arrival=arrival.pk, reason=" ")
    act(desk, meeting, "room-refuse", arrival=arrival.pk, reason="没有授权委托书")
    arrival.refresh_from_db()
    assert (arrival.state, arrival.reason) == ("refused", "没有授权委托书")
    assert "没有这位来人" in act(desk, meeting, "room-admit", status=422, arrival="9" * 8)


def test_access_is_ended_beside_the_name_and_only_with_a_reason(desk, meeting):
    worker = meeting.workers[0]
    operations.admit_arrival(
        arrival=somebody_knocks(meeting, worker.name),
        party=worker,
        capacity="self",
        by=meeting.staff.mediator,
        at=AT,
    )
    seat = Seat.objects.get(keys=[worker.key])
    assert f'name="seat" value="{seat.pk}"' in part(desk, meeting, "roll")
    assert "理由" in act(desk, meeting, "room-away", status=422, seat=seat.pk)
    said = act(desk, meeting, "room-away", seat=seat.pk, reason="不是本人")
    assert said == f"{worker.name}的准入已停用，其页面已关闭。"
    assert not PartyAccess.objects.filter(party=worker, revoked_at=None).exists()
    assert not Seat.objects.filter(keys=[worker.key], removed_at=None).exists()
    chair = Seat.objects.get(role="chair")
    for name in ("room-away", "room-out"):
        assert "当事人一方" in act(desk, meeting, name, status=422, seat=chair.pk, reason="试")
    assert "已不在" in act(desk, meeting, "room-out", status=422, seat=seat.pk)


def test_without_a_script_the_console_says_what_was_done(desk, meeting):
    arrival = somebody_knocks(meeting, "路人甲")
    url = reverse("room-refuse", args=[meeting.session.pk])
    answer = desk.post(url, {"arrival": arrival.pk, "reason": "走错了"}, follow=True)
    assert "未准予路人甲进入，对方看得到理由。" in answer.content.decode()


def test_the_minutes_part_names_who_is_left_and_who_refused(client):
    meeting = a_meeting()
    client.force_login(meeting.staff.mediator)
    assert "还没有交各方阅看" in part(client, meeting, "minutes")
    sha = done(meeting.seats["mediator"], "pub", "minutes.give").body["sha"]
    first, second = meeting.workers
    body = {"sha": sha, "drawing": builders.drawn_signature()}
    done(meeting.seats["worker1"], own(first), "minutes.sign", body)
    refusal = {"party": second.key, "reason": "对工日有异议", "witness": "宋平"}
    done(meeting.seats["recorder"], "pub", "minutes.refuse", refusal)
    shown = part(client, meeting, "minutes")
    assert f"{first.name}的手写签名" in shown
    assert "对工日有异议；见证人宋平" in shown
    assert f'<option value="{second.key}">' not in shown
    assert f'<option value="{meeting.debtor.key}">' in shown
    assert MinutesConfirmation.objects.count() == 2
    done(meeting.seats["mediator"], "pub", "minutes.line", {"text": "又记一行"})
    assert "此前的确认作废" in part(client, meeting, "minutes")


def test_everybodys_word_on_recording_is_shown_where_something_records(client, settings):
    meeting = a_meeting()
    client.force_login(meeting.staff.mediator)
    assert "录音录像" not in part(client, meeting, "recording")
    settings.VIDEO_PROVIDER = f"{__name__}.Recorder"
    assert "没有征询过" in part(client, meeting, "recording")
    refused = send(meeting.seats["mediator"], "pub", "recording.ask").why
    assert "保存天数尚未核定" in refused
    case = meeting.case
    confirm_parameter(
        centre=case.centre,
        code="recording_retention_days",
        value="90",
        effective_from=builders.ON,
        source="示例市人社局2026年1号文",
        by=meeting.staff.director,
        on=builders.ON,
    )
    question = done(meeting.seats["mediator"], "pub", "recording.ask").body["id"]
    first, second = meeting.workers
    yes = {"id": question, "answer": "agree"}
    done(meeting.seats["worker1"], own(first), "recording.answer", yes)
    shown = part(client, meeting, "recording")
    assert shown.count(">同意</span>") == 1
    assert shown.count(">未答</span>") == case.parties.exclude(place="none").count() - 1
    done(meeting.seats["worker2"], own(second), "recording.answer", yes | {"answer": "refuse"})
    assert "不能录音、录像" in part(client, meeting, "recording")


def test_the_way_to_arbitration_counts_only_who_is_left_out(client):
    meeting = a_meeting()
    client.force_login(meeting.staff.mediator)
    builders.everybody_agrees(builders.a_proposal(meeting.case))
    builders.end_session(meeting.session)
    shown = part(client, meeting, "signing")
    assert "写入已同意的2人。" in shown
    assert "没有达成协议" not in shown


# 常用语


def phrases(client, status: int = 200, **given) -> dict:
    answer = client.post(reverse("phrases"), given, headers={"X-Console": "1"})
    assert answer.status_code == status
    return answer.json()


def test_own_phrases_stand_before_the_common_ones_of_their_step(desk, meeting):
    text = "请劳资专管员核对实名制考勤。"
    found = phrases(desk, step="statements", text=f"  {text} ")["phrases"]
    of_step = [one for one in found if one["step"] == "statements"]
    assert (of_step[0]["text"], of_step[0]["own"]) == (text, True)
    assert not of_step[1]["own"]
    phrases(desk, step="statements", text=text)
    assert OwnPhrase.objects.count() == 1
    page = desk.get(reverse("phrases")).content.decode()
    assert text in page
    console = desk.get(reverse("room", args=[meeting.session.pk])).content.decode()
    assert text.encode("unicode_escape").decode() in console or text in console


@pytest.mark.parametrize(
    "given",
    [
        {"step": "statements", "text": "  "},
        {"step": "statements", "text": "长" * 201},
        {"step": "lunch", "text": "吃饭"},
    ],
)
def test_a_phrase_that_cannot_be_kept_is_refused_with_a_sentence(desk, given):
    assert phrases(desk, 422, **given)["words"]
    assert not OwnPhrase.objects.exists()
    answer = desk.post(reverse("phrases"), given)
    assert answer.status_code == 422
    assert given["text"].strip() in answer.content.decode()


def test_nobody_sees_or_throws_away_anothers_phrase(desk, client, meeting):
    phrases(desk, step="terms", text="只给自己的")
    phrase = OwnPhrase.objects.get()
    client.force_login(meeting.staff.recorder)
    assert "只给自己的" not in client.get(reverse("phrases")).content.decode()
    phrases(client, drop=phrase.pk)
    assert OwnPhrase.objects.count() == 1
    client.force_login(meeting.staff.mediator)
    client.post(reverse("phrases"), {"drop": phrase.pk})
    assert not OwnPhrase.objects.exists()
