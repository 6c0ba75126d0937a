"""Numbers are unique and without gaps, whoever asks at the same moment (V-N1)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from cases.models import SeriesCounter
from cases.operations import set_series, take_number
from cases.operations.numbering import SeriesMissing
from staff.refusals import ActRefused, NotPermitted
from tests.builders import ON, a_centre, people

pytestmark = pytest.mark.both


@pytest.fixture
def centre(db):
    return a_centre()


def test_numbers_follow_one_another(centre):
    got = [take_number(body=centre, code="lead", on=ON) for _ in range(3)]
    assert got == [f"示农薪线〔2026〕{n}号" for n in (1, 2, 3)]


def test_every_year_begins_anew(centre):
    take_number(body=centre, code="lead", on=ON)
    assert take_number(body=centre, code="lead", on=date(2027, 1, 4)) == "示农薪线〔2027〕1号"


def test_a_series_may_open_where_the_paper_register_ended(centre):
    staff = people(centre)
    series = {"code": "lead", "title": "线索编号", "pattern": "示线〔{year}〕{seq}号"}
    set_series(body=centre, by=staff.director, on=ON, opening=58, **series)
    assert take_number(body=centre, code="lead", on=ON) == "示线〔2026〕58号"


def test_a_failed_act_gives_its_number_back(centre):
    take_number(body=centre, code="lead", on=ON)
    with transaction.atomic():
        take_number(body=centre, code="lead", on=ON)
        transaction.set_rollback(True)
    assert take_number(body=centre, code="lead", on=ON).endswith("〕2号")


def test_a_series_nobody_set_is_named(centre):
    with pytest.raises(SeriesMissing) as refused:
        take_number(body=centre, code="award", on=ON)
    assert refused.value.source == "V-N1"


@pytest.mark.parametrize("pattern", ["示线{seq}号", "示线〔{year}〕号"])
def test_a_pattern_without_year_or_number_is_refused(centre, pattern):
    with pytest.raises(ActRefused, match="year"):
        set_series(
            body=centre, code="lead", title="线索", pattern=pattern,
            by=people(centre).director, on=ON,
        )  # fmt: skip


def test_a_mediator_cannot_set_a_series(centre):
    with pytest.raises(NotPermitted):
        set_series(
            body=centre, code="lead", title="线索", pattern="{year}{seq}",
            by=people(centre).mediator, on=ON,
        )  # fmt: skip


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers_without_a_gap():
    centre = a_centre()
    each = 12
    barrier = Barrier(8)

    def take(worker: int) -> list[str]:
        got = []
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            for turn in range(each):
                with transaction.atomic():
                    number = take_number(body=centre, code="lead", on=ON)
                    if (worker + turn) % 4 == 0:
                        transaction.set_rollback(True)
                        continue
                got.append(number)
        finally:
            connection.close()
        return got

    with ThreadPoolExecutor(8) as pool:
        got = [number for numbers in pool.map(take, range(8)) for number in numbers]
    kept = 8 * each * 3 // 4
    assert sorted(got) == sorted(f"示农薪线〔2026〕{n}号" for n in range(1, kept + 1))
    assert SeriesCounter.objects.get(series__code="lead").last == kept
