"""How often somebody may ask: counted together by every process that answers."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from staff.models import RateCount
from staff.rates import count_together, too_often
from tests.workflow.test_races import at_once


@pytest.mark.django_db
def test_a_stretch_is_counted_and_then_forgotten():
    assert [count_together("a", seconds=60) for _ in range(3)] == [1, 2, 3]
    assert count_together("b", seconds=60) == 1
    RateCount.objects.filter(pk="a").update(until=F("until") - timedelta(seconds=61))
    assert count_together("a", seconds=60) == 1
    ends = RateCount.objects.get(pk="a").until - timezone.now()
    assert timedelta(seconds=50) < ends <= timedelta(seconds=60)


@pytest.mark.django_db
def test_what_is_over_is_not_kept():
    count_together("gone", seconds=0)
    count_together("here", seconds=60)
    assert list(RateCount.objects.values_list("pk", flat=True)) == ["here"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_count_as_one():
    """Each asks over a connection of its own and with a memory of its own."""

    def asks() -> bool:
        cache.clear()  # what only one process remembers
        return too_often("court-api:1", most=6)

    answers = at_once(*[partial(asks)] * 4)
    assert answers == [False] * 4
    answers = [asks() for _ in range(3)]
    from django.db import connection

    if connection.vendor == "postgresql":
        assert answers == [False, False, True]
        assert RateCount.objects.get().count == 7
