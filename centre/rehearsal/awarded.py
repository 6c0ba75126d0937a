"""What the tribunal of a replay decided, under the keys a scenario expects it."""

from typing import Any

from adjudication.choices import AwardKind, AwardState
from adjudication.effect import effects, rule_for, whom
from adjudication.models import Arbitration, Award
from adjudication.queries import claimed_fen
from cases.models import Case
from centre.rehearsal.stage import Stage
from law.money import yuan

MONTHS = 12
WITH_EFFECT = (AwardKind.FINAL, AwardKind.NON_FINAL, AwardKind.PARTIAL)


def awarded(case: Case) -> dict[str, Any]:
    """Return totals, finality, awards and days of effect; {} where nobody filed."""
    arbitrations = list(Arbitration.objects.filter(case=case))
    if not arbitrations:
        return {}
    awards = list(
        Award.objects.filter(arbitration__case=case, state=AwardState.ISSUED, kind__in=WITH_EFFECT)
        .order_by("id")
        .prefetch_related("items__claim__worker")
    )
    return {
        "finality": _finality(awards),
        "awards": {award.kind: _award(award) for award in awards},
        "effective_on": {award.kind: day for award in awards if (day := _effective(award))},
        "totals": {"claimed": sum(map(claimed_fen, arbitrations)), **_totals(awards)},
    }


def together(stage: Stage, deadlines: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Add what runs alike for every worker of a group under the group's own key."""
    groups = {
        entry["key"]: stage.rows_of(entry["key"]) or []
        for entry in stage.scenario.raw["parties"]
        if entry["type"] == "group"
    }
    added: dict[str, dict[str, Any]] = {}
    for group, numbers in groups.items():
        first = f".worker_{numbers[0]}" if numbers else ""
        for key, row in deadlines.items():
            if not first or not key.endswith(first):
                continue
            stem = key.removesuffix(first)
            if all(deadlines.get(f"{stem}.worker_{n}") == row for n in numbers):
                added[f"{stem}.{group}"] = row
    return added | deadlines


def _totals(awards: list[Award]) -> dict[str, int]:
    sums = {award.pk: sum(i.awarded_fen or 0 for i in award.items.all()) for award in awards}
    if not awards:
        return {}
    items = [item for award in awards for item in award.items.all()]
    partial = [a for a in awards if a.kind == AwardKind.PARTIAL]
    totals = {
        "award_final": sum(sums[a.pk] for a in awards if a.final and a not in partial),
        "award_non_final": sum(sums[a.pk] for a in awards if not a.final and a not in partial),
        "award_grand": sum(sums.values()),
        "rejected": sum((i.claim.amount_fen or 0) - (i.awarded_fen or 0) for i in items),
    }
    if partial:
        totals["award_partial"] = sum(sums[a.pk] for a in partial)
    return totals


def _finality(awards: list[Award]) -> dict[str, Any]:
    if not awards:
        return {}
    rows = []
    for award in awards:
        for item in award.items.all():
            rows.append(
                {
                    "claim": item.claim.no,
                    "worker": item.claim.worker.roster_no,
                    "kind": item.claim.kind,
                    "claimed": yuan(item.claim.amount_fen or 0),
                    "awarded": yuan(item.awarded_fen or 0),
                    "final": item.final,
                    "document": award.kind,
                }
            )
    return {
        "threshold": yuan(MONTHS * awards[0].min_wage_fen),
        "rule": "ARB-26",
        "items": sorted(rows, key=lambda row: (row["worker"] or 0, row["claim"])),
    }


def _award(award: Award) -> dict[str, Any]:
    items = list(award.items.all())
    return {
        "number": award.number,
        "claims": sorted({item.claim.no for item in items}),
        "total": yuan(sum(item.awarded_fen or 0 for item in items)),
        "advanced_total": yuan(sum(item.advanced_fen for item in items)),
        "still_to_pay": yuan(
            sum((i.awarded_fen or 0) - i.advanced_fen - i.paid_fen for i in items)
        ),
        "remedies": {party.key: rule_for(award.final, party) for party in whom(award)},
    }


def _effective(award: Award) -> str:
    """The day for everybody; the last of several, "" while it is open."""
    days = [effect.effective_on for effect in effects(award) if effect.effective_on]
    return max(days).isoformat() if days else ""
