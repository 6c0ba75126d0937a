"""The statement made, signed for and in force, or denied (REV-05, REV-06)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from adjudication.choices import (
    HandedOver,
    ReviewDenial,
    ReviewState,
)
from adjudication.models import Review, StatementReceipt
from adjudication.operations.review.state import end_clock, in_words, locked, require_state
from adjudication.papers import review as papers
from adjudication.permissions import (
    is_of_commission,
    is_reviewer,
)
from cases.models import Case, Party
from cases.operations import (
    record,
    require,
    start_deadline,
)
from documents.operations import issue_document
from mediation.operations.titles import end_other_ways
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def issue_mediation_statement(
    *, review: Review, by: User, on: date, findings: str = papers.VOLUNTARY
) -> Review:
    """
    制作仲裁调解书 (R03) with the content of the agreement, by an arbitrator who reviewed it.

    It takes effect when the last party has signed for it (`receive_statement`).

    Raises:
        ActRefused: withdrawn meanwhile (REV-07), or the statement would say anything else than the
            signed agreement (REV-05). Late (REV-04) it is still made, and the record says so.
    """
    case, review = locked(review)
    require(is_reviewer(by, review))
    require_state(review, ReviewState.ACCEPTED)
    if review.withdrawn_on:
        raise ActRefused("当事人已经撤回申请，应当准许并终止审查。", source="REV-07")
    review.statement = issue_document(
        case=case,
        code="R03",
        fields=papers.statement(review, findings=findings, on=on),
        by=by,
        on=on,
    )
    review.state, review.ended_on = ReviewState.ISSUED, on
    save_with_reason(review, by=by, reason="制作仲裁调解书")
    late = end_clock(case, review, by=by, on=on)
    record(
        case,
        "issue_mediation_statement",
        by=by,
        on=on,
        summary=f"{review.commission.name}制作仲裁调解书{review.number}{in_words(late)}",
        facts={"number": review.number, "days_late": late},
    )
    return review


@transaction.atomic
def receive_statement(
    *,
    review: Review,
    signed_for: Mapping[Party, date],
    method: HandedOver,
    by: User,
    on: date,
) -> Review:
    """
    登记签收 by one or more parties; with the last of them the statement takes effect (REV-05).

    From then it can be enforced, within two years of the last instalment's day (JC-16).

    Raises:
        ActRefused: somebody who is no party, signed for it already, or before it was made.
    """
    case, review = locked(review)
    require(is_of_commission(by, review))
    require_state(review, ReviewState.ISSUED)
    parties = {party.pk for party in review.parties}
    before = set(review.receipts.values_list("party", flat=True))
    for party, day in signed_for.items():
        if party.pk not in parties:
            raise ActRefused(f"{party.name}不是这件审查的当事人。", source="REV-05")
        if party.pk in before:
            raise ActRefused(f"{party.name}已经签收。", source="REV-05")
        if review.ended_on and not review.ended_on <= day <= on:
            raise ActRefused(
                f"{party.name}的签收日期不能早于调解书制作日期，也不能晚于今天。", source="V-D1"
            )
    StatementReceipt.objects.bulk_create(
        StatementReceipt(review=review, party=party, method=method, signed_on=day, by=by)
        for party, day in signed_for.items()
    )
    record(
        case,
        "receive_statement",
        by=by,
        on=on,
        summary=f"仲裁调解书{review.number}：{len(signed_for)}方签收",
        facts={"signed_for": {party.name: day.isoformat() for party, day in signed_for.items()}},
    )
    if before | {party.pk for party in signed_for} == parties:
        _take_effect(case, review, by=by, on=on)
    return review


def _take_effect(case: Case, review: Review, *, by: User, on: date) -> None:
    last = review.receipts.order_by("-signed_on").values_list("signed_on", flat=True)[0]
    review.state, review.effective_on = ReviewState.EFFECTIVE, last
    save_with_reason(review, by=by, reason=f"最后一方于{last:%Y-%m-%d}签收，调解书生效")
    end_other_ways(agreement=review.agreement, by=by)
    final = review.agreement.instalments.order_by("-due_on").first()
    if final:
        start_deadline(
            case=case, rule="JC-16", event="最后一期履行期间届满", trigger=final.due_on, by=by
        )
    record(
        case,
        "statement_effective",
        by=by,
        on=on,
        summary=f"仲裁调解书{review.number}于{last:%Y-%m-%d}发生法律效力",
        facts={"effective_on": last.isoformat()},
    )


@transaction.atomic
def refuse_mediation_statement(
    *, review: Review, ground: ReviewDenial, reason: str, by: User, on: date
) -> Review:
    """
    不予制作调解书 on one of the six grounds (办案规则 78), told to both sides (R04).

    Raises:
        ActRefused: no reason (REV-06), withdrawn meanwhile (REV-07).
    """
    case, review = locked(review)
    require(is_reviewer(by, review))
    require_state(review, ReviewState.ACCEPTED)
    if review.withdrawn_on:
        raise ActRefused("当事人已经撤回申请，应当准许并终止审查。", source="REV-07")
    if not reason.strip():
        raise ActRefused("请写明不予制作调解书的事实和理由。", source="REV-06")
    review.state, review.denial = ReviewState.DENIED, ground
    review.reason, review.ended_on = reason.strip(), on
    save_with_reason(review, by=by, reason=f"不予制作调解书：{ground.label}")
    late = decide(case, review, reason=reason, denial=ground, by=by, on=on)
    record(
        case,
        "refuse_mediation_statement",
        by=by,
        on=on,
        summary=f"{review.commission.name}决定不予制作调解书：{ground.label}{in_words(late)}",
        facts={"ground": ground, "days_late": late},
    )
    return review


def decide(
    case: Case,
    review: Review,
    *,
    reason: str,
    denial: ReviewDenial | None,
    by: User,
    on: date,
) -> int:
    """Tell both sides how the review ended (R04); return by how many days it was late."""
    late = end_clock(case, review, by=by, on=on)
    for recipient, party in papers.recipients(review):
        issue_document(
            case=case,
            code="R04",
            fields=papers.decision(review, recipient, on=on, reason=reason, denial=denial),
            by=by,
            on=on,
            recipient=recipient,
            party=party,
        )
    return late
