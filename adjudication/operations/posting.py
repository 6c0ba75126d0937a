"""What an award or a statement that took effect does to the wage accounts: it is what is owed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from adjudication.choices import ClaimKind, ClaimState
from adjudication.deductions import HEADS
from adjudication.models import Arbitration, Award, AwardItem, Claim, Statement
from adjudication.obligations import heads_of_statement
from adjudication.queries.titles import basis_of_statement
from cases.choices import EntryKind, PayUnit
from cases.models import CaseEvent, Party, WageEntry, WageItem
from cases.operations import post
from cases.queries import liable_items, open_items
from staff.models import User

Head = tuple[int, str]
# What an award posts: its sums, what it does not uphold, and what only it has established.
_POSTED = (EntryKind.AWARDED, EntryKind.REJECTED, EntryKind.CLAIMED)


def post_award(
    award: Award,
    *,
    event: CaseEvent,
    by: User,
    on: date,
    workers: Iterable[Party] | None = None,
) -> None:
    """
    Post what is awarded, head by head of each worker, once every claim of the head is decided.

    What was registered beyond it is taken off (裁决未支持); what nobody had registered is added. A
    claim that no wage account has a head for is left out. `workers`: for whom it took effect.
    """
    arbitration = award.arbitration
    for_whom = None if workers is None else {w.pk for w in workers}
    items = list(award.items.select_related("claim__worker"))
    for item in items:  # every claim is of this arbitration: it is not read for each
        item.claim.arbitration = arbitration
    heads = {
        (item.claim.worker_id, item.claim.kind): item.claim
        for item in items
        if ClaimKind(item.claim.kind) in HEADS
        and (for_whom is None or item.claim.worker_id in for_whom)
    }
    complete = _decided(arbitration, set(heads))
    posted = set(
        WageEntry.objects.filter(
            kind=EntryKind.AWARDED,
            basis=_basis(arbitration),
            item__worker__in=[w for w, _ in heads],
        ).values_list("item__worker_id", "item__kind")
    )
    wage_items = _wage_items(heads)
    payer = Party.objects.get(pk=award.told["debtor"])
    sums = {
        head: fen
        for head, fen in complete.items()
        if (head[0], HEADS[ClaimKind(head[1])].value) not in posted
    }
    more = {head: _left(fen, wage_items[head]) for head, fen in sums.items()}
    added = [(heads[h], fen) for h, fen in more.items() if fen or not wage_items[h]]
    new = _new_items(added, payer)
    entries: list[WageEntry] = []
    for head, fen in sums.items():
        entries += _entries(fen, wage_items[head], new.get(heads[head].pk))
    _post(entries, _basis(arbitration), event=event, by=by, on=on)


def repost_award(
    award: Award, items: Iterable[AwardItem], *, event: CaseEvent, by: User, on: date
) -> None:
    """
    Post anew the heads of corrected items: what was posted is reversed, then posted as corrected.

    A head that was not posted yet is posted when the award takes effect, as corrected.
    """
    basis = _basis(award.arbitration)
    heads = {(i.claim.worker_id, i.claim.kind): i.claim for i in items}
    payer = Party.objects.get(pk=award.told["debtor"])
    sums = _decided(award.arbitration, set(heads))
    for head, awarded_fen in sums.items():
        if ClaimKind(head[1]) not in HEADS:
            continue
        rows = WageEntry.objects.filter(
            basis=basis,
            kind__in=_POSTED,
            item__worker=head[0],
            item__kind=HEADS[ClaimKind(head[1])],
            reverses=None,
            reversed_by=None,
        )
        known = list(rows)
        if not known:
            continue
        entries = [
            WageEntry(item=row.item, kind=row.kind, amount_fen=-row.amount_fen, reverses=row)
            for row in known
        ]
        _post(entries, basis, event=event, by=by, on=on)
        wages = _wage_items([head])[head]
        more = _left(awarded_fen, wages)
        new = _new_items([(heads[head], more)] if more or not wages else [], payer)
        again = _entries(awarded_fen, wages, new.get(heads[head].pk))
        _post(again, basis, event=event, by=by, on=on)


def post_statement(statement: Statement, *, event: CaseEvent, by: User, on: date) -> None:
    """
    Bring the accounts to what was settled: the rest of these heads is given up by agreement.

    What is settled beyond what had been registered of them is added.
    """
    heads = heads_of_statement(statement)
    payer = statement.payers.order_by("id").first()
    assert payer is not None  # a statement names who pays
    basis = basis_of_statement(statement)
    for row in statement.rows.select_related("worker"):
        worker, kinds = row.worker, heads[row.worker]
        owed = sum(rest for item, rest in liable_items(worker) if item.kind in kinds)
        if owed > row.amount_fen:
            open_ = sum(rest for item, rest in open_items(worker) if item.kind in kinds)
            post(
                worker=worker,
                kind=EntryKind.WAIVED,
                amount_fen=min(open_, owed - row.amount_fen),
                event=event,
                by=by,
                on=on,
                basis=basis,
                heads=kinds,
            )
        elif owed < row.amount_fen:
            claim = statement.arbitration.claims.filter(
                worker=worker, state=ClaimState.SETTLED, kind__in=[k.value for k in HEADS]
            ).last()
            if claim is None:
                continue
            item = _new_items([(claim, row.amount_fen - owed)], payer)[claim.pk]
            added = WageEntry(item=item, kind=EntryKind.CLAIMED, amount_fen=row.amount_fen - owed)
            _post([added], basis, event=event, by=by, on=on)


def post_interim(award: Award, *, event: CaseEvent, by: User, on: date) -> None:
    """Have on the accounts what is ordered now: nobody is paid what no account says is owed."""
    payer = Party.objects.get(pk=award.told["debtor"])
    ordered: dict[Head, int] = defaultdict(int)
    claims: dict[Head, Claim] = {}
    for ruled in award.items.select_related("claim__worker").order_by("id"):
        head = ruled.claim.worker_id, ruled.claim.kind
        ruled.claim.arbitration = award.arbitration
        ordered[head] += ruled.awarded_fen or 0
        claims[head] = ruled.claim
    for head, fen in ordered.items():
        kind = HEADS[ClaimKind(head[1])]
        open_ = sum(rest for row, rest in open_items(claims[head].worker) if row.kind == kind)
        if missing := max(0, fen - open_):
            item = _new_items([(claims[head], missing)], payer)[claims[head].pk]
            added = WageEntry(item=item, kind=EntryKind.CLAIMED, amount_fen=missing)
            _post([added], award.number[:40], event=event, by=by, on=on)


def _post(entries: list[WageEntry], basis: str, *, event: CaseEvent, by: User, on: date) -> None:
    for entry in entries:
        entry.on, entry.event, entry.by, entry.basis = on, event, by, basis
    WageEntry.objects.bulk_create(entries)


def _basis(arbitration: Arbitration) -> str:
    return arbitration.number[:40]


def _decided(arbitration: Arbitration, heads: set[Head]) -> dict[Head, int]:
    """Return the heads of which every claim is decided by an award in effect, with the sum."""
    claims = Claim.objects.filter(arbitration=arbitration, worker__in=[w for w, _ in heads])
    claims = claims.exclude(state__in=[ClaimState.WITHDRAWN, ClaimState.SETTLED])
    decided = AwardItem.objects.filter(claim__in=claims, award__effective_on__isnull=False)
    rows = decided.exclude(award__kind="A14").prefetch_related("corrections")
    awarded = {item.claim_id: item.standing_fen for item in rows}
    sums: dict[Head, int] = defaultdict(int)
    open_heads = set()
    for claim in claims:
        head = (claim.worker_id, claim.kind)
        if claim.pk not in awarded:
            open_heads.add(head)
        sums[head] += awarded.get(claim.pk) or 0
    return {head: fen for head, fen in sums.items() if head in heads and head not in open_heads}


def _wage_items(heads: Iterable[Head]) -> dict[Head, list[tuple[WageItem, int]]]:
    """Return the registered items of each head with what they came to at intake, oldest first."""
    found: dict[Head, list[tuple[WageItem, int]]] = defaultdict(list)
    kinds = {head.value: kind.value for kind, head in HEADS.items()}
    sign = {EntryKind.CLAIMED: 1, EntryKind.PAID_BEFORE: -1, EntryKind.WAIVED: -1}
    sign |= {EntryKind.REJECTED: -1}
    items = WageItem.objects.filter(worker__in={w for w, _ in heads}).prefetch_related("entries")
    for item in items.order_by("worker_id", "period_from", "id"):
        due = sum(sign.get(EntryKind(e.kind), 0) * e.amount_fen for e in item.entries.all())
        found[item.worker_id, kinds[item.kind]].append((item, due))
    return found


def _left(awarded_fen: int, rows: list[tuple[WageItem, int]]) -> int:
    """Return what is awarded beyond all that was registered."""
    for _, due in rows:
        awarded_fen -= min(awarded_fen, due)
    return awarded_fen


def _entries(
    awarded_fen: int, rows: list[tuple[WageItem, int]], new: WageItem | None
) -> list[WageEntry]:
    """Return what is posted of one head; `new` takes what nobody had registered of it."""
    entries: list[WageEntry] = []
    left = awarded_fen
    for item, due in rows:
        upheld = min(left, due)
        left -= upheld
        entries.append(WageEntry(item=item, kind=EntryKind.AWARDED, amount_fen=upheld))
        if due > upheld:
            entries.append(WageEntry(item=item, kind=EntryKind.REJECTED, amount_fen=due - upheld))
    if new is not None:
        entries.append(WageEntry(item=new, kind=EntryKind.CLAIMED, amount_fen=left))
        entries.append(WageEntry(item=new, kind=EntryKind.AWARDED, amount_fen=left))
    return entries


def _new_items(wanted: Sequence[tuple[Claim, int]], payer: Party) -> dict[int, WageItem]:
    """Return, by claim, the item of the account for what only the award has established."""
    fresh = {claim.pk: _new_item(claim, fen, payer) for claim, fen in wanted}
    before = WageItem.objects.filter(worker__in={i.worker_id for i in fresh.values()}, payer=payer)
    known = {_key(item): item for item in before}
    WageItem.objects.bulk_create([i for i in fresh.values() if _key(i) not in known])
    return {pk: known.get(_key(item), item) for pk, item in fresh.items()}


def _key(item: WageItem) -> tuple:
    return item.worker_id, str(item.kind), item.period_from, item.period_to


def _new_item(claim: Claim, fen: int, payer: Party) -> WageItem:
    case = claim.arbitration.case
    start = claim.period_from or case.period_from or claim.arbitration.filed_on
    end = claim.period_to or case.period_to or claim.arbitration.filed_on
    return WageItem(
        case=case,
        worker=claim.worker,
        payer=payer,
        kind=HEADS[ClaimKind(claim.kind)],
        period_from=start,
        period_to=max(start, end),
        unit=PayUnit.PIECE,
        quantity=Decimal(1),
        rate_fen=fen,
        formula="裁决确认",
    )
