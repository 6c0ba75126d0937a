"""The examiner of running flows: what no page would show, or would break on."""

from collections.abc import Iterator

import rules
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError
from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from workflow import bridge
from workflow.audit import HUMAN
from workflow.boundary import TIMER

OVER = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)


class Command(BaseCommand):
    help = "检查流程：节点、权限、定时、案件状态是否一致。发现问题时返回 1。"

    def handle(self, **options) -> None:
        found = [finding for examine in EXAMINATIONS for finding in examine()]
        for finding in found:
            self.stdout.write(finding)
        if found:
            raise CommandError(f"发现 {len(found)} 个问题。")
        self.stdout.write("未发现问题。")


def missing_nodes() -> Iterator[str]:
    known = {
        Task._meta.get_field("flow_task").get_prep_value(node)
        for flow_class in bridge.flows()
        for node in flow_class.instance.nodes()
    }
    # The field would turn the reference into a node; the text itself is wanted here.
    live = Task.objects.filter(finished=None).annotate(ref=Cast("flow_task", CharField()))
    for pk, ref in live.values_list("pk", "ref").order_by("pk"):
        if ref not in known:
            yield f"任务 {pk}：节点 {ref} 已不存在。"


def unknown_permissions() -> Iterator[str]:
    live = Task.objects.filter(finished=None).exclude(owner_permission=None)
    for code in sorted(set(live.values_list("owner_permission", flat=True))):
        app, _, codename = code.partition(".")
        stored = Permission.objects.filter(content_type__app_label=app, codename=codename)
        if not rules.perm_exists(code) and not stored.exists():
            yield f"权限 {code} 已不存在，相关任务无人能领取。"


def resting_processes() -> Iterator[str]:
    """Processes that are open but have nothing to do, although something is due, and the like."""
    for flow_class in bridge.flows():
        processes = flow_class.process_class._default_manager.exclude(status=PROCESS.CANCELED)
        for process in processes.select_related("case").order_by("pk").iterator(chunk_size=500):
            said = bridge.out_of_step(flow_class, process)
            if said:
                yield f"案件 {process.case.number}：流程与案件状态不一致（{said}）。"


def failed_tasks() -> Iterator[str]:
    for pk in Task.objects.filter(status=STATUS.ERROR).values_list("pk", flat=True):
        yield f"任务 {pk}：自动步骤出错，未完成。"


def orphaned_timers() -> Iterator[str]:
    armed = Task.objects.filter(flow_task_type=TIMER, status=STATUS.SCHEDULED)
    orphans = armed.filter(previous__flow_task_type=HUMAN, previous__status__in=OVER)
    for pk in orphans.values_list("pk", flat=True).distinct():
        yield f"定时 {pk}：所属任务已结束，定时仍在等待。"


def waiting_parents() -> Iterator[str]:
    waiting = Process.objects.filter(status=PROCESS.DONE, parent_task__finished=None)
    for pk, parent in waiting.exclude(parent_task=None).values_list("pk", "parent_task_id"):
        yield f"任务 {parent}：等待的子流程 {pk} 已结束。"


def inactive_owners() -> Iterator[str]:
    held = Task.objects.filter(status=STATUS.ASSIGNED, owner__is_active=False)
    for pk, name in held.values_list("pk", "owner__name"):
        yield f"任务 {pk}：承办人{name}已停用。"


EXAMINATIONS = (
    missing_nodes,
    unknown_permissions,
    resting_processes,
    failed_tasks,
    orphaned_timers,
    waiting_parents,
    inactive_owners,
)
