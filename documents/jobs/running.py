"""
Making the papers of a batch: the background job.

It may be broken off at any point and run again, or run twice at once: nothing is made twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks import task

from cases.operations import lock_case, require_open
from documents import store
from documents.bundle import Cover, bundle
from documents.choices import BatchState, ItemState
from documents.jobs.kinds import Kind, Writer, kind_of
from documents.layout.fonts import GlyphMissing
from documents.layout.vocabulary import UnsupportedElement
from documents.models import Batch, BatchItem, Document
from documents.operations import PDF, issue_document
from documents.registry import fonts
from documents.store import FileDamaged
from staff.refusals import ActRefused

logger = logging.getLogger(__name__)


@task
def run_batch(batch_pk: int) -> None:
    now = timezone.now  # noqa: TID251 - the edge: nobody asked for this at any moment
    make_batch(Batch.objects.get(pk=batch_pk), now=now)


def locked(batch: Batch) -> Batch:
    found = Batch.objects.select_for_update(of=("self",))
    return found.select_related("case", "event", "started_by").get(pk=batch.pk)


def make_batch(batch: Batch, *, now: Callable[[], datetime]) -> None:
    """Make every paper that still waits, each in its own transaction, then the bundle."""
    batch = Batch.objects.select_related("case").get(pk=batch.pk)
    kind = kind_of(batch.kind)
    if kind is None or batch.state != BatchState.RUNNING:
        return
    try:
        writer = kind.writer(batch.case, batch.occasion)
    except ActRefused as refused:
        batch.items.filter(state=ItemState.WAITING).update(
            state=ItemState.REFUSED, fault=str(refused)
        )
        return _finish(batch, now=now)
    waiting = batch.items.filter(state=ItemState.WAITING).values_list("pk", flat=True)
    for pk in list(waiting):
        if not _make_item(pk, batch, kind, writer, now=now):
            return
    _finish(batch, now=now)


@transaction.atomic
def _make_item(
    pk: int, batch: Batch, kind: Kind, writer: Writer, *, now: Callable[[], datetime]
) -> bool:
    """Make one paper unless somebody has; False where the batch is not running any more."""
    # The case before the batch, as whoever cancels it does: a paper refers to its case.
    lock_case(batch.case)
    batch = locked(batch)
    if batch.state != BatchState.RUNNING:
        return False
    item = BatchItem.objects.select_for_update(of=("self",)).select_related("party").get(pk=pk)
    if item.state != ItemState.WAITING:
        return True
    try:
        with transaction.atomic():
            require_open(batch.case)
            item.document = issue_document(
                case=batch.case,
                code=kind.paper,
                fields=writer(item.party),
                by=batch.started_by,
                on=batch.started_on,
                event=batch.event,
                party=item.party,
                recipient=item.party.name,
            )
        item.state = ItemState.DONE
    except ActRefused as refused:
        item.state, item.fault = ItemState.REFUSED, str(refused)
    except DatabaseError:
        raise
    except Exception:  # one broken row must not lose the others
        logger.exception("批量文书 %s 第%s件未完成", batch.pk, item.no)
        item.state, item.fault = ItemState.REFUSED, "程序出错，没有出具；请由管理员查看日志。"
    item.save(update_fields=["state", "document", "fault"])
    batch.beat_at = now()
    batch.save(update_fields=["beat_at"])
    return True


def _finish(batch: Batch, *, now: Callable[[], datetime]) -> None:
    """Bind what was made; the batch is done when the bundle is stored."""
    with transaction.atomic():
        batch = locked(batch)
        batch.beat_at = now()
        batch.save(update_fields=["beat_at"])
    try:
        content = bundle_of(batch)
    except (FileDamaged, GlyphMissing, UnsupportedElement):
        logger.exception("批量文书 %s 的合订本未生成", batch.pk)
        content = b""
    with transaction.atomic():
        batch = locked(batch)
        if batch.state != BatchState.RUNNING or batch.items.filter(state=ItemState.WAITING):
            return
        batch.bundle = store.put(content, media_type=PDF) if content else None
        batch.state, batch.beat_at = BatchState.DONE, now()
        batch.save(update_fields=["bundle", "state", "beat_at"])


def bundle_of(batch: Batch) -> bytes:
    """All papers of a batch as one PDF; empty where none could be made."""
    made = Document.objects.filter(batch_item__batch=batch).order_by("batch_item__no")
    papers = [
        (f"{paper.title}（{paper.recipient}）", store.get(paper.docx))
        for paper in made.select_related("docx")
    ]
    if not papers:
        return b""
    case, on = batch.case, batch.started_on
    body = case.mediation_body or case.centre
    lines = (
        ("案号", case.number),
        ("份数", f"{len(papers)}份"),
        ("制作日期", f"{on.year}年{on.month}月{on.day}日"),
    )
    return bundle(
        papers,
        title=f"{batch.title}（{case.number}）",
        created=on,
        fonts=fonts(),
        cover=Cover(body.name, batch.title, lines),
    ).content
