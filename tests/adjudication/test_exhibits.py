"""提交证据: numbered, looked through, shown in the hearing and cited in a finding."""

from datetime import date
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.forms.acts import notices
from documents import scans
from mediation.models import EvidenceCopy
from room.models import Event
from tests import builders
from tests.adjudication import cases, heard
from tests.adjudication import test_hearing_room as room
from tests.documents.test_scans import a_pdf, an_image

pytestmark = pytest.mark.django_db


def hand_in(client, arbitration, content: bytes, **changes):
    address = reverse("arbitration-act", args=[arbitration.pk, "exhibit"])
    given = {
        "submission": f"{changes}",
        "party": arbitration.respondents.get().pk,
        "name": "门禁记录",
        "kind": "电子数据",
        "proves": "到岗的天数",
        "file": SimpleUploadedFile("门禁.pdf", content),
    }
    client.force_login(cases.bench().clerk)
    with freeze_time("2026-09-08 02:00:00"):
        return client.post(address, given | changes)


def test_a_piece_is_numbered_and_its_copy_can_be_shown(client):
    arbitration = cases.a_formed_arbitration()
    last = arbitration.case.evidence.count()
    answer = hand_in(client, arbitration, a_pdf(2))
    assert answer.status_code == 302, answer.context["form"].errors
    piece = arbitration.case.evidence.get(name="门禁记录")
    assert (piece.no, piece.pages, piece.submitted) == (last + 1, 2, True)
    assert piece.by == arbitration.respondents.get()
    assert EvidenceCopy.objects.get(evidence=piece).file.media_type == "application/pdf"


def test_what_the_tribunal_obtained_is_its_own(client):
    arbitration = cases.a_formed_arbitration()
    assert hand_in(client, arbitration, an_image(), party="").status_code == 302
    assert arbitration.case.evidence.get(name="门禁记录").by_label == "仲裁庭调取"


def test_a_file_that_does_something_is_refused_and_no_number_is_used(client):
    arbitration = cases.a_formed_arbitration()
    before = arbitration.case.evidence.count()

    for content in (b"MZ\x90\x00program", a_pdf(change=_with_script)):
        answer = hand_in(client, arbitration, content, name=f"文件{len(content)}")
        assert answer.status_code == 422
    assert arbitration.case.evidence.count() == before


def _with_script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def test_a_finding_cites_what_was_handed_in_to_the_tribunal(client):
    arbitration = heard.heard()
    assert hand_in(client, arbitration, an_image()).status_code == 302
    piece = arbitration.case.evidence.get(name="门禁记录")
    element = do.find_element(
        element=arbitration.elements.get(code="E10"),
        found="9",
        finding="门禁记录可以证明",
        evidence=[piece],
        by=heard.presiding(arbitration),
        on=date(2026, 9, 28),
    )
    assert list(element.evidence.values_list("no", flat=True)) == [piece.no]


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_drawn_anew_while_others_may_work_on_the_case(client, monkeypatch):
    arbitration = cases.a_formed_arbitration()
    held = []

    def drawn(content):
        held.append(connection.in_atomic_block)
        return scans.as_pages(content)

    monkeypatch.setattr(notices, "scans", SimpleNamespace(read=scans.read, as_pages=drawn))
    assert hand_in(client, arbitration, a_pdf(2)).status_code == 302
    assert held == [False]
    assert arbitration.case.evidence.filter(name="门禁记录").exists()


def test_what_was_handed_in_is_shown_in_the_hearing_to_both_sides_and_to_nobody_else(client):
    hearing = room.an_open_hearing()
    assert hand_in(client, hearing.arbitration, a_pdf(2)).status_code == 302
    piece = hearing.arbitration.case.evidence.get(name="门禁记录")
    with freeze_time(room.NOW):
        both = room.everybody_in(hearing)
        room.done(room.send(room.keeper(hearing), "show", {"evidence": piece.pk}))
        for seat in both:
            told = Event.objects.visible_to(seat).get(kind="show")
            assert (told.body["name"], told.body["no"]) == ("门禁记录", piece.no)
            phone = room.signed_in(seat.user)
            page = phone.get(reverse("phone-hearing", args=[hearing.pk])).content.decode()
            assert "门禁记录" in page
        stranger = room.admitted(next(iter(builders.an_accepted_case(1).parties.workers())))
        closed = room.signed_in(stranger)
        assert closed.get(reverse("phone-hearing", args=[hearing.pk])).status_code == 404
        log = closed.get(f"/rooms/{hearing.room_id}/log/?cur=%7B%7D")
        assert log.status_code in (403, 404)
        assert "门禁记录" not in log.content.decode()
