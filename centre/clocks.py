"""The deadlines a desk counts: what still runs, and what is late."""

from datetime import date

from django.db.models import Q, QuerySet

from adjudication.choices import REVIEW_STANDS
from adjudication.models import Review
from cases.choices import DeadlineState
from cases.models import Deadline
from confirmation.choices import DECIDED, ApplicationState
from confirmation.models import Application
from law.time_limits import OF_PARTIES

# A court has it, or has confirmed: nothing is left to ask of the commission.
AT_COURT = (
    *(s for s in ApplicationState if s not in (*DECIDED, ApplicationState.DRAFT)),
    ApplicationState.CONFIRMED,
    ApplicationState.PARTLY_CONFIRMED,
)


def counting() -> QuerySet[Deadline]:
    """
    Return the deadlines somebody still has to mind, those of the office that are late too.

    A period of a party that has passed has only closed a way; of confirmation and review, the one
    that was chosen closes the other.
    """
    missed = Q(state=DeadlineState.MISSED) & ~Q(rule__in=OF_PARTIES)
    at_court = Application.objects.filter(state__in=AT_COURT)
    in_review = Review.objects.filter(state__in=REVIEW_STANDS)
    return (
        Deadline.objects.filter(Q(state=DeadlineState.RUNNING) | missed)
        .exclude(rule="REV-01", case__in=at_court.values("case"))
        .exclude(rule="JC-01", case__in=in_review.values("case"))
    )


def overdue(on: date) -> QuerySet[Deadline]:
    """Return those of the office that ended before `on`, marked by the clock or not yet."""
    return counting().filter(due_on__lt=on).exclude(rule__in=OF_PARTIES)
