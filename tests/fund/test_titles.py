"""What an award and an application to a court say of an advance of which a part has come back."""

from datetime import date, timedelta

import pytest

from adjudication.deductions import deductions
from adjudication.papers.fund_part import advanced_clause
from cases.choices import EntryKind
from cases.operations import post, record
from tests.adjudication import cases

pytestmark = pytest.mark.django_db
ADVANCED_ON = cases.FILED
BACK_ON = cases.ACCEPTED


def booked(worker, kind: EntryKind, fen: int, on: date) -> None:
    by = cases.bench().clerk
    event = record(worker.case, "wages_booked", by=by, on=on, summary="记账")
    post(worker=worker, kind=kind, amount_fen=fen, event=event, by=by, on=on)


@pytest.fixture
def arbitration():
    """One worker was advanced 2200 yuan, of which the employer gave back 700 the day after."""
    found = cases.a_filed_arbitration(1)
    worker = found.case.parties.workers().get()
    booked(worker, EntryKind.ADVANCED, 220000, ADVANCED_ON)
    booked(worker, EntryKind.REPAID_TO_FUND, 70000, BACK_ON)
    return found


def taken_off(arbitration, on: date) -> list[tuple[str, int, date]]:
    claims = [(claim, claim.amount_fen) for claim in arbitration.claims.all()]
    return [(d.kind, d.amount_fen, d.on) for d in deductions(arbitration, claims, on=on)]


def test_an_award_takes_off_the_advance_less_what_came_back_by_that_day(arbitration):
    assert taken_off(arbitration, ADVANCED_ON) == [("应急周转金垫付", 220000, ADVANCED_ON)]
    assert taken_off(arbitration, BACK_ON) == [
        ("用人单位已归还周转金", 70000, BACK_ON),
        ("应急周转金垫付", 150000, ADVANCED_ON),
    ]


def test_an_application_to_a_court_names_what_is_still_the_funds_on_its_day(arbitration):
    workers = list(arbitration.case.parties.workers())
    before = advanced_clause(workers, on=ADVANCED_ON)
    assert "已经垫付的2200.00元应当归还" in before
    after = advanced_clause(workers, on=BACK_ON)
    assert "已经垫付的2200.00元，收回700.00元，尚未收回的1500.00元应当归还" in after
    booked(workers[0], EntryKind.REPAID_TO_FUND, 150000, BACK_ON + timedelta(days=1))
    assert advanced_clause(workers, on=BACK_ON + timedelta(days=1)) == ""
