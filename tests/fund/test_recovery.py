"""What was advanced comes back, from whom, to whom, and what happens when it does not."""

import pytest

from fund import operations as fund
from fund.choices import AdvanceState, Designation, Standing, WriteOffGround
from fund.models import Advance
from fund.queries import books, standing
from mediation import operations as mediation
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
ON = funds.ON


@pytest.fixture
def advance():
    return funds.an_advance_paid()


def owed(advance) -> int:
    return standing(advance).outstanding_fen


def test_in_two_payments_until_nothing_is_owed_and_then_it_closes(advance):
    total = owed(advance)
    funds.recover(advance, total - 100, slip="回单1")
    with pytest.raises(ActRefused, match="没有收回，不能销账"):
        fund.close_advance(advance=advance, by=funds.crew().handler, on=ON)
    funds.recover(advance, 100, slip="回单2")
    closed = fund.close_advance(advance=advance, by=funds.crew().handler, on=ON)
    assert closed.state == AdvanceState.RECOVERED
    assert books(advance.account).balance_fen == 50_000_000


def test_one_fen_more_than_is_owed_is_refused(advance):
    with pytest.raises(ActRefused) as refused:
        funds.recover(advance, owed(advance) + 1)
    assert refused.value.source == "F08"


def test_the_same_bank_slip_is_entered_once(advance):
    funds.recover(advance, 100)
    with pytest.raises(ActRefused, match="已经登记"):
        funds.recover(advance, 100)


def test_who_enters_does_not_check(advance):
    with pytest.raises(ActRefused) as refused:
        funds.recover(advance, 100, checked_by=funds.crew().cashier)
    assert refused.value.source == "V-S1"


def test_what_the_payer_did_not_say_goes_to_the_fund_first_and_then_to_the_workers(advance):
    total = owed(advance)
    recovery = funds.recover(advance, total + 5_000, designation=Designation.NONE)
    assert (recovery.to_fund_fen, recovery.to_workers_fen) == (total, 5_000)
    assert books(advance.account).suspense_fen == 5_000


def test_what_the_payer_meant_for_the_workers_is_not_the_funds(advance):
    recovery = funds.recover(advance, 5_000, designation=Designation.WORKERS)
    assert (recovery.to_fund_fen, recovery.to_workers_fen) == (0, 5_000)


def notice(advance, **changes):
    facts = {
        "to": [(advance.debtor, Standing.EMPLOYER, advance.debtor.address or "示例区")],
        "pay_by": ON.replace(month=12),
        "method": "post",
        "signed_off": {"name": "石磊", "post": "主任"},
        "by": funds.crew().handler,
        "on": ON,
    }
    return fund.send_recovery_notice(advance=advance, **(facts | changes))


def test_a_demand_names_what_is_still_owed(advance):
    funds.recover(advance, 1_000)
    (sent,) = notice(advance)
    assert sent.amount_fen == owed(advance)
    assert sent.document.code == "F07"


def test_a_write_off_needs_evidence_and_two_who_did_not_handle_it(advance):
    people = funds.crew()
    facts = {
        "advance": advance,
        "ground": WriteOffGround.ENFORCEMENT_ENDED,
        "facts": "无财产可供执行。",
        "efforts": ["追偿通知一次", "申请强制执行"],
        "by": people.handler,
        "on": ON,
    }
    with pytest.raises(ActRefused, match="证据"):
        fund.propose_write_off(evidence=[], **facts)
    mediation.receive_material(
        case=advance.case,
        received_from="人民法院",
        pieces=[{"name": "终结执行裁定书", "kind": "书证", "pages": 3, "proves": "无财产"}],
        originals_returned=False,
        by=builders.staff_of(advance.case).intake_officer,
        on=ON,
    )
    total = owed(advance)
    written = fund.propose_write_off(evidence=[1], **facts)
    with pytest.raises(ActRefused, match="自己经办") as refused:
        fund.approve_write_off(written=written, by=people.handler, on=ON)
    assert refused.value.source == "F03"
    fund.approve_write_off(written=written, by=people.approvers[1], on=ON)
    assert owed(advance) == total
    with pytest.raises(ActRefused, match="重复签署"):
        fund.approve_write_off(written=written, by=people.approvers[1], on=ON)
    fund.approve_write_off(written=written, by=people.approvers[2], on=ON)
    found = Advance.objects.get(pk=advance.pk)
    assert found.state == AdvanceState.WRITTEN_OFF
    assert standing(found).written_off_fen == total
    assert advance.case.documents.filter(code="F09").count() == 1
    # 账销案存: the debt goes on, and what comes in later is taken.
    funds.recover(found, 1_000, slip="迟到的回单")
    assert standing(found).written_off_open_fen == total - 1_000
