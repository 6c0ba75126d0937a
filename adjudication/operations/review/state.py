"""What every act on a review does first: lock it, hold it to its state; and its clock."""

from datetime import date

from adjudication.choices import (
    ReviewState,
)
from adjudication.models import Review
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


def end_clock(case: Case, *, by: User, on: date) -> None:
    for rule in ("REV-04", "REV-04.extension"):
        meet_deadline(case=case, rule=rule, on=on, by=by)
