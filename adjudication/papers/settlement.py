"""A19: what was settled before the tribunal, in the words of the statement."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from adjudication.choices import HearingState
from adjudication.models import Arbitration
from adjudication.papers import blocks
from adjudication.papers.award import bench, parties
from cases.models import Party
from documents.contracts import amount_dict
from law.calendar import in_words
from law.money import divide, yuan

Sums = Sequence[tuple[Party, int, int]]  # worker, claimed, settled
Days = Sequence[tuple[date, Decimal]]  # day, percent


def statement(
    arbitration: Arbitration,
    *,
    sums: Sums,
    days: Days,
    payers: Sequence[Party],
    other_terms: Sequence[str],
    part_no: int,
    others_go_on: bool,
    on: date,
) -> dict[str, Any]:
    workers = [worker for worker, _, _ in sums]
    total = sum(fen for _, _, fen in sums)
    shown = parties(arbitration, workers, on=on)
    others = arbitration.respondents.count() + arbitration.third_parties.count()
    return {
        **shown,
        "certified_copy": True,
        "docketed_on": str(arbitration.accepted_on),
        "heard": arbitration.hearings.filter(
            state__in=[HearingState.HELD, HearingState.CLOSED]
        ).exists(),
        "part_no": part_no,
        "others_go_on": others_go_on,
        "claims": claims_of(arbitration, workers, sum(claimed for _, claimed, _ in sums)),
        "terms": [*paying(sums, days, payers), *(blocks.sentence(t) for t in other_terms)],
        "instalments": [
            {"no": no, "due_on": day.isoformat(), "amount": amount_dict(fen)}
            for no, ((day, _), fen) in enumerate(zip(days, totals(sums, days), strict=True), 1)
        ],
        "total": amount_dict(total),
        "workers": [
            {
                "no": no,
                "name": worker.name,
                "id_no": worker.id_no,
                "claimed": amount_dict(claimed),
                "due": amount_dict(fen),
            }
            for no, (worker, claimed, fen) in enumerate(sums, 1)
        ],
        "receipts": [],
        "legally_effective_on": None,
        **bench(arbitration),
        "copies": len(workers) + others + 1,
    }


def totals(sums: Sums, days: Days) -> list[int]:
    """Return what is paid on each day to all of them: each worker's share, added up."""
    percents = [percent for _, percent in days]
    shares = [divide(fen, percents) for _, _, fen in sums]
    return [sum(column) for column in zip(*shares, strict=True)]


def claims_of(arbitration: Arbitration, workers: Sequence[Party], total: int) -> str:
    kinds = arbitration.claims.filter(worker__in=workers).exclude(state="withdrawn")
    names = list(dict.fromkeys(claim.get_kind_display() for claim in kinds))
    who = blocks.crew_text(workers)
    return f"{who}请求被申请人支付{'、'.join(names)}，共计{yuan(total)}元。"


def paying(sums: Sums, days: Days, payers: Sequence[Party]) -> list[str]:
    who = "、".join(payer.name for payer in payers)
    jointly = "共同" if len(payers) > 1 else ""
    workers = [worker for worker, _, _ in sums]
    parts = totals(sums, days)
    when = "，".join(
        f"于{in_words(day)}前支付{yuan(fen)}元" for (day, _), fen in zip(days, parts, strict=True)
    )
    if len(days) == 1:
        when = f"于{in_words(days[0][0])}前付清"
    several = len(workers) > 1
    if several and len(days) > 1:
        shares = "、".join(f"{percent.normalize():f}%" for _, percent in days)
        when += f"，每人各期按{shares}的比例支付"
    total = yuan(sum(parts))
    return [
        f"{who}{jointly}支付{blocks.crew_text(workers)}{'合计' if several else ''}{total}元"
        f"{'（各人金额见下表）' if several else ''}，{when}，"
        f"直接转入{'各申请人' if several else '申请人'}本人的工资账户。"
    ]
