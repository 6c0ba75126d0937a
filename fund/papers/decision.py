"""What the approval (F03), the decision (F04) and the agreement (F04A) say."""

from datetime import date
from typing import Any

from documents.contracts import amount_dict
from fund.models import Advance, AdvanceLine, Approval
from fund.papers.application import employer
from fund.queries import advanced_before_fen, caps_taken, handlers_of
from law.advances import Level, shares
from law.money import yuan
from mediation.papers import blocks

OPINIONS = {"approve": "同意", "refuse": "不同意"}


def money(advance: Advance, lines: list[AdvanceLine], *, balance_fen: int) -> dict[str, Any]:
    """What approval, decision and agreement say about the money; `lines` are the payable rows."""
    caps = caps_taken(advance)
    dues = [line.verified_fen - line.paid_otherwise_fen for line in lines]
    shared = shares(dues, caps, total=advance.requested_fen)
    return {
        "worker_count": len(lines),
        "rows": [_row(advance, line) for line in lines],
        "due_total": blocks.total(line.verified_fen for line in lines),
        "advance_total": blocks.total(line.amount_fen for line in lines),
        "residual_total": blocks.total(_residual(line) for line in lines),
        "caps": {
            "source": advance.caps["source"],
            "per_worker": None if caps.per_worker_fen is None else amount_dict(caps.per_worker_fen),
            "per_worker_percent": caps.per_worker_percent,
            "case_percent": caps.case_percent,
            "worker_caps_total": amount_dict(sum(shared.caps)),
            "case_cap": None if shared.case_cap is None else amount_dict(shared.case_cap),
            "binding": shared.binding,
        },
        "over_cap": _over_cap(advance),
        "fund_balance": amount_dict(balance_fen),
    }


def _over_cap(advance: Advance) -> dict[str, Any] | None:
    """Who allowed more than the caps, and why; None while the caps are kept or nobody has yet."""
    allowed = advance.over_cap
    if not allowed or "on" not in allowed:
        return None
    return {name: allowed[name] for name in ("number", "approved_by", "on", "reason")}


def _residual(line: AdvanceLine) -> int:
    return line.verified_fen - line.paid_otherwise_fen - line.amount_fen


def _row(advance: Advance, line: AdvanceLine) -> dict[str, Any]:
    start, end = blocks.span(advance.case, line.worker)
    return {
        "no": line.worker.roster_no,
        "name": line.worker.name,
        "id_no": line.worker.id_no,
        "period_from": start.isoformat(),
        "period_to": end.isoformat(),
        "due": amount_dict(line.verified_fen),
        "paid_otherwise": amount_dict(line.paid_otherwise_fen),
        "advanced_before": amount_dict(advanced_before_fen(line)),
        "cap": amount_dict(line.cap_fen),
        "advance": amount_dict(line.amount_fen),
        "residual": amount_dict(_residual(line)),
    }


def _common(advance: Advance) -> dict[str, Any]:
    return {
        "employer": employer(advance, on=advance.applied_on),
        "trigger": advance.get_trigger_display(),
        "purpose": advance.get_kind_display(),
    }


def approval(
    advance: Advance,
    lines: list[AdvanceLine],
    steps: list[Approval],
    *,
    levels: list[Level],
    balance_fen: int,
) -> dict:
    """F03."""
    return {
        **_common(advance),
        **money(advance, lines, balance_fen=balance_fen),
        "applicant": advance.applicant_name,
        "applied_on": advance.applied_on.isoformat(),
        "verified_on": str(advance.verified_on),
        "levels": [
            {
                "up_to": None if level.up_to is None else amount_dict(level.up_to),
                "last_level": level.last,
            }
            for level in levels
        ],
        "handlers": list(dict.fromkeys(person.name for person in handlers_of(advance))),
        "approvals": [
            {
                "level": step.level,
                "body": step.body,
                "name": step.by.name,
                "post": step.by.post or None,
                "opinion": OPINIONS[step.opinion],
                "remark": step.remark or None,
                "on": step.on.isoformat(),
            }
            for step in steps
        ],
    }


def decision(
    advance: Advance, lines: list[AdvanceLine], *, approved_on: date, balance_fen: int
) -> dict:
    """F04."""
    return {
        **_common(advance),
        **money(advance, lines, balance_fen=balance_fen),
        "applicant": advance.applicant_name,
        "applied_on": advance.applied_on.isoformat(),
        "approved_on": approved_on.isoformat(),
    }


def agreement(
    advance: Advance,
    lines: list[AdvanceLine],
    *,
    approved_on: date,
    balance_fen: int,
    instalments: list[tuple[date, int]],
    interest: str,
    default_terms: str,
    security: str,
    on: date,
) -> dict:
    """F04A, with an employer who is there and promises to give it back."""
    account = advance.account
    party = blocks.party_signature(advance.debtor, "乙方", on=on)
    return {
        "employer": employer(advance, on=on, role="乙方"),
        "trigger": advance.get_trigger_display(),
        "purpose": advance.get_kind_display(),
        **money(advance, lines, balance_fen=balance_fen),
        "approved_on": approved_on.isoformat(),
        "instalments": [
            {"no": no, "due_on": due_on.isoformat(), "amount": amount_dict(fen)}
            for no, (due_on, fen) in enumerate(instalments, start=1)
        ],
        "interest": interest,
        "default_terms": default_terms,
        "security": security or None,
        "account": fund_account(advance),
        "copies": 3,
        "signatures": [
            {
                "role": "甲方",
                "name": account.body.name,
                "kind": "organisation",
                "signer": None,
                "capacity": "负责人",
                "refusal": None,
            },
            party,
        ],
    }


def fund_account(advance: Advance) -> dict[str, str]:
    account = advance.account
    return {
        "holder": account.holder,
        "bank": account.bank_name,
        "account_no": account.account_no,
    }


def in_words(lines: list[AdvanceLine]) -> str:
    return f"{len(lines)}人{yuan(sum(line.amount_fen for line in lines))}元"
