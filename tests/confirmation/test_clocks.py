"""期限: every application has its own, and a title ends those of the ways not taken."""

from datetime import timedelta

import pytest

from adjudication.choices import HandedOver
from adjudication.operations.review import receive_statement
from cases.models import Case, Deadline
from confirmation.choices import RulingResult
from confirmation.models import Application
from confirmation.operations import court_accepts, court_rules, discard_draft
from confirmation.queries import inbox
from confirmation.views.shown import clocks
from tests import builders
from tests.adjudication.reviews import a_made_statement, tribunal
from tests.confirmation.filings import a_complete_file, apply, draft, later, sides

pytestmark = pytest.mark.django_db


def docket(application: Application, number: int) -> Application:
    case = application.case
    on = later(case, 5)
    return court_accepts(
        application=application,
        number=f"（2026）冀0699民特{number}号",
        decided_on=on,
        by=builders.staff_of(case).mediator,
        on=on,
    )


def confirm(application: Application, result=RulingResult.VALID, **more) -> None:
    case, on = application.case, later(application.case, 9)
    everybody = [*application.workers.all(), *application.others.all()]
    court_rules(
        application=application,
        number=application.number,
        result=result,
        ruled_on=on,
        served_on=dict.fromkeys(everybody, on),
        by=builders.staff_of(case).mediator,
        on=on,
        **more,
    )


def for_each_alone(case: Case) -> list[Application]:
    """One worker applies with the other side, later the rest, each time as one application."""
    workers, others = sides(case)
    return [
        apply(case, workers=group, signed_by=[*group, *others])
        for group in ([workers[0]], workers[1:])
    ]


def of(application: Application) -> dict[str, Deadline]:
    return {deadline.rule: deadline for deadline in clocks(application)}


def test_a_second_single_application_leaves_the_clocks_of_the_first_alone():
    first, second = for_each_alone(a_complete_file(3))
    docket(first, 21)
    first.refresh_from_db()
    assert of(first)["JC-09"].state == "met"
    assert of(second)["JC-09"].state == "running"
    docket(second, 22)
    second.refresh_from_db()
    confirm(second)
    # What the court still owes the first worker goes on running.
    assert of(first)["JC-10"].state == "running"
    assert of(second)["JC-10"].state == "met"


def test_the_inbox_of_the_court_shows_each_application_its_own_day():
    case = a_complete_file(3)
    first, second = for_each_alone(case)
    docket(first, 23)
    clerk = builders.staff_of(case).court_clerk
    clerk.body = first.court
    (waiting,) = inbox(clerk, "new")
    (docketed,) = inbox(clerk, "registered")
    assert (waiting.pk, waiting.court_due_on) == (second.pk, of(second)["JC-09"].due_on)
    assert (docketed.pk, docketed.court_due_on) == (first.pk, of(first)["JC-10"].due_on)


def test_a_draft_that_was_thrown_away_takes_no_clock_from_the_next():
    case = a_complete_file()
    thrown = draft(case)
    discard_draft(application=thrown, by=builders.staff_of(case).mediator, on=later(case))
    assert draft(case).clock == thrown.clock


def test_the_ruling_for_everybody_ends_the_period_for_a_review_and_says_why():
    case = a_complete_file(3)
    first, second = for_each_alone(case)
    docket(first, 24)
    docket(second, 25)
    for application in (first, second):
        application.refresh_from_db()
    fifteen = case.deadlines.get(rule="REV-01")
    confirm(first)
    fifteen.refresh_from_db()
    assert fifteen.state == "running"  # the others have no title yet
    confirm(second)
    fifteen.refresh_from_db()
    assert fifteen.state == "cancelled"
    assert "确认裁定已生效" in fifteen.history.first().history_change_reason


def test_a_rejection_leaves_the_other_way_open():
    from confirmation.choices import ReturnReason

    case = a_complete_file()
    application = apply(case)
    docket(application, 26)
    application.refresh_from_db()
    confirm(application, RulingResult.REJECTED, reason=ReturnReason.INDEFINITE)
    assert case.deadlines.get(rule="REV-01").state == "running"


def test_a_statement_in_force_ends_the_thirty_days():
    review = a_made_statement()
    thirty = review.case.deadlines.get(rule="JC-01")
    on = review.ended_on + timedelta(days=1)
    assert thirty.state == "running"
    receive_statement(
        review=review,
        signed_for=dict.fromkeys(review.parties, on),
        method=HandedOver.DIRECT,
        by=tribunal().review_clerk,
        on=on,
    )
    thirty.refresh_from_db()
    assert thirty.state == "cancelled"
