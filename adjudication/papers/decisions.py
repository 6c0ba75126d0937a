"""A15 correction and A16: what is decided about the procedure, and the voluntary withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adjudication import drafting
from adjudication.choices import AwardKind
from adjudication.models import Arbitration, Award, ItemCorrection
from adjudication.papers import blocks
from adjudication.papers.award import bench, parties, printed_items
from adjudication.queries import applicants
from cases.models import Party
from documents.contracts import amount_dict, moment_dict
from documents.models import Service
from law.money import yuan
from mediation.papers.blocks import officer_signature
from mediation.papers.opening import SHANGHAI
from staff.models import User

TITLES = {
    AwardKind.FINAL: "仲裁裁决书",
    AwardKind.NON_FINAL: "仲裁裁决书",
    AwardKind.PARTIAL: "先行裁决书",
    AwardKind.INTERIM: "先予执行裁决书",
}


def correction(
    award: Award, corrections: Sequence[Any], changed: Sequence[ItemCorrection], *, on: date
) -> dict[str, Any]:
    """A15; the totals are those of the award read with what was corrected of it before."""
    items = award.items.select_related("claim__worker").prefetch_related("corrections")
    workers = list({i.claim.worker_id: i.claim.worker for i in printed_items(award)}.values())
    before = sum(i.standing_fen or 0 for i in items)
    after = before + sum(row.after_fen - row.before_fen for row in changed)
    return {
        **parties(award.arbitration, workers, on=on),
        "paper": TITLES[AwardKind(award.kind)],
        "paper_number": award.number,
        "paper_on": str(award.made_on),
        "corrections": [
            {
                "place": row.place,
                "kind": row.kind,
                "original": row.original,
                "corrected": row.corrected,
            }
            for row in corrections
        ],
        "total_before": amount_dict(before),
        "total_after": amount_dict(after),
        "total_reason": _why_moved(changed) if before != after else None,
        **bench(award.arbitration),
    }


def _why_moved(changed: Sequence[ItemCorrection]) -> str:
    parts = [
        f"{drafting.called(row.item.claim)}按{row.formula}应为人民币{yuan(row.after_fen)}元，"
        f"原写人民币{yuan(row.before_fen)}元"
        for row in changed
    ]
    return f"{'；'.join(parts)}。"


@dataclass(frozen=True)
class Approval:
    """Who of the commission's head decided it, and when."""

    name: str
    post: str
    on: date


@dataclass(frozen=True)
class Missed:
    """The hearing somebody did not come to, and how its notice had reached them."""

    starts_at: Any
    service: Service
    receipt_proved: bool


def decision(
    arbitration: Arbitration,
    *,
    matter: str,
    ground: str,
    findings: str,
    on: date,
    outcome: str | None = None,
    subject: str | None = None,
    clock_on: date | None = None,
    new_limit_on: date | None = None,
    raised_by: str | None = None,
    raised_on: date | None = None,
    missed: Missed | None = None,
    approval: Approval | None = None,
    head: User | None = None,
    clerk: User | None = None,
) -> dict[str, Any]:
    """A16; before a tribunal is formed the head of the commission signs and a clerk keeps it."""
    seated = bench(arbitration)
    if clerk and not seated["secretary"]:
        seated["secretary"] = clerk.name
    signatures = seated["signatures"]
    if approval:
        signatures = [officer_signature(approval.post, approval.name)]
    elif not seated["panel"] and head:
        signatures = [officer_signature("仲裁委员会主任", head.name)]
    workers = applicants(arbitration)
    everybody: list[Party] = [
        *workers,
        *arbitration.respondents.order_by("id"),
        *arbitration.third_parties.order_by("id"),
    ]
    return {
        **parties(arbitration, workers, on=on),
        "docketed_on": str(arbitration.accepted_on),
        "matter": matter,
        "outcome": outcome,
        "subject": subject,
        "clock_on": clock_on.isoformat() if clock_on else None,
        "new_limit_on": new_limit_on.isoformat() if new_limit_on else None,
        "raised_by": raised_by,
        "raised_on": raised_on.isoformat() if raised_on else None,
        "ground": blocks.sentence(ground),
        "findings": blocks.sentence(findings),
        "notice": {
            "served_on": str(missed.service.served_on),
            "hearing": moment_dict(missed.starts_at.astimezone(SHANGHAI)),
            "simple_channel": missed.service.method == "simple",
            "receipt_proved": missed.receipt_proved,
        }
        if missed
        else None,
        "approval": {
            "name": approval.name,
            "post": approval.post,
            "approved_on": approval.on.isoformat(),
        }
        if approval
        else None,
        "notified": [party.name for party in everybody],
        **{key: seated[key] for key in ("panel", "notified_panel", "secretary")},
        "signatures": signatures,
    }


def withdrawal(
    arbitration: Arbitration,
    workers: Sequence[Party],
    *,
    claims: Sequence[str],
    reason: str,
    reason_text: str,
    received_fen: int | None,
    on: date,
) -> dict[str, Any]:
    """A02X5; every worker signs for themself, no representative can withdraw for them."""
    return {
        **blocks.picked(arbitration, "respondents_text", "cause"),
        "applicants": blocks.described(arbitration, workers, on=on),
        "whole": not claims,
        "claims": list(claims),
        "reason": reason,
        "reason_text": blocks.sentence(reason_text) if reason_text.strip() else None,
        "received": amount_dict(received_fen) if received_fen else None,
        "accepted_on": str(arbitration.accepted_on),
        "withdrawn_on": on.isoformat(),
        "signatures": [blocks.party_signature(arbitration, w, on=on) for w in workers],
    }
