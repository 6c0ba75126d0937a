"""
批量办理: an act of the desk for many cases, each in a transaction of its own.

One bad row never loses the others; what was done is not done again, however often a worker dies.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from adjudication.choices import AwardState, BatchKind
from adjudication.models import Arbitration, Award, DeskBatch, DeskBatchItem
from adjudication.operations.batches import SILENT
from adjudication.operations.countersigning import countersign
from adjudication.operations.forming import appoint_arbitrator
from adjudication.operations.hearings import schedule_hearing
from adjudication.operations.issuing import DrawnAward, Issuing
from adjudication.operations.notices import notify_respondent
from adjudication.permissions import can_conduct, can_countersign
from adjudication.queries import paper, papers, respondents, standing_of
from cases.models import Party
from cases.operations import lock_case, require
from documents import store
from documents.bundle import Cover, bundle
from documents.choices import BatchState, ItemState
from documents.layout.fonts import GlyphMissing
from documents.layout.vocabulary import UnsupportedElement
from documents.models import Document
from documents.operations import PDF
from documents.packet import drawn_before_locking
from documents.registry import fonts
from documents.store import FileDamaged
from law.calendar import in_words
from staff.models import User
from staff.refusals import ActRefused

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """What a row is about; of one `key` at most one row is ever done."""

    arbitration: Arbitration
    key: str
    party: Party | None = None
    award: Award | None = None
    told: dict[str, Any] = field(default_factory=dict)


def start_desk_batch(
    *,
    kind: BatchKind,
    arbitrations: Sequence[Arbitration],
    told: dict[str, Any],
    by: User,
    on: date,
    at: datetime,
) -> DeskBatch:
    """
    批量办理: order an act for these cases; a background job does it row by row.

    `told` is what the form was filled in with, in plain data. Raises:
        ActRefused: no case; nothing to do in any of them; one of the rows is under way or done
            (V-N1).
    """
    try:
        return _start(BatchKind(kind), arbitrations, told, by=by, on=on, at=at)
    except IntegrityError as doubled:
        raise ActRefused(
            "其中有案件正在批量办理或者已经办过，不重复办理。",
            source="V-N1",
            suggest="请刷新待办，重新勾选。",
        ) from doubled


@transaction.atomic
def _start(
    kind: BatchKind,
    arbitrations: Sequence[Arbitration],
    told: dict[str, Any],
    *,
    by: User,
    on: date,
    at: datetime,
) -> DeskBatch:
    if not arbitrations:
        raise ActRefused("请先勾选案件。", source="V-N1")
    allowed = can_countersign if kind == BatchKind.COUNTERSIGN else can_conduct
    for arbitration in arbitrations:
        require(allowed(by, arbitration), f"您不能办理{arbitration}。")
    batch = DeskBatch(
        commission=arbitrations[0].commission,
        kind=kind,
        told=told,
        made_on=on,
        started_by=by,
        beat_at=at,
    )
    batch.save()
    rows = ROWS[kind](arbitrations, batch)
    if not rows:
        raise ActRefused(f"勾选的案件都不需要“{kind.label}”。", source="V-N1")
    DeskBatchItem.objects.bulk_create(
        DeskBatchItem(
            batch=batch,
            no=no,
            key=row.key,
            arbitration=row.arbitration,
            party=row.party,
            award=row.award,
            told=row.told,
        )
        for no, row in enumerate(rows, 1)
    )
    _enqueue(batch)
    return batch


def _enqueue(batch: DeskBatch) -> None:
    transaction.on_commit(partial(run_desk_batch.enqueue, batch.pk))


@transaction.atomic
def resume_desk_batch(*, batch: DeskBatch, by: User, at: datetime) -> DeskBatch:
    """继续: put a batch whose worker has died back into the queue; nothing is done twice."""
    batch = DeskBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
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
def run_desk_batch(batch_pk: int) -> None:
    clock = timezone.now  # noqa: TID251 - the edge: nobody asked for this at any moment
    make_desk_batch(DeskBatch.objects.get(pk=batch_pk), clock=clock)


def make_desk_batch(batch: DeskBatch, *, clock: Callable[[], datetime]) -> None:
    """Do every row that still waits, then bind the papers for the printer."""
    if batch.state != BatchState.RUNNING:
        return
    waiting = batch.items.filter(state=ItemState.WAITING).values_list("pk", flat=True)
    for pk in list(waiting):
        _make_item(pk, batch)
        DeskBatch.objects.filter(pk=batch.pk).update(beat_at=clock())
    content = _bound(batch)
    with transaction.atomic():
        fresh = DeskBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if fresh.state == BatchState.RUNNING and not fresh.items.filter(state=ItemState.WAITING):
            fresh.bundle = store.put(content, media_type=PDF) if content else None
            fresh.state = BatchState.DONE
            fresh.save(update_fields=["bundle", "state"])


def _make_item(pk: int, batch: DeskBatch) -> None:
    """Do one row unless somebody has."""
    item = DeskBatchItem.objects.select_related("arbitration__case", "award").get(pk=pk)
    if item.state != ItemState.WAITING:
        return
    try:
        if batch.kind == BatchKind.ISSUE:
            _issue(item, batch)
        else:
            do = DONE[BatchKind(batch.kind)]
            _done(item, lambda fresh: do(fresh, batch))
    except _DoneAlready:
        return
    except ActRefused as refused:
        _refuse(item, f"{refused}{refused.suggest}")
    except DatabaseError:
        raise
    except Exception:  # one broken row must not lose the others
        logger.exception("批量办理 %s 第%s件未完成", batch.pk, item.no)
        _refuse(item, "程序出错，没有办理；请由管理员查看日志。")


class _DoneAlready(Exception):
    """Another worker did this row meanwhile."""


def _waiting(item: DeskBatchItem) -> DeskBatchItem:
    """Lock the case and then the row, as whoever acts on the case does."""
    lock_case(item.arbitration.case)
    found = DeskBatchItem.objects.select_for_update(of=("self",))
    fresh = found.select_related("arbitration__case", "party", "award").get(pk=item.pk)
    if fresh.state != ItemState.WAITING:
        raise _DoneAlready
    return fresh


@transaction.atomic
def _done(item: DeskBatchItem, do: Callable[[DeskBatchItem], list[Document]]) -> None:
    fresh = _waiting(item)
    made = do(fresh)
    fresh.state = ItemState.DONE
    fresh.save(update_fields=["state"])
    fresh.papers.set(made)


def _refuse(item: DeskBatchItem, why: str) -> None:
    with suppress(_DoneAlready), transaction.atomic():
        fresh = _waiting(item)
        fresh.state, fresh.fault = ItemState.REFUSED, why
        fresh.save(update_fields=["state", "fault"])


# What the rows of a kind are


def _of_cases(arbitrations: Sequence[Arbitration], batch: DeskBatch) -> list[Row]:
    return [Row(a, f"{batch.kind}/{a.pk}/{batch.pk}") for a in arbitrations]


def _of_panels(arbitrations: Sequence[Arbitration], batch: DeskBatch) -> list[Row]:
    return [Row(a, f"{batch.kind}/{a.pk}") for a in arbitrations]


def _of_respondents(arbitrations: Sequence[Arbitration], batch: DeskBatch) -> list[Row]:
    return [
        Row(a, f"{batch.kind}/{a.pk}/{party.pk}", party=party)
        for a in arbitrations
        for party in respondents(a)
        if paper(a, "A03", party) is None
    ]


def _of_slots(arbitrations: Sequence[Arbitration], batch: DeskBatch) -> list[Row]:
    """One after the other from the first hour, each as long as was said."""
    first = datetime.fromisoformat(batch.told["starts_at"])
    length = timedelta(minutes=batch.told["minutes"])
    return [
        Row(
            a,
            f"{batch.kind}/{a.pk}/{a.hearings.count()}",
            told={"starts_at": (first + place * length).isoformat()},
        )
        for place, a in enumerate(arbitrations)
    ]


def _of_awards(arbitrations: Sequence[Arbitration], batch: DeskBatch) -> list[Row]:
    state = {"state": AwardState.REVIEW} if batch.kind == BatchKind.COUNTERSIGN else {}
    found = Award.objects.filter(arbitration__in=[a.pk for a in arbitrations], **state)
    if chosen := batch.told.get("awards"):
        found = found.filter(pk__in=chosen)
    drafts = found.exclude(state=AwardState.ISSUED).select_related("arbitration__case")
    place = {a.pk: no for no, a in enumerate(arbitrations)}
    return [
        Row(
            award.arbitration,
            f"{batch.kind}/{award.pk}/{award.digest[:40]}",
            award=award,
            told={"digest": award.digest},
        )
        for award in sorted(drafts, key=lambda one: (place[one.arbitration_id], one.kind, one.pk))
    ]


ROWS: dict[BatchKind, Callable[[Sequence[Arbitration], DeskBatch], list[Row]]] = {
    BatchKind.APPOINT: _of_panels,
    BatchKind.NOTIFY: _of_respondents,
    BatchKind.SCHEDULE: _of_slots,
    BatchKind.PRINT: _of_cases,
    BatchKind.COUNTERSIGN: _of_awards,
    BatchKind.ISSUE: _of_awards,
}


# What is done for a row; returns the papers it made


def _appoint(item: DeskBatchItem, batch: DeskBatch) -> list[Document]:
    keeper = User.objects.get(pk=batch.told["secretary"])
    appoint_arbitrator(
        arbitration=item.arbitration, secretary=keeper, by=batch.started_by, on=batch.made_on
    )
    return list(papers(item.arbitration, "A04"))


def _notify(item: DeskBatchItem, batch: DeskBatch) -> list[Document]:
    assert item.party is not None  # its row names the respondent
    if paper(item.arbitration, "A03", item.party):
        raise ActRefused(f"已经通知{item.party.name}应诉。", source="V-N1")
    made = notify_respondent(
        arbitration=item.arbitration,
        respondent=item.party,
        by=batch.started_by,
        on=batch.made_on,
    )
    application = paper(item.arbitration, "A01")
    return [made, *([application] if application else [])]


def _schedule(item: DeskBatchItem, batch: DeskBatch) -> list[Document]:
    schedule_hearing(
        arbitration=item.arbitration,
        starts_at=datetime.fromisoformat(item.told["starts_at"]),
        place=batch.told["place"],
        minutes=batch.told["minutes"],
        by=batch.started_by,
        on=batch.made_on,
    )
    return list(papers(item.arbitration, "A07"))


def _print(item: DeskBatchItem, batch: DeskBatch) -> list[Document]:
    wanted = list(dict.fromkeys(p.pk for p, _ in standing_of(item.arbitration).to_serve()))
    if not wanted:
        raise ActRefused("没有待送达的文书。", source="A09")
    found = Document.objects.filter(pk__in=wanted)
    return sorted(found, key=lambda one: wanted.index(one.pk))


def _countersign(item: DeskBatchItem, batch: DeskBatch) -> list[Document]:
    assert item.award is not None  # its row names the award
    countersign(
        award=item.award,
        digest=item.told["digest"],
        opinion=batch.told.get("opinion", ""),
        by=batch.started_by,
        on=batch.made_on,
    )
    return []


def _issue(item: DeskBatchItem, batch: DeskBatch) -> None:
    """Issue the award that was chosen, as it read then; it is drawn before the case is locked."""
    assert item.award is not None  # its row names the award
    if item.award.digest != item.told["digest"]:
        raise ActRefused("勾选以后草稿有改动，请核对后再作出。", source="V-H1")
    issuing = Issuing(
        award=item.award, digest=item.told["digest"], by=batch.started_by, on=batch.made_on
    )

    def keep(drawn: DrawnAward, _: DeskBatchItem) -> list[Document]:
        made = issuing.keep(drawn)
        return [made.document] if made.document else []

    drawn_before_locking(issuing.draw, lambda drawn: _done(item, partial(keep, drawn)))


# An award is issued by itself: it is drawn first.
DONE: dict[BatchKind, Callable[[DeskBatchItem, DeskBatch], list[Document]]] = {
    BatchKind.APPOINT: _appoint,
    BatchKind.NOTIFY: _notify,
    BatchKind.SCHEDULE: _schedule,
    BatchKind.PRINT: _print,
    BatchKind.COUNTERSIGN: _countersign,
}


def _bound(batch: DeskBatch) -> bytes:
    """The papers of all rows as one PDF, a set for each recipient; empty where there are none."""
    parts = []
    items = batch.items.filter(state=ItemState.DONE).select_related("arbitration__case")
    for item in items.order_by("no").prefetch_related("papers__docx"):
        parts += _sets(item)
    if not parts:
        return b""
    try:
        return bundle(
            [(title, store.get(made.docx)) for title, made in parts],
            title=batch.get_kind_display(),
            created=batch.made_on,
            fonts=fonts(),
            cover=Cover(
                batch.commission.name,
                f"{batch.get_kind_display()}：文书",
                (("份数", f"{len(parts)}份"), ("日期", in_words(batch.made_on))),
            ),
        ).content
    except (FileDamaged, GlyphMissing, UnsupportedElement):
        logger.exception("批量办理 %s 的打印本未生成", batch.pk)
        return b""


def _sets(item: DeskBatchItem) -> list[tuple[str, Document]]:
    """Each recipient's papers together, a copy for each who still has to get it."""
    mine = {paper.pk: paper for paper in item.papers.all()}
    to: dict[Party, list[Document]] = {}
    for made, party in standing_of(item.arbitration).to_serve():
        if made.pk in mine:
            to.setdefault(party, []).append(mine[made.pk])
    return [
        (f"{item.arbitration} {party.name}：{made.title}", made)
        for party, found in to.items()
        for made in found
    ]
