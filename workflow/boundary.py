"""
Timers attached to a task: cancelled with it, armed again with it, moved when a deadline moves.

The engine leaves such a timer scheduled when its task is cancelled; it would fire later and keep
the process from finishing.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

TIMER = "TIMER"


def armed_timers(host: Task):
    """Return the scheduled timers attached to `host`."""
    return Task.objects.filter(previous=host, flow_task_type=TIMER, status=STATUS.SCHEDULED)


def cancel_timers(host: Task) -> None:
    for timer in armed_timers(host):
        timer.flow_task.activation_class(timer).cancel()


def arm_timers(activation) -> None:
    """Arm the timers of a task that was opened again."""
    for event in activation.flow_task._boundary_events:
        event._arm(activation)


def move_timers(host: Task, *, to: datetime) -> int:
    """Schedule the armed timers of `host` for another moment; return how many there are."""
    with host.flow_task.flow_class.lock(host.process_id):
        return armed_timers(host).update(scheduled=to)


def due_moment(deadline) -> datetime:
    """Return the moment the last day of a deadline ends, which is when its timer may fire."""
    midnight = datetime.combine(deadline.due_on + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(midnight)
