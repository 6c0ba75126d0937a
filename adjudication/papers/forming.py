"""A03 to the respondent, A04 the tribunal, A05 and A05C how it is handled, A06 a consent."""

from collections.abc import Sequence
from datetime import date, datetime

from adjudication.choices import SimplifiedGround
from adjudication.models import Arbitration
from adjudication.papers import blocks
from adjudication.queries import claimed_fen, next_hearing, worker_count
from cases.choices import PartyKind
from cases.models import Party
from documents.contracts import amount_dict, moment_dict
from documents.contracts.tribunal.forming import AGREED, CLEAR, NONE, SHORTER, SMALL
from staff.models import User

GROUNDS = {
    SimplifiedGround.CLEAR_FACTS: CLEAR,
    SimplifiedGround.AMOUNT: SMALL,
    SimplifiedGround.BOTH_AGREE: AGREED,
}
ENCLOSURES = ("仲裁申请书副本", "答辩书（要素表）", "举证通知书", "组庭通知书", "送达地址确认书")


def moment(at: datetime) -> dict:
    return moment_dict(at.astimezone(blocks.SHANGHAI))


def to_respondent(
    arbitration: Arbitration,
    respondent: Party,
    *,
    handed_over_on: date | None,
    answer_due: date | None,
    enclosures: Sequence[str],
    contact: User,
) -> dict:
    """A03; the day of the answer is printed when the copy is handed over on the spot."""
    return {
        **blocks.picked(arbitration, "applicants_text", "cause"),
        "recipient": respondent.name,
        "natural": respondent.kind == PartyKind.NATURAL,
        "accepted_on": str(arbitration.accepted_on),
        "enclosures": list(enclosures),
        "received_on": handed_over_on.isoformat() if handed_over_on else None,
        "answer_due": answer_due.isoformat() if answer_due else None,
        "contact": blocks.contact(arbitration, contact),
    }


def tribunal(
    arbitration: Arbitration, recipient: Party, *, replaced: str = "", reason: str = ""
) -> dict:
    """A04; after a recusal it names who was replaced and why."""
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "worker_count": worker_count(arbitration),
        "accepted_on": str(arbitration.accepted_on),
        "simplified": arbitration.procedure == "simplified",
        **blocks.bench(arbitration),
        "replaced": {"name": replaced, "reason": reason} if replaced else None,
    }


def simplified(
    arbitration: Arbitration,
    recipient: Party,
    *,
    average_wage_fen: int | None,
    agreed_on: date | None,
    object_by: date,
    steps: Sequence[str],
    contact: User,
) -> dict:
    """A05; who hears it is told by A04 when nobody is appointed yet."""
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "worker_count": worker_count(arbitration),
        "ground": GROUNDS[SimplifiedGround(arbitration.simplified_ground)],
        "claimed": amount_dict(claimed_fen(arbitration)),
        "average_wage": None if average_wage_fen is None else amount_dict(average_wage_fen),
        "agreed_on": agreed_on.isoformat() if agreed_on else None,
        "respondent_missing": False,
        "public_interest": False,
        "social_impact": False,
        **blocks.bench(arbitration),
        "steps": [blocks.sentence(step) for step in steps],
        "object_by": object_by.isoformat(),
        "contact": blocks.contact(arbitration, contact),
    }


def conversion(
    arbitration: Arbitration,
    recipient: Party,
    *,
    simplified_on: date,
    award_due: date,
    reason: str,
    contact: User,
    on: date,
) -> dict:
    """A05C; what both sides confirmed stays confirmed (SUM-06)."""
    agreed = [e for e in blocks.elements_of(arbitration) if e.agreed]
    return {
        **blocks.heads(arbitration),
        "recipient": recipient.name,
        "worker_count": worker_count(arbitration),
        "simplified_on": simplified_on.isoformat(),
        "accepted_on": str(arbitration.accepted_on),
        "converted_on": on.isoformat(),
        "reason": blocks.sentence(reason),
        **blocks.bench(arbitration),
        "award_due": award_due.isoformat(),
        "agreed_facts": [
            f"{blocks.label_of(e)}：{blocks.with_unit(e, e.applicant_value)}" for e in agreed
        ],
        "contact": blocks.contact(arbitration, contact),
    }


def consent(
    arbitration: Arbitration,
    respondent: Party,
    *,
    received_on: date,
    statutory_due: date,
    days: int | None,
    answer_due: date | None,
    agrees_to_simplified: bool,
    signer: str,
    capacity: str,
    seal_kind: str | None,
    on: date,
) -> dict:
    """A06; without `days` the answer period is given up altogether."""
    hearing = next_hearing(arbitration)
    return {
        **blocks.picked(arbitration, "applicants_text", "cause"),
        "respondent": blocks.described(arbitration, [respondent], on=on)[0],
        "received_on": received_on.isoformat(),
        "statutory_due": statutory_due.isoformat(),
        "mode": SHORTER if days else NONE,
        "days": days,
        "answer_due": answer_due.isoformat() if days and answer_due else None,
        "agrees_to_simplified": agrees_to_simplified,
        "hearing_at": moment(hearing.starts_at) if hearing else None,
        "signed_on": on.isoformat(),
        "seal_kind": seal_kind,
        "signatures": [
            blocks.party_signature(arbitration, respondent, on=on, signer=signer, capacity=capacity)
        ],
    }
