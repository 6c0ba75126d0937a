"""Coming in from a phone: who gets in by what, who does not; nobody learns who is there."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from cases.models import PartyAccess
from mediation import operations
from mediation.choices import Answer, ArrivalState, ConsentChannel
from mediation.models import Arrival, TermsAnswer
from mediation.queries import door_of_code, door_of_token, door_token
from room import news
from room.models import Event, Seat
from room.operations import close_room
from staff.refusals import ActRefused
from tests import builders
from tests.access.addresses import addresses
from tests.room.visiting import (
    AT,
    SENDER,
    Outbox,
    a_meeting,
    arrive,
    code_for,
    come_in,
    commits,
    room_url,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phones(settings):
    settings.SMS_BACKEND = SENDER
    settings.ROOM_DB_THREADS = 0  # another thread would not see what is never committed
    Outbox.sent = []
    yield
    news.listen(None)  # the hub of a page that was asked is gone with its event loop


@pytest.fixture
def meeting():
    return a_meeting()


def prove(arrival: Arrival, **known) -> Arrival:
    return operations.prove_identity(arrival=arrival, **({"at": AT} | known))


def no_phone(party):
    type(party).objects.filter(pk=party.pk).update(phone="")
    party.refresh_from_db()
    return party


# The six digits and the address


def test_code_finds_the_session_while_its_room_is_open(meeting):
    assert door_of_code(meeting.door.code) == meeting.door
    close_room(room=meeting.session.room, at=AT)
    assert door_of_code(meeting.door.code) is None


def test_renewed_code_shuts_the_old_one_and_every_old_address(meeting):
    old_code, old_token = meeting.door.code, door_token(meeting.door, AT)
    operations.open_door(session=meeting.session, renew=True, by=meeting.staff.mediator, at=AT)
    assert door_of_token(old_token, AT) is None
    assert door_of_code(old_code) is None


def test_address_in_the_qr_grows_old_in_ten_minutes(meeting):
    token = door_token(meeting.door, AT)
    assert door_of_token(token, AT + timedelta(minutes=4)) == meeting.door
    assert door_of_token(token, AT + timedelta(minutes=10)) is None
    assert door_of_token(token[:-1] + "0" if token[-1] != "0" else token[:-1] + "1", AT) is None
    assert door_of_token("x", AT) is None


def test_door_is_opened_by_who_holds_the_session(meeting):
    with pytest.raises(ActRefused):
        operations.open_door(session=meeting.session, by=meeting.staff.stranger, at=AT)


def test_there_is_no_door_before_the_room(meeting):
    other = a_case_without_room()
    with pytest.raises(ActRefused, match="还没有开放"):
        operations.open_door(session=other, by=builders.staff_of(other.case).mediator, at=AT)


def a_case_without_room():
    return builders.a_session(builders.an_accepted_case(1))


# Who gets in by what


def test_worker_comes_in_by_the_code_sent_to_the_phone_on_the_roster(meeting):
    worker = meeting.workers[0]
    arrival = prove(arrive(meeting, worker.name), code=code_for(worker))
    assert arrival.state == ArrivalState.ADMITTED
    access = PartyAccess.objects.get(user=arrival.user)
    assert (access.party, access.capacity, access.proof) == (worker, "self", "sms")
    assert not access.user.has_usable_password()
    assert access.user.is_party
    seat = Seat.objects.get(user=arrival.user)
    assert (seat.role, seat.group, seat.keys) == ("party", "workers", [worker.key])


def test_worker_without_a_phone_on_file_comes_in_by_the_end_of_the_id(meeting):
    worker = no_phone(meeting.workers[0])
    arrival = prove(arrive(meeting, worker.name), id_tail=worker.id_no[-4:].lower())
    assert arrival.state == ArrivalState.ADMITTED
    assert Outbox.sent == []


def test_the_end_of_the_id_is_not_enough_where_a_phone_is_on_file(meeting):
    worker = meeting.workers[0]
    arrival = prove(arrive(meeting, worker.name), id_tail=worker.id_no[-4:])
    assert arrival.state == ArrivalState.PROVING


@pytest.mark.parametrize(
    ("centre_asks", "knows", "state"),
    [
        ("id_tail", {"id_tail"}, "admitted"),
        ("id_tail", {"code"}, "proving"),
        ("both", {"id_tail"}, "proving"),
        ("both", {"code"}, "proving"),
        ("both", {"code", "id_tail"}, "admitted"),
    ],
)
def test_the_centre_chooses_what_is_asked(meeting, settings, centre_asks, knows, state):
    settings.DOOR_PROOF = centre_asks
    worker = meeting.workers[0]
    arrival = arrive(meeting, worker.name)
    known = {"id_tail": worker.id_no[-4:]}
    known["code"] = code_for(worker) if Outbox.sent else "000000"
    assert prove(arrival, **{name: known[name] for name in knows}).state == state


def test_code_of_the_console_proves_nothing_in_production(meeting, settings, monkeypatch):
    monkeypatch.setattr(Outbox, "reaches_phones", False)
    worker = meeting.workers[0]
    arrival = arrive(meeting, worker.name)
    assert Outbox.sent == []
    assert prove(arrival, id_tail=worker.id_no[-4:]).state == ArrivalState.ADMITTED


def test_code_is_good_for_ten_minutes_and_for_its_own_arrival(meeting):
    worker = meeting.workers[0]
    first = arrive(meeting, worker.name)
    code = code_for(worker)
    assert prove(first, code=code, at=AT + timedelta(minutes=11)).state == ArrivalState.PROVING
    second = arrive(meeting, worker.name)
    assert prove(second, code=code).state == ArrivalState.PROVING
    assert prove(second, code=code_for(worker)).state == ArrivalState.ADMITTED


def test_two_of_one_name_are_told_apart_by_what_each_knows():
    meeting = a_meeting()
    one, other = meeting.workers
    type(other).objects.filter(pk=other.pk).update(name=one.name)
    arrival = arrive(meeting, one.name)
    assert prove(arrival, code=code_for(other)).party == other


def test_legal_representative_comes_in_by_the_phone_of_the_company(meeting):
    arrival = arrive(meeting, builders.LEGAL_REPRESENTATIVE, represents="示例建筑")
    arrival = prove(arrival, code=code_for(meeting.employer))
    assert (arrival.state, arrival.party) == ("admitted", meeting.employer)
    assert arrival.capacity == "legal_representative"
    assert Seat.objects.get(user=arrival.user).group == meeting.employer.key


def an_agent(meeting, scope: str, name: str = "施文") -> str:
    operations.grant_authority(
        party=meeting.employer,
        agent=name,
        scope=scope,
        special_items=["代为达成协议"] if scope == "special" else [],
        valid_from=builders.ON,
        valid_to=builders.ON + timedelta(days=30),
        seal_kind="official",
        by=meeting.staff.recorder,
        on=builders.ON,
    )
    return name


def test_agent_with_general_authority_takes_part_and_does_not_settle(meeting):
    """V-P2."""
    name = an_agent(meeting, "general")
    arrival = arrive(meeting, name, represents=meeting.employer.name)
    user = prove(arrival, code=code_for(meeting.employer)).user
    proposal = builders.a_proposal(meeting.case)
    page = signed_in(user).get(room_url(meeting)).content.decode()
    assert "您不能代为表态" in page
    with pytest.raises(ActRefused, match="一般授权"):
        operations.answer_terms(
            proposal=proposal,
            party=meeting.employer,
            answer=Answer.AGREE,
            terms_sha256=proposal.terms_sha256,
            through=name,
            capacity="authorised_agent",
            by=user,
            on=builders.ON,
        )


def test_agent_with_special_authority_settles(meeting):
    name = an_agent(meeting, "special")
    arrival = arrive(meeting, name, represents=meeting.employer.name)
    user = prove(arrival, code=code_for(meeting.employer)).user
    proposal = builders.a_proposal(meeting.case)
    client = signed_in(user)
    client.post(
        reverse("phone-answer", args=[meeting.session.pk]),
        {
            "party": meeting.employer.pk,
            "number": proposal.number,
            "sha": proposal.terms_sha256,
            "seen": "1",
            "answer": "agree",
        },
    )
    given = TermsAnswer.objects.get(party=meeting.employer)
    assert (given.answer, given.through, given.capacity) == ("agree", name, "authorised_agent")


def test_agent_whose_authority_has_run_out_does_not_come_in(meeting):
    name = an_agent(meeting, "special")
    late = AT + timedelta(days=40)
    arrival = arrive(meeting, name, represents=meeting.employer.name, at=late)
    assert Outbox.sent == []
    assert prove(arrival, code="123456", at=late).state == ArrivalState.PROVING


def test_party_who_refused_mediation_is_told_so_once_it_is_certain_who_they_are(meeting):
    """MED-04."""
    operations.record_mediation_consent(
        party=meeting.employer,
        answer=Answer.REFUSE,
        channel=ConsentChannel.PHONE,
        through=builders.LEGAL_REPRESENTATIVE,
        by=meeting.staff.recorder,
        on=builders.ON,
    )
    arrival = arrive(meeting, builders.LEGAL_REPRESENTATIVE, represents=meeting.employer.name)
    assert prove(arrival, code="000000").reason == ""
    arrival = prove(arrival, code=code_for(meeting.employer))
    assert arrival.state == ArrivalState.REFUSED
    assert "已明确拒绝调解" in arrival.reason
    assert not PartyAccess.objects.exists()


# Nobody learns who is there


def answers(client, meeting, name: str, **known) -> list[tuple[int, str]]:
    """Return what a browser is told on its way, without what it typed itself."""
    client.post(reverse("phone-door"), {"code": meeting.door.code})
    client.post(reverse("phone-who"), {"standing": "self", "name": name})
    asked = client.get(reverse("phone-proof"))
    told = client.post(reverse("phone-proof"), known)
    return [
        (a.status_code, _without_token(a.content.decode()).replace(name, "某人"))
        for a in (asked, told)
    ]


def _without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_wrong_name_and_a_wrong_number_look_alike(client, meeting):
    there, not_there = meeting.workers[0].name, "查无此人"
    wrong = answers(client, meeting, there, id_tail="0000")
    client.cookies.clear()
    assert answers(client, meeting, not_there, id_tail="0000") == wrong
    assert wrong[1][0] == 422


def test_after_five_wrong_answers_only_an_officer_admits_also_a_name_that_is_not_there(meeting):
    for name in (meeting.workers[0].name, "查无此人"):
        for _ in range(2):
            arrival = arrive(meeting, name)
            for _ in range(2):
                prove(arrival, code="000000")
        prove(arrival, code="000000")
        with pytest.raises(ActRefused, match="由工作人员核对"):
            prove(arrival, code=code_for(meeting.workers[0]))


def test_codes_are_not_sent_without_end_also_not_to_nobody(meeting):
    for name in (meeting.workers[0].name, "查无此人"):
        for _ in range(3):
            arrive(meeting, name)
        with pytest.raises(ActRefused, match="太频繁"):
            arrive(meeting, name)
        arrive(meeting, name, at=AT + timedelta(minutes=11))


def test_codes_are_guessed_slowly(client, settings, meeting):
    for _ in range(120):
        client.post(reverse("phone-door"), {"code": "1"})
    assert client.post(reverse("phone-door"), {"code": meeting.door.code}).status_code == 429


def test_number_that_opens_nothing_is_answered_plainly(client, meeting):
    wrong = f"{(int(meeting.door.code) + 1) % 1_000_000:06d}"
    answer = client.post(reverse("phone-door"), {"code": wrong})
    assert answer.status_code == 404
    assert "没有找到这个调解会" in answer.content.decode()
    assert client.get(reverse("phone-who")).status_code == 404
    assert client.get(reverse("phone-proof")).headers["Location"] == reverse("phone-door")


# An officer admits


def test_who_knocks_appears_to_the_officers_and_to_nobody_else(meeting):
    worker = come_in(meeting, meeting.workers[0])
    arrival = operations.knock(arrival=arrive(meeting, "钱进", represents="示例建筑"), at=AT)
    event = Event.objects.get(kind="knock")
    assert event.stream == "med"
    assert event.body == {"id": arrival.pk, "name": "钱进", "for": "示例建筑", "proof": ""}
    seat = Seat.objects.get(user=worker)
    assert not Event.objects.visible_to(seat).filter(kind="knock").exists()


def test_officer_admits_after_looking_at_the_papers(meeting):
    arrival = operations.knock(
        arrival=arrive(meeting, builders.LEGAL_REPRESENTATIVE, represents="示例"), at=AT
    )
    arrival = operations.admit_arrival(
        arrival=arrival,
        party=meeting.employer,
        capacity="legal_representative",
        by=meeting.staff.recorder,
        at=AT,
    )
    assert arrival.state == ArrivalState.ADMITTED
    assert PartyAccess.objects.get().proof == "officer"
    assert Event.objects.filter(kind="knock.done", stream="med").exists()


def test_officer_cannot_admit_whom_the_papers_do_not_cover(meeting):
    arrival = operations.knock(arrival=arrive(meeting, "路人", represents="示例"), at=AT)
    with pytest.raises(ActRefused, match=r"没有.*有效的授权委托书"):
        operations.admit_arrival(
            arrival=arrival,
            party=meeting.employer,
            capacity="authorised_agent",
            by=meeting.staff.mediator,
            at=AT,
        )
    with pytest.raises(ActRefused, match="没有办理"):
        operations.refuse_arrival(arrival=arrival, reason="不是", by=meeting.staff.stranger, at=AT)
    arrival = operations.refuse_arrival(
        arrival=arrival, reason="没有带授权委托书", by=meeting.staff.mediator, at=AT
    )
    assert arrival.state == ArrivalState.REFUSED
    assert not PartyAccess.objects.exists()


def test_who_waits_sees_the_reason_or_the_way_in(client, meeting):
    client.post(reverse("phone-door"), {"code": meeting.door.code})
    client.post(
        reverse("phone-who"),
        {"standing": "for_another", "name": builders.LEGAL_REPRESENTATIVE, "represents": "示例"},
    )
    client.post(reverse("phone-knock"))
    assert "等工作人员核对" in client.get(reverse("phone-wait")).content.decode()
    before = client.session.session_key
    operations.admit_arrival(
        arrival=Arrival.objects.get(),
        party=meeting.employer,
        capacity="legal_representative",
        by=meeting.staff.mediator,
        at=AT,
    )
    assert "进入调解室" in client.get(reverse("phone-wait")).content.decode()
    answer = client.post(reverse("phone-wait"))
    assert answer.headers["Location"] == room_url(meeting)
    assert client.get(room_url(meeting)).status_code == 200
    # Whoever knew the session before the sign-in does not have it after.
    assert client.session.session_key != before


def test_a_visitor_whose_arrival_is_pending_cannot_sign_in(client, meeting):
    client.post(reverse("phone-door"), {"code": meeting.door.code})
    client.post(reverse("phone-who"), {"standing": "self", "name": meeting.workers[0].name})
    client.post(reverse("phone-knock"))
    client.post(reverse("phone-wait"))
    assert client.get(room_url(meeting)).headers["Location"] == reverse("phone-door")


# The same person, and the end of access


def test_the_same_person_is_the_same_user_again(meeting):
    first, other = meeting.workers
    assert come_in(meeting, first) == come_in(meeting, first)
    assert come_in(meeting, other) != come_in(meeting, first)
    assert PartyAccess.objects.filter(party=first).count() == 1
    assert Seat.objects.filter(keys=[first.key], removed_at=None).count() == 1


def test_the_same_worker_in_another_case_is_another_user_who_sees_only_that_case():
    one, other = a_meeting(1), a_meeting(1)
    user = come_in(one, one.workers[0])
    assert come_in(other, other.workers[0]) != user
    assert signed_in(user).get(room_url(other)).status_code == 404


def test_who_was_shown_out_comes_back_only_by_an_officer(meeting):
    worker = meeting.workers[0]
    user = come_in(meeting, worker)
    seat = Seat.objects.get(user=user)
    operations.show_out(session=meeting.session, seat=seat, by=meeting.staff.mediator, at=AT)
    client = signed_in(user)
    assert "您已离开调解室" in client.get(room_url(meeting)).content.decode()
    client.post(reverse("phone-enter", args=[meeting.session.pk]))
    assert not Seat.objects.filter(user=user, removed_at=None).exists()
    arrival = prove(arrive(meeting, worker.name), code=code_for(worker))
    assert arrival.state == ArrivalState.KNOCKING
    operations.admit_arrival(
        arrival=arrival, party=worker, capacity="self", by=meeting.staff.mediator, at=AT
    )
    assert Seat.objects.filter(user=user, removed_at=None).exists()


def test_revoked_access_ends_seat_pages_and_acts(meeting):
    worker = meeting.workers[0]
    user = come_in(meeting, worker)
    proposal = builders.a_proposal(meeting.case)
    access = PartyAccess.objects.get(user=user)
    operations.turn_away(access=access, reason="认错人", by=meeting.staff.mediator, at=AT)
    assert not Seat.objects.filter(user=user, removed_at=None).exists()
    assert signed_in(user).get(room_url(meeting)).status_code == 404
    with pytest.raises(ActRefused):
        operations.answer_terms(
            proposal=proposal, party=worker, answer=Answer.AGREE, by=user, on=builders.ON
        )


# What a party may open

PARTY_PAGES = {
    *("phone-door", "phone-who", "phone-proof", "phone-knock", "phone-wait", "phone-address"),
    *("phone-home", "phone-leave", "phone-room", "phone-cards", "phone-enter", "phone-answer"),
    *("phone-paper", "room-stream", "room-log", "room-say", "verify", "verify-code"),
    *("session-record", "session-record-file", "session-shown", "session-media"),
    # Before a court and before the tribunal
    *("phone-application", "phone-application-sheet", "phone-tribunal", "phone-arbitration"),
    *("phone-apply", "phone-elements", "phone-receive", "phone-tribunal-paper"),
    *("phone-hearing", "phone-hearing-cards", "phone-hearing-shown"),
}


def test_party_opens_the_pages_of_parties_and_nothing_else(meeting):
    client = signed_in(come_in(meeting, meeting.workers[0]))
    sample = {"pk": 1, "case_pk": meeting.case.pk, "party_pk": 1, "room_id": 0, "kind": "pdf"}
    sample |= {"code": "D06", "role": "mediator", "token": "x", "which": "text"}
    sample |= dict.fromkeys(("process_pk", "task_pk", "packet_id", "no", "access_pk"), 1)
    sample |= dict.fromkeys(("element_pk", "claim_pk", "award_pk", "year", "month"), 1)
    opened = set()
    for address in addresses():
        filled = sample | ({"pk": UUID(int=1)} if address.name.startswith("fund-voucher") else {})
        url = reverse(
            address.name, kwargs={name: filled.get(name, "x") for name in address.parameters}
        )
        for method in (client.get, client.post):
            answer = method(url)
            home = answer.headers.get("Location") == reverse("phone-home")
            shut = answer.status_code in (401, 403)  # a system of a court comes with a token
            if not shut and not (address.name == "home" and home):
                opened.add(address.name)
            if address.name == "phone-leave":
                client = signed_in(PartyAccess.objects.get().user)
    assert opened - PARTY_PAGES == set()


def test_what_was_recorded_of_an_entry_holds_no_number(meeting):
    with commits():
        come_in(meeting, meeting.workers[0])
    said = [str(e.facts) + e.summary for e in meeting.case.events.filter(act="admit_person")]
    assert said
    worker = meeting.workers[0]
    assert not any(
        n in text for text in said for n in (worker.phone, worker.id_no, worker.id_no[-4:])
    )
