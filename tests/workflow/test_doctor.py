"""`flow_doctor` names what is wrong; the system checks stop what would go wrong."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from cases.choices import CaseStatus
from staff.history import save_with_reason
from workflow import bridge, checks


@pytest.fixture
def case(toy, new_case):
    case = new_case()
    bridge.reconcile(case.pk)
    return case


@pytest.fixture
def task(toy, case):
    return Task.objects.get(flow_task=toy.accept_case)


@pytest.fixture
def examine(capsys):
    """Return a function that runs the examiner and gives back what it found."""

    def examine() -> str:
        with pytest.raises(CommandError, match=r"发现 .* 个问题"):
            call_command("flow_doctor")
        return capsys.readouterr().out

    return examine


def test_a_healthy_case_has_no_finding(case, capsys):
    call_command("flow_doctor")
    assert "未发现问题" in capsys.readouterr().out


def test_a_task_on_a_node_that_is_gone_is_found(task, examine):
    Task.objects.filter(pk=task.pk).update(flow_task="toyflow/flows.ToyFlow.hold_session")
    assert f"任务 {task.pk}：节点 toyflow/flows.ToyFlow.hold_session 已不存在" in examine()


def test_a_renamed_permission_is_found(task, examine):
    Task.objects.filter(pk=task.pk).update(owner_permission="toyflow.take_in")
    assert "权限 toyflow.take_in 已不存在" in examine()


def test_a_flow_out_of_step_with_its_case_is_found(case, intake, examine):
    case.status = CaseStatus.ACCEPTED
    save_with_reason(case, by=intake, reason="另行办理")
    assert (
        f"案件 {case.number}：流程与案件状态不一致（现有任务：受理审查；应有：主持调解）"
        in examine()
    )


def test_a_process_with_nothing_to_do_is_found(case, task, examine):
    with task.activation() as activation:
        activation.cancel()
    assert "现有任务：无；应有：受理审查" in examine()


def test_a_failed_step_is_found(task, examine):
    Task.objects.filter(flow_task_type="SWITCH").update(status=STATUS.ERROR)
    assert "自动步骤出错" in examine()


def test_a_timer_that_outlived_its_task_is_found(task, examine):
    Task.objects.filter(pk=task.pk).update(status=STATUS.CANCELED, finished=timezone.now())
    assert "所属任务已结束，定时仍在等待" in examine()


def test_a_parent_waiting_for_a_finished_child_is_found(task, toy, examine):
    child = Process.objects.create(flow_class=toy, parent_task=task, status=PROCESS.DONE)
    assert f"任务 {task.pk}：等待的子流程 {child.pk} 已结束" in examine()


def test_a_task_of_somebody_who_left_is_found(task, intake, examine):
    with task.activation() as activation:
        activation.assign(intake)
    intake.is_active = False
    save_with_reason(intake, by=intake, reason="离职")
    assert "承办人周立已停用" in examine()


def test_an_error_keeps_no_frame_variables(task, monkeypatch, toy):
    """The engine stores them with the task; they may hold identity numbers."""

    def fail(activation):
        id_no = "130602199001011234"
        raise ValueError(len(id_no))

    monkeypatch.setattr(toy.remind, "_func", fail)
    Task.objects.filter(flow_task_type="TIMER").update(scheduled=timezone.now() - timedelta(days=1))
    from viewflow.workflow.timers import fire_due_timers

    fire_due_timers()
    failed = Task.objects.get(status=STATUS.ERROR)
    assert failed.data["_exception"]["title"] == "18"
    assert "locals" not in failed.data["_exception"]


class TestChecks:
    def test_a_sound_flow_passes(self, toy):
        assert checks.check_flows(None) == []

    def test_every_flow_of_the_installation_passes(self):
        assert checks.check_flows(None) == []
        assert checks.check_databases(None) == []

    def test_a_task_without_rule_permission_title_or_way_back_is_refused(self, toy):
        from tests.workflow.toyflow.flows import AcceptCase, next_node
        from tests.workflow.toyflow.models import ToyProcess
        from workflow.nodes import CaseView, Router, ScopedFlow

        class CarelessFlow(ScopedFlow):
            process_class = ToyProcess
            lock_impl = flow.Flow.lock_impl
            start = flow.StartHandle(this.adopt).Next(this.route)
            route = Router(next_node).To(this.accept_case, this.plain, this.end)
            accept_case = (
                CaseView(AcceptCase.as_view()).Rule(lambda user, case: True).Next(this.end)
            )
            plain = flow.View(AcceptCase.as_view()).Next(this.route)
            end = flow.End()

        found = {error.id for error in checks._faults(CarelessFlow)}
        assert found == {f"workflow.E00{n}" for n in (3, 4, 5, 6, 7)}

    def test_unsafe_databases_are_refused(self, monkeypatch):
        unsafe = {"ENGINE": "django.db.backends.sqlite3", "ATOMIC_REQUESTS": True}
        monkeypatch.setattr(checks.settings, "DATABASES", {"default": unsafe})
        found = [error.id for error in checks.check_databases(None)]
        assert found == ["workflow.E001", "workflow.E002"]
