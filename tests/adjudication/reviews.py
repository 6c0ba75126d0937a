"""Settled cases whose agreement the commission reviews, and the people of the commission."""

from datetime import date, timedelta
from types import SimpleNamespace

from adjudication.models import Review
from adjudication.operations.review import (
    accept_review,
    apply_for_arbitration_review,
    issue_mediation_statement,
)
from cases.models import Case
from staff import operations as staff
from staff.choices import BodyKind, Role
from staff.models import Body
from tests import builders
from tests.confirmation.filings import a_complete_file, sides
from tests.remembered import remembered

_PEOPLE = {
    "reviewer": ("韩清", Role.ARBITRATOR),
    "other_reviewer": ("段明", Role.ARBITRATOR),
    "review_clerk": ("白小露", Role.TRIBUNAL_SECRETARY),
}


def commission() -> Body:
    return Body.objects.get(kind=BodyKind.ARBITRATION_COMMISSION)


def tribunal() -> SimpleNamespace:
    """Two arbitrators of the commission and its secretary."""
    found = {u.username: u for u in commission().people.filter(username__in=_PEOPLE)}
    return SimpleNamespace(**(found or _appoint()))


@remembered
def _appoint() -> dict:
    found = {}
    for key, (name, role) in _PEOPLE.items():
        person = staff.appoint_person(
            username=key,
            name=name,
            password=builders.PASSWORD,
            body=commission(),
            certificate_no="",
            by=staff.establish_system_user(),
        )
        staff.choose_password(user=person, password=builders.PASSWORD)
        staff.grant_role(user=person, role=role, by=staff.establish_system_user(), on=builders.ON)
        found[key] = person
    return found


def day(case: Case, days: int) -> date:
    return case.opened_on + timedelta(days=days)


def ask(case: Case, **changes) -> Review:
    """Both sides ask for a review three days after the agreement took effect."""
    workers, others = sides(case)
    facts = {
        "commission": commission(),
        "jointly_with": others,
        "signed_by": [*workers, *others],
        "by": builders.staff_of(case).mediator,
        "on": day(case, 3),
    }
    return apply_for_arbitration_review(case=case, **(facts | changes))


@remembered
def a_review(n_workers: int = 2) -> Review:
    return ask(a_complete_file(n_workers))


@remembered
def an_accepted_review(n_workers: int = 2) -> Review:
    review = a_review(n_workers)
    people = tribunal()
    return accept_review(
        review=review,
        arbitrators=[people.reviewer],
        clerk=people.review_clerk,
        accepted_on=day(review.case, 4),
        by=people.review_clerk,
        on=day(review.case, 4),
    )


@remembered
def a_made_statement(n_workers: int = 2) -> Review:
    review = an_accepted_review(n_workers)
    return issue_mediation_statement(review=review, by=tribunal().reviewer, on=day(review.case, 7))
