"""Sealed offers: both sides agree, each gives one bound, and all learn whether they meet."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cases.models import CaseEvent
from mediation import operations
from mediation.models import BlindBound, BlindRound
from room.models import Event
from tests.builders import end_session
from tests.mediation.in_session import AT, a_meeting, done, own, send, told

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=30)


@pytest.fixture
def meeting():
    return a_meeting(2)


def ask(meeting) -> int:
    body = {"low": "workers", "high": meeting.debtor.key, "minutes": 30}
    return done(meeting.seats["mediator"], "pub", "blind.ask", body).body["id"]


def people(meeting) -> dict:
    return {
        "worker1": meeting.workers[0],
        "worker2": meeting.workers[-1],
        "boss": meeting.debtor,
    }


def consent(meeting, who: str, number: int, answer="agree", at=AT):
    body = {"id": number, "answer": answer}
    return send(meeting.seats[who], own(people(meeting)[who]), "blind.consent", body, at)


def give(meeting, who: str, number: int, fen: int, at=AT):
    body = {"id": number, "amount_fen": fen}
    return send(meeting.seats[who], own(people(meeting)[who]), "blind.give", body, at)


def an_open_round(meeting) -> int:
    number = ask(meeting)
    for who in ("worker1", "boss"):
        assert not consent(meeting, who, number).why
    return number


def state(meeting) -> dict:
    bodies = [told(seat, "blind")[-1].body for seat in meeting.seats.values()]
    assert all(body == bodies[0] for body in bodies)
    return bodies[0]


@pytest.mark.parametrize(
    ("least", "most", "result"),
    [(500, 600, "overlap"), (600, 600, "overlap"), (601, 600, "none")],
)
def test_all_learn_whether_the_bounds_meet(meeting, least, most, result):
    number = an_open_round(meeting)
    assert not give(meeting, "boss", number, most).why
    assert (state(meeting)["state"], state(meeting)["given"]) == ("given", [meeting.debtor.name])
    assert not give(meeting, "worker1", number, least).why
    assert state(meeting)["state"] == result
    assert set(BlindBound.objects.values_list("sealed", flat=True)) == {""}


def test_nothing_is_given_before_both_sides_have_agreed(meeting):
    number = ask(meeting)
    consent(meeting, "worker1", number)
    assert "双方都同意" in give(meeting, "worker1", number, 5).why
    assert state(meeting)["state"] == "asked"


def test_one_refusal_ends_the_round_and_erases_what_was_given(meeting):
    number = an_open_round(meeting)
    give(meeting, "boss", number, 700)
    assert not consent(meeting, "worker2", number, "refuse").why
    assert state(meeting)["state"] == "refused"
    assert not BlindBound.objects.exclude(sealed="").exists()
    assert "已经结束" in give(meeting, "worker1", number, 5).why


def test_a_side_gives_one_bound_in_a_round(meeting):
    number = an_open_round(meeting)
    give(meeting, "worker1", number, 500)
    assert "只能填写一次" in give(meeting, "worker2", number, 900).why
    assert "只能填写一次" in give(meeting, "worker1", number, 900).why


def test_after_its_time_the_round_is_over_and_what_was_given_is_erased(meeting):
    number = an_open_round(meeting)
    give(meeting, "boss", number, 700)
    assert "已经结束" in give(meeting, "worker1", number, 5, LATER).why
    assert operations.erase_expired_bounds(at=LATER - timedelta(seconds=1)) == 0
    assert operations.erase_expired_bounds(at=LATER) == 1
    assert state(meeting)["state"] == "expired"
    assert not BlindBound.objects.exclude(sealed="").exists()


def test_the_end_of_the_session_erases_what_was_given(meeting):
    give(meeting, "boss", an_open_round(meeting), 700)
    end_session(meeting.session, result="adjourned")
    assert not BlindBound.objects.exclude(sealed="").exists()
    assert BlindRound.objects.get().state == "expired"


def test_the_mediator_stops_a_round_and_a_party_cannot_start_one(meeting):
    number = an_open_round(meeting)
    give(meeting, "boss", number, 700)
    done(meeting.seats["mediator"], "pub", "blind.stop", {"id": number})
    assert not BlindBound.objects.exclude(sealed="").exists()
    body = {"low": "workers", "high": meeting.debtor.key, "minutes": 30}
    for who in ("boss", "recorder"):
        assert send(meeting.seats[who], "pub", "blind.ask", body).why == "您不能在这里写入。"


def test_one_round_at_a_time(meeting):
    ask(meeting)
    body = {"low": "workers", "high": meeting.debtor.key, "minutes": 30}
    assert "还没有结束" in send(meeting.seats["mediator"], "pub", "blind.ask", body).why


def test_the_sides_cannot_be_exchanged(meeting):
    body = {"low": meeting.debtor.key, "high": "workers", "minutes": 30}
    assert send(meeting.seats["mediator"], "pub", "blind.ask", body).why


def everything_stored() -> str:
    """Every row of every table, as text: what a page, a backup or an administrator could show."""
    with connection.cursor() as cursor:
        text = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def test_the_figure_stands_nowhere_in_the_database(meeting):
    number = an_open_round(meeting)
    give(meeting, "boss", number, 7_391_846)
    sealed = BlindBound.objects.get().sealed
    assert sealed
    assert "7391846" not in everything_stored()
    assert "7391846" not in serializers.serialize("json", BlindBound.objects.all())
    give(meeting, "worker1", number, 8_264_193)
    stored = everything_stored()
    assert "8264193" not in stored
    assert sealed not in stored


FEN = st.integers(1, 10**12)


def record_of_a_round(meeting, least: int, most: int, *, workers_first: bool) -> list:
    """Everything written while a round is held with these bounds, and the length of a bound."""
    with transaction.atomic():
        seen = Event.objects.count()
        number = an_open_round(meeting)
        order = [("worker1", least), ("boss", most)]
        lengths = []
        for who, fen in order if workers_first else reversed(order):
            assert not give(meeting, who, number, fen).why
            lengths += map(len, BlindBound.objects.values_list("sealed", flat=True))
        told = [
            (e.stream, e.number, e.kind, {k: v for k, v in e.body.items() if k != "id"})
            for e in Event.objects.order_by("position")[seen:]
        ]
        acts = CaseEvent.objects.filter(act__contains="blind").values_list("act", "summary")
        kept = [*told, *acts, *lengths]
        transaction.set_rollback(True)
    return kept


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=FEN, b=FEN, c=FEN, d=FEN, workers_first=st.booleans())
def test_two_rounds_that_end_alike_leave_the_same_record(meeting, a, b, c, d, workers_first):
    """Nothing anybody may read depends on the figures but whether they meet."""
    c, d = sorted((c, d), reverse=a > b)
    assume((a <= b) == (c <= d))
    one = record_of_a_round(meeting, a, b, workers_first=workers_first)
    assert one == record_of_a_round(meeting, c, d, workers_first=workers_first)
