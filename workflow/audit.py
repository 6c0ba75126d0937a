"""
The task trail, written from the engine's signals.

`task_started` is no fact (it fires whenever a form is opened); `task_finished` fires twice for an
End and perhaps again for others, so the trail is kept once per task.
"""

from viewflow.workflow.signals import task_failed, task_finished

from workflow.models import TaskTrail

HUMAN = "HUMAN"


def keep_trail(sender, process, task, **kwargs) -> None:
    case_id = getattr(process.coerced, "case_id", None)
    if task.flow_task_type != HUMAN or case_id is None:
        return
    TaskTrail.objects.get_or_create(
        task_id=task.pk,
        defaults={
            "case_id": case_id,
            "title": task.flow_task.task_title,
            "by_id": task.owner_id,
            "finished_at": task.finished,
        },
    )


def forget_locals(sender, process, task, **kwargs) -> None:
    """Drop the frame variables the engine stores with an error: they may name people."""
    if task.data.get("_exception", {}).pop("locals", None) is not None:
        task.save(update_fields=["data"])


def listen() -> None:
    task_finished.connect(keep_trail, dispatch_uid="workflow.audit.keep_trail")
    task_failed.connect(forget_locals, dispatch_uid="workflow.audit.forget_locals")
