"""Two who answer for a court at the same moment; SQLite lets them in one by one."""

from functools import partial

import pytest

from confirmation.choices import ApplicationState, ReturnReason
from confirmation.models import Application, CourtRequest, Packet
from confirmation.operations import court_accepts, court_returns, once, resubmit_packet
from confirmation.operations.court import Point
from staff.refusals import ActRefused
from tests import builders
from tests.confirmation.filings import NUMBER, ORIGINALS, an_application, later
from tests.confirmation.systems import System
from tests.confirmation.test_court import send_back
from tests.confirmation.test_pages_court import colleague
from tests.workflow.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def sentence_or_done(act) -> str:
    try:
        act()
    except ActRefused as refused:
        return str(refused)
    return "done"


@pytest.fixture
def application():
    return an_application()


@pytest.fixture
def clerks(application):
    first = builders.staff_of(application.case).court_clerk
    first.body = application.court
    first.save()
    return first, colleague(application)


def accept(application, by, number: str = NUMBER, days: int = 5):
    on = later(application.case, days)
    return partial(
        court_accepts, application=application, number=number, decided_on=on, by=by, on=on
    )


def test_two_clerks_who_docket_at_once_docket_once(application, clerks):
    other = "（2026）冀0699民特13号"
    outcomes = at_once(
        partial(sentence_or_done, accept(application, clerks[0])),
        partial(sentence_or_done, accept(application, clerks[1], other)),
    )
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    refused = next(outcome for outcome in outcomes if outcome != "done")
    assert "法院已立案" in refused
    assert "办理）" in refused  # and by whom
    application.refresh_from_db()
    assert application.number in (NUMBER, other)
    assert application.case.events.filter(act="court_accepts").count() == 1


def test_docketed_by_one_and_returned_by_another_is_one_or_the_other(application, clerks):
    on = later(application.case, 5)
    give_back = partial(
        court_returns,
        application=application,
        points=[Point(ReturnReason.OTHER, "说明日工资标准")],
        notice_on=on,
        received_on=on,
        by=clerks[1],
        on=on,
    )
    at_once(
        partial(sentence_or_done, accept(application, clerks[0])),
        partial(sentence_or_done, give_back),
    )
    application.refresh_from_db()
    returned = Packet.objects.filter(returned__isnull=False).exists()
    # Docketed first, it may still be sent back for mending; never docketed after it went back.
    assert application.state == (
        ApplicationState.RETURNED if returned else ApplicationState.ACCEPTED
    )


def test_a_system_that_asks_twice_at_once_is_answered_alike_and_acts_once(application, clerks):
    system = System(application)
    at = system.token.issued_at

    def ask():
        def act() -> dict:
            form = accept(application, clerks[0])()
            return {"court_number": form.number}

        return once(token=system.token, key="same-key", asked="a" * 64, at=at, act=act)

    answers = at_once(ask, ask)
    assert [answer for answer, _ in answers] == [{"court_number": NUMBER}] * 2
    assert sorted(repeated for _, repeated in answers) == [False, True]
    assert CourtRequest.objects.count() == 1


def test_a_packet_the_court_has_docketed_is_not_sent_again(application, clerks):
    send_back(application)
    mediator = builders.staff_of(application.case).mediator
    on = later(application.case, 6)
    given = {"answers": ["已补交", "见工资表"], "approved_by": mediator, "by": mediator, "on": on}
    given["originals"] = ORIGINALS
    resend = partial(resubmit_packet, application=application, **given)
    outcomes = at_once(partial(sentence_or_done, resend), partial(sentence_or_done, resend))
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    accept(Application.objects.get(pk=application.pk), clerks[0], days=7)()
    with pytest.raises(ActRefused, match="没有待补正的材料"):
        resend()
    assert application.packets.count() == 2
