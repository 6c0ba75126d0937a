"""What the papers of a review say: R01 of both sides; R02, R02N, R03, R04 of the commission."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from adjudication.choices import ReviewDenial, ReviewRefusal
from adjudication.models import Review
from cases.models import Party
from documents.contracts import amount_dict
from law.money import yuan
from mediation.papers import blocks, joint
from mediation.papers.joint import Joint
from staff.models import User

ATTACHED = (
    "双方当事人身份证明、资格证明及授权委托书",
    "与调解协议有关的证据材料",
    "双方送达地址确认书",
)
VOLUNTARY = (
    "调解协议系双方当事人自愿达成，内容真实、明确，不违反法律、行政法规的强制性规定，"
    "不损害国家利益、社会公共利益和他人合法权益"
)
NO_DOCUMENT, ENDED = "不予制作调解书", "终止审查"


def asked_in(review: Review, *, on: date) -> Joint:
    return Joint(review.agreement, review.workers, review.others.order_by("id"), on=on)


def application(asked: Joint, *, review_by: date, confirmation_state: str) -> dict[str, Any]:
    """R01."""
    paper = "调解协议书及附件《欠付劳动报酬明细及签名表》"
    return {
        **joint.sides(asked),
        "mediation_body_name": asked.case.mediation_body.name,
        "dispute": blocks.dispute(asked.case),
        "agreement": joint.agreement(asked),
        "terms": terms(asked),
        "payers": [payer.name for payer, _ in asked.payer_shares()],
        "applied_on": asked.on.isoformat(),
        "review_by": review_by.isoformat(),
        "confirmation_state": confirmation_state,
        "attachments": [paper if asked.agreement.annex else "调解协议书", *ATTACHED],
    }


def terms(asked: Joint) -> list[str]:
    """Everything the agreement says on payment, what was agreed beside it included (REV-05)."""
    return [*joint.terms(asked), *asked.agreement.proposal.other_terms]


def _printed_terms(review: Review) -> list[str]:
    """The same, read off the paper that was signed and not off the records of today."""
    paper = review.agreement.document.context
    return [*joint.printed_terms(paper), *(paper["other_terms"] or [])]


def addressed(review: Review, recipient: str) -> dict[str, Any]:
    """Who is written to about what; the commission's own number once there is one."""
    own = {"case_number": review.number} if review.number else {}
    return {
        **own,
        "recipient": recipient,
        "applicants_text": blocks.crew_text(review.workers),
        "respondents_text": blocks.names_text(review.others.order_by("id")),
        "mediation_body_name": review.case.mediation_body.name,
        "agreement_number": review.agreement.number,
        "applied_on": review.applied_on.isoformat(),
    }


def recipients(review: Review) -> list[tuple[str, Party | None]]:
    """One copy for the workers together, one for each of the others."""
    workers = list(review.workers)
    crew = (blocks.crew_text(workers), workers[0] if len(workers) == 1 else None)
    return [crew, *((party.name, party) for party in review.others.order_by("id"))]


def _contact(review: Review, clerk: User) -> dict[str, str]:
    return {"name": clerk.name, "phone": clerk.phone or review.commission.phone}


def acceptance(review: Review, recipient: str, *, end_by: date, bring: Sequence[str]) -> dict:
    """R02."""
    return {
        **addressed(review, recipient),
        "effective_on": str(review.agreement.effective_on),
        "accepted_on": str(review.accepted_on),
        "end_by": end_by.isoformat(),
        **_panel(review, "reviewers"),
        "bring": list(bring) or None,
        "contact": _contact(review, review.clerk),
    }


def _panel(review: Review, arbitrators: str = "arbitrators") -> dict[str, Any]:
    names = review.arbitrators.order_by("pk").values_list("name", flat=True)
    return {arbitrators: list(names), "clerk": review.clerk.name}


def not_accepted(
    review: Review,
    recipient: str,
    *,
    ground: ReviewRefusal,
    reason: str,
    competent: str,
    confirm_by: date,
    clerk: User,
    on: date,
) -> dict[str, Any]:
    """R02N."""
    return {
        **addressed(review, recipient),
        "effective_on": str(review.agreement.effective_on),
        "review_by": review.review_by.isoformat(),
        "confirm_by": confirm_by.isoformat(),
        "decided_on": on.isoformat(),
        "ground": ground.label,
        "reason": f"{reason.strip().rstrip('。')}。",
        "competent": competent.strip() or None,
        "pay_only": ground != ReviewRefusal.STATUS,
        "contact": _contact(review, clerk),
    }


def statement(review: Review, *, findings: str, on: date) -> dict[str, Any]:
    """R03, word for word the agreement: its contract compares both."""
    asked = asked_in(review, on=on)
    sides = joint.sides(asked)
    del sides["signatures"], sides["roster"]
    spans = [blocks.span(asked.case, worker) for worker in asked.workers]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    period = f"{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日"
    return {
        "case_number": review.number,
        **sides,
        "mediation_body_name": asked.case.mediation_body.name,
        "dispute": blocks.dispute(asked.case),
        "agreement_number": asked.agreement.number,
        "agreement_on": asked.agreement.made_on.isoformat(),
        "effective_on": str(asked.agreement.effective_on),
        "applied_on": review.applied_on.isoformat(),
        "accepted_on": str(review.accepted_on),
        "claims": f"支付{period}的劳动报酬，共计{yuan(asked.total_fen)}元。",
        "findings": findings.strip().rstrip("。"),
        "agreement_terms": _printed_terms(review),
        "terms": terms(asked),
        "instalments": [],
        "total": amount_dict(asked.total_fen),
        "workers": [
            {
                "no": worker.roster_no,
                "name": worker.name,
                "id_no": worker.id_no,
                "due": amount_dict(sum(asked.parts_of(worker))),
            }
            for worker in asked.workers
        ],
        **_panel(review),
        "certified_copy": True,
        "receipts": [],
        "legally_effective_on": None,
    }


def decision(
    review: Review,
    recipient: str,
    *,
    on: date,
    reason: str,
    denial: ReviewDenial | None = None,
) -> dict[str, Any]:
    """R04: no statement is made on that ground, or the review ends because it was withdrawn."""
    withdrawn = review.withdrawn_on.isoformat() if denial is None and review.withdrawn_on else None
    return {
        **addressed(review, recipient),
        "accepted_on": str(review.accepted_on),
        "decision": NO_DOCUMENT if denial else ENDED,
        "ground": denial.label if denial else None,
        "reason": reason.strip().rstrip("。"),
        "withdrawn_by": review.withdrawn_by if withdrawn else None,
        "withdrawn_on": withdrawn,
        "served_on": None,
        "pay_only": True,
        "decided_on": on.isoformat(),
        **_panel(review),
    }
