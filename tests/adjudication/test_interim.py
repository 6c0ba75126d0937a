"""先予执行: an order to pay part of the wages at once is a title, and paid on it once."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.obligations import obligation_of
from adjudication.papers.award import Interim
from adjudication.queries import next_act, standing_of
from cases.choices import EntryKind, PayUnit, WageKind
from cases.models import WageEntry, WageItem
from cases.operations import record
from cases.queries import worker_account
from tests import builders
from tests.adjudication import heard
from tests.adjudication.test_performance import AWARDED, pay, refused

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)


def interim_of(arbitration, formula: str = "6600.00元/月×2个月"):
    return do.order_interim_enforcement(
        arbitration=arbitration,
        items=[do.InterimItem(arbitration.claims.get(no=1), formula)],
        why=Interim(date(2026, 9, 24), "请求先予执行工资", "双方均无争议", "无力支付房租"),
        court=heard.court(),
        by=heard.presiding(arbitration),
        on=date(2026, 9, 25),
    )


def test_an_interim_award_is_paid_of_the_employers_own_will_and_taken_off_the_award() -> None:
    arbitration = heard.heard()
    award, worker = interim_of(arbitration), arbitration.applicants.get()
    owed, on = worker_account(worker).outstanding_fen, date(2026, 9, 26)
    refused(lambda: pay(award, (worker, 1320001), on=on), source="V-P4", says="尚欠")
    refused(lambda: pay(award, (worker, 1), on=date(2026, 9, 24)), source="V-D1")
    paid = pay(award, (worker, 1320000), on=on)
    assert paid.event.documents.get(code="D15").context["title_kind"] == "先予执行裁决书"
    assert worker_account(worker).outstanding_fen == owed - 1320000
    refused(lambda: pay(award, (worker, 1), on=on), source="V-P4", says="已全部付清")
    heard.find(arbitration)
    for draft in heard.draft(arbitration):
        heard.issue(draft)
    wages = arbitration.claims.get(no=1).award_items.exclude(award=award).get()
    assert (wages.awarded_fen, wages.paid_fen) == (2640000, 1320000)
    assert obligation_of(wages.award).open_fen == AWARDED - 1320000


def test_what_is_paid_on_the_award_is_not_asked_for_by_the_interim_one_again() -> None:
    arbitration = heard.heard()
    award, worker = interim_of(arbitration), arbitration.applicants.get()
    heard.find(arbitration)
    for draft in heard.draft(arbitration):
        heard.issue(draft)
    final = arbitration.awards.get(kind="A12-1")
    assert obligation_of(award).open_fen == 1320000
    pay(final, (worker, AWARDED))
    assert obligation_of(award).open_fen == 0
    refused(lambda: pay(award, (worker, 1)), source="V-P4", says="已全部付清")


def test_of_interim_enforcement_the_worker_asks_nobody() -> None:
    arbitration = heard.heard()
    award, worker = interim_of(arbitration), arbitration.applicants.get()
    refused(lambda: do.title_of_award(award, [worker], on=ON), source="ARB-24", says="移送")


def test_wages_nobody_claims_do_not_swallow_what_was_paid_on_an_interim_award() -> None:
    """The account holds more than is claimed: the order was about this claim, so is the money."""
    arbitration = heard.heard()
    award, worker = interim_of(arbitration), arbitration.applicants.get()
    more = WageItem.objects.create(
        worker=worker,
        case=arbitration.case,
        payer=arbitration.case.debtor,
        kind=WageKind.WAGES,
        period_from=date(2025, 7, 1),
        period_to=date(2025, 7, 31),
        unit=PayUnit.PIECE,
        quantity=1,
        rate_fen=5000000,
        formula="7月工资",
    )
    by = builders.staff_of(arbitration.case).intake_officer
    event = record(arbitration.case, "note", by=by, on=ON, summary="补登7月工资")
    WageEntry.objects.create(
        item=more, kind=EntryKind.CLAIMED, amount_fen=5000000, event=event, by=by, on=heard.HEARD
    )
    pay(award, (worker, 1320000), on=date(2026, 9, 26))
    heard.find(arbitration)
    for draft in heard.draft(arbitration):
        heard.issue(draft)
    assert arbitration.claims.get(no=1).award_items.exclude(award=award).get().paid_fen == 1320000


def test_the_desk_has_it_served_and_sent_to_the_court_before_the_case_goes_on() -> None:
    arbitration = heard.heard()
    award, on = interim_of(arbitration), date(2026, 9, 25)

    def coming():
        return next_act(standing_of(arbitration), on=on)

    assert coming().title == "送达先予执行裁决书"
    heard.serve(award, arbitration.applicants.get(), on)
    heard.serve(award, arbitration.case.debtor, on)
    assert coming().title == "先予执行裁决移送法院"
    do.send_interim_award(
        award=award,
        court=heard.court(),
        clues=["示例银行示例支行基本存款账户"],
        enclosures=["先予执行申请书1份", "生活困难证据1份", "被申请人财产线索1份"],
        approved_by=heard.presiding(arbitration),
        by=heard.bench().clerk,
        on=on,
    )
    assert coming().title == "认定争议要素"
