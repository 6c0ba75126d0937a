"""Sealed offers and answers at the same moment; SQLite lets them in one by one."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from mediation.models import BlindBound, BlindRound
from tests.mediation.in_session import AT, a_meeting, done, own, send

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list:
    """Run the acts at the same moment, each on its own connection; return their results."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.postgresql
def test_bounds_given_at_the_same_moment_are_compared_once_and_erased():
    meeting = a_meeting(2)
    people = {"worker1": meeting.workers[0], "worker2": meeting.workers[1], "boss": meeting.debtor}
    for _ in range(4):
        sides = {"low": "workers", "high": meeting.debtor.key, "minutes": 30}
        number = done(meeting.seats["mediator"], "pub", "blind.ask", sides).body["id"]
        for who in ("worker1", "boss"):
            agreed = {"id": number, "answer": "agree"}
            done(meeting.seats[who], own(people[who]), "blind.consent", agreed)
        acts = [
            partial(
                send,
                meeting.seats[who],
                own(party),
                "blind.give",
                {"id": number, "amount_fen": 500},
                AT,
            )
            for who, party in people.items()
        ]
        told = at_once(*acts)
        # Two of one side came together: one of them was told that the side has given its bound.
        assert sorted(bool(answer.why) for answer in told) == [False, False, True]
        row = BlindRound.objects.get(pk=number)
        assert row.state == "overlap"
        assert list(row.bounds.values_list("sealed", flat=True)) == ["", ""]
    assert BlindBound.objects.count() == 8
