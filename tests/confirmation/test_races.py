"""An application in several hands at the same moment; SQLite lets them in one by one."""

from functools import partial

import pytest
from django.db import OperationalError

from adjudication.choices import ReviewState
from adjudication.models import Review
from adjudication.operations.review import accept_review, withdraw_review
from confirmation.choices import ApplicationState
from confirmation.models import Application, Packet
from confirmation.operations import court_accepts, resubmit_packet, withdraw_confirmation
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication.reviews import a_review, ask, day, tribunal
from tests.confirmation.filings import (
    NUMBER,
    ORIGINALS,
    a_complete_file,
    an_application,
    apply,
    later,
)
from tests.confirmation.test_court import send_back
from tests.workflow.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def said(act, *args, **kwargs) -> str:
    """What somebody got: "done", or why not; who waits too long for the other is told to retry."""
    try:
        act(*args, **kwargs)
    except ActRefused as refused:
        return str(refused)
    except OperationalError as error:
        if "lock timeout" not in str(error):
            raise
        return "请稍后再试"
    return "done"


def both_of(application: Application) -> list:
    return [*application.workers.all(), *application.others.all()]


def test_two_officers_who_send_at_once_send_one_packet():
    case = a_complete_file()
    outcomes = at_once(*[partial(said, apply, case)] * 2)
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert Packet.objects.count() == 1
    assert case.documents.filter(code="C01").count() == 1


def test_two_officers_who_answer_a_return_at_once_send_one_new_version():
    application = an_application()
    send_back(application)
    application.refresh_from_db()
    by, on = builders.staff_of(application.case).mediator, later(application.case, 6)
    answers = ["已补交"] * application.packets.get().returned.items.count()
    outcomes = at_once(
        *[
            partial(
                said,
                resubmit_packet,
                application=application,
                answers=answers,
                originals=ORIGINALS,
                approved_by=by,
                by=by,
                on=on,
            )
        ]
        * 2
    )
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert list(application.packets.values_list("version", flat=True)) == [1, 2]


def test_accepted_and_withdrawn_at_once_ends_in_one_order_or_the_other():
    application = an_application()
    by, on = builders.staff_of(application.case).mediator, later(application.case, 5)
    accepted, withdrawn = at_once(
        partial(
            said,
            court_accepts,
            application=application,
            number=NUMBER,
            decided_on=on,
            by=by,
            on=on,
        ),
        partial(
            said,
            withdraw_confirmation,
            application=application,
            reason="双方另行约定",
            signed_by=both_of(application),
            by=by,
            on=on,
        ),
    )
    application.refresh_from_db()
    # Before or after docketing both sides may withdraw; what is withdrawn is not docketed.
    assert withdrawn == "done"
    assert application.state == ApplicationState.WITHDRAWN
    assert bool(application.number) == (accepted == "done")
    running = application.case.deadlines.filter(rule__in=["JC-09", "JC-10", "JC-11"])
    assert not running.filter(state="running").exists()


def test_the_court_and_the_commission_asked_at_once_one_of_them_has_it():
    case = a_complete_file()
    tribunal()
    outcomes = at_once(partial(said, apply, case), partial(said, ask, case))
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert Application.objects.count() + Review.objects.count() == 1


def test_a_review_accepted_and_withdrawn_at_once_is_ended_by_the_commission_or_not_accepted():
    review = a_review()
    people, on = tribunal(), day(review.case, 4)
    worker = review.case.parties.workers().first()
    accepted, withdrawn = at_once(
        partial(
            said,
            accept_review,
            review=review,
            arbitrators=[people.reviewer],
            clerk=people.review_clerk,
            accepted_on=on,
            by=people.review_clerk,
            on=on,
        ),
        partial(
            said,
            withdraw_review,
            review=review,
            withdrawn_by=[worker],
            reason="另行协商",
            by=builders.staff_of(review.case).mediator,
            on=on,
        ),
    )
    review.refresh_from_db()
    assert withdrawn == "done"
    assert review.withdrawn_on == on
    expected = ReviewState.ACCEPTED if accepted == "done" else ReviewState.WITHDRAWN
    assert review.state == expected
