"""Starting, cancelling and taking up again a batch of papers."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from cases.models import Case
from cases.operations import lock_case, record, require, require_open
from documents.choices import BatchState, ItemState
from documents.jobs.kinds import Kind, kind_of
from documents.jobs.running import locked, run_batch
from documents.models import Batch, BatchItem
from documents.permissions import can_run_batch
from staff.models import User
from staff.refusals import ActRefused

# A worker that gave no sign of life for so long has died.
SILENT = timedelta(minutes=1)


def start_batch(*, case: Case, kind: str, by: User, on: date, at: datetime) -> Batch:
    """
    Order a paper of `kind` for every worker who has none yet; a background job makes them.

    Raises:
        ActRefused: the kind is unknown, the case is not ready for it, the same batch is running,
            or every worker has the paper.
    """
    found = kind_of(kind)
    if found is None:
        raise ActRefused("没有这一种批量文书，请重新选择。", source="V-T1")
    try:
        return _start(case, found, by=by, on=on, at=at)
    except IntegrityError as doubled:
        raise _running(found) from doubled


def _running(kind: Kind) -> ActRefused:
    return ActRefused(
        f"“{kind.title}”正在办理，不重复开始。", source="V-N1", suggest="请在批量文书页查看进度。"
    )


@transaction.atomic
def _start(case: Case, kind: Kind, *, by: User, on: date, at: datetime) -> Batch:
    case = lock_case(case)
    require(can_run_batch(by, case))
    require_open(case)
    occasion = kind.occasion(case)
    if case.batches.filter(kind=kind.code, occasion=occasion, state=BatchState.RUNNING).exists():
        raise _running(kind)
    keys = {f"{kind.code}/{occasion}/{worker.pk}": worker for worker in kind.workers(case)}
    if not keys:
        raise ActRefused(f"本案没有需要出具“{kind.title}”的劳动者。", source=kind.paper)
    live = BatchItem.objects.filter(
        key__in=keys, state__in=[ItemState.WAITING, ItemState.DONE]
    ).values_list("key", flat=True)
    for key in live:
        del keys[key]
    if not keys:
        raise ActRefused(
            f"“{kind.title}”已经为每名劳动者出具，不重复出具。",
            source="V-N1",
            suggest="请在批量文书页下载。",
        )
    event = record(
        case,
        "start_batch",
        by=by,
        on=on,
        summary=f"批量出具{kind.title}：{len(keys)}人",
        facts={"kind": kind.code, "workers": len(keys)},
    )
    batch = Batch(
        case=case,
        kind=kind.code,
        occasion=occasion,
        title=kind.title,
        event=event,
        started_on=on,
        started_by=by,
        beat_at=at,
    )
    batch.save()
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, no=no, key=key, party=worker)
        for no, (key, worker) in enumerate(keys.items(), 1)
    )
    _enqueue(batch)
    return batch


def _enqueue(batch: Batch) -> None:
    transaction.on_commit(partial(run_batch.enqueue, batch.pk))


@transaction.atomic
def cancel_batch(*, batch: Batch, by: User, on: date) -> Batch:
    """取消: what is made stays, the rest is not made and may be ordered again."""
    case = lock_case(batch.case)
    require(can_run_batch(by, case))
    batch = locked(batch)
    if batch.state != BatchState.RUNNING:
        raise ActRefused(f"这一批{batch.get_state_display()}，不能再取消。", source="V-N1")
    batch.items.filter(state=ItemState.WAITING).update(state=ItemState.CANCELLED)
    batch.state, batch.cancelled_by = BatchState.CANCELLED, by
    batch.save(update_fields=["state", "cancelled_by"])
    made = batch.counts()[ItemState.DONE]
    record(
        case,
        "cancel_batch",
        by=by,
        on=on,
        summary=f"取消批量出具{batch.title}：已出具{made}人，其余不再出具",
        facts={"kind": batch.kind, "made": made},
    )
    return batch


@transaction.atomic
def resume_batch(*, batch: Batch, by: User, at: datetime) -> Batch:
    """继续: put a batch whose worker has died back into the queue; nothing is made twice."""
    require(can_run_batch(by, batch.case))
    batch = locked(batch)
    if batch.state != BatchState.RUNNING:
        raise ActRefused(f"这一批{batch.get_state_display()}，不需要继续。", source="V-N1")
    if not is_silent(batch, at=at):
        raise ActRefused(
            "这一批正在办理，不需要继续。", source="V-N1", suggest="进度停住一分钟后再按“继续”。"
        )
    if is_queued(batch):
        raise ActRefused(
            "这一批已在后台排队，还没有轮到。",
            source="V-N1",
            suggest="一直不动的，请管理员检查后台任务是否在运行。",
        )
    _enqueue(batch)
    return batch


def resume_silent_batches(*, at: datetime) -> int:
    """Put every batch whose worker has died back into the queue; return how many there were."""
    silent = Batch.objects.filter(state=BatchState.RUNNING, beat_at__lte=at - SILENT)
    with transaction.atomic():
        dead = [b for b in silent.select_for_update(skip_locked=True) if not is_queued(b)]
        for batch in dead:
            _enqueue(batch)
    return len(dead)


def is_queued(batch: Batch) -> bool:
    """Whether a job for the batch waits for a worker; other backends keep no queue."""
    jobs = DBTaskResult.objects.ready().filter(task_path=run_batch.module_path)
    return jobs.filter(args_kwargs={"args": [batch.pk], "kwargs": {}}).exists()


def is_silent(batch: Batch, *, at: datetime) -> bool:
    return batch.state == BatchState.RUNNING and at - batch.beat_at >= SILENT
