"""E01: one worker asks the court to order one debtor to pay what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from adjudication.papers.fund_part import advanced_sentence
from cases.models import Case, Party
from documents.contracts import amount_dict
from documents.contracts.enforcement.applications import BY_AGREEMENT, BY_ARREARS
from mediation.models import Agreement
from mediation.papers import blocks
from staff.models import Body


@dataclass(frozen=True)
class DuePart:
    """A part of what is owed, the day it was to be paid, and what was paid of it."""

    no: int
    due_on: date
    amount_fen: int
    paid_fen: int = 0

    @property
    def open_fen(self) -> int:
        return self.amount_fen - self.paid_fen


@dataclass(frozen=True)
class Conditions:
    """What the applicant declares (民诉解释 427); each is asked, none is assumed."""

    whole_sum_settled: bool
    no_counter_performance: bool
    serviceable: bool
    preserved: bool


def application(
    case: Case,
    worker: Party,
    debtor: Party,
    *,
    court: Body,
    agreement: Agreement | None,
    accelerated: bool,
    head: str,
    parts: Sequence[DuePart],
    conditions: Conditions,
    on: date,
) -> dict[str, Any]:
    """E01."""
    first = min(part.due_on for part in parts)
    return {
        "applicant": blocks.party_block(worker, "申请人", on=on),
        "debtor": blocks.party_block(debtor, "被申请人", on=on) | {"agents": []},
        "court_name": court.name,
        "debtor_place": debtor.address,
        "basis": BY_AGREEMENT if agreement else BY_ARREARS,
        "head": head,
        "agreement": {
            "number": agreement.number,
            "effective_on": str(agreement.effective_on),
            "body": case.mediation_body.name if case.mediation_body else "",
            "confirmed": False,  # who has a title enforces it and does not come here
            "penalty_agreed": False,
            "accelerated": accelerated,
        }
        if agreement
        else None,
        "facts": f"{case.facts.strip().rstrip('。') or '被申请人拖欠申请人劳动报酬'}。"
        f"{advanced_sentence([worker], on=on)}被申请人至今未足额支付。",
        "items": [
            {
                "no": part.no,
                "due_on": part.due_on.isoformat(),
                "amount": amount_dict(part.amount_fen),
                "paid": amount_dict(part.paid_fen),
                "due": amount_dict(part.open_fen),
            }
            for part in parts
        ],
        "penalty": None,
        "amount_due": amount_dict(sum(part.open_fen for part in parts)),
        "overdue_since": (first + timedelta(days=1)).isoformat(),
        "evidence": _evidence(case, worker, agreement),
        "whole_sum_settled": conditions.whole_sum_settled,
        "no_counter_performance": conditions.no_counter_performance,
        "serviceable": conditions.serviceable,
        "preserved": conditions.preserved,
        "account": {
            "holder": worker.name,
            "bank": worker.bank_name,
            "account_no": worker.bank_account,
        },
        "applied_on": on.isoformat(),
        "signatures": [blocks.party_signature(worker, "申请人", on=on)],
    }


def _evidence(case: Case, worker: Party, agreement: Agreement | None) -> list[dict]:
    pieces = list(case.evidence.filter(submitted=True).order_by("no"))
    rows: list[dict[str, Any]] = [
        {
            "no": piece.no,
            "name": piece.name,
            "form": piece.kind,
            "original": False,
            "pages": piece.pages,
            "source": piece.by_label,
            "proves": piece.proves or None,
        }
        for piece in pieces
    ]
    if agreement and agreement.document:
        rows.append(
            {
                "no": pieces[-1].no + 1 if pieces else 1,
                "name": f"调解协议书（{agreement.number}）",
                "form": "书证",
                "original": False,
                "pages": agreement.document.pages,
                "source": worker.name,
                "proves": "欠付金额和付款期限",
            }
        )
    return rows
