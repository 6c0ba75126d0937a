"""What of an award has reached the worker already: paid by the employer, advanced by the fund."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from adjudication.choices import AwardKind, AwardState, ClaimKind
from adjudication.models import Arbitration, Claim
from cases.choices import EntryKind, WageKind
from cases.models import WageEntry

ADVANCED, PAID = "应急周转金垫付", "用人单位已付"
# What the fund has had back is no longer to be paid to it: the employer has discharged it.
RETURNED = "用人单位已归还周转金"
LABELS = {
    EntryKind.ADVANCED: ADVANCED,
    EntryKind.PAID: PAID,
    EntryKind.REPAID_TO_FUND: RETURNED,
}
# Every kind of claim for money has a head of the wage account under the same name.
HEADS = {kind: WageKind(kind.value) for kind in ClaimKind if kind.value in WageKind.values}


@dataclass(frozen=True)
class Deduction:
    """One sum to be taken off one claim."""

    claim_id: int
    kind: str  # ADVANCED, RETURNED or PAID
    amount_fen: int
    on: date


def deductions(
    arbitration: Arbitration,
    awarded: Iterable[tuple[Claim, int]],
    *,
    on: date,
    named: Mapping[int, str] | None = None,
) -> list[Deduction]:
    """
    Return what is taken off each claim, from the wage accounts, never more than is awarded.

    An advance counts as one as far as it has not come back by that day; what came back, as
    returned. What reached the worker is first laid on that part of the wages nobody claims here:
    who was paid before and claims only the rest gets all of the rest. `named` are the papers the
    claims were decided in: what was paid on one of them by name is laid on its claims, as what
    was paid on an interim award (先予执行) is laid on those that it was about.
    """
    named = named or {}
    awarded = list(awarded)
    account = _accounts({c.worker_id for c, _ in awarded}, on)
    claimed: dict[tuple[int, str], int] = defaultdict(int)
    for claim in arbitration.claims.exclude(state="withdrawn").exclude(amount_fen=None):
        claimed[claim.worker_id, claim.kind] += claim.amount_fen or 0
    interim = _interim(arbitration)
    found: list[Deduction] = []
    by_head: dict[tuple[int, str], list[tuple[Claim, int]]] = defaultdict(list)
    for claim, fen in awarded:
        by_head[claim.worker_id, claim.kind].append((claim, fen))
    for head, claims in by_head.items():
        due, received = account.get(head, (0, []))
        elsewhere = max(0, due - claimed[head])
        room = [[claim.pk, fen] for claim, fen in sorted(claims, key=lambda row: row[0].no)]
        rest = received
        for paper in sorted({*interim, *(named[pk] for pk, _ in room if pk in named)}):
            own = _netted([row for row in rest if _is_paid_on(row, paper)])
            if not own:
                continue
            about = [r for r in room if r[0] in interim.get(paper, ()) or named.get(r[0]) == paper]
            laid = _laid(about, own)
            rest = [row for row in rest if not _is_paid_on(row, paper)]
            found += laid
            if over := sum(row[2] for row in own) - sum(d.amount_fen for d in laid):
                rest.append((own[-1][0], PAID, over, ""))  # more than its claims came to
        found += _laid(room, _after(rest, elsewhere))
    return found


def _interim(arbitration: Arbitration) -> dict[str, set[int]]:
    """Return the claims that each interim award was about, by its number."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = arbitration.awards.filter(kind=AwardKind.INTERIM, state=AwardState.ISSUED)
    for number, claim in rows.values_list("number", "items__claim"):
        found[number[:40]].add(claim)
    return found


Received = tuple[date, str, int, str]  # day, kind, fen, the paper it was paid on


def _accounts(workers: set[int], on: date) -> dict[tuple[int, str], tuple[int, list[Received]]]:
    """By worker and kind of claim: what was due at intake, and what was received, oldest first."""
    due: dict[tuple[int, str], int] = defaultdict(int)
    received: dict[tuple[int, str], list[Received]] = defaultdict(list)
    rows = WageEntry.objects.filter(item__worker__in=workers, on__lte=on).order_by("on", "id")
    heads = {head.value: kind.value for kind, head in HEADS.items()}
    sign = {EntryKind.CLAIMED: 1, EntryKind.PAID_BEFORE: -1, EntryKind.WAIVED: -1}
    for worker, head, kind, fen, day, basis in rows.values_list(
        "item__worker_id", "item__kind", "kind", "amount_fen", "on", "basis"
    ):
        key = (worker, heads[head])
        if kind in LABELS:
            received[key].append((day, LABELS[EntryKind(kind)], fen, basis))
        else:
            due[key] += sign.get(EntryKind(kind), 0) * fen
    return {key: (due[key], received[key]) for key in {*due, *received}}


def _after(received: list[Received], elsewhere: int) -> list[Received]:
    """Return what remains when the first `elsewhere` fen have been laid on other wages."""
    rest = []
    for day, kind, fen, basis in _less_returned(_netted(received)):
        laid = min(elsewhere, fen)
        elsewhere -= laid
        if fen > laid:
            rest.append((day, kind, fen - laid, basis))
    return rest


def _is_paid_on(received: Received, paper: str) -> bool:
    _, kind, _, basis = received
    return kind == PAID and basis == paper


def _less_returned(received: list[Received]) -> list[Received]:
    """Say of each advance, the oldest first, which part of it has come back, and when."""
    back = [(day, fen) for day, kind, fen, _ in received if kind == RETURNED]
    found = []
    for day, kind, fen, basis in received:
        while kind == ADVANCED and fen and back:
            at, had = back.pop(0)
            part = min(had, fen)
            found.append((at, RETURNED, part, basis))
            fen -= part
            if had > part:
                back.insert(0, (at, had - part))
        if fen and kind != RETURNED:
            found.append((day, kind, fen, basis))
    return found


def _netted(received: list[Received]) -> list[Received]:
    """Take reversals off what was received last of the same kind."""
    net: list[Received] = []
    for day, kind, fen, basis in received:
        if fen >= 0:
            net.append((day, kind, fen, basis))
            continue
        for place in range(len(net) - 1, -1, -1):
            at, same, had, on = net[place]
            if same == kind and fen:
                back = min(had, -fen)
                net[place], fen = (at, same, had - back, on), fen + back
    return [row for row in net if row[2]]


def _laid(room: list[list[int]], received: list[Received]) -> list[Deduction]:
    """Lay what was received on the claims in their order; `room` keeps what is left of each."""
    found = []
    for day, kind, fen, _ in received:
        for row in room:
            laid = min(row[1], fen)
            if laid:
                found.append(Deduction(row[0], kind, laid, day))
                row[1] -= laid
                fen -= laid
    return found
