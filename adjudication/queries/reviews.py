"""The inbox of reviews, and how a review stands for the other way."""

from datetime import date

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from adjudication.choices import REVIEW_STANDS, REVIEW_WAITS, ReviewState
from adjudication.models import Review, ReviewPacket
from cases.choices import DeadlineState
from cases.models import Deadline
from mediation.models import Agreement
from mediation.routes import REVIEW, Track
from staff.choices import Role
from staff.models import User

REVIEW_TABS: dict[str, tuple[str, tuple[ReviewState, ...]]] = {
    "new": ("待受理", (ReviewState.SENT,)),
    "open": ("审查中", (ReviewState.ACCEPTED,)),
    "issued": ("待签收", (ReviewState.ISSUED,)),
    "ended": ("已办结", tuple(s for s in ReviewState if s not in REVIEW_WAITS)),
}
REVIEW_LIMITS = ("REV-04", "REV-04.extension")


def track_of_review(agreement: Agreement) -> Track | None:
    """Return that an agreement is before the commission, or has its statement."""
    review = Review.objects.filter(agreement=agreement, state__in=REVIEW_STANDS).first()
    return Track(REVIEW, review.get_state_display()) if review else None


def reviews_of_commission(user: User) -> QuerySet[Review]:
    """Return what was sent to the commission `user` is of; of nobody else anything."""
    own = user.has_role(Role.ARBITRATOR) or user.has_role(Role.TRIBUNAL_SECRETARY)
    if not own or not user.body_id:
        return Review.objects.none()
    return Review.objects.filter(commission=user.body_id)


def review_inbox(user: User, tab: str) -> QuerySet[Review]:
    """
    Return the reviews of one tab, the most pressing day first, with what the list shows.

    `sort_on` is the day the review has to end by, or where none runs, the day it was asked for.
    """
    clock = (
        Deadline.objects.filter(
            case=OuterRef("case"),
            rule__in=REVIEW_LIMITS,
            state__in=[DeadlineState.RUNNING, DeadlineState.MISSED],
        )
        .order_by("-due_on")
        .values("due_on")[:1]
    )
    last = ReviewPacket.objects.filter(review=OuterRef("pk")).order_by("-version")
    running = Subquery(clock) if tab == "open" else Value(None, output_field=DateField())
    return (
        reviews_of_commission(user)
        .filter(state__in=REVIEW_TABS[tab][1])
        .annotate(
            due_on=running,
            version=Subquery(last.values("version")[:1]),
            sent_on=Subquery(last.values("sent_on")[:1]),
        )
        .annotate(sort_on=Coalesce("due_on", F("applied_on"), output_field=DateField()))
        .select_related("agreement", "clerk")
        .prefetch_related("others")
        .order_by("sort_on", "pk")
    )


def last_review_packet(review: Review) -> ReviewPacket | None:
    return review.packets.order_by("-version").first()


def review_due_on(review: Review) -> Deadline | None:
    """Return the day the review has to end by, as it was last counted."""
    rows = review.case.deadlines.filter(rule__in=REVIEW_LIMITS)
    return rows.exclude(state=DeadlineState.CANCELLED).order_by("-due_on").first()


def days_late(review: Review, *, on: date) -> int:
    """Return by how many days the review is over its period on that day; 0 while it is not."""
    limit = review_due_on(review)
    return max((on - limit.due_on).days, 0) if limit else 0
