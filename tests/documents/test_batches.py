"""Many papers at once: none twice, none lost, and only for who may see the case."""

import io
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from documents.choices import BatchState, ItemState
from documents.jobs import running
from documents.jobs.operations import (
    SILENT,
    cancel_batch,
    resume_batch,
    resume_silent_batches,
    start_batch,
)
from documents.jobs.running import make_batch
from documents.models import Batch, Document
from documents.store import get
from mediation import operations as mediation
from staff.refusals import ActRefused, NotPermitted
from tests.builders import ON, a_session, a_settled_case, an_accepted_case, staff_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)


def now() -> datetime:
    return AT


class Killed(BaseException):
    """The worker is killed: nothing catches it."""


@pytest.fixture
def case():
    return an_accepted_case(5)


def start(case, kind="rights", *, by=None, at=AT) -> Batch:
    by = by or staff_of(case).mediator
    return start_batch(case=case, kind=kind, by=by, on=ON, at=at)


def done(case, kind="rights") -> Batch:
    batch = start(case, kind)
    make_batch(batch, now=now)
    batch.refresh_from_db()
    return batch


def papers(case, code="D04"):
    return Document.objects.filter(case=case, code=code, batch_item__isnull=False)


def killed_after(batch: Batch, count: int, monkeypatch) -> None:
    """Let `count` papers be made, then kill the worker in the middle of the next one."""
    made = []
    issue = running.issue_document

    def dying(**facts):
        made.append(issue(**facts))
        if len(made) > count:
            raise Killed
        return made[-1]

    with monkeypatch.context() as patched:
        patched.setattr(running, "issue_document", dying)
        with pytest.raises(Killed):
            make_batch(batch, now=now)


def test_every_worker_gets_a_paper(case):
    batch = done(case)
    assert batch.state == BatchState.DONE
    workers = set(case.parties.workers().values_list("pk", flat=True))
    assert {paper.party_id for paper in papers(case)} == workers
    assert {paper.recipient for paper in papers(case)} == {
        worker.name for worker in case.parties.workers()
    }


def test_papers_are_bound_with_every_worker_in_the_index(case):
    batch = done(case)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(get(batch.bundle))).pages)
    for worker in case.parties.workers():
        assert worker.name in text


def test_killed_batch_is_taken_up_without_doubles(case, monkeypatch):
    batch = start(case)
    killed_after(batch, 2, monkeypatch)
    assert papers(case).count() == 2
    make_batch(batch, now=now)
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert sorted(paper.party_id for paper in papers(case)) == sorted(
        case.parties.workers().values_list("pk", flat=True)
    )


def test_batch_killed_while_binding_is_taken_up(case, monkeypatch):
    batch = start(case)

    def die(*args, **options):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(running, "bundle", die)
        with pytest.raises(Killed):
            make_batch(batch, now=now)
    make_batch(batch, now=now)
    batch.refresh_from_db()
    assert (batch.state, papers(case).count()) == (BatchState.DONE, 5)
    assert batch.bundle


def test_job_that_runs_twice_makes_nothing_twice(case):
    batch = start(case)
    make_batch(batch, now=now)
    make_batch(batch, now=now)
    assert papers(case).count() == 5


def test_one_paper_that_cannot_be_made_loses_no_other(case, monkeypatch):
    third = case.parties.workers()[2]
    issue = running.issue_document

    def failing(**facts):
        if facts["party"] == third:
            raise ValueError("broken data")
        return issue(**facts)

    monkeypatch.setattr(running, "issue_document", failing)
    batch = done(case)
    assert batch.state == BatchState.DONE
    refused = batch.items.get(state=ItemState.REFUSED)
    assert refused.party == third
    assert refused.fault
    assert papers(case).count() == 4


def test_name_no_font_has_is_refused_by_name_and_can_be_made_later(case):
    worker = case.parties.workers().first()
    name = worker.name
    type(worker).objects.filter(pk=worker.pk).update(name="王" + chr(0xF0000))
    batch = done(case)
    assert "U+F0000" in batch.items.get(state=ItemState.REFUSED).fault
    type(worker).objects.filter(pk=worker.pk).update(name=name)
    again = done(case)
    assert [item.party for item in again.items.all()] == [worker]
    assert papers(case).count() == 5


def test_cancelled_batch_keeps_what_is_made_and_makes_no_more(case, monkeypatch):
    batch = start(case)
    killed_after(batch, 2, monkeypatch)
    cancel_batch(batch=batch, by=staff_of(case).mediator, on=ON)
    make_batch(batch, now=now)
    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED
    assert papers(case).count() == 2
    assert batch.counts()[ItemState.CANCELLED] == 3


def test_batch_cancelled_while_it_runs_stops_before_the_next_paper(case, monkeypatch):
    batch, issue = start(case), running.issue_document

    def then_cancel(**facts):
        document = issue(**facts)
        cancel_batch(batch=batch, by=staff_of(case).mediator, on=ON)
        return document

    monkeypatch.setattr(running, "issue_document", then_cancel)
    make_batch(batch, now=now)
    assert papers(case).count() == 1


def test_what_was_cancelled_can_be_ordered_again(case, monkeypatch):
    batch = start(case)
    killed_after(batch, 2, monkeypatch)
    cancel_batch(batch=batch, by=staff_of(case).mediator, on=ON)
    assert done(case).counts()["total"] == 3
    assert papers(case).count() == 5


def test_second_start_is_refused_while_the_first_runs(case):
    start(case)
    with pytest.raises(ActRefused, match="正在办理"):
        start(case, by=staff_of(case).recorder)
    assert Batch.objects.count() == 1


@pytest.mark.both
def test_database_lets_no_second_batch_and_no_second_paper_through(case):
    """Two people who both looked before either wrote: the constraints decide."""
    first = start(case)
    second = {field: getattr(first, field) for field in ("case", "kind", "occasion", "event")}
    second |= {"started_on": ON, "started_by": first.started_by, "beat_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(**second)
    other = Batch.objects.create(**second | {"occasion": "else"})
    item = first.items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.items.create(no=1, key=item.key, party=item.party)


def test_workers_who_have_the_paper_get_no_second_one(case):
    done(case)
    with pytest.raises(ActRefused, match="已经为每名劳动者出具"):
        start(case)


def test_batch_that_is_alive_is_not_put_into_the_queue_again(case):
    batch = start(case)
    with pytest.raises(ActRefused, match="正在办理"):
        resume_batch(batch=batch, by=staff_of(case).mediator, at=AT + SILENT / 2)
    assert resume_silent_batches(at=AT + SILENT / 2) == 0


@pytest.fixture
def queue(settings):
    """Jobs wait in the database, and nobody works them off."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects


def test_silent_batch_is_put_into_the_queue_once(case, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        start(case)
    queue.update(status="RUNNING")  # its worker was killed then
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_silent_batches(at=AT + SILENT) == 1
    assert resume_silent_batches(at=AT + 2 * SILENT) == 0
    assert queue.ready().count() == 1


def test_silent_batch_is_put_into_the_queue_by_hand_once(
    case, queue, django_capture_on_commit_callbacks
):
    batch, mediator = start(case), staff_of(case).mediator
    with django_capture_on_commit_callbacks(execute=True):
        resume_batch(batch=batch, by=mediator, at=AT + SILENT)
    with pytest.raises(ActRefused, match="已在后台排队"):
        resume_batch(batch=batch, by=mediator, at=AT + SILENT)
    assert queue.ready().count() == 1


def test_start_leaves_a_job_that_makes_the_papers(case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(case)
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_who_does_not_work_on_the_case_runs_no_batch(case):
    stranger = staff_of(case).stranger
    with pytest.raises(NotPermitted):
        start(case, by=stranger)
    batch = start(case)
    with pytest.raises(NotPermitted):
        cancel_batch(batch=batch, by=stranger, on=ON)
    with pytest.raises(NotPermitted):
        resume_batch(batch=batch, by=stranger, at=AT + SILENT)


def test_batch_is_seen_by_who_sees_the_case(case):
    batch, staff = start(case), staff_of(case)
    people = ("mediator", "recorder", "director", "stranger", "other_mediator", "court_clerk")
    seen = {
        name
        for name in people
        if Batch.objects.visible_to(getattr(staff, name)).filter(pk=batch.pk).exists()
    }
    assert seen == {"mediator", "recorder", "director"}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("session_notice", "没有已安排的调解会"),
        ("own_row", "没有附逐人明细表"),
        ("nothing", "没有这一种"),
    ],
)
def test_batch_the_case_is_not_ready_for_is_refused(case, kind, sentence):
    with pytest.raises(ActRefused, match=sentence):
        start(case, kind)


def test_own_row_is_the_workers_row_of_the_annex_and_nobody_elses():
    case = a_settled_case(3, 2)
    done(case, "own_row")
    annex = case.agreements.get().annex.context
    for row in annex["workers"]:
        own = papers(case, "D12A").get(party__roster_no=row["no"]).context
        assert own["workers"] == [row]
        assert own["confirmed_total"] == row["due"]
        shares = [share["amount"] for share in row["instalments"]]
        assert [part["amount"] for part in own["instalments"]] == shares
        others = [other["id_no"] for other in annex["workers"] if other != row]
        assert not any(number in str(own) for number in others)


def test_agreement_keeps_its_own_annex_when_rows_are_copied():
    case = a_settled_case(2)
    annex = case.agreements.get().annex
    done(case, "own_row")
    assert case.agreements.get().annex == annex


def test_addresses_are_confirmed_one_by_one(case):
    first, second = case.parties.workers()[:2]
    mediation.confirm_service_address(
        case=case,
        parties=[first, second],
        address="示例区示例路9号",
        e_service=False,
        e_channel="",
        by=staff_of(case).mediator,
        on=ON,
    )
    done(case, "service_address")
    assert {paper.party for paper in papers(case, "D09")} == {first, second}


def test_notices_are_one_for_every_worker_invited(case):
    session = a_session(case)
    done(case, "session_notice")
    invited = set(session.recipients.filter(roster_no__isnull=False).values_list("pk", flat=True))
    assert {paper.party_id for paper in papers(case, "D06")} == invited
    with pytest.raises(ActRefused, match="已经为每名劳动者出具"):
        start(case, "session_notice")


def test_session_cancelled_meanwhile_is_notified_to_nobody(case):
    session = a_session(case)
    batch = start(case, "session_notice")
    mediation.cancel_session(
        session=session, reason="被申请人未到", by=staff_of(case).mediator, on=ON
    )
    make_batch(batch, now=now)
    assert papers(case, "D06").count() == 0
    assert {"已经取消" in item.fault for item in batch.items.all()} == {True}
