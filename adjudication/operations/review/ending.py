"""Withdrawn before service, ended, and who fetched what (REV-07)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from adjudication.choices import (
    ReviewState,
)
from adjudication.models import Review, ReviewDownload, ReviewPacket
from adjudication.operations.review.deciding import decide
from adjudication.operations.review.state import in_words, locked, require_state
from adjudication.permissions import (
    can_withdraw_review,
    is_reviewer,
)
from cases.models import Party
from cases.operations import (
    record,
    require,
)
from documents.operations import void_document
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def withdraw_review(
    *, review: Review, withdrawn_by: Sequence[Party], reason: str, by: User, on: date
) -> Review:
    """
    撤回申请 by one side or both, before the statement is served (REV-07).

    Before acceptance it ends there; later the commission allows it and ends the review (R04).

    Raises:
        ActRefused: nobody withdraws, no reason, somebody has signed for the statement already.
    """
    case, review = locked(review)
    require(can_withdraw_review(by, review))
    require_state(review, ReviewState.SENT, ReviewState.ACCEPTED, ReviewState.ISSUED)
    if review.receipts.exists():
        raise ActRefused("调解书已经送达，不能再撤回仲裁审查申请。", source="REV-07")
    parties = {party.pk for party in review.parties}
    if not withdrawn_by or not {party.pk for party in withdrawn_by} <= parties:
        raise ActRefused("请选择撤回申请的当事人。", source="REV-07")
    if not reason.strip():
        raise ActRefused("请写明撤回的理由。", source="REV-07")
    names = "、".join(party.name for party in withdrawn_by)
    everybody = len(withdrawn_by) == len(parties)
    review.withdrawn_by = "双方当事人" if everybody else names[:200]
    review.withdrawn_on, review.reason = on, reason.strip()
    if review.state == ReviewState.SENT:
        review.state, review.ended_on = ReviewState.WITHDRAWN, on
    else:
        review.state = ReviewState.ACCEPTED
    save_with_reason(review, by=by, reason=f"{review.withdrawn_by}撤回申请")
    record(
        case,
        "withdraw_review",
        by=by,
        on=on,
        summary=f"{review.withdrawn_by}撤回仲裁审查申请：{review.reason}",
        facts={"withdrawn_by": review.withdrawn_by},
    )
    return review


@transaction.atomic
def end_review(*, review: Review, by: User, on: date) -> Review:
    """
    准许撤回，终止审查 (R04): the commission must, once it is withdrawn (REV-07).

    Raises:
        ActRefused: nobody has withdrawn.
    """
    case, review = locked(review)
    require(is_reviewer(by, review))
    require_state(review, ReviewState.ACCEPTED)
    if review.withdrawn_on is None:
        raise ActRefused("没有当事人撤回申请，不能终止审查。", source="REV-07")
    review.state, review.ended_on = ReviewState.WITHDRAWN, on
    save_with_reason(review, by=by, reason="准许撤回，终止审查")
    if review.statement:  # made, not served: it never takes effect
        void_document(document=review.statement, reason="送达前撤回仲裁审查申请", by=by)
    late = decide(case, review, reason=review.reason, denial=None, by=by, on=on)
    record(
        case,
        "end_review",
        by=by,
        on=on,
        summary=f"{review.commission.name}准许撤回，终止仲裁审查{in_words(late)}",
        facts={"number": review.number, "days_late": late},
    )
    return review


def log_review_download(*, packet: ReviewPacket, what: str, by: User, at: datetime) -> None:
    """Keep who of the commission had which file of a packet."""
    ReviewDownload(packet=packet, what=what[:160], by=by, at=at).save()
