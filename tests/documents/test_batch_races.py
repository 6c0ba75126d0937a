"""A batch in several hands at the same moment; SQLite lets them in one by one."""

from datetime import UTC, datetime
from functools import partial

import pytest

from documents.choices import BatchState
from documents.jobs.operations import cancel_batch, start_batch
from documents.jobs.running import make_batch
from documents.models import Batch, Document
from staff.refusals import ActRefused
from tests.builders import ON, an_accepted_case, staff_of
from tests.workflow.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)


def now() -> datetime:
    return AT


def start_or_refusal(case, by) -> Batch | str:
    try:
        return start_batch(case=case, kind="rights", by=by, on=ON, at=AT)
    except ActRefused as refused:
        return str(refused)


@pytest.fixture
def case(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
    }
    return an_accepted_case(6)


def test_two_who_start_at_once_start_one_batch(case):
    staff = staff_of(case)
    outcomes = at_once(
        *(partial(start_or_refusal, case, by) for by in (staff.mediator, staff.recorder))
    )
    assert sorted(isinstance(outcome, Batch) for outcome in outcomes) == [False, True]
    assert Batch.objects.count() == 1
    assert any("正在办理" in str(outcome) for outcome in outcomes)


def test_two_workers_on_one_batch_make_nothing_twice(case):
    batch = start_or_refusal(case, staff_of(case).mediator)
    at_once(*[partial(make_batch, batch, now=now)] * 3)
    batch.refresh_from_db()
    made = Document.objects.filter(case=case, batch_item__isnull=False)
    assert batch.state == BatchState.DONE
    assert sorted(made.values_list("party_id", flat=True)) == sorted(
        case.parties.workers().values_list("pk", flat=True)
    )


def test_batch_cancelled_while_it_is_made_ends_cancelled(case):
    mediator = staff_of(case).mediator
    batch = start_or_refusal(case, mediator)
    at_once(
        partial(make_batch, batch, now=now),
        partial(cancel_batch, batch=batch, by=mediator, on=ON),
    )
    batch.refresh_from_db()
    counts = batch.counts()
    assert batch.state == BatchState.CANCELLED
    assert counts["waiting"] == 0
    assert counts["done"] == Document.objects.filter(case=case, batch_item__isnull=False).count()
