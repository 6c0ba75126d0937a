"""Evidence shown to all while it is shown, and the record each person may take away."""

import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mediation import operations
from mediation.models import EvidenceCopy
from room.operations import close_room
from tests.builders import staff_of
from tests.mediation.in_session import AT, a_meeting, done, own, send, told

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHOTO = b"\xff\xd8\xff\xe0" + b"7" * 80


@pytest.fixture
def meeting():
    return a_meeting(2)


@pytest.fixture
def evidence(meeting):
    return evidence_of(meeting)


def evidence_of(meeting):
    case, by = meeting.case, staff_of(meeting.case).mediator
    operations.receive_material(
        case=case,
        received_from="赵国栋",
        pieces=[{"name": "考勤表", "kind": "书证", "pages": 3, "proves": "出勤"}],
        originals_returned=True,
        by=by,
        on=case.opened_on,
    )
    return case.evidence.get()


def copied(meeting, evidence) -> None:
    operations.attach_evidence_copy(
        evidence=evidence, content=PHOTO, by=meeting.staff.recorder, on=meeting.case.opened_on
    )


def show(meeting, evidence):
    return done(meeting.seats["recorder"], "pub", "show", {"evidence": evidence.pk})


def page(meeting, who: str, name: str):
    client = Client()
    client.force_login(
        meeting.seats[who].user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client.get(reverse(name, args=[meeting.session.pk]))


def test_what_is_shown_is_named_to_all_and_opens_while_it_is_shown(meeting, evidence):
    copied(meeting, evidence)
    assert page(meeting, "boss", "session-shown").status_code == 404
    assert show(meeting, evidence).body == {
        "kind": "evidence",
        "id": evidence.pk,
        "no": 1,
        "pages": 3,
        "file": True,
        "name": "考勤表",
    }
    for who in ("boss", "worker2", "mediator"):
        answer = page(meeting, who, "session-shown")
        assert (answer.status_code, answer.content) == (200, PHOTO)
        assert answer.headers["Content-Type"] == "image/jpeg"
    done(meeting.seats["mediator"], "pub", "show.end")
    assert page(meeting, "boss", "session-shown").status_code == 404


def test_what_replaced_it_is_opened_and_the_closed_room_opens_nothing(meeting, evidence):
    copied(meeting, evidence)
    show(meeting, evidence)
    close_room(room=meeting.session.room, at=AT)
    assert page(meeting, "boss", "session-shown").status_code == 404


def test_evidence_without_a_copy_is_named_only(meeting, evidence):
    assert show(meeting, evidence).body["file"] is False
    assert page(meeting, "boss", "session-shown").status_code == 404


def test_a_party_shows_nothing_and_foreign_evidence_is_not_shown(meeting, evidence):
    body = {"evidence": evidence.pk}
    assert send(meeting.seats["boss"], "pub", "show", body).why == "您不能在这里写入。"
    assert send(meeting.seats["mediator"], "pub", "show", {"evidence": 999}).why
    assert send(meeting.seats["mediator"], "pub", "show", {}).why


def test_a_file_that_is_no_scan_is_refused(meeting, evidence):
    with pytest.raises(Exception, match="只接受"):
        operations.attach_evidence_copy(
            evidence=evidence,
            content=b"<html>",
            by=meeting.staff.recorder,
            on=meeting.case.opened_on,
        )
    assert not EvidenceCopy.objects.exists()


def archive(meeting, who: str) -> dict[str, bytes]:
    answer = page(meeting, who, "session-record-file")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def talk(meeting) -> None:
    done(meeting.seats["worker1"], "pub", "say", {"text": "大家好"})
    done(meeting.seats["worker1"], "c:workers", "say", {"text": "最少三万"})
    done(meeting.seats["mediator"], own(meeting.workers[0]), "say", {"text": "您的账号对吗"})
    done(meeting.seats["mediator"], "med", "say", {"text": "内部"})


def test_the_file_of_the_record_holds_what_its_reader_may_read_and_proves_it(meeting):
    talk(meeting)
    files = archive(meeting, "worker2")
    manifest = json.loads(files["manifest.json"])
    for name, digest in manifest["sha256"].items():
        assert sha256(files[name]).hexdigest() == digest
    events = [json.loads(line) for line in files["events.jsonl"].decode().splitlines()]
    assert len(events) == manifest["events"]
    assert [e["b"].get("text") for e in events if e["k"] == "say"] == ["大家好", "最少三万"]
    assert all("position" not in event and "pos" not in event for event in events)
    page_text = files["record.html"].decode()
    assert "最少三万" in page_text
    assert "您的账号" not in page_text


def test_the_staff_take_away_all_of_it(meeting):
    talk(meeting)
    events = archive(meeting, "recorder")["events.jsonl"].decode()
    assert events.count("\n") == len(told(meeting.seats["mediator"]))
    assert "内部" in events


def test_the_record_stays_readable_when_the_room_is_closed(meeting):
    talk(meeting)
    close_room(room=meeting.session.room, at=AT)
    assert "最少三万" in page(meeting, "worker2", "session-record").content.decode()
    assert "最少三万" not in page(meeting, "boss", "session-record").content.decode()


def test_who_no_longer_acts_for_the_party_reads_nothing(meeting):
    meeting.debtor.accesses.update(revoked_at=AT)
    assert page(meeting, "boss", "session-record").status_code == 404


def test_a_mediator_who_was_replaced_reads_nothing_more(meeting):
    operations.recuse_mediator(
        case=meeting.case,
        mediator=meeting.staff.mediator,
        ground="与纠纷有利害关系",
        replace=True,
        reason="应当回避",
        replacement=meeting.staff.other_mediator,
        by=meeting.staff.intake_officer,
        on=meeting.case.opened_on,
    )
    seat = meeting.seats["mediator"]
    seat.refresh_from_db()
    assert seat.removed_at is not None
    assert page(meeting, "mediator", "session-record").status_code == 404


def test_the_copy_is_taken_in_on_a_page_one_reaches_from_the_materials(meeting, evidence):
    client = Client()
    client.force_login(meeting.staff.recorder, backend=BACKEND)
    address = reverse("evidence-copy", args=[evidence.pk])
    letters = client.get(reverse("case-detail", args=[meeting.case.pk]), {"tab": "letters"})
    assert address in letters.content.decode()
    typed = {"submission": "1", "file": SimpleUploadedFile("1.jpg", PHOTO)}
    assert client.post(address, typed).status_code == 302
    assert show(meeting, evidence).body["file"] is True
