"""
Keeps the flows in step with the case: the domain says what is due, the flow opens that task.

A flow is a hub and its spokes: one `Router` reads the state of the case and opens the task that is
due; every task returns to it. So an act done elsewhere (case page, room, another flow) and a case
that comes in at any stage are the same thing here: ask the router, drop what is stale, open what is
due. Nothing here writes a legal status.
"""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from viewflow.workflow.lock import after_lock_released
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes import End
from viewflow.workflow.status import PROCESS, STATUS

from cases.models import Case
from cases.operations import case_changed
from workflow.locks import is_busy

logger = logging.getLogger(__name__)

FlowClass = Any  # a subclass of `nodes.ScopedFlow`, which lies above

_flows: list[FlowClass] = []


def register(flow_class: FlowClass) -> FlowClass:
    """
    Let a flow take part in cases; a class decorator for `ScopedFlow`s.

    The process model of the flow has a one-to-one `case`; the flow has one `Router` and a `start`.
    """
    if flow_class not in _flows:
        _flows.append(flow_class)
    return flow_class


def unregister(flow_class: FlowClass) -> None:
    _flows.remove(flow_class)


def flows() -> tuple[FlowClass, ...]:
    return tuple(_flows)


def process_of(flow_class: FlowClass, case_id: int) -> Process | None:
    return flow_class.process_class._default_manager.filter(case_id=case_id).first()


def reconcile(case_id: int) -> None:
    """
    Bring every flow of a case to the task that is due now; safe to repeat and to race.

    Inside a flow's lock it waits until the lock is released: two locks are never held at once.
    """
    for flow_class in _flows:
        after_lock_released(partial(_reconcile, flow_class, case_id))


def on_case_changed(sender, case_id: int, **kwargs) -> None:
    """Reconcile after commit; the act stands whatever happens here, so nothing is raised."""
    for flow_class in _flows:
        after_lock_released(partial(_try_reconcile, flow_class, case_id))


def _try_reconcile(flow_class: FlowClass, case_id: int) -> None:
    try:
        _reconcile(flow_class, case_id)
    except Exception as error:
        if is_busy(error):
            logger.warning("案件 %s 正被处理，任务稍后由时钟更新", case_id)
        else:
            logger.exception("案件 %s 的任务未能更新", case_id)


def _reconcile(flow_class: FlowClass, case_id: int) -> None:
    process = process_of(flow_class, case_id) or adopt(flow_class, case_id)
    if process is not None:
        with flow_class.lock(process.pk):
            process.refresh_from_db()
            _align(flow_class, process)


def adopt(flow_class: FlowClass, case_id: int) -> Process | None:
    """Start the flow for a case that has none, at its stage; None if nothing is to be done."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        process = process_of(flow_class, case_id)
        if process is None:
            due = flow_class.router().due(case_id)
            if due is None or isinstance(due, End):
                return None
            process = flow_class.start.run(case=case)
    return process


def out_of_step(flow_class: FlowClass, process: Process) -> str:
    """Return in Chinese how the open tasks differ from what is due; empty when they agree."""
    due = flow_class.router().due(process.case_id)
    live = [task.flow_task for task in _live_targets(flow_class, process)]
    if live == [due] or (not live and not _must_open(process, due)):
        return ""
    titles = "、".join(str(node.task_title) for node in live) or "无"
    return f"现有任务：{titles}；应有：{due.task_title if due else '无'}"


def _live_targets(flow_class: FlowClass, process: Process) -> list[Task]:
    """Return the unfinished tasks the router opened; assigned ones first."""
    targets = flow_class.router().targets()
    tasks = process.task_set.filter(flow_task__in=targets, finished=None).order_by("id")
    return sorted(tasks, key=lambda task: task.status != STATUS.ASSIGNED)


def _must_open(process: Process, due) -> bool:
    """Return whether the router has to run for `due`; an End is reached once."""
    if not isinstance(due, End):
        return due is not None
    return not process.task_set.filter(flow_task=due, status=STATUS.DONE).exists()


def _activation(task: Task):
    return task.flow_task.activation_class(task)


def _align(flow_class: FlowClass, process: Process) -> None:
    if process.status == PROCESS.CANCELED:
        return
    due = flow_class.router().due(process.case_id)
    live = _live_targets(flow_class, process)
    kept = next((task for task in live if task.flow_task == due), None)
    for task in live:
        if task == kept:
            continue
        act = _act_that_did(task, process)
        if act is None or kept is not None:
            _activation(task).cancel()
        else:
            _finish(task, act.by)
            return
    if kept is not None:
        _follow_owner(kept)
    elif _must_open(process, due):
        _route_again(flow_class, process)


def _act_that_did(task: Task, process: Process):
    """Return the latest act that did this task since it was opened, or None: it fell away."""
    acts = getattr(task.flow_task, "acts", ())
    # The moment of an act is kept to the second on some engines.
    since = task.created.replace(microsecond=0)
    return process.case.events.filter(act__in=acts, at__gte=since).order_by("seq").last()


def _finish(task: Task, by) -> None:
    """Complete a task whose act was done on another page; the router then opens the next one."""
    activation = _activation(task)
    if task.status == STATUS.NEW:
        activation.assign(by)
    elif task.owner_id != by.pk:
        activation.reassign(by)
    activation.start(None)
    activation.execute()


def _follow_owner(task: Task) -> None:
    """Take a task from somebody who no longer works on the case, and give it to who does."""
    node, activation = task.flow_task, _activation(task)
    if not hasattr(node, "admits"):
        return
    if task.owner_id and not node.admits(task.owner, task):
        activation.unassign()
    if task.owner_id is None:
        owner = node.calc_owner(activation)
        if owner is not None and node.admits(owner, task):
            activation.assign(owner)


def _route_again(flow_class: FlowClass, process: Process) -> None:
    """Undo the last decision of the router, with the End it may have led to, and ask it again."""
    if process.status == PROCESS.DONE:
        for task in process.task_set.filter(flow_task_type="END", status=STATUS.DONE):
            _activation(task).undo()
    router = process.task_set.filter(flow_task=flow_class.router()).latest("id")
    activation = _activation(router)
    if router.status == STATUS.DONE:
        activation.undo()
    activation.revive()


def listen() -> None:
    case_changed.connect(on_case_changed, dispatch_uid="workflow.bridge.on_case_changed")
