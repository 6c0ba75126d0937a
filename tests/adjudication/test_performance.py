"""What is paid on an award, a statement or a payment order: once, to whom it is due, with D15."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.models import Arbitration, Statement
from adjudication.obligations import obligation_of
from cases.models import Deadline
from cases.queries import worker_account
from mediation.choices import PaymentMethod
from staff.models import Body
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases, heard
from tests.adjudication.test_statements import LAST, settle, sign

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 9)
AWARDED = heard.MARK + 546207 + 1980000


def pay(title, *rows, **changes):
    case = title.arbitration.case
    facts = {
        "payer": case.debtor,
        "rows": rows,
        "method": PaymentMethod.BANK_TRANSFER,
        "voucher": "银行回单0093号",
        "acknowledged": [worker for worker, _ in rows],
        "by": builders.staff_of(case).intake_officer,
        "on": ON,
    }
    return do.record_payment_on_title(title=title, **(facts | changes))


def refused(act, *, source: str, says: str = "") -> None:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)


def final_of(arbitration: Arbitration):
    return arbitration.awards.get(kind="A12-1")


def test_a_payment_on_an_award_is_posted_once_and_has_its_record() -> None:
    arbitration = heard.an_issued_award()
    award, worker = final_of(arbitration), arbitration.applicants.get()
    before = worker_account(worker).outstanding_fen
    paid = pay(award, (worker, 1000000), stated_total_fen=1000000)
    assert worker_account(worker).outstanding_fen == before - 1000000
    said = paid.event.documents.get(code="D15").context
    assert (said["title_kind"], said["title_number"]) == ("仲裁裁决书", award.number)
    assert said["rows"][0]["state"] == "部分"
    assert said["paid_total"]["digits"] == "10000.00"
    assert said["outstanding_total"]["digits"] == f"{(AWARDED - 1000000) / 100:.2f}"
    assert obligation_of(award).open_fen == AWARDED - 1000000


def test_what_was_paid_is_not_asked_for_by_the_application_for_enforcement() -> None:
    arbitration = heard.an_issued_award()
    award, worker = final_of(arbitration), arbitration.applicants.get()
    pay(award, (worker, 1000000))
    title = do.title_of_award(award, [worker], on=date(2026, 11, 5))
    assert title.open_fen(worker) == AWARDED - 1000000


def test_the_two_years_run_from_the_last_day_of_payment_and_end_with_the_whole_sum() -> None:
    arbitration = heard.an_issued_award()
    award, worker = final_of(arbitration), arbitration.applicants.get()
    clock = Deadline.objects.get(case=arbitration.case, rule="ARB-44", suffix="A12_1")
    assert (clock.starts_on, clock.state) == (date(2026, 10, 13), "running")
    pay(award, (worker, AWARDED - 1))
    clock.refresh_from_db()
    assert clock.state == "running"
    pay(award, (worker, 1))
    clock.refresh_from_db()
    assert (clock.state, clock.met_on) == ("met", ON)


def test_where_nothing_is_owed_nothing_is_recorded() -> None:
    arbitration = heard.an_issued_award()
    award, worker = final_of(arbitration), arbitration.applicants.get()
    pay(award, (worker, AWARDED))
    refused(lambda: pay(award, (worker, 1)), source="V-P4", says="已全部付清")


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({"stated_total_fen": 5}, "V-M2"),
        ({"voucher": " "}, "D15"),
        ({"method": PaymentMethod.CASH}, "V-S1"),
        ({"on": date(2026, 9, 1)}, "V-D1"),
        ({"rows": []}, "D15"),
        ({"part_no": 2}, "D15"),
    ],
)
def test_a_payment_that_does_not_hold_is_refused(changes, source) -> None:
    arbitration = heard.an_issued_award()
    award, worker = final_of(arbitration), arbitration.applicants.get()
    refused(lambda: pay(award, (worker, 100), **changes), source=source)


def test_more_than_is_awarded_or_by_somebody_else_is_refused() -> None:
    arbitration = heard.an_issued_award()
    award, worker = final_of(arbitration), arbitration.applicants.get()
    refused(lambda: pay(award, (worker, AWARDED + 1)), source="V-P4", says="尚欠")
    refused(lambda: pay(award, (worker, 100), payer=worker), source="V-P4", says="不是")


def test_an_award_without_effect_yet_is_not_performed_in_the_records() -> None:
    arbitration = heard.an_issued_award()
    other, worker = arbitration.awards.get(kind="A12-2"), arbitration.applicants.get()
    refused(lambda: pay(other, (worker, 100)), source="ARB-44", says="没有发生法律效力")


def test_a_payment_named_for_one_award_leaves_the_other_open() -> None:
    """The employer says which paper it pays; the other is still enforced for the whole."""
    arbitration = heard.an_issued_award()
    worker, on = arbitration.applicants.get(), date(2026, 11, 5)
    for award in arbitration.awards.all():
        heard.serve(award, worker, date(2026, 9, 29))
        heard.serve(award, arbitration.case.debtor, date(2026, 9, 30))
    final, other = final_of(arbitration), arbitration.awards.get(kind="A12-2")
    do.certify_effectiveness(
        award=other, court=heard.court(), asked_on=on, by=heard.bench().clerk, on=on
    )
    pay(other, (worker, 2970000), on=on)
    assert obligation_of(final).open_fen == AWARDED
    assert do.title_of_award(final, [worker], on=on).open_fen(worker) == AWARDED
    assert obligation_of(other).open_fen == 0


# 仲裁调解书


@pytest.fixture
def statement(db) -> Statement:
    arbitration = cases.a_formed_arbitration(2)
    workers = cases.workers_of(arbitration.case)
    made = settle(arbitration, workers)
    return sign(made, *workers, arbitration.respondents.get())


def test_a_statement_in_effect_leaves_what_was_settled_owed_and_no_more(statement) -> None:
    for row in statement.rows.all():
        account = worker_account(row.worker)
        assert account.outstanding_fen == row.amount_fen
        assert account.waived_fen == row.claimed_fen - row.amount_fen


def test_each_day_of_a_statement_is_paid_and_recorded_by_itself(statement) -> None:
    first, second = (row.worker for row in statement.rows.all())
    paid = pay(statement, (first, 80000), (second, 80000))
    said = paid.event.documents.get(code="D15").context
    assert said["title_kind"] == "仲裁调解书"
    assert (said["instalment_no"], said["instalments_count"]) == (1, 2)
    assert said["due_total"] == said["paid_total"]
    assert said["outstanding_total"]["digits"] == "2400.00"
    refused(lambda: pay(statement, (first, 1), part_no=1), source="V-P4", says="第1期已付清")
    pay(statement, (first, 120000), (second, 120000))
    assert worker_account(first).outstanding_fen == 0
    assert Deadline.objects.get(case=statement.arbitration.case, rule="JC-16").state == "met"


def test_a_statement_that_is_not_kept_is_enforced_for_what_is_due(statement) -> None:
    arbitration = statement.arbitration
    first, second = (row.worker for row in statement.rows.all())
    refused(lambda: do.title_of_statement(statement, [first], on=date(2026, 10, 15)), source="E02")
    pay(statement, (first, 80000))
    on = date(2026, 10, 20)
    title = do.title_of_statement(statement, [first, second], on=on)
    assert [title.open_fen(worker) for worker in (first, second)] == [0, 80000]
    applied = do.apply_for_enforcement(
        case=arbitration.case,
        title=title,
        workers=[second],
        court=Body.objects.filter(kind="court").first(),
        by=builders.staff_of(arbitration.case).intake_officer,
        on=on,
    )
    assert applied.document.context["title_document"]["kind"] == "仲裁调解书"
    do.record_enforcement(
        enforcement=applied,
        rows=[(second, "（2026）冀0699执12号", 80000)],
        by=builders.staff_of(arbitration.case).intake_officer,
        on=on,
    )
    assert obligation_of(statement).part(1).open_fen == 0


def test_before_everybody_signed_a_statement_pays_nobody() -> None:
    arbitration = cases.a_formed_arbitration(2)
    workers = cases.workers_of(arbitration.case)
    made = settle(arbitration, workers)
    refused(lambda: pay(made, (workers[0], 1), on=LAST), source="ARB-44")
