"""Sibling cases are decided in one go: each worker's own paper, no case twice, none lost."""

from datetime import UTC, datetime, timedelta

import pytest

from adjudication.choices import ArbitrationState
from adjudication.models import Arbitration
from adjudication.operations import batches
from documents.choices import BatchState, ItemState
from documents.models import Document
from staff.refusals import ActRefused, NotPermitted
from tests.adjudication import siblings

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)


def start(arbitrations, **changes):
    facts = {
        "title": "",
        "pay_within_days": 15,
        "by": siblings.presiding(arbitrations[0]),
        "on": siblings.AWARDED,
        "at": AT,
    }
    return batches.start_award_batch(arbitrations=arbitrations, **(facts | changes))


def run(batch) -> None:
    batches.make_award_batch(batch, clock=lambda: AT)
    batch.refresh_from_db()


def test_each_worker_gets_his_own_award_and_a_bad_case_loses_nobody_else() -> None:
    group = siblings.of(4)
    found, _ = batches.find_together(
        arbitrations=group[:3],
        code="E10",
        label="休息日加班天数",
        found="9",
        finding="考勤表只证明9天",
        article="ARB-39",
        by=siblings.presiding(group[0]),
        on=siblings.AWARDED,
    )
    assert len(found) == 3  # entered once; the fourth case stays open
    batch = start(group)
    run(batch)
    assert batch.state == BatchState.DONE
    assert batch.counts()[ItemState.DONE] == 3
    (bad,) = batch.items.filter(state=ItemState.REFUSED)
    assert bad.arbitration == group[3]
    assert "E10" in bad.fault
    for arbitration in Arbitration.objects.filter(pk__in=[a.pk for a in group[:3]]):
        assert arbitration.state == ArbitrationState.DECIDED
        (award,) = arbitration.awards.all()
        (worker,) = {c["worker"] for c in award.document.context["claims"]}
        assert worker == arbitration.applicants.get().name


def test_run_again_after_a_dead_worker_nothing_is_decided_twice() -> None:
    group = siblings.of(3, found=True)
    batch = start(group)
    item = batch.items.order_by("no").first()
    batches._make_item(item.pk, batch)  # then the worker dies
    assert Document.objects.filter(code="A12-1").count() == 1
    by = siblings.presiding(group[0])
    with pytest.raises(ActRefused, match="正在办理"):
        batches.resume_award_batch(batch=batch, by=by, at=AT)
    batches.resume_award_batch(batch=batch, by=by, at=AT + timedelta(minutes=2))
    run(batch)
    run(batch)
    assert Document.objects.filter(code="A12-1").count() == 3
    assert len({a.number for g in group for a in g.awards.all()}) == 3


def test_a_case_is_in_one_batch_only_and_only_of_its_own_tribunal() -> None:
    group = siblings.of(2, found=True)
    batch = start(group)
    with pytest.raises(ActRefused, match="不重复办理"):
        start(group[:1])
    with pytest.raises(NotPermitted):
        start(group, by=siblings.stranger(group[0]))
    run(batch)
    with pytest.raises(ActRefused, match="不重复办理"):
        start(group)
