"""The flow follows the case, wherever an act was done and at whatever stage a case came in."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.timers import fire_due_timers

from cases.choices import CaseStatus, OfficerCapacity
from cases.models import Case
from cases.operations import add_officer, remove_officer
from staff.history import save_with_reason
from tests.workflow.conftest import ON
from workflow import boundary, bridge


def live(case) -> list[tuple[str, str]]:
    """Return (node, status) of the unfinished human tasks of a case."""
    tasks = Task.objects.filter(
        flow_task_type="HUMAN", finished=None, process__toyprocess__case=case
    )
    return [(task.flow_task.name, str(task.status)) for task in tasks.order_by("id")]


def put(case, status, by):
    """Change the status as an act elsewhere would, without anything being announced."""
    case.status = status
    case.closed_on = ON if status == CaseStatus.CLOSED else None
    save_with_reason(case, by=by, reason="另行办理")


STAGES = {
    CaseStatus.FILED: [("accept_case", "NEW")],
    CaseStatus.ACCEPTED: [("settle_case", "ASSIGNED")],
    CaseStatus.SETTLED: [],
    CaseStatus.ENDED: [],
    CaseStatus.DECLINED: [],
}


@pytest.mark.parametrize("status", STAGES)
def test_a_case_without_a_flow_is_adopted_at_its_stage(toy, new_case, status):
    case = new_case(status)
    bridge.reconcile(case.pk)
    assert live(case) == STAGES[status]
    assert Process.objects.exists() == bool(STAGES[status])


@pytest.mark.parametrize("later", STAGES)
@pytest.mark.parametrize("earlier", [CaseStatus.FILED, CaseStatus.ACCEPTED])
def test_an_act_elsewhere_leaves_no_stale_task(toy, new_case, intake, earlier, later):
    case = new_case(earlier)
    bridge.reconcile(case.pk)
    put(case, later, intake)
    for _ in range(3):
        bridge.reconcile(case.pk)
    assert live(case) == STAGES[later]
    ended = later not in (CaseStatus.FILED, CaseStatus.ACCEPTED)
    assert (Process.objects.get().status == PROCESS.DONE) == ended
    assert (
        not Task.objects.filter(status=STATUS.SCHEDULED).exclude(previous__finished=None).exists()
    )


def test_reconciling_what_agrees_writes_nothing(toy, new_case):
    case = new_case()
    bridge.reconcile(case.pk)
    before = list(Task.objects.order_by("id").values())
    bridge.reconcile(case.pk)
    assert list(Task.objects.order_by("id").values()) == before


def test_a_case_taken_up_again_gets_its_task_back(toy, new_case, intake):
    case = new_case(CaseStatus.ACCEPTED)
    bridge.reconcile(case.pk)
    put(case, CaseStatus.ENDED, intake)
    bridge.reconcile(case.pk)
    put(case, CaseStatus.ACCEPTED, intake)
    bridge.reconcile(case.pk)
    assert live(case) == [("settle_case", "ASSIGNED")]
    assert Process.objects.get().status == PROCESS.NEW
    put(case, CaseStatus.SETTLED, intake)
    bridge.reconcile(case.pk)
    assert live(case) == []
    done = Task.objects.filter(flow_task_type="END", status=STATUS.DONE)
    assert [task.flow_task.name for task in done] == ["end_settled"]


def test_a_flow_rests_while_it_is_nobodys_turn(toy, new_case, intake):
    case = new_case(CaseStatus.ACCEPTED)
    bridge.reconcile(case.pk)
    put(case, CaseStatus.CLOSED, intake)
    bridge.reconcile(case.pk)
    assert (live(case), Process.objects.get().status) == ([], PROCESS.NEW)
    put(case, CaseStatus.ACCEPTED, intake)
    bridge.reconcile(case.pk)
    assert live(case) == [("settle_case", "ASSIGNED")]


def test_an_act_is_followed_after_commit(
    toy, new_case, intake, mediator, django_capture_on_commit_callbacks
):
    from tests.workflow.toyflow import acts

    case = new_case()
    with django_capture_on_commit_callbacks(execute=True):
        acts.accept_case(case=case, by=intake, on=ON, reason="属实")
    assert live(case) == [("settle_case", "ASSIGNED")]
    with django_capture_on_commit_callbacks(execute=True):
        acts.end_mediation(case=case, by=mediator, on=ON)
    assert live(case) == []


def test_an_act_stands_when_its_flow_breaks(
    toy, new_case, intake, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    from tests.workflow.toyflow import acts

    case = new_case()
    monkeypatch.setattr(toy.route, "_next_node", lambda case: "nowhere")
    with django_capture_on_commit_callbacks(execute=True):
        acts.accept_case(case=case, by=intake, on=ON, reason="属实")
    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED
    assert f"案件 {case.pk} 的任务未能更新" in caplog.text


def test_a_task_goes_with_the_case_to_another_mediator(toy, new_case, mediator, stranger, intake):
    case = new_case(CaseStatus.ACCEPTED)
    bridge.reconcile(case.pk)
    capacity = OfficerCapacity.MEDIATOR
    remove_officer(case=case, user=mediator, capacity=capacity, by=intake, on=ON, reason="回避")
    bridge.reconcile(case.pk)
    assert live(case) == [("settle_case", "NEW")]
    add_officer(case=case, user=stranger, capacity=capacity, by=intake, on=ON)
    bridge.reconcile(case.pk)
    assert Task.objects.get(flow_task=toy.settle_case).owner == stranger


def test_a_doubled_task_is_cancelled_and_the_taken_one_stays(toy, new_case, intake):
    case = new_case()
    bridge.reconcile(case.pk)
    first = Task.objects.get(flow_task=toy.accept_case)
    with first.activation() as activation:
        second = activation.flow_task._create(activation, first.token).task
    with second.activation() as activation:
        activation.assign(intake)
    bridge.reconcile(case.pk)
    first.refresh_from_db()
    assert (live(case), first.status) == ([("accept_case", "ASSIGNED")], STATUS.CANCELED)


def test_a_cancelled_process_stays_cancelled(toy, new_case):
    case = new_case()
    bridge.reconcile(case.pk)
    toy.instance.cancel(case.toy)
    bridge.reconcile(case.pk)
    assert live(case) == []


def test_a_timer_dies_with_its_task_and_is_armed_again(toy, new_case, intake):
    """The engine alone leaves it scheduled, and the process never finishes."""
    case = new_case()
    bridge.reconcile(case.pk)
    host = Task.objects.get(flow_task=toy.accept_case)
    (timer,) = boundary.armed_timers(host)
    with host.activation() as activation:
        activation.cancel()
    timer.refresh_from_db()
    assert timer.status == STATUS.CANCELED
    host.refresh_from_db()
    with host.activation() as activation:
        again = activation.revive()
    assert boundary.armed_timers(again).count() == 1


def test_a_timer_is_moved_and_fires_at_the_end_of_the_last_day(toy, new_case):
    case = new_case()
    bridge.reconcile(case.pk)
    host = Task.objects.get(flow_task=toy.accept_case)

    class Due:
        due_on = date(2026, 11, 20)

    moment = boundary.due_moment(Due)
    assert timezone.localtime(moment) == timezone.make_aware(datetime(2026, 11, 21))
    assert boundary.move_timers(host, to=timezone.now() + timedelta(hours=1)) == 1
    assert fire_due_timers() == 0
    boundary.move_timers(host, to=timezone.now() - timedelta(seconds=1))
    assert fire_due_timers() == 1
    assert live(case) == [("accept_case", "NEW")]


def test_adopting_twice_makes_one_process(toy, new_case):
    case = new_case()
    assert bridge.adopt(toy, case.pk) == bridge.adopt(toy, case.pk)
    assert Process.objects.count() == 1


def test_the_router_reads_the_case_as_the_database_has_it(toy, new_case):
    case = new_case()
    bridge.reconcile(case.pk)
    process = bridge.process_of(toy, case.pk)
    assert process.case.status == CaseStatus.FILED
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.ACCEPTED)
    assert toy.router().due(process.case_id) == toy.settle_case
