"""Taken in or not by the commission, and its five working days (REV-03, REV-04)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from adjudication.choices import (
    ReviewRefusal,
    ReviewState,
)
from adjudication.models import Review
from adjudication.operations.review.asking import last_day
from adjudication.operations.review.state import locked, require_state
from adjudication.papers import review as papers
from adjudication.permissions import (
    is_of_commission,
)
from adjudication.queries import review_due_on
from cases.operations import (
    cancel_deadlines,
    record,
    require,
    start_deadline,
    take_number,
)
from documents.operations import issue_document
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import User
from staff.queries import conflicts_with
from staff.refusals import ActRefused


@transaction.atomic
def accept_review(
    *,
    review: Review,
    arbitrators: Sequence[User],
    clerk: User,
    accepted_on: date,
    by: User,
    on: date,
    bring: Sequence[str] = (),
    number: str = "",
    notices: bool = True,
) -> Review:
    """
    受理: number it, say who reviews, tell both sides (R02); five working days begin (REV-04).

    `number` is one the commission's own register gave, else the next of the series is taken;
    without `notices` the commission has told both sides on a paper of its own.

    Raises:
        ActRefused: no arbitrator; one who handled the mediation or has an interest (ARB-16); a day
            before the application (V-D1).
    """
    case, review = locked(review)
    require(is_of_commission(by, review))
    require_state(review, ReviewState.SENT)
    _refuse_unfit(review, arbitrators, clerk)
    if not review.applied_on <= accepted_on <= on:
        raise ActRefused("受理日期不能早于申请日期，也不能晚于今天。", source="V-D1")
    review.number = number.strip() or take_number(
        body=review.commission, code="tribunal_review", on=accepted_on
    )
    if Review.objects.filter(commission=review.commission, number=review.number).exists():
        raise ActRefused(f"案号{review.number}已用于另一件审查，请核对。", source="V-N1")
    review.state, review.accepted_on, review.clerk = ReviewState.ACCEPTED, accepted_on, clerk
    save_with_reason(review, by=by, reason=f"受理{review.number}")
    review.arbitrators.set(arbitrators)
    deadline = start_deadline(
        case=case, rule="REV-04", event="受理仲裁审查申请", trigger=accepted_on, by=by
    )
    for recipient, party in papers.recipients(review) if notices else ():
        issue_document(
            case=case,
            code="R02",
            fields=papers.acceptance(review, recipient, end_by=deadline.due_on, bring=bring),
            by=by,
            on=on,
            recipient=recipient,
            party=party,
        )
    record(
        case,
        "accept_review",
        by=by,
        on=on,
        summary=f"{review.commission.name}受理仲裁审查：{review.number}",
        facts={"number": review.number, "accepted_on": accepted_on.isoformat()},
    )
    return review


def _refuse_unfit(review: Review, arbitrators: Sequence[User], clerk: User) -> None:
    if not arbitrators:
        raise ActRefused("请指定审查的仲裁员。", source="REV-04")
    if clerk in arbitrators:
        raise ActRefused(f"{clerk.name}是审查的仲裁员，不能兼任记录人员。", source="ARB-15")
    strangers = [
        person.name
        for person in arbitrators
        if person.body_id != review.commission_id or not person.has_role(Role.ARBITRATOR)
    ]
    if strangers:
        raise ActRefused(f"{'、'.join(strangers)}不是本委仲裁员。", source="REV-04")
    for person in arbitrators:
        if review.case.officers.filter(user=person).exists():
            raise ActRefused(f"{person.name}办理过本案调解，不能审查这份协议。", source="ARB-16")
        if conflicts_with(person, [party.name for party in review.parties]):
            raise ActRefused(f"{person.name}与当事人有利害关系，应当回避。", source="ARB-16")


@transaction.atomic
def refuse_review(
    *,
    review: Review,
    ground: ReviewRefusal,
    reason: str,
    by: User,
    on: date,
    competent: str = "",
) -> Review:
    """
    不予受理 on one of the five grounds (办案规则 75), told to both sides in writing (R02N).

    Raises:
        ActRefused: no reason (REV-03); what the paper refuses: a ground that the days contradict,
            a commission that is not named although another is competent.
    """
    case, review = locked(review)
    require(is_of_commission(by, review))
    require_state(review, ReviewState.SENT)
    if not reason.strip():
        raise ActRefused("请写明不予受理的事实和理由。", source="REV-03")
    review.state, review.refusal, review.reason = ReviewState.REFUSED, ground, reason.strip()
    review.ended_on = on
    save_with_reason(review, by=by, reason=f"不予受理：{ground.label}")
    confirm_by = last_day(review.agreement, "JC-01")
    for recipient, party in papers.recipients(review):
        issue_document(
            case=case,
            code="R02N",
            fields=papers.not_accepted(
                review,
                recipient,
                ground=ground,
                reason=reason,
                competent=competent,
                confirm_by=confirm_by,
                clerk=by,
                on=on,
            ),
            by=by,
            on=on,
            recipient=recipient,
            party=party,
        )
    record(
        case,
        "refuse_review",
        by=by,
        on=on,
        summary=f"{review.commission.name}不予受理仲裁审查申请：{ground.label}",
        facts={"ground": ground},
    )
    return review


@transaction.atomic
def extend_review(*, review: Review, approved_by: str, reason: str, by: User, on: date) -> Review:
    """
    延长五日, once, approved by the head of the commission or the delegate (REV-04).

    Raises:
        ActRefused: no approver, extended already, or the five days are over.
    """
    case, review = locked(review)
    require(is_of_commission(by, review))
    require_state(review, ReviewState.ACCEPTED)
    if not approved_by.strip() or not reason.strip():
        raise ActRefused("请写明批准的负责人和延期的特殊情况。", source="REV-04")
    running = review_due_on(review)
    if review.extended_by or running is None:
        raise ActRefused("审查期限只能延长一次。", source="REV-04")
    if on > running.due_on:
        raise ActRefused(
            f"审查期限已于{running.due_on:%Y-%m-%d}届满，不能再延长。", source="REV-04"
        )
    review.extended_by = approved_by.strip()
    save_with_reason(review, by=by, reason=f"延长五日：{reason.strip()}")
    extended = start_deadline(
        case=case,
        rule="REV-04.extension",
        event=f"{review.extended_by}批准延期",
        trigger=running.due_on,
        by=by,
    )
    cancel_deadlines(case=case, rules=["REV-04"], by=by, reason="经批准延长")
    record(
        case,
        "extend_review",
        by=by,
        on=on,
        summary=f"仲裁审查经{review.extended_by}批准延长至{extended.due_on:%Y-%m-%d}",
        facts={"until": extended.due_on.isoformat(), "reason": reason.strip()},
    )
    return review
