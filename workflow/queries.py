"""
Whose turn it is: inbox, queue and finished tasks, each page in one query of our own.

The engine's lists cost dozens of queries and know no cases; a task on a node that is gone breaks
them, and is simply not listed here (`flow_doctor` reports it).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.choices import DeadlineState
from cases.models import Case, Deadline
from staff.models import User
from workflow import bridge
from workflow.models import TaskTrail
from workflow.permissions import held_permissions

PAGE = 25
COUNT_CAP = 200


@dataclass(frozen=True)
class TaskRow:
    """One open task as a list or a next-act card shows it."""

    task_id: int
    title: str
    case_id: int
    case_number: str
    case_title: str
    owner_id: int | None
    owner_name: str
    since: datetime
    due_on: date | None  # the nearest running deadline of the case
    mine: bool
    takeable: bool
    url: str  # where the person goes to do or take it; empty for somebody else's task


@dataclass(frozen=True)
class Page:
    """Rows in order, and what to pass as `after` for the next page; None on the last."""

    rows: list[Any]
    after: int | None


def _human_nodes() -> list[Any]:
    return [
        node
        for flow_class in bridge.flows()
        for node in flow_class.instance.nodes()
        if node.task_type == "HUMAN"
    ]


def _case_id() -> Any:
    """Return the expression for the case of a task, whichever flow it belongs to."""
    links = [f"process__{f.process_class._meta.model_name}__case_id" for f in bridge.flows()]
    nothing = Value(None, output_field=BigIntegerField())
    return Coalesce(*links, nothing) if links else nothing


def _open_tasks() -> QuerySet:
    """Return unfinished human tasks of cases, with what a row shows."""
    case = Case.objects.filter(pk=OuterRef("on_case"))
    running = Deadline.objects.filter(case=OuterRef("on_case"), state=DeadlineState.RUNNING)
    return Task.objects.filter(flow_task__in=_human_nodes()).annotate(
        on_case=_case_id(),
        case_number=Subquery(case.values("number")[:1]),
        case_title=Subquery(case.values("title")[:1]),
        due_on=Subquery(running.order_by("due_on").values("due_on")[:1]),
        owner_name=F("owner__name"),
    )


def _visible_to(user: User, tasks: QuerySet) -> QuerySet:
    return tasks.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("on_case"))))


def _inbox(user: User) -> QuerySet:
    return _visible_to(user, _open_tasks().filter(owner=user, status=STATUS.ASSIGNED))


def _queue(user: User) -> QuerySet:
    codes = {node._owner_permission for node in _human_nodes() if node._owner_permission}
    held = held_permissions(user, codes)
    unowned = _open_tasks().filter(status=STATUS.NEW, owner=None, owner_permission__in=held)
    return _visible_to(user, unowned)


def _row(task: Task, user: User) -> TaskRow:
    mine = task.owner_id == user.pk
    takeable = task.owner_id is None
    url = ""
    if mine or takeable:
        url = task.reverse("execute" if mine else "assign")
    return TaskRow(
        task_id=task.pk,
        title=str(task.flow_task.task_title),
        case_id=task.on_case,
        case_number=task.case_number,
        case_title=task.case_title,
        owner_id=task.owner_id,
        owner_name=task.owner_name or "",
        since=task.created,
        due_on=task.due_on,
        mine=mine,
        takeable=takeable,
        url=url,
    )


def _page(found: QuerySet, limit: int) -> tuple[list, int | None]:
    rows = list(found[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None


def _task_page(tasks: QuerySet, user: User, after: int | None, limit: int) -> Page:
    if after is not None:
        tasks = tasks.filter(pk__gt=after)
    rows, last = _page(tasks.order_by("pk"), limit)
    return Page([_row(task, user) for task in rows], last)


def inbox(user: User, *, after: int | None = None, limit: int = PAGE) -> Page:
    """Return 待办: the tasks that are this person's to do, the longest waiting first."""
    return _task_page(_inbox(user), user, after, limit)


def queue(user: User, *, after: int | None = None, limit: int = PAGE) -> Page:
    """Return 待领: tasks nobody has, of visible cases, for which the person has the permission."""
    return _task_page(_queue(user), user, after, limit)


def done(user: User, *, after: int | None = None, limit: int = PAGE) -> Page:
    """Return 已办: the trail of what the person finished, latest first, as `TaskTrail` rows."""
    visible = Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))
    trail = TaskTrail.objects.filter(Exists(visible), by=user).select_related("case")
    if after is not None:
        trail = trail.filter(pk__lt=after)
    rows, last = _page(trail.order_by("-pk"), limit)
    return Page(rows, last)


def counts(user: User) -> dict[str, int]:
    """Return the sizes of inbox and queue; one more than `COUNT_CAP` means “200+”."""
    sizes = {}
    for name, tasks in (("inbox", _inbox(user)), ("queue", _queue(user))):
        sizes[name] = len(tasks.order_by().values_list("pk", flat=True)[: COUNT_CAP + 1])
    return sizes


def next_task(case: Case, user: User) -> TaskRow | None:
    """Return the open task of a case that concerns `user` most: theirs, one to take, another's."""
    found = None
    for task in _open_tasks().filter(on_case=case.pk, finished=None).order_by("pk"):
        row = _row(task, user)
        if row.mine and task.flow_task.can_execute(user, task):
            return row
        if row.takeable and task.flow_task.can_assign(user, task):
            if found is None or not found.takeable:
                found = row
        elif found is None:
            found = _watched(row)
    return found


def _watched(row: TaskRow) -> TaskRow:
    """Return the row as somebody sees it who may neither do nor take the task."""
    return TaskRow(**vars(row) | {"mine": False, "takeable": False, "url": ""})
