"""Who may be connected by sound and picture with whom, and when anything may be recorded."""

import base64
import hmac
import json
import time
from copy import copy
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.core import checks
from django.test import override_settings

from mediation import media, operations
from mediation.models import RecordingQuestion
from mediation.queries import recording_state
from room.choices import SeatRole
from room.hub import Line
from room.media import connectable, relay
from room.operations import close_room, remove_seat
from staff.refusals import ActRefused
from tests.mediation.in_session import AT, a_meeting, done, own, send

pytestmark = pytest.mark.django_db
MESH = override_settings(VIDEO_PROVIDER="mesh")


@pytest.fixture
def meeting():
    return a_meeting(2)


def reached(meeting, who: str, stream: str = "pub") -> set[str]:
    """Return whom the signals of one person reach on that audience."""
    seats = {seat.pk: name for name, seat in meeting.seats.items()}
    others = [pk for pk, name in seats.items() if name != who]
    near = connectable(meeting.room, meeting.seats[who].pk, others, stream)
    return {seats[pk] for pk in near}


def caucus(meeting, state: str, side: str = "workers") -> None:
    done(meeting.seats["mediator"], f"c:{side}", "caucus", {"state": state})


def test_nobody_is_connected_unless_the_centre_has_switched_it_on(meeting):
    assert media.provider().name == "none"
    assert reached(meeting, "mediator") == set()


@MESH
def test_in_the_open_room_everybody_reaches_everybody(meeting):
    for who in meeting.seats:
        assert reached(meeting, who) == set(meeting.seats) - {who}


@MESH
def test_a_caucus_cuts_its_side_and_the_staff_off_from_everybody_else(meeting):
    caucus(meeting, "open")
    inside = {"mediator", "recorder", "worker1", "worker2"}
    for who in inside:
        assert reached(meeting, who, "c:workers") == inside - {who}
        assert "boss" not in reached(meeting, who, "pub")
    assert reached(meeting, "boss", "pub") == set()
    assert reached(meeting, "boss", "c:workers") == set()
    caucus(meeting, "closed")
    assert reached(meeting, "boss") == set(meeting.seats) - {"boss"}
    assert reached(meeting, "mediator", "c:workers") == set()


@MESH
def test_personal_and_staff_streams_carry_no_signals(meeting):
    for stream in ("med", own(meeting.workers[0]), "", "c:nobody"):
        assert reached(meeting, "mediator", stream) == set()


@MESH
def test_who_was_shown_out_and_who_sits_in_a_closed_room_reaches_nobody(meeting):
    remove_seat(seat=meeting.seats["boss"], at=AT)
    assert reached(meeting, "boss") == set()
    assert "boss" not in reached(meeting, "mediator")
    close_room(room=meeting.session.room, at=AT)
    assert reached(meeting, "mediator") == set()


@override_settings(VIDEO_PROVIDER="link")
def test_an_outside_meeting_is_a_link_and_nothing_that_is_no_address(meeting):
    provider = media.provider()
    meeting.session.remote_link = "https://meeting.example/1"
    assert provider.join_url(meeting.session, meeting.debtor) == "https://meeting.example/1"
    for text in ("javascript:alert(1)", "会议号 123", ""):
        meeting.session.remote_link = text
        assert provider.join_url(meeting.session, None) == ""


class Recorder(media.Mesh):
    """A provider that records, as a centre might plug in."""

    name, records = "recorder", True


@pytest.fixture
def known_retention(monkeypatch):
    monkeypatch.setattr(
        "mediation.operations.recording.optional_parameter", lambda code, **about: 180
    )


def ask(meeting) -> int:
    return done(meeting.seats["mediator"], "pub", "recording.ask").body["id"]


def reply(meeting, who: str, party, question: int, answer: str):
    body = {"id": question, "answer": answer}
    return send(meeting.seats[who], own(party), "recording.answer", body)


@MESH
def test_what_does_not_record_is_not_asked_about(meeting):
    assert "不录音录像" in send(meeting.seats["mediator"], "pub", "recording.ask").why
    assert not RecordingQuestion.objects.exists()


def plugged_in(monkeypatch):
    monkeypatch.setattr(media, "provider", Recorder)


def test_without_a_confirmed_period_of_keeping_nothing_is_recorded(meeting, monkeypatch):
    plugged_in(monkeypatch)
    with pytest.raises(ActRefused, match="尚未核定"):
        operations.ask_recording(session=meeting.session, by=meeting.staff.mediator, at=AT)


def test_recording_needs_the_yes_of_everybody_present(meeting, monkeypatch, known_retention):
    plugged_in(monkeypatch)
    question = ask(meeting)
    people = {"worker1": meeting.workers[0], "boss": meeting.debtor}
    for who, party in people.items():
        assert not reply(meeting, who, party, question, "agree").why
        assert recording_state(meeting.session) == "asked"
    assert not reply(meeting, "worker2", meeting.workers[1], question, "agree").why
    assert recording_state(meeting.session) == "agreed"


def test_one_refusal_is_no_recording_even_after_a_yes(meeting, monkeypatch, known_retention):
    plugged_in(monkeypatch)
    question = ask(meeting)
    people = {"worker1": meeting.workers[0], "worker2": meeting.workers[1]}
    for who, party in {**people, "boss": meeting.debtor}.items():
        reply(meeting, who, party, question, "agree")
    reply(meeting, "worker2", meeting.workers[1], question, "refuse")
    assert recording_state(meeting.session) == "refused"
    again = ask(meeting)
    assert recording_state(meeting.session) == "asked"
    assert "最近一次" in reply(meeting, "boss", meeting.debtor, question, "agree").why
    assert again != question


class Hub:
    """A hub with nothing but its lines, whose database work is done where it is asked for."""

    def __init__(self, room_id: int, lines) -> None:
        self.room_id, self.lines, self.database = room_id, set(lines), self

    async def run(self, function, *args):
        return await sync_to_async(function)(*args)


def passed_on(meeting, who: str, told: dict, *, narrowed: str = "") -> tuple[str, dict]:
    """Return what the sender is told, and the texts that wait on each screen."""
    lines = {name: Line(seat, "", None) for name, seat in meeting.seats.items()}
    if narrowed:
        lines[narrowed].seat = copy(lines[narrowed].seat)
        lines[narrowed].seat.role, lines[narrowed].seat.group = SeatRole.OBSERVER, ""
    hub = Hub(meeting.room, lines.values())
    why = async_to_sync(relay)(hub, lines[who], told)
    texts = {n: [json.loads(t) for _, _, t in line.waiting] for n, line in lines.items()}
    return why, {name: waiting for name, waiting in texts.items() if waiting}


@MESH
def test_a_signal_goes_to_the_one_it_names_under_the_name_of_its_sender(meeting):
    boss, worker = meeting.seats["boss"], meeting.seats["worker1"]
    told = {"to": boss.pk, "s": "pub", "from": 999, "b": {"offer": "sdp"}}
    why, texts = passed_on(meeting, "worker1", told)
    assert why == ""
    frame = {"t": "rtc", "from": worker.pk, "s": "pub", "b": {"offer": "sdp"}}
    assert texts == {"boss": [frame]}


@MESH
def test_no_signal_passes_the_wall_of_a_caucus(meeting):
    caucus(meeting, "open")
    boss = meeting.seats["boss"].pk
    for stream in ("pub", "c:workers"):
        told = {"to": boss, "s": stream, "b": {}}
        assert passed_on(meeting, "mediator", told)[1] == {}
    why, _ = passed_on(meeting, "mediator", {"to": boss, "s": "pub", "b": {}})
    assert "不能" in why
    _, heard = passed_on(meeting, "mediator", {"to": 0, "s": "c:workers", "b": {"hello": True}})
    assert set(heard) == {"recorder", "worker1", "worker2"}


@MESH
def test_a_screen_that_others_look_at_gets_no_signal_of_a_caucus(meeting):
    caucus(meeting, "open")
    told = {"to": 0, "s": "c:workers", "b": {"hello": True}}
    _, heard = passed_on(meeting, "mediator", told, narrowed="recorder")
    assert set(heard) == {"worker1", "worker2"}


@MESH
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"to": "1", "b": {}},
        {"to": True, "b": {}},
        {"to": 0, "s": 5, "b": {}},
        {"to": 0, "b": []},
    ],
)
def test_a_broken_signal_reaches_nobody(meeting, told):
    why, heard = passed_on(meeting, "worker1", told)
    assert why
    assert heard == {}


@MESH
@override_settings(
    VIDEO_STUN_URLS=["stun:a.example"], VIDEO_TURN_URLS=["turn:b.example"], VIDEO_TURN_SECRET="共用"
)
def test_a_relay_is_named_with_a_credential_that_ends_and_the_secret_stays_here(client, meeting):
    client.force_login(meeting.seats["mediator"].user)
    page = client.get(f"/sessions/{meeting.session.pk}/media/")
    stun, turn = page.context["ice_servers"]
    assert stun == {"urls": ["stun:a.example"]}
    end, _, _ = turn["username"].partition(":")
    assert timedelta(hours=11) < timedelta(seconds=int(end) - time.time()) <= timedelta(hours=12)
    expected = hmac.digest("共用".encode(), turn["username"].encode(), "sha1")
    assert base64.b64decode(turn["credential"]) == expected
    assert "共用" not in page.content.decode()


@MESH
def test_no_server_is_named_by_default(meeting):
    assert media.ice_servers(1, AT) == []


@MESH
@override_settings(REDIS_URL="redis://127.0.0.1")
def test_connecting_browsers_over_several_processes_is_warned_of():
    assert [warning.id for warning in checks.run_checks()] == ["mediation.W001"]


def test_the_usual_installation_is_not_warned():
    assert checks.run_checks() == []
