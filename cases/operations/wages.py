"""Posting to the wage accounts: what was agreed, waived, paid. Entries are only ever added."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from cases.choices import EntryKind
from cases.models import CaseEvent, Party, WageEntry
from cases.queries import advanced_items, liable_items, open_items
from law.money import yuan
from law.wages import settle_oldest_first
from staff.models import User
from staff.refusals import ActRefused


class MoreThanOwed(ActRefused):
    """A worker would receive more than is owed; the sentence says what has been received before."""

    def __init__(self, worker: Party, amount_fen: int, owed_fen: int) -> None:
        trail = trail_of(worker)
        super().__init__(
            f"{worker.name}尚欠{yuan(owed_fen)}元，不能再付{yuan(amount_fen)}元"
            + (f"（已收：{trail}）" if trail else "")
            + "。",
            source="V-P4",
            suggest="请核对付款金额；同一笔工资不得重复支付。",
        )


class MoreThanAdvanced(ActRefused):
    """The fund would be given back more than it advanced to this worker."""

    def __init__(self, worker: Party, amount_fen: int, owed_fen: int) -> None:
        super().__init__(
            f"{worker.name}名下尚未归还周转金{yuan(owed_fen)}元，不能登记归还{yuan(amount_fen)}元。",
            source="V-P4",
            suggest="多付的部分请先记入暂收款，再退还付款人或者转付劳动者。",
        )


def trail_of(worker: Party) -> str:
    """Say what the worker has received before: day, from whom, on which paper; in one line."""
    rows: dict[tuple, int] = {}
    received = WageEntry.objects.filter(
        item__worker=worker, kind__in=[EntryKind.PAID, EntryKind.ADVANCED]
    ).select_related("paid_by")
    for e in received.order_by("on", "id"):
        payer = e.paid_by.name if e.paid_by else e.basis
        key = (e.on, e.get_kind_display(), payer)
        rows[key] = rows.get(key, 0) + e.amount_fen
    return "、".join(
        f"{on:%Y-%m-%d}{label}{yuan(fen)}元" + (f"（{payer}）" if payer else "")
        for (on, label, payer), fen in rows.items()
        if fen
    )


# What an entry of a kind may at most be; what is not named here may not exceed what is owed.
_OWED = {EntryKind.REPAID_TO_FUND: advanced_items, EntryKind.AGREED: liable_items}


@transaction.atomic
def post(
    *,
    worker: Party,
    kind: EntryKind,
    amount_fen: int,
    event: CaseEvent,
    by: User,
    on: date,
    paid_by: Party | None = None,
    basis: str = "",
    heads: Collection[str] | None = None,
) -> list[WageEntry]:
    """
    Post an amount to a worker's items, the oldest wage first; to those of `heads` where given.

    For payments, advances and waivers the amount may not exceed what is still owed; what goes back
    to the fund may not exceed what it advanced. What is agreed includes the fund's part.

    Raises:
        MoreThanOwed: the worker would be credited more than is owed.
        MoreThanAdvanced: the fund would get back more than it advanced.
    """
    if amount_fen < 0:
        raise ActRefused("金额不能为负。", source="V-M4")
    items = _OWED.get(kind, open_items)(worker)
    if heads is not None:
        items = [(item, rest) for item, rest in items if item.kind in heads]
    owed = sum(rest for _, rest in items)
    if amount_fen > owed:
        too_much = MoreThanAdvanced if kind == EntryKind.REPAID_TO_FUND else MoreThanOwed
        raise too_much(worker, amount_fen, owed)
    entries = [
        WageEntry(
            item=item,
            kind=kind,
            amount_fen=part,
            on=on,
            event=event,
            by=by,
            paid_by=paid_by,
            basis=basis,
        )
        for item, part in settle_oldest_first(items, amount_fen)
        if part
    ]
    return WageEntry.objects.bulk_create(entries)


@transaction.atomic
def reverse(*, entry: WageEntry, event: CaseEvent, by: User, on: date) -> WageEntry:
    """
    Take an entry back by its mirror (红字冲销); the original stays.

    Raises:
        ActRefused: it has been reversed before, is itself a reversal, or what the worker has
            received would exceed what remains owed.
    """
    entry = WageEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.reverses_id or WageEntry.objects.filter(reverses=entry).exists():
        raise ActRefused("该笔记账已经冲销，不能再次冲销。", source="V-P4")
    rest = dict(open_items(entry.item.worker)).get(entry.item, 0)
    if entry.kind == EntryKind.CLAIMED and entry.amount_fen > rest:
        raise ActRefused(
            "这一项工资已有付款、垫付或放弃的记账，请先冲销那些记账，再冲销应发金额。",
            source="V-P4",
        )
    if entry.kind == EntryKind.ADVANCED:
        held = dict(advanced_items(entry.item.worker)).get(entry.item, 0)
        if entry.amount_fen > held:
            raise ActRefused(
                "这一项垫付已有归还周转金的记账，请先冲销归还的记账，再冲销垫付。", source="V-P4"
            )
    mirror = WageEntry(
        item=entry.item,
        kind=entry.kind,
        amount_fen=-entry.amount_fen,
        on=on,
        event=event,
        by=by,
        paid_by=entry.paid_by,
        basis=entry.basis,
        reverses=entry,
    )
    mirror.save()
    return mirror
