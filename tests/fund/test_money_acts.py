"""Money is entered by one and confirmed by another as themselves; until then nothing is booked."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from freezegun import freeze_time

from cases.models import WageEntry
from fund import operations as fund
from fund.choices import Designation, MoneyActState
from fund.models import Held, Voucher
from fund.queries import held_rest_fen, standing
from mediation.choices import PaymentMethod
from staff.choices import Role
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds
from tests.fund.test_one_wage import agreed_on_the_debt, shares
from tests.fund.test_pages import text
from tests.workflow.test_races import at_once

pytestmark = pytest.mark.django_db
ON = funds.ON


@pytest.fixture
def advance():
    return funds.an_advance_paid(2)


def page(client, user, name, *args, query: str = ""):
    client.force_login(user)
    return client.get(reverse(name, args=args) + query)


def everything(advance) -> int:
    """What the employer owes to the fund and to the workers."""
    return sum(line.claimed_fen for line in advance.lines.all())


def entered(enter, **facts):
    return enter(by=funds.crew().cashier, on=ON, **facts)


def received(advance, fen: int, slip: str, **changes):
    facts = {"payer": "投资人的亲属", "received_on": ON, "designation": Designation.NONE}
    return entered(
        fund.enter_recovery, advance=advance, amount_fen=fen, bank_slip=slip, **(facts | changes)
    )


def confirm(act, by=None):
    return fund.confirm_money_act(act=act, by=by or funds.crew().handler, on=ON)


def booked(advance) -> tuple[int, int, int]:
    return (
        Voucher.objects.count(),
        WageEntry.objects.filter(item__case=advance.case).count(),
        advance.case.documents.count(),
    )


def test_no_entry_of_money_moves_a_fen_until_a_second_officer_confirms_it(advance):
    people = funds.crew()
    worker = advance.case.parties.workers().first()

    def once_confirmed(act):
        """It waits, two who may not confirm it are turned away, and then it is booked."""
        for who in (people.cashier, people.approvers[0]):
            with pytest.raises(ActRefused) as refused:
                confirm(act, who)
            assert refused.value.source == "V-S1"
        assert booked(advance) == before
        done = confirm(act)
        assert booked(advance)[0] == before[0] + done.vouchers.count()
        assert done.vouchers.exists()
        assert {v.made_by for v in done.vouchers.all()} == {people.cashier}
        assert {v.checked_by for v in done.vouchers.all()} == {people.handler}
        return done

    before = booked(advance)
    of_treasury = {"amount_fen": 100, "source": "示财预〔2026〕9号"}
    once_confirmed(entered(fund.enter_funding, account=advance.account, **of_treasury))
    before = booked(advance)
    line = advance.payment_lists.get().lines.first()
    once_confirmed(entered(fund.enter_bounce, line=line, reason="账户已销户"))
    before = booked(advance)
    once_confirmed(
        entered(
            fund.enter_held,
            account=advance.account,
            payer="云中鹤",
            amount_fen=300,
            bank_slip="回单9",
            received_on=ON,
        )
    )
    before = booked(advance)
    unknown = Held.objects.get()
    once_confirmed(entered(fund.enter_correction, voucher=unknown.voucher, reason="金额写错"))
    sheet = fund.make_payment_list(advance=advance, by=people.cashier, on=ON)
    fund.record_bank_answers(sheet=sheet, answers=funds.answers(sheet), by=people.cashier, on=ON)
    advance.refresh_from_db()
    before = booked(advance)
    once_confirmed(received(advance, everything(advance) + 7, "回单1", over_fen=7))
    recovery = advance.recoveries.get()
    before = booked(advance)
    overpaid = recovery.held.get(purpose="overpaid")
    facts = {"amount_fen": 7, "bank_slip": "付1", "reason": "多付"}
    once_confirmed(entered(fund.enter_refund, held=overpaid, **facts))
    before = booked(advance)
    held = recovery.held.get(purpose="workers")
    once_confirmed(entered(fund.enter_passing_on, held=held, rows=[(worker, 1)], bank_slip="付2"))
    assert held_rest_fen(held) == held.amount_fen - 1


def test_a_recovery_is_taken_back_when_the_second_officer_says_so(advance):
    owed = standing(advance).outstanding_fen
    recovery = funds.recover(advance, 100)
    act = entered(fund.enter_reversal, recovery=recovery, reason="其他案件的款项")
    assert standing(advance).outstanding_fen == owed - 100
    assert not advance.case.documents.filter(code="F10").exists()
    confirm(act)
    assert standing(advance).outstanding_fen == owed
    assert advance.case.documents.filter(code="F10").exists()


def test_the_second_officer_refuses_with_a_reason_and_it_is_entered_rightly(advance):
    act = received(advance, 100, "回单1")
    with pytest.raises(ActRefused) as refused:
        fund.refuse_money_act(act=act, reason=" ", by=funds.crew().handler, on=ON)
    assert refused.value.source == "V-T1"
    with pytest.raises(ActRefused) as refused:
        fund.refuse_money_act(act=act, reason="错", by=funds.crew().cashier, on=ON)
    assert refused.value.source == "V-S1"
    fund.refuse_money_act(act=act, reason="回单为200元", by=funds.crew().handler, on=ON)
    assert not advance.recoveries.exists()
    with pytest.raises(ActRefused, match="未通过复核") as refused:
        confirm(act)
    assert refused.value.source == "V-N1"
    confirm(received(advance, 200, "回单1"))
    assert advance.recoveries.get().amount_fen == 200


def test_who_entered_it_takes_it_back_and_nobody_else_does_that_for_them(advance):
    act = received(advance, 100, "回单1")
    with pytest.raises(ActRefused, match="由登记人"):
        fund.withdraw_money_act(act=act, reason="录错", by=funds.crew().handler, on=ON)
    done = fund.withdraw_money_act(act=act, reason="录错", by=funds.crew().cashier, on=ON)
    assert done.state == MoneyActState.WITHDRAWN
    assert "作废：录错" in advance.case.events.latest("seq").summary
    assert received(advance, 100, "回单1").waits


def test_the_same_slip_waits_once_and_is_not_entered_again_after_it_was_booked(advance):
    act = received(advance, 100, "回单1")
    with pytest.raises(ActRefused, match="正等待复核") as refused:
        received(advance, 100, " 回单1 ")
    assert refused.value.source == "V-N1"
    confirm(act)
    with pytest.raises(ActRefused, match="已经登记"):
        received(advance, 100, "回单1")


def test_what_would_be_booked_otherwise_by_now_is_not_booked(advance):
    """Entered when all of it would have been the fund's; by now it would be the workers'."""
    first = received(advance, standing(advance).outstanding_fen, "回单1")
    second = received(advance, 5_000, "回单2")
    confirm(first)
    before = booked(advance)
    with pytest.raises(ActRefused, match="结果与登记时的不同") as refused:
        confirm(second)
    assert refused.value.source == "V-M2"
    assert booked(advance) == before
    fund.refuse_money_act(act=second, reason="已另有回款", by=funds.crew().handler, on=ON)
    confirm(received(advance, 5_000, "回单2"))
    assert advance.recoveries.get(bank_slip="回单2").to_workers_fen == 5_000


def test_money_of_another_fund_is_nobody_elses_to_confirm(advance):
    act = received(advance, 100, "回单1")
    stranger = funds.person("县经办", Role.FUND_OFFICER)
    stranger.body = builders.staff_of(advance.case).mediator.body
    stranger.save()
    fund.seat_approver(
        account=advance.account,
        body="中心",
        user=funds.crew().approvers[0],
        by=builders.staff_of(advance.case).director,
        on=ON,
    )
    with pytest.raises(ActRefused):
        confirm(act, stranger)
    mediator = builders.staff_of(advance.case).mediator
    with pytest.raises(ActRefused, match="不由您确认"):
        confirm(act, mediator)  # reads the advance, and has no office in the fund


def test_the_database_takes_no_money_that_one_person_entered_and_checked(advance):
    act = received(advance, 100, "回单1")
    for changes in (
        {"checked_by": act.entered_by},
        {"state": MoneyActState.BOOKED},
        {"amount_fen": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(act).objects.filter(pk=act.pk).update(**changes)


def test_what_waits_is_on_the_desk_of_both_and_its_page_says_what_would_be_booked(client, advance):
    with freeze_time(f"{ON} 06:00:00"):
        people = funds.crew()
        empty = text(page(client, people.handler, "desk-fund", query="?tab=checking"))
        assert "没有待复核的款项" in empty
        act = received(advance, 100, "回单1")
        address = reverse("money-act", args=[act.pk])
        for who, words in ((people.handler, "等您复核"), (people.cashier, "查看、作废")):
            shown = text(page(client, who, "desk-fund", query="?tab=checking"))
            assert words in shown
            assert address in shown
            assert "待复核1件" in text(page(client, who, "desk-fund"))
        shown = text(page(client, people.handler, "money-act", act.pk))
        for words in ("投资人的亲属", "回单1", "+1.00", "-1.00", "回款", "没有变化"):
            assert words in shown
        funds.recover(advance, 200, slip="回单2")
        assert ">有变化" in text(page(client, people.handler, "money-act", act.pk))
        confirm(act)
        late = client.get(address)
        assert late.status_code == 302  # somebody was faster; the desk says what became of it
        assert "已复核入账" in client.get(late.headers["Location"]).content.decode()


def _said(act) -> str:
    try:
        act()
    except ActRefused as refused:
        return str(refused)
    return "done"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_book_it_once():
    advance = funds.an_advance_paid(1)
    act = received(advance, 100, "回单1")
    others = (funds.crew().handler, funds.crew().verifiers[0])
    said = at_once(*(partial(_said, partial(confirm, act, who)) for who in others))
    assert sorted(words == "done" for words in said) == [False, True]
    assert "已入账" in next(words for words in said if words != "done")
    assert advance.recoveries.get().checked_by in others
    assert advance.account.vouchers.filter(kind="recover").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_confirmed_by_one_and_refused_by_another_is_one_or_the_other():
    advance = funds.an_advance_paid(1)
    act = received(advance, 100, "回单1")
    first, second = funds.crew().handler, funds.crew().verifiers[0]
    refuse = partial(fund.refuse_money_act, act=act, reason="金额不符", by=second, on=ON)
    said = at_once(partial(_said, partial(confirm, act, first)), partial(_said, refuse))
    assert sorted(words == "done" for words in said) == [False, True]
    act.refresh_from_db()
    assert advance.recoveries.exists() == (act.state == MoneyActState.BOOKED)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_shared_payments_entered_at_once_one_waits():
    advance, instalment = agreed_on_the_debt(1)
    to_fund, to_workers = shares(advance)
    facts = {"advance": advance, "instalment": instalment, "payer": advance.debtor, "on": ON}
    facts |= {"to_fund_rows": to_fund, "to_worker_rows": to_workers, "voucher": "银行回单"}
    facts |= {"method": PaymentMethod.BANK_TRANSFER, "by": funds.crew().cashier}
    said = at_once(
        *(
            partial(_said, partial(fund.enter_shared_payment, fund_slip=slip, **facts))
            for slip in ("回单1", "回单2")
        )
    )
    assert sorted(words == "done" for words in said) == [False, True]
    assert "正等待复核" in next(words for words in said if words != "done")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_slip_entered_by_two_at_once_waits_once():
    advance = funds.an_advance_paid(1)
    facts = {"advance": advance, "payer": "甲", "amount_fen": 100, "bank_slip": "回单1"}
    facts |= {"received_on": ON, "designation": Designation.FUND, "on": ON}
    both = (funds.crew().cashier, funds.crew().handler)
    said = at_once(*(partial(_said, partial(fund.enter_recovery, by=who, **facts)) for who in both))
    assert sorted(words == "done" for words in said) == [False, True]
    assert advance.money_acts.waiting().count() == 1
