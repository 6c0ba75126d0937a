"""What every act on a review does first: lock it, hold it to its state; and its clock."""

from datetime import date

from adjudication.choices import (
    ReviewState,
)
from adjudication.models import Review
from adjudication.queries import REVIEW_LIMITS, days_late
from cases.models import Case
from cases.operations import (
    lock_case,
    meet_deadline,
)
from staff.models import User
from staff.refusals import ActRefused


def locked(review: Review) -> tuple[Case, Review]:
    case = lock_case(review.case)
    return case, Review.objects.select_for_update().get(pk=review.pk)


def require_state(review: Review, *states: ReviewState) -> None:
    if review.state not in states:
        last = review.history.select_related("history_user").first()
        who = f"（{last.history_user.name}办理）" if last and last.history_user else ""
        raise ActRefused(
            f"这件审查现为“{review.get_state_display()}”{who}，不能再办理此项，请刷新页面。",
            source="REV-04",
        )


def end_clock(case: Case, review: Review, *, by: User, on: date) -> int:
    """End the period of the review; return by how many days it was exceeded (REV-04)."""
    late = days_late(review, on=on)
    for rule in REVIEW_LIMITS:
        meet_deadline(case=case, rule=rule, on=on, by=by)
    return late


def in_words(late: int) -> str:
    return f"（超过审查期限{late}日）" if late else ""
