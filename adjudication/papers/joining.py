"""A02X1 changed claims, A02X2 who joins, A02X3 and A02X4 a counter-claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from adjudication.models import Arbitration, Claim, CounterClaim
from adjudication.papers import blocks
from adjudication.queries import worker_count
from cases.models import Party
from documents.contracts import amount_dict
from documents.contracts.tribunal.joining import MERGED, SEPARATE
from staff.models import User


@dataclass(frozen=True)
class Changed:
    """A claim as it is now, and what it was for before; None of an added one."""

    claim: Claim
    before_fen: int | None


def change(
    arbitration: Arbitration,
    recipient: Party,
    *,
    requested_on: date,
    changes: Sequence[Changed],
    total_before_fen: int,
    total_after_fen: int,
    answer_waived: bool,
    award_due: date,
    contact: User,
    on: date,
) -> dict:
    """A02X1; the new answer period runs from its service."""
    alone = worker_count(arbitration) == 1
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "recipient_role": blocks.place_of(arbitration, recipient),
        "requested_on": requested_on.isoformat(),
        "evidence_by": str(arbitration.evidence_due_on),
        "changes": [
            {
                "no": row.claim.no,
                "kind": "增加" if row.before_fen is None else "变更",
                "what": row.claim.what if alone else f"{row.claim.worker}：{row.claim.what}",
                "before": None if row.before_fen is None else amount_dict(row.before_fen),
                "after": amount_dict(row.claim.amount_fen or 0),
            }
            for row in changes
        ],
        "total_before": amount_dict(total_before_fen),
        "total_after": amount_dict(total_after_fen),
        "accepted_on": on.isoformat(),
        "answer_waived": answer_waived,
        "received_on": None,
        "answer_due": None,
        "award_due": award_due.isoformat(),
        "contact": blocks.contact(arbitration, contact),
    }


def joined(
    arbitration: Arbitration,
    party: Party,
    *,
    joined_by: str,
    as_respondent: bool,
    reason: str,
    enclosures: Sequence[str],
    statement_by: date | None,
    award_due: date | None,
    contact: User,
    on: date,
) -> dict:
    """A02X2; a respondent who joins begins the 45 days anew."""
    return {
        **blocks.heads(arbitration),
        "recipient": party.name,
        "joined_by": joined_by,
        "as_respondent": as_respondent,
        "reason": blocks.sentence(reason),
        "decided_on": on.isoformat(),
        "enclosures": list(enclosures),
        "statement_by": statement_by.isoformat() if statement_by else None,
        "award_due": award_due.isoformat() if award_due else None,
        "contact": blocks.contact(arbitration, contact),
    }


def counter_accepted(
    arbitration: Arbitration,
    rows: Sequence[CounterClaim],
    *,
    answer_ends_on: date,
    award_due: date | None,
    contact: User,
    on: date,
) -> dict:
    """A02X3, to the respondent who counter-claims."""
    return {
        **blocks.picked(arbitration, "applicants_text", "cause"),
        "recipient": rows[0].respondent.name,
        "answer_ends_on": answer_ends_on.isoformat(),
        "evidence_by": None,
        **_counter(rows, award_due, on),
        "contact": blocks.contact(arbitration, contact),
    }


def counter_notice(
    arbitration: Arbitration,
    recipient: Party,
    rows: Sequence[CounterClaim],
    *,
    award_due: date | None,
    contact: User,
    on: date,
) -> dict:
    """A02X4, to the applicants, who answer the counter-claim."""
    return {
        **blocks.picked(arbitration, "cause"),
        "recipient": recipient.name,
        "counter_applicant": rows[0].respondent.name,
        "enclosures": ["反申请书副本", "举证通知书"],
        "received_on": None,
        "answer_due": None,
        **_counter(rows, award_due, on),
        "contact": blocks.contact(arbitration, contact),
    }


def _counter(rows: Sequence[CounterClaim], award_due: date | None, on: date) -> dict:
    return {
        "counter_claims": [row.what for row in rows],
        "filed_on": rows[0].filed_on.isoformat(),
        "decided_on": on.isoformat(),
        "handling": MERGED if rows[0].merged else SEPARATE,
        "award_due": award_due.isoformat() if award_due else None,
    }
