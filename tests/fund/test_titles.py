"""What an award and an application to a court say of an advance of which a part has come back."""

from datetime import date, timedelta

import pytest

from adjudication.deductions import deductions
from adjudication.obligations import obligation_of
from adjudication.papers.fund_part import advanced_clause
from cases.choices import EntryKind
from cases.models import Case, Party
from cases.operations import post, record
from cases.queries import worker_account
from fund import operations as fund
from fund.choices import Designation
from fund.models import Advance
from fund.queries import standing
from mediation.queries import unpaid_shares
from tests import builders
from tests.adjudication import cases, heard
from tests.adjudication.test_payment_orders import apply, issued
from tests.adjudication.test_statements import settle, sign
from tests.fund import funds
from tests.fund.test_one_wage import agreed_on_the_debt

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


def test_what_is_passed_on_to_the_workers_pays_the_award_it_is_owed_under():
    """There is no agreement; the money is on the award, with what came back to the fund."""
    arbitration = heard.an_issued_award()
    award, case = arbitration.awards.get(kind="A12-1"), arbitration.case
    Party.objects.filter(pk=case.debtor_id).update(missing=True)
    case = Case.objects.get(pk=case.pk)
    funds.confirm_rules(case)
    advance = funds.applied(case, funds.an_account())
    advance = funds.disbursed(funds.decided(funds.approved(funds.verified(advance))))
    worker = case.parties.workers().get()
    given = worker_account(worker).owed_to_fund_fen
    before = obligation_of(award).open_fen
    recovery = funds.recover(advance, given + 300_000, designation=Designation.NONE)
    funds.entered_and_confirmed(
        fund.enter_passing_on,
        held=recovery.held.get(),
        rows=[(worker, 300_000)],
        bank_slip="付1",
    )
    record = case.documents.get(code="D15").context
    assert (record["title_number"], record["rows"][0]["state"]) == (award.number, "部分")
    assert "经周转金转付：付1" in record["voucher"]
    assert obligation_of(award).open_fen == before - 300_000 - given
    assert worker_account(worker).owed_to_fund_fen == 0


def passed_on(advance, worker, fen: int, *, on: date):
    """All of the advance came back, and so much more for the worker, who gets it."""
    given = standing(advance).outstanding_fen
    facts = {"designation": Designation.NONE, "received_on": on, "on": on}
    recovery = funds.recover(advance, given + fen, **facts)
    facts = {"held": recovery.held.get(), "rows": [(worker, fen)], "bank_slip": "付1", "on": on}
    return funds.entered_and_confirmed(fund.enter_passing_on, **facts)


def advanced(case) -> Advance:
    funds.confirm_rules(case)
    waiting = funds.verified(funds.applied(case, funds.an_account()))
    return funds.disbursed(funds.decided(funds.approved(waiting)))


def open_by_day(title, worker) -> list[int]:
    parts = obligation_of(title).parts
    return [line.open_fen for part in parts for line in part.lines if line.worker == worker]


def test_what_is_passed_on_pays_the_arbitral_statement_day_by_day():
    """仲裁调解书: the first day of it is paid, and what the fund got back counts on the next."""
    arbitration = cases.a_formed_arbitration(2)
    workers = cases.workers_of(arbitration.case)
    statement = sign(settle(arbitration, workers), *workers, arbitration.respondents.get())
    advance = advanced(arbitration.case)
    worker = workers[0]
    given = worker_account(worker).owed_to_fund_fen
    first, second = open_by_day(statement, worker)
    act = passed_on(advance, worker, first, on=funds.ON + timedelta(days=1))
    records = arbitration.case.documents.filter(code="D15").order_by("id")
    assert {paper.context["title_kind"] for paper in records} == {"仲裁调解书"}
    assert "经周转金转付：付1" in records.first().context["voucher"]
    assert open_by_day(statement, worker) == [0, second - given]
    assert worker_account(worker).owed_to_fund_fen == 0
    assert act.outcome["papers"].count("D15") == records.count()


def test_what_is_passed_on_pays_the_payment_order_the_worker_has_without_an_agreement():
    """支付令: it never asked for what the fund had advanced, and none of that counts on it."""
    case = builders.an_accepted_case(1)
    worker = case.parties.workers().get()
    advance = advanced(case)
    case.evidence.create(
        no=1, name="工资结算单", kind="书证", by_label="劳动者", proves="拖欠的数额"
    )
    order = issued(apply(worker, funds.ON, overdue_since=case.period_to), funds.ON)
    asked = order.amount_fen
    assert asked == worker_account(worker).outstanding_fen
    passed_on(advance, worker, 300_000, on=funds.ON + timedelta(days=3))
    record = case.documents.get(code="D15").context
    assert (record["title_kind"], record["title_number"]) == ("支付令", order.number)
    assert record["rows"][0]["state"] == "部分"
    assert obligation_of(order).open_fen == asked - 300_000
    assert worker_account(worker).outstanding_fen == asked - 300_000
    assert worker_account(worker).owed_to_fund_fen == 0


def test_what_is_passed_on_counts_on_the_instalment_and_on_the_order_made_for_it():
    """An order on an agreement is for its instalment: one payment, one record, both lower."""
    advance, instalment = agreed_on_the_debt(1)
    worker = advance.case.parties.workers().get()
    on = instalment.due_on + timedelta(days=1)
    order = issued(apply(worker, on), on)
    open_fen = dict(unpaid_shares(instalment))[worker]
    given = worker_account(worker).owed_to_fund_fen
    passed_on(advance, worker, 300_000, on=on + timedelta(days=1))
    assert dict(unpaid_shares(instalment))[worker] == open_fen - 300_000 - given
    assert obligation_of(order).open_fen == order.amount_fen - 300_000
    assert advance.case.documents.filter(code="D15").count() == 1
