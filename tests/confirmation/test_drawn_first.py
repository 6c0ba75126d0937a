"""A packet is drawn while nobody waits for it, and goes out only if nothing has moved since."""

import pytest
from django.db import connection

from adjudication import packets as review_packets
from adjudication.models import Review
from adjudication.operations.review import supplement_review
from cases.models import NumberSeries, Party
from confirmation import packets
from confirmation.choices import ApplicationState
from confirmation.models import Application, Packet
from confirmation.operations import record_party_papers, start_sending
from confirmation.operations.enclosures import Copy
from documents.models import Document
from documents.operations import Moved
from tests import builders
from tests.adjudication.reviews import a_review, ask, day, tribunal
from tests.confirmation.filings import (
    ORIGINALS,
    a_complete_file,
    a_signed_sheet,
    draft,
    later,
    send,
    show_papers,
    sides,
    sign,
)


def a_signed_draft() -> Application:
    application = draft(a_complete_file())
    sign(application)
    return Application.objects.get(pk=application.pk)


def while_drawing(monkeypatch, module, happens, times=1) -> list:
    """Let something happen while the first packets are drawn; returns what was seen at each."""
    seen, make = [], module.make

    def drawn(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        if len(seen) <= times:
            happens(len(seen))
        return make(*args, **kwargs)

    monkeypatch.setattr(module, "make", drawn)
    return seen


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_packet_is_drawn(monkeypatch, client):
    application = a_signed_draft()
    mediator = builders.staff_of(application.case).mediator
    locked = while_drawing(monkeypatch, packets, lambda turn: None)
    client.force_login(mediator)
    answer = client.post(
        f"/confirmations/{application.pk}/send/",
        {"approved_by": mediator.pk, "originals": ORIGINALS, "submission": "a"},
    )
    assert answer.status_code == 302
    assert Application.objects.get(pk=application.pk).state == ApplicationState.SENT
    review = ask_for_review()
    locked_too = while_drawing(monkeypatch, review_packets, lambda turn: None)
    show_scan(review.case)
    supplement_review(
        review=review, by=builders.staff_of(review.case).mediator, on=day(review.case, 4)
    )
    assert locked == [False]
    assert locked_too == [False]


def ask_for_review() -> Review:
    case = a_complete_file()
    tribunal()
    return ask(case)


def show_scan(case) -> None:
    party = sides(case)[1][0]
    record_party_papers(
        party=party,
        papers=[
            Copy("营业执照", 1, a_signed_sheet("LICENCE")),
            Copy("法定代表人身份证明书", 1, None),
        ],
        registered_name=party.name,
        licence_state=party.identity_papers.first().licence_state,
        by=builders.staff_of(case).mediator,
        on=case.opened_on,
    )


@pytest.mark.django_db
def test_what_is_registered_while_it_is_drawn_is_in_the_packet_that_goes_out(monkeypatch):
    application = a_signed_draft()
    drawn = while_drawing(monkeypatch, packets, lambda turn: show_scan(application.case))
    sent = send(application)
    assert len(drawn) == 2
    names = list(sent.packets.get().items.values_list("name", flat=True))
    assert any(name.startswith("营业执照") for name in names)
    # Of what was drawn first, nothing was issued.
    papers = Document.objects.filter(case=application.case, code__in=["C03", "C04", "C08"])
    assert sorted(papers.values_list("code", flat=True)) == ["C03", "C04", "C08"]


@pytest.mark.django_db
def test_a_file_that_never_rests_is_not_sent_and_costs_no_number(monkeypatch):
    application = a_signed_draft()
    worker = application.workers.first()

    def another_card(turn: int) -> None:
        show_papers(worker, papers=[("居民身份证", 1 + turn, "")])

    while_drawing(monkeypatch, packets, another_card, times=9)
    with pytest.raises(Moved, match="有变动"):
        send(application)
    assert not Packet.objects.exists()
    assert not Document.objects.filter(case=application.case, code__in=["C03", "C04"]).exists()
    monkeypatch.undo()
    letter = send(application).packets.get().items.get(code="C04").document
    series = NumberSeries.objects.get(code="transfer", body=application.case.centre)
    assert letter.number == series.pattern.format(year=later(application.case).year, seq=1)


@pytest.mark.django_db
def test_a_letter_whose_number_went_elsewhere_gets_the_next_one(monkeypatch):
    from cases.operations import take_number

    application = a_signed_draft()
    case = application.case
    taken = []
    while_drawing(
        monkeypatch,
        packets,
        lambda turn: taken.append(take_number(body=case.centre, code="transfer", on=later(case))),
    )
    letter = send(application).packets.get().items.get(code="C04").document
    assert letter.number not in taken
    assert letter.number in letter.context["number"]


@pytest.mark.django_db
def test_a_page_says_so_when_the_file_moved_and_sends_nothing(monkeypatch, client):
    application = a_signed_draft()
    mediator = builders.staff_of(application.case).mediator
    while_drawing(monkeypatch, packets, lambda turn: show_scan(application.case))
    client.force_login(mediator)
    asked = {"approved_by": mediator.pk, "originals": ORIGINALS, "submission": "b"}
    answer = client.post(f"/confirmations/{application.pk}/send/", asked)
    assert answer.status_code == 422
    assert "有变动" in answer.text
    assert not Packet.objects.exists()
    # The same form, sent again after a look, goes through; a third time it is led on.
    again = [client.post(f"/confirmations/{application.pk}/send/", asked) for _ in range(2)]
    assert [a.status_code for a in again] == [302, 302]
    assert Packet.objects.count() == 1


@pytest.mark.django_db
def test_batches_are_drawn_outside_the_lock_and_one_that_moved_is_drawn_again(
    monkeypatch, django_capture_on_commit_callbacks
):
    application = a_signed_draft()
    by = builders.staff_of(application.case).mediator
    drawn = while_drawing(monkeypatch, packets, lambda turn: show_scan(application.case))
    with django_capture_on_commit_callbacks(execute=True):
        sending = start_sending(
            case=application.case,
            applications=[application],
            approved_by=by,
            by=by,
            on=later(application.case),
            originals=ORIGINALS,
        )
    sending.refresh_from_db()
    assert (sending.done, sending.fault) == (1, "")
    assert len(drawn) == 2


@pytest.mark.django_db
def test_a_review_asked_for_while_somebody_corrects_the_file_has_the_correction(monkeypatch):
    case = a_complete_file()
    tribunal()

    def corrected(turn: int) -> None:
        Party.objects.filter(pk=sides(case)[1][0].pk).update(address="示例区新址9号")

    drawn = while_drawing(monkeypatch, review_packets, corrected)
    review = ask(case)
    assert len(drawn) == 2
    form = Document.objects.get(case=case, code="R01")
    assert "示例区新址9号" in form.context_json
    assert review.packets.get().items.get(code="R01").document == form


@pytest.mark.django_db
def test_a_supplement_drawn_beside_another_is_the_next_version(monkeypatch):
    review = a_review()
    by, on = builders.staff_of(review.case).mediator, day(review.case, 4)
    show_scan(review.case)

    def somebody_else(turn: int) -> None:
        supplement_review(review=review, by=by, on=on)

    seen = while_drawing(monkeypatch, review_packets, somebody_else)
    with pytest.raises(Exception, match="没有不同"):
        supplement_review(review=review, by=by, on=on)
    assert len(seen) >= 2
    assert list(review.packets.values_list("version", flat=True)) == [1, 2]
