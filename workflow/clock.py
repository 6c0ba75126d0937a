"""
What happens by itself as time passes: reminders and repairs, never a legal consequence.

Apps above register their sweeps from their own `apps.py`. Every sweep is idempotent, so a lost or a
doubled run does no harm.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from viewflow.workflow.timers import fire_due_timers

from cases.models import CaseEvent
from cases.operations import mark_missed
from staff.operations import establish_system_user
from workflow import bridge
from workflow.models import ClockLease

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
RECENT = timedelta(minutes=10)
RECENT_EVENTS = 500
JOB_LIMIT = timedelta(minutes=30)
JOB_ATTEMPTS = 3

_sweeps: dict[str, Callable[[datetime], int]] = {}


def register(name: str, sweep: Callable[[datetime], int]) -> None:
    """Have `sweep(now)` run every minute; it returns how much it did. `name` is Chinese."""
    _sweeps[name] = sweep


def unregister(name: str) -> None:
    del _sweeps[name]


def take_lease(holder: str, *, now: datetime) -> bool:
    """Become, or stay, the one runner of the clock; False while another one is."""
    ClockLease.objects.get_or_create(name="clock", defaults={"until": now})
    free = Q(holder=holder) | Q(until__lte=now)
    rows = ClockLease.objects.filter(free, name="clock")
    return rows.update(holder=holder, until=now + LEASE) == 1


def give_up_lease(holder: str, *, now: datetime) -> None:
    ClockLease.objects.filter(name="clock", holder=holder).update(until=now)


def tick(*, now: datetime) -> dict[str, int | None]:
    """Run every sweep once; return what each did, None where one failed."""
    sweeps = {
        "期限超期": note_missed_deadlines,
        "后台任务": rescue_jobs,
        "任务更新": reconcile_recent,
        **_sweeps,
        "流程定时": lambda now: fire_due_timers(),
    }
    done: dict[str, int | None] = {}
    for name, sweep in sweeps.items():
        try:
            done[name] = sweep(now)
        except Exception:  # one broken sweep must not stop the others
            logger.exception("时钟：%s 未完成", name)
            done[name] = None
    return done


def note_missed_deadlines(now: datetime) -> int:
    return mark_missed(on=timezone.localtime(now).date(), by=establish_system_user())


def reconcile_recent(now: datetime) -> int:
    """Repeat the reconciling of recent acts, in case it was cut off or the case was locked."""
    recent = CaseEvent.objects.filter(at__gte=now - RECENT).order_by("-id")
    case_ids = sorted(set(recent.values_list("case_id", flat=True)[:RECENT_EVENTS]))
    for case_id in case_ids:
        bridge.on_case_changed(sender=None, case_id=case_id)
    return len(case_ids)


@transaction.atomic
def rescue_jobs(now: datetime) -> int:
    """
    Return jobs whose worker has died to the queue; give up after a few attempts and say so.

    A killed worker leaves its job RUNNING for ever; jobs are idempotent.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - JOB_LIMIT)
    jobs = list(lost.select_for_update(skip_locked=True))
    for job in jobs:
        if len(job.worker_ids) < JOB_ATTEMPTS:
            job.status, job.started_at = TaskResultStatus.READY, None
        else:
            job.status, job.finished_at = TaskResultStatus.FAILED, now
            logger.error("后台任务 %s（%s）多次中断，已停止重试", job.pk, job.task_path)
        job.save(update_fields=["status", "started_at", "finished_at"])
    return len(jobs)
