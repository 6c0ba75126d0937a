"""The minutes given out, confirmed on phones line for line, refused before a witness, printed."""

import pytest

from documents.models import Document
from mediation import operations
from mediation.choices import SessionResult
from mediation.forms.session import CloseSessionForm
from mediation.models import Session
from staff.refusals import ActRefused
from tests import builders
from tests.mediation.in_session import AT, a_meeting, done, own, send, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return a_meeting(2)


def give_out(meeting) -> str:
    return done(meeting.seats["mediator"], "pub", "minutes.give").body["sha"]


def confirm(meeting, who: str, sha: str, **more):
    parties = {"worker1": meeting.workers[0], "worker2": meeting.workers[1]}
    parties["boss"] = meeting.debtor
    stream = own(parties[who]) if who in parties else "pub"
    return send(meeting.seats[who], stream, "minutes.sign", {"sha": sha, **more})


def close(meeting, signed_by=()):
    return operations.close_session(
        session=meeting.session,
        ended_at=AT,
        result=SessionResult.ADJOURNED,
        signed_by=list(signed_by),
        by=meeting.staff.recorder,
        on=meeting.case.opened_on,
    )


def minutes_paper(meeting) -> dict:
    return Document.objects.get(case=meeting.case, code="D10").context


def test_confirmations_in_the_room_close_the_session_and_are_printed(meeting):
    sha = give_out(meeting)
    assert not confirm(meeting, "worker1", sha, drawing=builders.drawn_signature()).why
    for who in ("worker2", "boss", "mediator"):
        assert not confirm(meeting, who, sha).why
    assert told(meeting.seats["boss"], "minutes.signed")[-1].body["left"] == 0
    close(meeting)
    places = minutes_paper(meeting)["signatures"]
    printed = {row["name"]: row["confirmation"] for row in places}
    assert {row["refusal"] for row in places} == {None}
    first, second = meeting.workers
    assert printed[first.name] == f"2026-11-16 10:40在调解室手写签名确认，笔录校验码{sha[:8]}"
    assert "在调解室阅看后确认" in printed[second.name]
    assert sha[:8] in printed[meeting.staff.mediator.name]
    assert printed[meeting.staff.recorder.name] is None


def test_who_has_not_confirmed_keeps_the_session_open_until_they_sign_on_paper(meeting):
    sha = give_out(meeting)
    for who in ("worker1", "boss", "mediator"):
        confirm(meeting, who, sha)
    with pytest.raises(ActRefused, match=meeting.workers[1].name):
        close(meeting)
    close(meeting, [meeting.workers[1]])
    assert Session.objects.get(pk=meeting.session.pk).state == "closed"


def test_the_page_asks_for_the_signatures_that_are_still_missing(meeting):
    sha = give_out(meeting)
    for who in ("worker1", "boss"):
        confirm(meeting, who, sha)
    form = CloseSessionForm(
        case=meeting.case, today=meeting.case.opened_on, session=meeting.session
    )
    left = [label for _, label in form.fields["signed_by"].choices]
    assert left == [meeting.workers[1].name, meeting.staff.mediator.name]
    assert meeting.workers[0].name in form.fields["signed_by"].help_text


def test_a_further_line_voids_the_confirmations_and_says_so(meeting):
    sha = give_out(meeting)
    confirm(meeting, "worker1", sha)
    confirm(meeting, "boss", sha)
    done(meeting.seats["recorder"], "pub", "minutes.line", {"text": "补充一句"})
    said = told(meeting.seats["worker1"], "minutes.voided")[-1].body
    assert said["confirmed"] == 2
    assert "此前2人的确认作废" in said["text"]
    assert confirm(meeting, "worker2", sha).why == "笔录还没有交各方阅看。"
    with pytest.raises(ActRefused, match="尚未在笔录上签名"):
        close(meeting)
    new = give_out(meeting)
    assert new != sha
    assert "又有变动" in confirm(meeting, "worker1", sha).why
    assert not confirm(meeting, "worker1", new).why


def test_a_line_before_the_minutes_are_given_out_voids_nothing(meeting):
    done(meeting.seats["recorder"], "pub", "minutes.line", {"text": "一句"})
    assert told(meeting.seats["boss"], "minutes.voided") == []


def test_a_refusal_needs_a_reason_and_a_witness_and_stands_for_a_signature(meeting):
    sha = give_out(meeting)
    for who in ("worker1", "worker2", "mediator"):
        confirm(meeting, who, sha)
    body = {"party": meeting.debtor.key, "reason": "认为金额不对", "witness": ""}
    assert send(meeting.seats["recorder"], "pub", "minutes.refuse", body).why
    body["witness"] = meeting.staff.recorder.name
    assert "见证人应是" in send(meeting.seats["recorder"], "pub", "minutes.refuse", body).why
    body["witness"] = "周见证"
    done(meeting.seats["recorder"], "pub", "minutes.refuse", body)
    close(meeting)
    printed = {row["name"]: row["refusal"] for row in minutes_paper(meeting)["signatures"]}
    assert printed[meeting.debtor.name] == "拒绝签名，原因：认为金额不对；见证人：周见证"


def test_nobody_confirms_twice_or_what_was_not_given_out(meeting):
    assert "还没有交" in confirm(meeting, "worker1", "0" * 64).why
    sha = give_out(meeting)
    assert not confirm(meeting, "worker1", sha).why
    assert "已经确认过" in confirm(meeting, "worker1", sha).why


def test_who_did_not_attend_confirms_nothing():
    meeting = a_meeting(2)
    row = meeting.session.attendance.get(party=meeting.workers[1])
    row.present = False
    row.save()
    sha = give_out(meeting)
    assert "没有到场" in confirm(meeting, "worker2", sha).why


@pytest.mark.parametrize("drawing", ["x", "data:image/svg+xml;base64,AAAA", 5])
def test_a_drawing_that_is_none_is_refused(meeting, drawing):
    sha = give_out(meeting)
    assert confirm(meeting, "worker1", sha, drawing=drawing).why
    assert not confirm(meeting, "worker1", sha).why


def test_empty_minutes_are_not_given_out():
    case = builders.an_accepted_case(1)
    builders.willing(case)
    meeting = a_meeting(case=case, session=builders.a_session(case))
    assert send(meeting.seats["mediator"], "pub", "minutes.give").why


def test_the_recorder_does_not_give_them_out_and_a_party_refuses_for_nobody(meeting):
    assert send(meeting.seats["recorder"], "pub", "minutes.give").why == "您不能在这里写入。"
    body = {"party": meeting.debtor.key, "reason": "x", "witness": "周见证"}
    assert send(meeting.seats["worker1"], "pub", "minutes.refuse", body).why
