"""
同案批量: what is found once for siblings, and their awards in one go.

One bad case never loses the others, and none is decided twice however often a worker dies.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from adjudication.models import Arbitration, AwardBatch, AwardBatchItem, Element
from adjudication.operations.awards import draft_awards
from adjudication.operations.findings import find_element
from adjudication.operations.issuing import issue_together
from adjudication.permissions import can_preside
from cases.models import Evidence
from cases.operations import lock_case, require
from documents.choices import BatchState, ItemState
from staff.models import User
from staff.refusals import ActRefused, Caution

logger = logging.getLogger(__name__)
# A worker that gave no sign of life for so long has died.
SILENT = timedelta(minutes=1)


def find_together(
    *,
    arbitrations: Sequence[Arbitration],
    code: str,
    label: str,
    found: str,
    finding: str,
    by: User,
    on: date,
    evidence_nos: Sequence[int] = (),
    article: str = "",
) -> tuple[list[Element], list[Caution]]:
    """
    同案认定: the same fact found once for sibling cases; what is refused leaves the rest.

    An element both sides of a case agree on is left as it is.
    """
    done: list[Element] = []
    left_out: list[Caution] = []
    for arbitration in arbitrations:
        rows = arbitration.elements.filter(code=code, label=label).exclude(agreed=True)
        proofs = Evidence.objects.filter(case=arbitration.case_id, no__in=evidence_nos)
        for element in rows:
            try:
                done.append(
                    find_element(
                        element=element,
                        found=found,
                        finding=finding,
                        evidence=list(proofs),
                        article=article,
                        by=by,
                        on=on,
                    )
                )
            except ActRefused as refused:
                left_out.append(Caution(refused.source, f"{arbitration}：{refused}"))
    return done, left_out


def start_award_batch(
    *,
    arbitrations: Sequence[Arbitration],
    title: str,
    pay_within_days: int,
    by: User,
    on: date,
    at: datetime,
) -> AwardBatch:
    """
    批量裁决: order the awards of these cases; a background job drafts and issues each.

    Raises:
        ActRefused: no case, one that is in a batch already (V-N1), or not the head of its tribunal.
    """
    try:
        return _start(arbitrations, title, pay_within_days, by=by, on=on, at=at)
    except IntegrityError as doubled:
        raise ActRefused(
            "其中有案件正在批量裁决或者已经裁决，不重复办理。", source="V-N1"
        ) from doubled


@transaction.atomic
def _start(
    arbitrations: Sequence[Arbitration],
    title: str,
    pay_within_days: int,
    *,
    by: User,
    on: date,
    at: datetime,
) -> AwardBatch:
    if not arbitrations:
        raise ActRefused("请选择要裁决的案件。", source="V-N1")
    for arbitration in arbitrations:
        require(can_preside(by, arbitration), f"您不是{arbitration}的独任或者首席仲裁员。")
    batch = AwardBatch(
        commission=arbitrations[0].commission,
        title=title.strip() or f"{len(arbitrations)}件同类案件的裁决",
        pay_within_days=pay_within_days,
        made_on=on,
        started_by=by,
        beat_at=at,
    )
    batch.save()
    AwardBatchItem.objects.bulk_create(
        AwardBatchItem(batch=batch, no=no, arbitration=arbitration)
        for no, arbitration in enumerate(arbitrations, 1)
    )
    _enqueue(batch)
    return batch


def _enqueue(batch: AwardBatch) -> None:
    transaction.on_commit(partial(run_award_batch.enqueue, batch.pk))


@transaction.atomic
def resume_award_batch(*, batch: AwardBatch, by: User, at: datetime) -> AwardBatch:
    """继续: put a batch whose worker has died back into the queue; nothing is decided twice."""
    batch = AwardBatch.objects.select_for_update().get(pk=batch.pk)
    require(by.pk == batch.started_by_id)
    if batch.state != BatchState.RUNNING:
        raise ActRefused(f"这一批{batch.get_state_display()}，不需要继续。", source="V-N1")
    if at - batch.beat_at < SILENT:
        raise ActRefused(
            "这一批正在办理，不需要继续。", source="V-N1", suggest="进度停住一分钟后再按“继续”。"
        )
    _enqueue(batch)
    return batch


@task
def run_award_batch(batch_pk: int) -> None:
    clock = timezone.now  # noqa: TID251 - the edge: nobody asked for this at any moment
    make_award_batch(AwardBatch.objects.get(pk=batch_pk), clock=clock)


def make_award_batch(batch: AwardBatch, *, clock: Callable[[], datetime]) -> None:
    """Decide every case that still waits, each in its own transaction."""
    if batch.state != BatchState.RUNNING:
        return
    waiting = batch.items.filter(state=ItemState.WAITING).values_list("pk", flat=True)
    for pk in list(waiting):
        _make_item(pk, batch)
        AwardBatch.objects.filter(pk=batch.pk).update(beat_at=clock())
    with transaction.atomic():
        fresh = AwardBatch.objects.select_for_update().get(pk=batch.pk)
        if not fresh.items.filter(state=ItemState.WAITING).exists():
            fresh.state = BatchState.DONE
            fresh.save(update_fields=["state"])


def _make_item(pk: int, batch: AwardBatch) -> None:
    """Decide one case unless somebody has."""
    item = AwardBatchItem.objects.select_related("arbitration__case").get(pk=pk)
    if item.state != ItemState.WAITING:
        return
    try:
        _decide(item, batch)
    except _DoneAlready:
        return
    except ActRefused as refused:
        _refuse(item, str(refused))
    except DatabaseError:
        raise
    except Exception:  # one broken case must not lose the others
        logger.exception("批量裁决 %s 第%s件未完成", batch.pk, item.no)
        _refuse(item, "程序出错，没有裁决；请由管理员查看日志。")


class _DoneAlready(Exception):
    """Another worker did this row while its papers were laid out here."""


def _waiting(item: AwardBatchItem) -> AwardBatchItem:
    """Lock the case and then the row, as whoever acts on the case does."""
    lock_case(item.arbitration.case)
    found = AwardBatchItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if found.state != ItemState.WAITING:
        raise _DoneAlready
    return found


def _decide(item: AwardBatchItem, batch: AwardBatch) -> None:
    """Draft what is left of the case and issue its papers; a draft under review is refused."""
    drafts = draft_awards(
        arbitration=item.arbitration,
        pay_within_days=batch.pay_within_days,
        by=batch.started_by,
        on=batch.made_on,
    )

    def done() -> None:
        found = _waiting(item)
        found.state = ItemState.DONE
        found.save(update_fields=["state"])

    try:
        issue_together(
            awards=sorted(drafts, key=lambda draft: draft.kind),
            by=batch.started_by,
            on=batch.made_on,
            also=done,
        )
    except ActRefused as refused:
        raise ActRefused(
            f"{refused}草稿已经保存，请打开案件核对以后作出。", source=refused.source
        ) from refused


def _refuse(item: AwardBatchItem, why: str) -> None:
    with suppress(_DoneAlready), transaction.atomic():
        found = _waiting(item)
        found.state, found.fault = ItemState.REFUSED, why
        found.save(update_fields=["state", "fault"])
