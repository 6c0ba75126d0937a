"""What was advanced comes back, from whom, to whom, and what happens when it does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from fund import operations as fund
from fund.choices import AdvanceState, Designation, Standing, WriteOffGround
from fund.models import Advance
from fund.queries import books, standing
from fund.views.pressing import pressing
from mediation import operations as mediation
from staff.choices import Role
from staff.operations import establish_system_user, revoke_role
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


# 该催收: work that is taken, done, and gone when the money comes


def demand(advance, by=None, *, on=ON, days: int = 10):
    return fund.send_recovery_notice(
        advance=advance,
        to=[(advance.debtor, Standing.EMPLOYER, "示例区")],
        pay_by=on + timedelta(days=days),
        method="post",
        signed_off={"name": "石磊", "post": "主任"},
        by=by or funds.crew().handler,
        on=on,
    )


def due(advance, on) -> list[str]:
    visible = Advance.objects.visible_to(funds.crew().handler)
    return [one.words for one in pressing(visible, on=on) if one.advance == advance]


def test_what_is_to_be_pressed_for_ends_with_a_demand_comes_back_and_ends_with_the_money(
    advance,
):
    assert due(advance, ON) == ["还没有发出追偿通知"]
    demand(advance)
    assert due(advance, ON + timedelta(days=10)) == []  # the last day is still theirs
    assert due(advance, ON + timedelta(days=11)) == ["第1次追偿通知限期归还"]
    funds.recover(advance, owed(advance) - 1)
    assert due(advance, ON + timedelta(days=11)) == ["第1次追偿通知限期归还"]
    funds.recover(advance, 1, slip="回单2")
    assert due(advance, ON + timedelta(days=11)) == []


def test_a_promised_instalment_is_pressed_for_when_its_day_has_passed_unpaid(advance):
    half = owed(advance) // 2
    for no, day in ((1, 30), (2, 60)):
        advance.instalments.create(no=no, due_on=ON + timedelta(days=day), amount_fen=half)
    assert due(advance, ON + timedelta(days=30)) == []
    assert due(advance, ON + timedelta(days=31)) == ["垫付协议书约定第1期归还"]
    funds.recover(advance, half)
    assert due(advance, ON + timedelta(days=31)) == []
    assert due(advance, ON + timedelta(days=61)) == ["垫付协议书约定第2期归还"]


def test_one_officer_takes_the_recovery_and_the_others_leave_it_to_them(advance):
    handler, other = funds.crew().handler, funds.crew().cashier
    fund.take_recovery(advance=advance, by=handler, on=ON)
    with pytest.raises(ActRefused, match="已由苏平认领") as refused:
        fund.take_recovery(advance=advance, by=other, on=ON)
    assert refused.value.source == "V-N1"
    with pytest.raises(ActRefused, match="由苏平认领，请由其发出"):
        demand(advance, other)
    with pytest.raises(ActRefused) as refused:
        fund.hand_back_recovery(advance=advance, reason=" ", by=other, on=ON)
    assert refused.value.source == "V-T1"
    fund.hand_back_recovery(advance=advance, reason="苏平休假", by=other, on=ON)
    fund.take_recovery(advance=advance, by=other, on=ON)
    assert demand(advance, other)


def test_who_has_left_the_fund_keeps_no_recovery(advance):
    handler, other = funds.crew().handler, funds.crew().cashier
    fund.take_recovery(advance=advance, by=handler, on=ON)
    by, reason = establish_system_user(), "调离"
    revoke_role(user=handler, role=Role.FUND_OFFICER, by=by, on=ON, reason=reason)
    fund.take_recovery(advance=advance, by=other, on=ON)
    assert Advance.objects.get(pk=advance.pk).recovery_officer == other


def test_nothing_is_taken_that_has_come_back(advance):
    funds.recover(advance, owed(advance))
    with pytest.raises(ActRefused, match="无需追偿"):
        fund.take_recovery(advance=advance, by=funds.crew().handler, on=ON)


def test_the_list_offers_to_take_it_and_shows_others_who_has_it(client, advance):
    with freeze_time(f"{ON + timedelta(days=1)} 06:00:00"):
        address = reverse("desk-fund") + "?tab=dunning"
        take = reverse("advance-act", args=[advance.pk, "take"])
        client.force_login(funds.crew().handler)
        assert take in client.get(address).content.decode()
        key = client.get(take).context["form"]["submission"].value()
        assert client.post(take, {"submission": key}).status_code == 302
        own = client.get(address).content.decode()
        assert take not in own
        assert "发出追偿通知" in own
        client.force_login(funds.crew().cashier)
        others = client.get(address).content.decode()
        assert "苏平" in others
        assert reverse("advance-act", args=[advance.pk, "notice"]) not in others
