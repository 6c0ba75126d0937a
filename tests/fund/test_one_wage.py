"""One wage is paid once: what the fund advanced goes back to it, the rest to the worker."""

import pytest

from cases.choices import EntryKind
from cases.models import ConfirmedParameter, WageEntry
from cases.queries import wage_accounts
from fund import operations as fund
from fund.choices import AdvanceState, Designation
from fund.models import Advance, Held
from fund.queries import books, held_rest_fen, open_by_worker, standing
from mediation.choices import AgreementState, PaymentMethod
from mediation.models import Instalment, Payment
from mediation.operations import reverse_payment
from mediation.queries import agreement_outstanding_fen, current_agreement, unpaid_shares
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
ON = funds.ON
done = funds.entered_and_confirmed


@pytest.fixture
def advance():
    return funds.an_advance_paid(2)


def owed(advance) -> int:
    return standing(advance).outstanding_fen


def accounts(advance) -> list:
    return wage_accounts(advance.case)


def agreed_on_the_debt(n_workers: int = 2) -> tuple[Advance, Instalment]:
    """An employer who was advanced for, and then agreed to pay everything at once."""
    case = builders.an_accepted_case(n_workers)
    funds.confirm_rules(case)
    account = funds.an_account()
    advance = funds.disbursed(
        funds.decided(funds.approved(funds.verified(funds.applied(case, account))))
    )
    builders.an_agreement(case)
    builders.sign_all(current_agreement(case))
    builders.seal(case)
    return advance, current_agreement(case).instalments.get()


def shares(advance) -> tuple[list, list]:
    """(fund, workers): what of everybody's whole debt goes to whom."""
    rows = accounts(advance)
    to_fund = [(a.worker, a.owed_to_fund_fen) for a in rows]
    return to_fund, [(a.worker, a.outstanding_fen) for a in rows]


# What comes back is posted where it was advanced


def test_what_comes_back_is_posted_to_the_wages_it_was_advanced_on(advance):
    first, second = (a.advanced_fen for a in accounts(advance))
    funds.recover(advance, first + second - 1)
    assert sum(open_by_worker(advance).values()) == owed(advance) == 1
    repaid = WageEntry.objects.filter(kind=EntryKind.REPAID_TO_FUND, item__case=advance.case)
    assert sum(e.amount_fen for e in repaid) == first + second - 1
    # It pays no wage: the workers are owed what they were owed before.
    assert all(a.outstanding_fen == a.due_fen - a.advanced_fen for a in accounts(advance))


def test_the_fund_gets_back_no_more_for_a_worker_than_it_advanced_for_them(advance):
    worker, fen = next((a.worker, a.advanced_fen) for a in accounts(advance))
    with pytest.raises(ActRefused) as refused:
        funds.recover(advance, fen + 1, rows=[(worker, fen + 1)])
    assert refused.value.source == "V-P4"
    assert owed(advance) == sum(open_by_worker(advance).values())


# The workers' part and what is too much


def test_what_came_in_for_the_workers_reaches_them_once(advance):
    total = owed(advance)
    funds.recover(advance, total + 5_000, designation=Designation.NONE)
    held = Held.objects.get()
    worker = accounts(advance)[0].worker
    before = accounts(advance)[0].outstanding_fen
    passed_on(held, [(worker, 5_000)])
    assert accounts(advance)[0].outstanding_fen == before - 5_000
    assert books(advance.account).suspense_fen == 0
    with pytest.raises(ActRefused, match=r"已转付：.*转付劳动者50\.00元"):
        passed_on(held, [(worker, 1)], "付2")


def test_money_for_the_workers_is_not_asked_for_twice_nor_given_back(advance):
    everything = owed(advance) + sum(a.outstanding_fen for a in accounts(advance))
    funds.recover(advance, everything, designation=Designation.NONE)
    with pytest.raises(ActRefused) as refused:
        funds.recover(advance, 1, slip="回单2", designation=Designation.NONE)
    assert refused.value.source == "F08"
    with pytest.raises(ActRefused, match="应当转付劳动者"):
        fund.enter_refund(
            held=Held.objects.get(),
            amount_fen=1,
            bank_slip="付1",
            reason="多付",
            by=funds.crew().cashier,
            on=ON,
        )


def test_what_is_paid_too_much_is_held_and_goes_back_the_way_it_came(advance):
    everything = owed(advance) + sum(a.outstanding_fen for a in accounts(advance))
    with pytest.raises(ActRefused) as refused:
        funds.recover(advance, everything + 7, designation=Designation.NONE)
    assert refused.value.source == "F08"
    recovery = funds.recover(advance, everything + 7, designation=Designation.NONE, over_fen=7)
    assert recovery.document.context["over"]["digits"] == "0.07"
    held = Held.objects.get(purpose="overpaid")
    facts = {"held": held, "bank_slip": "付1", "reason": "多付"}
    with pytest.raises(ActRefused):
        done(fund.enter_refund, amount_fen=8, **facts)
    done(fund.enter_refund, amount_fen=7, **facts)
    assert held_rest_fen(held) == 0


def test_what_is_still_owed_is_not_called_too_much(advance):
    with pytest.raises(ActRefused, match="不能先作为多付"):
        funds.recover(advance, 100, over_fen=1)


def test_money_of_an_unknown_payer_waits_and_becomes_a_recovery(advance):
    done(
        fund.enter_held,
        account=advance.account,
        payer="云中鹤",
        amount_fen=300,
        bank_slip="回单9",
        received_on=ON,
    )
    held = Held.objects.get()
    before = books(advance.account)
    assert before.suspense_fen == 300
    assert before.available_fen == before.own_fen - before.committed_fen
    recovery = funds.recover(advance, 300, slip="", held=held)
    assert recovery.bank_slip == "回单9"
    after = books(advance.account)
    assert (after.balance_fen, after.suspense_fen) == (before.balance_fen, 0)
    assert held_rest_fen(held) == 0
    with pytest.raises(ActRefused):
        funds.recover(advance, 300, held=held)


# Under an agreement


def test_the_agreement_settles_the_whole_debt_and_says_what_is_the_funds():
    advance, instalment = agreed_on_the_debt()
    paper = current_agreement(advance.case).document.context["fund_advance"]
    assert paper["amount"]["digits"] == f"{owed(advance) / 100:.2f}"
    assert paper["payee"] == advance.account.body.name
    whole = sum(a.due_fen for a in accounts(advance))
    assert sum(s.amount_fen for s in instalment.shares.all()) == whole


def shared(advance, instalment, to_fund, to_workers):
    """Enter what was paid to both; the accountant and who works on the case confirm it."""
    act = fund.enter_shared_payment(
        advance=advance,
        instalment=instalment,
        payer=advance.debtor,
        to_fund_rows=to_fund,
        to_worker_rows=to_workers,
        fund_slip="回单1",
        method=PaymentMethod.BANK_TRANSFER,
        voucher="银行回单",
        by=funds.crew().cashier,
        on=ON,
    )
    fund.confirm_money_act(act=act, by=funds.crew().handler, on=ON)
    return fund.confirm_money_act(act=act, by=builders.staff_of(advance.case).mediator, on=ON)


def test_a_payment_is_split_in_one_act_and_nobody_is_paid_twice():
    advance, instalment = agreed_on_the_debt()
    to_fund, to_workers = shares(advance)
    shared(advance, instalment, to_fund, to_workers)
    assert owed(advance) == 0
    assert agreement_outstanding_fen(current_agreement(advance.case)) == 0
    assert all(a.outstanding_fen == a.owed_to_fund_fen == 0 for a in accounts(advance))
    made = advance.case.documents.filter(code__in=["F08", "D15"]).values_list("code", flat=True)
    assert sorted(made) == ["D15", "F08"]
    with pytest.raises(ActRefused, match=r"尚欠0\.00元") as refused:
        builders.pay(advance.case, rows=[to_workers[0]])
    assert refused.value.source == "V-P4"
    assert "周转金垫付" in refused.value.suggest  # the trail of the first payment


def test_a_shared_payment_entered_wrongly_is_taken_back_at_the_case_and_then_by_the_fund():
    advance, instalment = agreed_on_the_debt()
    before = owed(advance), unpaid_shares(instalment), books(advance.account).available_fen
    shared(advance, instalment, *shares(advance))
    with pytest.raises(ActRefused) as refused:
        reverse(advance.recoveries.get())
    assert "先由办案人在协议页冲销" in refused.value.suggest
    mediator = builders.staff_of(advance.case).mediator
    reverse_payment(payment=Payment.objects.get(), reason="回单有误", by=mediator, on=ON)
    reverse(advance.recoveries.get())
    assert before == (
        owed(advance),
        unpaid_shares(instalment),
        books(advance.account).available_fen,
    )


def test_one_part_that_is_refused_takes_the_other_with_it():
    advance, instalment = agreed_on_the_debt()
    to_fund, to_workers = shares(advance)
    worker, fen = to_workers[0]
    with pytest.raises(ActRefused):
        shared(advance, instalment, to_fund, [(worker, fen + 1)])
    assert not advance.recoveries.exists()
    assert owed(advance) == sum(fen for _, fen in to_fund)


def test_the_fund_comes_first_unless_the_payer_says_it_is_for_the_workers():
    advance, _ = agreed_on_the_debt()
    _, to_workers = shares(advance)
    with pytest.raises(ActRefused, match="应归还周转金") as refused:
        builders.pay(advance.case, rows=to_workers)
    assert refused.value.source == "FUND-02"
    builders.pay(advance.case, rows=to_workers, for_workers=True)
    assert all(a.outstanding_fen == 0 for a in accounts(advance))
    assert agreement_outstanding_fen(current_agreement(advance.case)) == owed(advance)


def test_without_a_confirmed_order_a_payment_is_not_shared_by_guess():
    advance, _ = agreed_on_the_debt()
    ConfirmedParameter.objects.filter(code="fund_recovery_order").delete()
    _, to_workers = shares(advance)
    with pytest.raises(ActRefused, match="“垫付以后付款的归属次序”尚未核定") as refused:
        builders.pay(advance.case, rows=to_workers)
    assert refused.value.source == "V-L1"
    assert "中心主任" in refused.value.suggest
    # What the payer said needs no order, and the entry of the fund's part claims none.
    builders.pay(advance.case, rows=to_workers, for_workers=True)
    assert funds.recover(advance, 100).document.context["order"] is None
    with pytest.raises(ActRefused) as refused:
        funds.recover(advance, 100, slip="回单2", designation=Designation.NONE)
    assert refused.value.source == "V-L1"


def passed_on(held, rows, slip="付1"):
    return done(fund.enter_passing_on, held=held, rows=rows, bank_slip=slip)


def pass_on(recovery, rows, slip="付1"):
    return passed_on(recovery.held.get(), rows, slip)


def test_what_is_passed_on_to_the_workers_pays_their_instalment():
    advance, instalment = agreed_on_the_debt()
    to_fund, to_workers = shares(advance)
    everything = sum(fen for _, fen in to_fund + to_workers)
    recovery = funds.recover(advance, everything, designation=Designation.NONE)
    first, second = to_workers
    pass_on(recovery, [first])
    assert dict(unpaid_shares(instalment)) == {second[0]: second[1] + dict(to_fund)[second[0]]}
    pass_on(recovery, [second], "付2")
    assert unpaid_shares(instalment) == []
    assert current_agreement(advance.case).state == AgreementState.PERFORMED
    paper = advance.case.documents.filter(code="D15").latest("id").context
    assert paper["outstanding_total"]["digits"] == "0.00"
    assert "经周转金转付：付2" in paper["voucher"]
    assert all(a.outstanding_fen == a.owed_to_fund_fen == 0 for a in accounts(advance))


def test_the_same_worker_is_not_passed_on_to_twice_in_one_list():
    advance, _ = agreed_on_the_debt()
    to_fund, to_workers = shares(advance)
    everything = sum(fen for _, fen in to_fund + to_workers)
    recovery = funds.recover(advance, everything, designation=Designation.NONE)
    worker, _ = to_workers[0]
    with pytest.raises(ActRefused) as refused:
        pass_on(recovery, [(worker, 1), (worker, 1)])
    assert refused.value.source == "V-P4"


def test_an_instalment_is_credited_only_with_what_the_fund_has_booked():
    advance, _ = agreed_on_the_debt()
    to_fund, to_workers = shares(advance)
    with pytest.raises(ActRefused, match="没有登记过"):
        builders.pay(advance.case, rows=to_workers, to_fund_rows=to_fund)


def test_a_worker_cannot_give_up_what_is_the_funds():
    case = builders.an_accepted_case(1)
    funds.confirm_rules(case)
    advance = funds.disbursed(
        funds.decided(funds.approved(funds.verified(funds.applied(case, funds.an_account()))))
    )
    with pytest.raises(ActRefused, match="不能由劳动者放弃") as refused:
        builders.a_proposal(case, amounts={1: owed(advance) - 1}, waiver_explanation="自愿")
    assert refused.value.source == "FUND-02"


# Taken back in red


def reverse(recovery, **changes):
    facts = {
        "recovery": recovery,
        "reason": "其他案件的款项",
    }
    return done(fund.enter_reversal, **(facts | changes))


def test_a_recovery_taken_back_leaves_everything_as_it_was_and_both_papers(advance):
    before, open_ = owed(advance), open_by_worker(advance)
    recovery = funds.recover(advance, before)
    fund.close_advance(advance=advance, by=funds.crew().handler, on=ON)
    reverse(recovery)
    assert owed(advance) == before
    assert open_by_worker(advance) == open_
    assert Advance.objects.get(pk=advance.pk).state == AdvanceState.DISBURSED
    recovery.document.refresh_from_db()
    assert recovery.document.state == "void"
    red = advance.case.documents.get(code="F10").context
    assert red["outstanding_before"]["digits"] == "0.00"
    assert red["outstanding_after"]["digits"] == f"{before / 100:.2f}"
    # The slip may be entered anew, rightly this time.
    funds.recover(Advance.objects.get(pk=advance.pk), 100)
    assert owed(advance) == before - 100


def test_it_is_taken_back_once_by_two_people_with_a_reason(advance):
    recovery = funds.recover(advance, 100)
    for changes, source in (
        ({"reason": " "}, "V-T1"),
        ({"checked_by": funds.crew().cashier}, "V-S1"),
        ({}, "V-N1"),  # the entry of before still waits for its second person
    ):
        with pytest.raises(ActRefused) as refused:
            reverse(recovery, **changes)
        assert refused.value.source == source
    (waiting,) = advance.money_acts.waiting()
    fund.confirm_money_act(act=waiting, by=funds.crew().handler, on=ON)
    with pytest.raises(ActRefused, match="已经冲销"):
        reverse(recovery)


def test_what_has_been_passed_on_or_credited_is_not_taken_back():
    advance, instalment = agreed_on_the_debt()
    to_fund, _ = shares(advance)
    recovery = funds.recover(advance, sum(fen for _, fen in to_fund), rows=to_fund)
    builders.pay(advance.case, rows=[], to_fund_rows=to_fund)
    with pytest.raises(ActRefused, match="已经计入协议的履行"):
        reverse(recovery)
    assert instalment.payments.count() == 1


def test_money_of_the_treasury_entered_wrongly_is_taken_back_in_red_by_two():
    account = funds.an_account(1_000)
    voucher = account.vouchers.get()
    done(fund.enter_correction, voucher=voucher, reason="金额写错")
    assert books(account).balance_fen == 0


def test_what_has_an_act_of_its_own_is_not_reversed_by_hand(advance):
    recovery = funds.recover(advance, 100)
    with pytest.raises(ActRefused, match="不能单独冲销"):
        fund.enter_correction(
            voucher=recovery.voucher, reason="写错", by=funds.crew().cashier, on=ON
        )


def test_an_advance_is_not_bounced_after_it_came_back(advance):
    line = advance.payment_lists.get().lines.first()
    funds.recover(advance, owed(advance))
    with pytest.raises(ActRefused):
        fund.enter_bounce(line=line, reason="账户注销", by=funds.crew().cashier, on=ON)
