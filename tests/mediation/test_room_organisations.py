"""Answers to terms from the phones of companies, and how long each side has spoken."""

from datetime import timedelta

import pytest

from cases.choices import AuthorityScope, Capacity
from mediation.models import TermsAnswer
from mediation.queries import speaking_times
from tests.builders import a_proposal
from tests.mediation.in_session import AT, a_meeting, admitted, agent, done, enter, own, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return a_meeting(1)


def answer(meeting, seat):
    proposal = a_proposal(meeting.case)
    body = {"number": proposal.number, "sha": proposal.terms_sha256, "answer": "agree"}
    return send(seat, own(meeting.debtor), "terms.answer", body)


def test_a_company_answers_by_its_chief_in_the_capacity_of_the_admission(meeting):
    assert not answer(meeting, meeting.seats["boss"]).why
    given = TermsAnswer.objects.get(party=meeting.debtor)
    assert given.capacity == Capacity.LEGAL_REPRESENTATIVE
    assert given.through == meeting.debtor.legal_rep


@pytest.mark.parametrize(
    ("scope", "why"), [(AuthorityScope.SPECIAL, ""), (AuthorityScope.GENERAL, "一般授权")]
)
def test_an_agent_needs_special_authority_to_agree(meeting, scope, why):
    seat = enter(meeting.session, agent(meeting.debtor, "施文涛", scope))
    told = answer(meeting, seat).why
    assert (why in told) if why else (told == "")
    assert TermsAnswer.objects.filter(through="施文涛").exists() == (not why)


def test_somebody_who_is_no_longer_its_chief_does_not_answer_for_a_company(meeting):
    seat = enter(meeting.session, admitted(meeting.debtor, "前任", Capacity.LEGAL_REPRESENTATIVE))
    assert meeting.debtor.legal_rep in answer(meeting, seat).why


def minutes(n: float):
    return AT + timedelta(minutes=n)


def floor(meeting, kind: str, who: str, at) -> None:
    done(meeting.seats["mediator"], "pub", kind, {"seat": meeting.seats[who].pk}, at)


def times(meeting, at) -> dict:
    return {row.group: row.seconds for row in speaking_times(meeting.session, at=at)}


def test_the_floor_is_counted_by_side_until_it_is_given_on_or_taken(meeting):
    floor(meeting, "floor.give", "worker1", minutes(0))
    floor(meeting, "floor.give", "boss", minutes(3))  # the worker's turn ends with it
    floor(meeting, "floor.end", "worker1", minutes(4))  # of somebody who no longer has it
    floor(meeting, "floor.end", "boss", minutes(5))
    floor(meeting, "floor.give", "worker1", minutes(10))
    assert times(meeting, minutes(12)) == {"工人方": 300, meeting.debtor.name: 120}


def test_a_pause_ends_the_turn(meeting):
    floor(meeting, "floor.give", "worker1", minutes(0))
    done(meeting.seats["mediator"], "pub", "pause", {"text": "休会十分钟"}, minutes(2))
    assert times(meeting, minutes(30))["工人方"] == 120


def test_the_staff_s_own_turns_are_no_sides(meeting):
    floor(meeting, "floor.give", "recorder", minutes(0))
    assert times(meeting, minutes(30)) == {"工人方": 0, meeting.debtor.name: 0}
