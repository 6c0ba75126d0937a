"""Offers: who learns of them when, how long they stand, and that nothing follows by itself."""

from datetime import timedelta

import pytest

from cases.choices import AuthorityScope
from mediation.models import Agreement, Offer, Proposal
from mediation.queries import accepted_offer, offer_ladder
from tests.mediation.in_session import AT, a_meeting, agent, done, enter, send, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return a_meeting(2)


def offer(meeting, who="boss", giver=None, receiver="workers", fen=500_000, **more) -> Offer:
    giver = giver or meeting.debtor.key
    body = {"to": receiver, "amount_fen": fen, "minutes": 30, "note": "月底前付", **more}
    event = done(meeting.seats[who], f"c:{giver}", "offer.make", body)
    return Offer.objects.get(pk=event.body["id"])


def convey(meeting, row: Offer):
    return done(meeting.seats["mediator"], "med", "offer.convey", {"id": row.pk})


def reply(meeting, row: Offer, answer: str, who="worker1", side="workers", at=AT):
    body = {"id": row.pk, "answer": answer}
    return send(meeting.seats[who], f"c:{side}", "offer.answer", body, at)


def readers(meeting) -> set[str]:
    return {name for name, seat in meeting.seats.items() if told(seat, "offer")}


def test_an_offer_is_the_mediators_until_it_is_conveyed(meeting):
    row = offer(meeting)
    assert readers(meeting) == {"mediator", "recorder", "boss"}
    assert offer_ladder(meeting.seats["worker1"], at=AT) == []
    convey(meeting, row)
    assert readers(meeting) == {"mediator", "recorder", "boss", "worker1", "worker2"}
    (rung,) = offer_ladder(meeting.seats["worker1"], at=AT)
    assert (rung.offer, rung.words) == (row, "已转达")


def test_another_side_never_learns_of_it():
    meeting = a_meeting(1)
    row = offer(meeting)
    convey(meeting, row)
    meeting.seats["boss"].group = "somebody-else"
    assert list(Offer.objects.visible_to(meeting.seats["boss"])) == []
    assert list(Offer.objects.visible_to(None)) == []


def test_an_accepted_offer_makes_neither_terms_nor_an_agreement(meeting):
    row = offer(meeting)
    convey(meeting, row)
    assert not reply(meeting, row, "accept").why
    assert accepted_offer(meeting.session) == row
    assert not Proposal.objects.exists()
    assert not Agreement.objects.exists()


def test_an_offer_not_conveyed_cannot_be_answered(meeting):
    row = offer(meeting)
    assert "没有这一项" in reply(meeting, row, "accept").why


def test_nobody_answers_their_own_offer(meeting):
    row = offer(meeting)
    convey(meeting, row)
    assert "不是向您提出的" in reply(meeting, row, "accept", "boss", meeting.debtor.key).why


def test_after_its_time_an_offer_is_gone_whatever_the_clock_on_the_wall_did(meeting):
    row = offer(meeting)
    convey(meeting, row)
    late = AT + timedelta(minutes=30)
    assert "已过有效期" in reply(meeting, row, "accept", at=late).why
    row.refresh_from_db()
    assert row.state == "conveyed"  # nothing was written by a timer
    assert offer_ladder(meeting.seats["mediator"], at=late)[0].words == "已过有效期"


def test_a_counter_offer_is_news_to_the_other_side_once_it_is_conveyed(meeting):
    row = offer(meeting)
    convey(meeting, row)
    heard = len(told(meeting.seats["boss"]))
    counter = offer(meeting, "worker1", "workers", meeting.debtor.key, fen=650_000, counters=row.pk)
    assert (counter.state, counter.counters) == ("made", row)
    assert len(told(meeting.seats["boss"])) == heard
    convey(meeting, counter)
    states = {e.body["id"]: e.body["state"] for e in told(meeting.seats["boss"], "offer")}
    assert states == {row.pk: "countered", counter.pk: "conveyed"}


def test_who_answers_is_answered_on_their_own_stream(meeting):
    row = offer(meeting)
    convey(meeting, row)
    assert reply(meeting, row, "decline").event.stream == "c:workers"


def test_what_one_side_was_not_told_it_cannot_counter(meeting):
    row = offer(meeting)
    body = {"to": meeting.debtor.key, "amount_fen": 1, "minutes": 5, "counters": row.pk}
    assert send(meeting.seats["worker1"], "c:workers", "offer.make", body).why


def test_a_new_offer_takes_the_place_of_ones_own_open_one(meeting):
    first = offer(meeting)
    offer(meeting, fen=550_000)
    first.refresh_from_db()
    assert first.state == "withdrawn"


def test_the_giver_withdraws_while_nobody_has_answered(meeting):
    row = offer(meeting)
    convey(meeting, row)
    done(meeting.seats["boss"], f"c:{meeting.debtor.key}", "offer.withdraw", {"id": row.pk})
    assert "已撤回" in reply(meeting, row, "accept").why


def test_the_mediator_writes_an_offer_down_for_a_side(meeting):
    row = offer(meeting, "mediator")
    assert (row.party, row.person) == (None, f"调解员{meeting.staff.mediator.name}代记")
    assert readers(meeting) == {"mediator", "recorder", "boss"}


def test_an_agent_without_power_to_settle_makes_and_accepts_none(meeting):
    clerk = enter(meeting.session, agent(meeting.debtor, "施文涛", AuthorityScope.GENERAL))
    body = {"to": "workers", "amount_fen": 1, "minutes": 5}
    assert "一般授权" in send(clerk, f"c:{meeting.debtor.key}", "offer.make", body).why


def test_one_side_cannot_offer_in_the_name_of_the_other(meeting):
    body = {"to": meeting.debtor.key, "amount_fen": 1, "minutes": 5}
    assert send(meeting.seats["boss"], "c:workers", "offer.make", body).why == "您不能在这里写入。"


def test_the_record_of_the_case_names_no_sum(meeting):
    row = offer(meeting, fen=7_654_321)
    convey(meeting, row)
    reply(meeting, row, "decline")
    events = meeting.case.events.filter(act__contains="offer")
    assert events.count() == 3
    assert all(event.private for event in events)
    assert "7654321" not in "".join(f"{e.summary}{e.facts}" for e in events)
    assert "76,543" not in "".join(e.summary for e in events)


@pytest.mark.parametrize(
    "change",
    [
        {"amount_fen": 0},
        {"amount_fen": -5},
        {"amount_fen": "5"},
        {"amount_fen": True},
        {"minutes": 0},
        {"minutes": 50_000},
        {"to": "nobody"},
        {"to": 5},
        {"note": "长" * 301},
        {"counters": 999},
        {"party": "worker_1"},
    ],
)
def test_a_broken_offer_is_answered_with_a_sentence(meeting, change):
    body = {"to": "workers", "amount_fen": 1, "minutes": 5} | change
    assert send(meeting.seats["boss"], f"c:{meeting.debtor.key}", "offer.make", body).why
    assert not Offer.objects.exists()
