"""A02 acceptance, A02N refusal, A02B what lacks."""

from collections.abc import Sequence
from datetime import date

from adjudication.models import Arbitration
from adjudication.papers import blocks
from cases.models import Party
from staff.models import User


def acceptance(
    arbitration: Arbitration,
    recipient: Party,
    *,
    award_due: date,
    supplements: Sequence[str],
    supplement_by: date | None,
    evidence_by: date | None,
    authority_by: date | None,
    contact: User,
) -> dict:
    """A02."""
    supplemented = arbitration.received_on > arbitration.filed_on
    return {
        **blocks.picked(arbitration, "respondents_text", "cause"),
        "recipient": recipient.name,
        "employer_applies": False,
        "received_on": arbitration.filed_on.isoformat(),
        "complete_on": arbitration.received_on.isoformat() if supplemented else None,
        "accepted_on": str(arbitration.accepted_on),
        "award_due": award_due.isoformat(),
        "evidence_by": evidence_by.isoformat() if evidence_by else None,
        "authority_by": authority_by.isoformat() if authority_by else None,
        "supplements": list(supplements),
        "supplement_by": supplement_by.isoformat() if supplement_by else None,
        "contact": blocks.contact(arbitration, contact),
    }


def refusal(
    arbitration: Arbitration,
    recipient: Party,
    *,
    ground: str,
    reason: str,
    competent: str,
    court: str,
    contact: User,
    on: date,
) -> dict:
    """A02N; it says where the applicant can go now."""
    supplemented = arbitration.received_on > arbitration.filed_on
    return {
        **blocks.picked(arbitration, "respondents_text"),
        "recipient": recipient.name,
        "received_on": arbitration.filed_on.isoformat(),
        "complete_on": arbitration.received_on.isoformat() if supplemented else None,
        "decided_on": on.isoformat(),
        "ground": ground,
        "reason_text": blocks.sentence(reason),
        "competent": competent or None,
        "court": court,
        "contact": blocks.contact(arbitration, contact),
    }


def correction(
    arbitration: Arbitration, recipient: Party, *, provisional: bool, contact: User
) -> dict:
    """A02B: everything that lacks at once, and which of it may follow later (容缺)."""
    items = arbitration.lacking
    must = [row for row in items if not row["may_follow_later"]]
    later = [row for row in items if row["may_follow_later"]]
    return {
        **blocks.picked(arbitration, "respondents_text"),
        "recipient": recipient.name,
        "received_on": arbitration.filed_on.isoformat(),
        "items": [
            {
                "no": no,
                "name": row["what"],
                "essential": not row["may_follow_later"],
                "treatment": "可以后补" if row["may_follow_later"] else "必须补正",
                "note": row.get("note") or None,
            }
            for no, row in enumerate(items, 1)
        ],
        "correct_by": max((row["due_on"] for row in must), default=None),
        "supply_by": max((row["due_on"] for row in later), default=None),
        "provisional": provisional,
        "contact": blocks.contact(arbitration, contact),
    }
