"""What happens by itself: reminders and repairs, by one runner, never a legal consequence."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from viewflow.workflow.models import Task

from cases import operations
from cases.choices import CaseStatus, DeadlineState
from staff.refusals import NotPermitted
from tests.workflow.conftest import ON
from workflow import bridge, clock
from workflow.models import ClockLease

NOW = timezone.make_aware(datetime(2026, 11, 16, 9))


@pytest.fixture
def sweep():
    """A sweep of an app above, noting when it ran."""
    ran = []

    def note(now):
        ran.append(now)
        return 1

    clock.register("试验", note)
    yield ran
    clock.unregister("试验")


def job(*, started_at, attempts: int, status=TaskResultStatus.RUNNING):
    row = DBTaskResult.objects.create(
        status=status,
        started_at=started_at,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.test_ground.break_down",
        worker_ids=[f"worker{n}" for n in range(attempts)],
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )
    return row


@pytest.mark.django_db
class TestTheLease:
    def test_only_one_of_two_runners_has_it(self):
        assert clock.take_lease("一号", now=NOW)
        assert not clock.take_lease("二号", now=NOW)
        assert clock.take_lease("一号", now=NOW + timedelta(minutes=1))

    def test_it_passes_on_when_its_holder_is_silent(self):
        clock.take_lease("一号", now=NOW)
        assert clock.take_lease("二号", now=NOW + clock.LEASE)
        assert not clock.take_lease("一号", now=NOW + clock.LEASE)

    def test_who_gives_it_up_frees_it_at_once_and_only_their_own(self):
        clock.take_lease("一号", now=NOW)
        clock.give_up_lease("二号", now=NOW)
        assert not clock.take_lease("二号", now=NOW)
        clock.give_up_lease("一号", now=NOW)
        assert clock.take_lease("二号", now=NOW)

    def test_a_second_clock_does_nothing(self, sweep, capsys):
        clock.take_lease("另一台", now=timezone.now())
        call_command("run_clock", "--once")
        assert sweep == []
        assert "另一个时钟正在运行" in capsys.readouterr().out

    def test_a_clock_that_has_run_leaves_the_lease_free(self, sweep):
        call_command("run_clock", "--once")
        call_command("run_clock", "--once")
        assert len(sweep) == 2
        assert ClockLease.objects.count() == 1


@pytest.mark.django_db
def test_a_broken_sweep_stops_no_other(sweep, caplog, monkeypatch):
    def fail(now):
        raise ValueError("broken on purpose")

    monkeypatch.setitem(clock._sweeps, "坏", fail)
    done = clock.tick(now=NOW)
    assert done["坏"] is None
    assert done["试验"] == 1
    assert "坏 未完成" in caplog.text


def test_a_deadline_is_missed_the_day_after_its_last_and_nothing_else_changes(new_case, system):
    case = new_case(CaseStatus.ACCEPTED)
    deadline = operations.start_deadline(
        case=case, rule="MED-07", event="受理", trigger=ON, by=system
    )
    last = timezone.make_aware(datetime.combine(deadline.due_on, datetime.max.time()))
    assert clock.note_missed_deadlines(last) == 0
    assert clock.note_missed_deadlines(last + timedelta(seconds=1)) == 1
    assert clock.note_missed_deadlines(last + timedelta(days=1)) == 0
    deadline.refresh_from_db()
    case.refresh_from_db()
    assert (deadline.state, case.status) == (DeadlineState.MISSED, CaseStatus.ACCEPTED)
    noted = deadline.history.first()
    assert (noted.history_user, noted.history_change_reason) == (system, "期限届满，尚未完成")
    assert not case.events.exists()


def test_a_met_deadline_is_never_missed(new_case, system):
    case = new_case(CaseStatus.ACCEPTED)
    operations.start_deadline(case=case, rule="MED-07", event="受理", trigger=ON, by=system)
    operations.meet_deadline(case=case, rule="MED-07", on=ON, by=system)
    assert clock.note_missed_deadlines(NOW + timedelta(days=400)) == 0


def test_a_person_cannot_declare_deadlines_missed(intake):
    with pytest.raises(NotPermitted):
        operations.mark_missed(on=ON, by=intake)


@pytest.mark.django_db
class TestLostJobs:
    def test_a_job_whose_worker_died_runs_again(self):
        lost = job(started_at=NOW - clock.JOB_LIMIT - timedelta(seconds=1), attempts=1)
        assert clock.rescue_jobs(NOW) == 1
        lost.refresh_from_db()
        assert (lost.status, lost.started_at) == (TaskResultStatus.READY, None)
        assert DBTaskResult.objects.ready().filter(pk=lost.pk).exists()

    def test_a_job_at_work_is_left_alone(self):
        working = job(started_at=NOW - clock.JOB_LIMIT + timedelta(seconds=1), attempts=1)
        assert clock.rescue_jobs(NOW) == 0
        working.refresh_from_db()
        assert working.status == TaskResultStatus.RUNNING

    def test_a_job_that_dies_again_and_again_is_given_up_aloud(self, caplog):
        lost = job(started_at=NOW - timedelta(hours=2), attempts=clock.JOB_ATTEMPTS)
        clock.rescue_jobs(NOW)
        lost.refresh_from_db()
        assert lost.status == TaskResultStatus.FAILED
        assert "多次中断" in caplog.text


def test_the_clock_repeats_what_a_crash_cut_off(toy, new_case, intake):
    from tests.workflow.toyflow import acts

    case = new_case()
    bridge.reconcile(case.pk)
    # Without the callbacks of the commit, as if the server had died between the two.
    acts.accept_case(case=case, by=intake, on=ON, reason="属实")
    assert clock.reconcile_recent(timezone.now()) == 1
    assert Task.objects.get(flow_task_type="HUMAN", finished=None).flow_task == toy.settle_case


def test_the_clock_fires_the_timers_of_flows(toy, new_case):
    case = new_case()
    bridge.reconcile(case.pk)
    Task.objects.filter(flow_task_type="TIMER").update(scheduled=NOW - timedelta(days=400))
    assert clock.tick(now=NOW)["流程定时"] == 1
    assert Task.objects.filter(flow_task=toy.remind).exists()
