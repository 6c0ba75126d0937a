"""The pages of the live room as its officers open them."""

import io
import json
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.choices import AuthorityScope, Capacity, SealKind
from mediation import operations
from mediation.choices import Liability
from mediation.models import Proposal
from mediation.operations import PayerTerm, grant_authority, record_attendance
from room.models import Event, Seat
from tests import builders
from tests.room.seated import seat_mediator, seat_party, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(f"{builders.ON} 02:45:00"):  # a quarter to eleven in the office
        yield


@pytest.fixture
def case(db):
    return builders.an_accepted_case(2)


@pytest.fixture
def session(case):
    return builders.a_held_session(case)


@pytest.fixture
def desk(client, case):
    client.force_login(builders.staff_of(case).mediator)
    return client


def words(answer) -> str:
    return answer.content.decode()


def url(name: str, session, **more) -> str:
    return reverse(name, kwargs={"pk": session.pk, **more})


def test_the_mediator_enters_once_however_often_the_button_is_pressed(desk, session):
    assert "调解室还没有开放" in words(desk.get(url("room", session)))
    for _ in range(2):
        answer = desk.post(url("room-enter", session))
        assert answer.headers["Location"] == url("room", session)
    assert Seat.objects.count() == 1
    assert "data-console" in words(desk.get(url("room", session)))


def test_what_was_done_before_the_room_opened_is_told_to_it(session, case):
    proposal = builders.a_proposal(case)
    builders.say(proposal, case.parties.workers().first())
    seat = seat_mediator(session)
    kinds = list(Event.objects.visible_to(seat).filter(stream="pub").values_list("kind", flat=True))
    assert kinds == ["roll"] * 4 + ["minutes.line", "terms", "terms.tally"]
    tally = Event.objects.visible_to(seat).get(kind="terms.tally").body
    assert (tally["agree"], tally["silent"]) == (1, 1)


def test_a_page_of_the_room_leads_who_has_no_seat_to_the_door(desk, session):
    for name in ("room-print", "screen", "room-preview"):
        assert desk.get(url(name, session)).headers["Location"] == url("room", session)


def test_a_session_that_ended_without_a_room_says_so(desk, session, case):
    builders.everybody_agrees(builders.a_proposal(case))
    builders.end_session(session)
    assert "没有使用调解室" in words(desk.get(url("room", session)))
    desk.post(url("room-enter", session))
    assert not Seat.objects.exists()


def test_who_may_not_settle_is_marked_on_the_roll(desk, session, case):
    staff, on = builders.staff_of(case), case.opened_on
    grant_authority(
        party=case.debtor, agent="施文涛", scope=AuthorityScope.GENERAL, special_items=[],
        seal_kind=SealKind.OFFICIAL, valid_from=on, valid_to=on + timedelta(days=30),
        by=staff.intake_officer, on=on,
    )  # fmt: skip
    present = [{"party": case.debtor, "capacity": Capacity.AUTHORISED_AGENT, "person": "施文涛"}]
    record_attendance(session=session, present=present, absent=[], by=staff.recorder, on=on)
    seat_mediator(session)
    page = words(desk.get(url("room-part", session, part="roll")))
    assert "一般授权" in page
    assert "不能代为达成协议" in page


def test_the_roll_names_who_came_by_phone_and_was_not_called(desk, session, case):
    seat_mediator(session)
    worker = case.parties.workers().first()
    seat = seat_party(session, worker)
    page = words(desk.get(url("room-part", session, part="roll")))
    assert f'data-seat="{seat.pk}"' in page
    assert "没有签到" not in page
    desk.post(url("room-out", session), {"seat": seat.pk})
    seat.refresh_from_db()
    assert seat.removed_at


def test_an_unknown_part_is_not_found(desk, session):
    seat_mediator(session)
    assert desk.get(url("room-part", session, part="nothing")).status_code == 404


# Terms


def try_terms(desk, session, **body):
    return desk.post(url("room-terms", session), json.dumps(body), content_type="application/json")


def test_a_change_is_shown_before_it_is_made_and_leaves_nothing(desk, session, case):
    seat = seat_mediator(session)
    base = builders.a_proposal(case)
    builders.say(base, case.parties.workers().first())
    amount = base.rows.first().amount_fen - 50000
    before = Event.objects.visible_to(seat).count()
    answer = try_terms(
        desk, session, base=base.number, changes={"1": amount}, waiver="本人自愿少领。"
    )
    assert "-500.00" in words(answer)
    assert "修改将作废1份确认" in words(answer)
    assert Proposal.objects.count() == 1
    assert Event.objects.visible_to(seat).count() == before
    sha = words(answer).split('data-sha="')[1][:64]
    told = send(
        seat, "pub", "terms.set",
        {"base": base.number, "changes": {"1": amount}, "waiver": "本人自愿少领。", "sha": sha},
    )  # fmt: skip
    assert told.event.body["sha"] == sha
    assert told.event.body["voided"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"base": "x", "changes": {}},
        {"base": 1, "changes": {"1": "many"}},
        {"base": 1, "changes": []},
        {"base": 1, "changes": {}, "schedule": [{"due_on": "", "percent": "50"}]},
        {"base": 1, "changes": {}, "schedule": [{"due_on": "2026-12-01", "percent": "half"}]},
        {"base": 9, "changes": {"1": 100}},
        {"base": 1, "changes": {"1": 100}},
    ],
)
def test_a_change_that_cannot_be_tried_is_answered_with_a_sentence(desk, session, case, body):
    seat_mediator(session)
    builders.a_proposal(case)
    answer = try_terms(desk, session, **body)
    assert answer.status_code == 422
    assert answer.json()["why"]


def test_a_change_of_terms_that_are_gone_says_so(desk, session, case):
    seat_mediator(session)
    base = builders.a_proposal(case)
    payers = (PayerTerm(case.debtor, Liability.DIRECT, 200),)
    less = {"waiver_explanation": "自愿。", "amounts": {1: 100, 2: 100}}
    builders.a_proposal(case, payers=payers, **less)
    answer = try_terms(desk, session, base=base.number, changes={"1": 200}, waiver="自愿。")
    assert answer.status_code == 422
    assert answer.json()["stale"]


def test_only_the_mediator_tries_terms(client, session, case):
    seat_mediator(session)
    builders.a_proposal(case)
    client.force_login(builders.staff_of(case).recorder)
    client.post(url("room-enter", session))
    assert try_terms(client, session, base=1, changes={"1": 100}).status_code == 403


# Preview, print, screen


def test_the_agreement_is_previewed_on_its_pages_and_not_issued(desk, session, case):
    seat_mediator(session)
    assert "还没有方案" in words(desk.get(url("room-preview", session)))
    builders.a_proposal(case)
    before = case.documents.count()
    answer = desk.get(url("room-preview", session))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert case.documents.count() == before


def test_the_draft_says_on_every_page_that_it_is_one(desk, session, case):
    seat_mediator(session)
    builders.a_proposal(case)
    content = desk.get(url("room-preview", session)).content
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        assert "预览草稿" in page.extract_text()


def test_the_print_equals_the_log_at_its_number(desk, session, case):
    seat = seat_mediator(session)
    seat_party(session, case.parties.workers().first())
    send(seat, "pub", "minutes.line", {"text": "第一句话"})
    first = send(seat, "pub", "minutes.line", {"text": "记错的话"}).event
    send(seat, "pub", "minutes.line", {"text": "改正的话", "corrects": first.body["no"]})
    assert send(seat, "c:workers", "say", {"text": "暗语"}).event
    now = words(desk.get(url("room-print", session)))
    assert "<del>记错的话</del>" in now
    assert "改正的话" in now
    assert "暗语" not in now
    then = words(desk.get(url("room-print", session) + f"?at={first.number}"))
    assert f"截至公开记录第{first.number}号" in then
    assert "<del>" not in then
    assert "改正的话" not in then


def test_the_screen_names_nobody_until_asked(desk, session, case):
    seat_mediator(session)
    proposal = builders.a_proposal(case)
    worker = case.parties.workers().last()
    builders.say(proposal, worker)
    assert worker.name not in words(desk.get(url("screen", session)))
    assert worker.name in words(desk.get(url("screen-people", session)))


def test_a_projector_is_sent_nothing_but_what_everybody_sees(desk, session, case):
    seat = seat_mediator(session)
    seat_party(session, case.parties.workers().first())
    send(seat, "c:workers", "say", {"text": "暗语甲"})
    send(seat, "med", "say", {"text": "暗语乙"})
    send(seat, "pub", "minutes.line", {"text": "公开的话"})
    log = reverse("room-log", args=[seat.room_id])
    told = words(desk.get(f"{log}?as=observer"))
    assert "公开的话" in told
    assert "暗语" not in told
    assert "暗语甲" in words(desk.get(log))


# The way out


def test_the_room_stays_for_signing_and_is_closed_after(desk, session, case):
    seat_mediator(session)
    desk.post(url("room-close", session))
    assert Seat.objects.get().room.is_open
    builders.everybody_agrees(builders.a_proposal(case))
    builders.end_session(session)
    assert "生成协议书" in words(desk.get(url("room-part", session, part="signing")))
    desk.post(url("room-close", session))
    assert not Seat.objects.get().room.is_open
    assert "调解室已关闭" in words(desk.get(url("room", session)))


def test_an_act_on_its_page_leads_back_to_the_room(desk, session, case):
    seat_mediator(session)
    form = {"left_at": timezone.localtime().strftime("%H:%M"), "submission": "leaving-1"}
    row = session.attendance.filter(party__isnull=False).first()
    answer = desk.post(reverse("leaving", args=[row.pk]), form)
    assert answer.headers["Location"] == url("room", session)


def test_sides_are_joined_on_their_page(desk, case):
    site = builders.add_site(case)
    session = builders.a_held_session(case)
    session.recipients.add(site.contractor)
    seat_mediator(session)
    page = words(desk.get(url("room-groups", session)))
    assert "工人方（2人）" in page
    form = {"workers": "1", case.debtor.key: "2", site.contractor.key: "2", "submission": "g-1"}
    answer = desk.post(url("room-groups", session), form)
    assert answer.headers["Location"] == url("room", session)
    names = {g.name for g in session.groups.filter(parties__isnull=False)}
    assert names == {"工人方", f"{case.debtor.name}、{site.contractor.name}"}


def test_every_part_can_be_drawn_at_every_step(desk, session, case):
    seat_mediator(session)

    def drawn() -> list[int]:
        parts = ("roll", "terms", "signing")
        return [desk.get(url("room-part", session, part=part)).status_code for part in parts]

    assert drawn() == [200] * 3
    proposal = builders.a_proposal(case)
    assert drawn() == [200] * 3
    builders.everybody_agrees(proposal)
    builders.end_session(session)
    assert drawn() == [200] * 3
    agreement = operations.generate_agreement(
        proposal=proposal, annex=True, by=builders.staff_of(case).mediator, on=case.opened_on
    )
    assert drawn() == [200] * 3
    builders.sign_all(agreement)
    builders.seal(case)
    assert drawn() == [200] * 3
