"""What the application (F01) and the verification (F02) say."""

from datetime import date
from typing import Any

from documents.contracts import amount_dict
from fund.models import Advance, AdvanceLine
from mediation.papers import blocks


def application(advance: Advance, lines: list[AdvanceLine], *, attachments: list[str]) -> dict:
    """F01."""
    case = advance.case
    return {
        "applicant_kind": advance.get_applicant_kind_display(),
        "applicant": {
            "name": advance.applicant_name,
            "head": advance.applicant_head,
            "address": advance.applicant_address,
            "phone": advance.applicant_phone,
        },
        "employer": employer(advance, on=advance.applied_on),
        "trigger": advance.get_trigger_display(),
        "purpose": advance.get_kind_display(),
        "arrears": blocks.total(line.claimed_fen for line in lines),
        "worker_count": len(lines),
        "period_from": period(advance)[0].isoformat(),
        "period_to": period(advance)[1].isoformat(),
        "requested": amount_dict(advance.requested_fen),
        "deposit_first": advance.sources_first,
        "sources": [
            {
                "name": source["name"],
                "applies": source["applies"],
                "used": amount_dict(source["used_fen"]),
                "exhausted": source["exhausted"],
                "note": source["note"] or None,
            }
            for source in advance.sources
        ],
        "statement": f"{(advance.statement or case.facts).strip().rstrip('。')}。",
        "employer_statement": advance.employer_statement or None,
        "repayment_plan": advance.repayment_plan or None,
        "attachments": attachments,
        "signatures": [
            {
                "role": "申请单位",
                "name": advance.applicant_name,
                "kind": "organisation",
                "signer": advance.applicant_head,
                "capacity": "负责人",
                "refusal": None,
            }
        ],
    }


def employer(advance: Advance, *, on: date, role: str = "用人单位") -> dict[str, Any]:
    return blocks.party_block(advance.debtor, role, on=on)


def period(advance: Advance) -> tuple[date, date]:
    """The months the arrears are of: the case's, else those of the wage items."""
    case = advance.case
    if case.period_from and case.period_to:
        return case.period_from, case.period_to
    spans = [blocks.span(case, line.worker) for line in advance.lines.all()]
    return min(start for start, _ in spans), max(end for _, end in spans)


def verification(advance: Advance, lines: list[AdvanceLine], *, method: str) -> dict:
    """F02."""
    start, end = period(advance)
    verifiers = [advance.verifier_a, advance.verifier_b]
    return {
        "centre": advance.case.centre.name,
        "employer_name": advance.debtor.name,
        "period_from": start.isoformat(),
        "period_to": end.isoformat(),
        "worker_count": len(lines),
        "rows": [
            {
                "no": line.worker.roster_no,
                "name": line.worker.name,
                "id_no": line.worker.id_no,
                "claimed": amount_dict(line.claimed_fen),
                "verified": amount_dict(line.verified_fen),
                "evidence": line.evidence,
                "disputed": line.disputed,
                "note": line.note or None,
            }
            for line in lines
        ],
        "claimed_total": blocks.total(line.claimed_fen for line in lines),
        "verified_total": blocks.total(line.verified_fen for line in lines),
        "method": method,
        "signatures": [blocks.officer_signature("核实人", v.name) for v in verifiers if v],
    }
