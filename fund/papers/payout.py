"""What each worker signs: the title of recovery (F05) and the receipt (F06)."""

from typing import Any

from documents.contracts import amount_dict, moment_dict
from fund.models import Advance, AdvanceLine, PaymentLine
from fund.papers.application import employer
from mediation.papers import blocks
from mediation.papers.opening import SHANGHAI


def mandate(advance: Advance, line: AdvanceLine, *, witness: str) -> dict[str, Any]:
    """F05, one per worker."""
    start, end = blocks.span(advance.case, line.worker)
    statutory = advance.recovery_title == "statutory_recovery"
    debtor = employer(advance, on=advance.applied_on)
    return {
        "recovery_title": advance.recovery_title,
        "decision_number": advance.number,
        "decision_on": str(advance.decided_on),
        "worker": blocks.party_block(line.worker, "劳动者", on=advance.applied_on),
        "employer_name": debtor["name"],
        "employer_credit_code": debtor["credit_code"],
        "period_from": start.isoformat(),
        "period_to": end.isoformat(),
        "due": amount_dict(line.verified_fen - line.paid_otherwise_fen),
        "advance": amount_dict(line.amount_fen),
        "received": amount_dict(line.amount_fen),
        "assigned": None if statutory else amount_dict(line.amount_fen),
        "residual": amount_dict(line.verified_fen - line.paid_otherwise_fen - line.amount_fen),
        "signatures": [
            blocks.party_signature(line.worker, "劳动者", on=advance.applied_on),
            blocks.officer_signature("见证人", witness),
        ],
    }


def receipt(
    advance: Advance, payments: list[PaymentLine], *, cashier: str, witness: str
) -> dict[str, Any]:
    """F06: every worker signs for what arrived in the own account or was paid on site."""
    cash = [name for p in payments for name in p.list.witnesses]
    names = list(dict.fromkeys([witness, *cash]))
    rows = [
        {
            "no": p.line.worker.roster_no,
            "name": p.line.worker.name,
            "id_no": p.line.worker.id_no,
            "advance": amount_dict(p.line.amount_fen),
            "paid": amount_dict(p.amount_fen),
            "account_holder": p.holder if p.account_no else None,
            "bank": p.bank_name or None,
            "account_no": p.account_no or None,
            "paid_at": moment_dict(p.paid_at.astimezone(SHANGHAI)),
            "proxy": {
                "name": p.proxy_name,
                "id_no": p.proxy_id_no,
                "authority": p.proxy_authority,
            }
            if p.proxy_name
            else None,
        }
        for p in payments
        if p.paid_at
    ]
    return {
        "decision_number": advance.number,
        "decision_on": str(advance.decided_on),
        "employer_name": advance.debtor.name,
        "purpose": advance.get_kind_display(),
        "method": "、".join(dict.fromkeys(p.list.get_method_display() for p in payments)),
        "worker_count": len(rows),
        "rows": rows,
        "decided_total": blocks.total(p.line.amount_fen for p in payments),
        "paid_total": blocks.total(p.amount_fen for p in payments),
        "signatures": [
            blocks.officer_signature("出纳", cashier),
            *(blocks.officer_signature("见证人", name) for name in names),
        ],
    }
