"""An advance within the city's rules, by different hands, for wages that are really owed."""

import pytest
from django.db import transaction

from cases.choices import EntryKind
from cases.models import Party, WageEntry
from cases.queries import wage_accounts
from fund import operations as fund
from fund.choices import AdvanceState, DecisionForm, Opinion, PaymentState
from fund.models import Advance, FundAccount, PaymentLine
from fund.queries import books, payable_lines, shares_of, standing
from law.advances import PER_CASE, PER_WORKER
from staff.choices import Role
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
ON = funds.ON


@pytest.fixture
def case():
    return funds.a_fled_case(3)


@pytest.fixture
def ruled(case):
    funds.confirm_rules(case)
    return case


@pytest.fixture
def account():
    return funds.an_account()


def owed(case) -> int:
    return sum(a.outstanding_fen for a in wage_accounts(case))


def given(advance) -> int:
    return sum(line.amount_fen for line in payable_lines(advance))


# The rules of the city


@pytest.mark.parametrize("code", sorted(funds.RULES.keys() - {"fund_recovery_order"}))
def test_a_rule_nobody_confirmed_stops_the_act_and_is_named(case, account, code):
    funds.confirm_rules(case, leave_out=(code,))
    with pytest.raises(ActRefused, match="尚未核定") as refused:
        funds.approved(funds.verified(funds.applied(case, account)))
    assert refused.value.source == "V-L1"


def test_the_case_cap_binds_and_is_shared_to_the_fen(ruled, account):
    advance = funds.verified(funds.applied(ruled, account))
    assert shares_of(advance).binding == PER_CASE
    assert given(advance) == owed(ruled) * 20 // 100


def test_without_a_case_cap_the_cap_per_worker_binds(case, account):
    funds.confirm_rules(case, fund_cap_case_ratio="100%")
    advance = funds.verified(funds.applied(case, account))
    assert shares_of(advance).binding == PER_WORKER
    assert given(advance) == sum(min(a.due_fen, 220_000) for a in wage_accounts(case))


def test_a_row_in_dispute_gets_nothing(ruled, account):
    advance = funds.applied(ruled, account)
    lines = list(advance.lines.select_related("worker").order_by("worker__roster_no"))
    rows = [
        fund.Verified(
            line.worker,
            line.claimed_fen,
            evidence=["考勤记录"],
            disputed=line == lines[0],
            note="工日有争议",
        )
        for line in lines
    ]
    funds.verified(advance, rows=rows)
    lines[0].refresh_from_db()
    assert lines[0].amount_fen == 0


def test_nobody_is_verified_for_more_than_the_wage_account_owes(ruled, account):
    advance = funds.applied(ruled, account)
    rows = [
        fund.Verified(line.worker, line.claimed_fen + 1, evidence=["考勤记录"])
        for line in advance.lines.select_related("worker")
    ]
    with pytest.raises(ActRefused) as refused:
        funds.verified(advance, rows=rows)
    assert refused.value.source == "V-F2"


def test_a_deposit_that_is_not_used_up_comes_first(ruled, account):
    deposit = fund.Source("工资保证金", applies=True, used_fen=0, exhausted=False)
    with pytest.raises(ActRefused, match="尚未用完") as refused:
        funds.applied(ruled, account, sources=(deposit,))
    assert refused.value.source == "V-F2"


def test_one_fen_more_than_the_fund_has_is_refused(ruled):
    advance = funds.verified(funds.applied(ruled, funds.an_account(0)))
    short = given(advance) - 1
    fund.receive_funding(
        account=advance.account,
        amount_fen=short,
        source="拨款",
        key="short",
        by=funds.crew().handler,
        on=ON,
    )
    with pytest.raises(ActRefused) as refused:
        funds.approved(advance)
    assert refused.value.source == "V-F2"
    advance.refresh_from_db()
    assert advance.state == AdvanceState.VERIFIED
    assert books(advance.account).committed_fen == 0


def test_a_small_sum_needs_two_levels(ruled, account):
    advance = funds.verified(funds.applied(ruled, account, requested_fen=400_000))
    assert funds.approved(advance).state == AdvanceState.APPROVED
    assert advance.approvals.count() == 2


def test_a_larger_sum_needs_all_four(account):
    case = funds.a_fled_case(4)
    funds.confirm_rules(case)
    advance = funds.verified(funds.applied(case, account))
    assert given(advance) > 500_000
    assert funds.approved(advance, levels=3).state == AdvanceState.VERIFIED


def test_the_same_wages_in_another_case_are_not_advanced_twice(ruled, account):
    funds.verified(funds.applied(ruled, account))
    again = funds.applied(funds.a_fled_case(1), account)
    with pytest.raises(ActRefused, match="不得重复垫付") as refused:
        funds.verified(again)
    assert refused.value.source == "V-F2"


# Four eyes


@pytest.mark.parametrize("who", ["handler", "first verifier", "second verifier"])
def test_nobody_approves_what_they_handled(ruled, account, who):
    people = funds.crew()
    advance = funds.verified(funds.applied(ruled, account))
    by = {
        "handler": people.handler,
        "first verifier": people.verifiers[0],
        "second verifier": people.verifiers[1],
    }[who]
    with pytest.raises(ActRefused, match="不得审批自己经办") as refused:
        fund.approve_advance(advance=advance, opinion=Opinion.APPROVE, by=by, on=ON)
    assert refused.value.source == "F03"


def test_nobody_approves_twice(ruled, account):
    advance = funds.verified(funds.applied(ruled, account))
    funds.approved(advance, levels=1)
    with pytest.raises(ActRefused, match="重复签署"):
        funds.approved(advance, levels=1)


def test_nobody_verifies_what_they_applied_for_or_verifies_alone(ruled, account):
    people = funds.crew()
    advance = funds.applied(ruled, account)
    with pytest.raises(ActRefused, match="不得核实自己经办"):
        funds.verified(advance, second_verifier=people.handler)
    with pytest.raises(ActRefused, match="两名不同"):
        funds.verified(advance, second_verifier=people.verifiers[0])


@pytest.mark.parametrize("who", ["handler", "verifier", "approver"])
def test_nobody_pays_out_what_they_handled_verified_or_approved(ruled, account, who):
    people = funds.crew()
    advance = funds.decided(funds.approved(funds.verified(funds.applied(ruled, account))))
    by = {
        "handler": people.handler,
        "verifier": people.verifiers[0],
        "approver": people.approvers[0],
    }[who]
    with pytest.raises(ActRefused, match="出纳") as refused:
        fund.make_payment_list(advance=advance, by=by, on=ON)
    assert refused.value.source == "F06"


@pytest.mark.parametrize("role", [r for r in Role if r != Role.FUND_APPROVER])
def test_only_an_approver_approves(ruled, account, role):
    advance = funds.verified(funds.applied(ruled, account))
    with pytest.raises(ActRefused) as refused:
        fund.approve_advance(
            advance=advance,
            opinion=Opinion.APPROVE,
            by=getattr(builders.staff_of(ruled), role),
            on=ON,
        )
    assert refused.value.source == "permission"


def test_a_return_goes_back_to_verification_and_needs_a_reason(ruled, account):
    advance = funds.verified(funds.applied(ruled, account))
    by = funds.crew().approvers[0]
    with pytest.raises(ActRefused, match="须写明理由"):
        fund.approve_advance(advance=advance, opinion=Opinion.RETURN, by=by, on=ON)
    fund.approve_advance(advance=advance, opinion=Opinion.RETURN, remark="缺考勤表", by=by, on=ON)
    advance.refresh_from_db()
    assert (advance.state, advance.round) == (AdvanceState.APPLIED, 2)
    again = funds.verified(advance)
    assert funds.approved(again).state == AdvanceState.APPROVED


def test_a_refusal_ends_it_and_promises_nothing(ruled, account):
    advance = funds.verified(funds.applied(ruled, account))
    fund.approve_advance(
        advance=advance,
        opinion=Opinion.REFUSE,
        remark="用人单位有支付能力",
        by=funds.crew().approvers[0],
        on=ON,
    )
    advance.refresh_from_db()
    assert advance.state == AdvanceState.REFUSED
    assert books(account).committed_fen == 0


# Decision and payment


def test_an_employer_who_is_gone_signs_no_agreement(ruled, account):
    advance = funds.approved(funds.verified(funds.applied(ruled, account)))
    with pytest.raises(ActRefused) as refused:
        fund.decide_advance(
            advance=advance,
            form=DecisionForm.AGREEMENT,
            instalments=[(ON.replace(year=2027), given(advance))],
            default_terms="逾期的，应当立即全部归还。",
            by=funds.crew().handler,
            on=ON,
        )
    assert refused.value.source == "V-F2"


def test_money_that_arrives_lowers_what_the_worker_is_owed_and_opens_the_debt(ruled, account):
    before = owed(ruled)
    advance = funds.disbursed(
        funds.decided(funds.approved(funds.verified(funds.applied(ruled, account))))
    )
    assert advance.state == AdvanceState.DISBURSED
    total = given(advance)
    assert standing(advance).outstanding_fen == total
    assert owed(ruled) == before - total
    assert books(account).committed_fen == 0
    posted = WageEntry.objects.filter(item__case=ruled, kind=EntryKind.ADVANCED)
    assert sum(e.amount_fen for e in posted) == total


def test_the_wage_that_was_advanced_cannot_be_paid_again(ruled, account):
    from cases.operations import MoreThanOwed, post, record

    advance = funds.disbursed(
        funds.decided(funds.approved(funds.verified(funds.applied(ruled, account))))
    )
    worker = payable_lines(advance)[0].worker
    due = next(a for a in wage_accounts(ruled) if a.worker == worker).due_fen
    by = builders.staff_of(ruled).intake_officer
    event = record(ruled, "test", by=by, on=ON, summary="再付")
    with pytest.raises(MoreThanOwed, match="周转金垫付"):
        post(worker=worker, kind=EntryKind.PAID, amount_fen=due, event=event, by=by, on=ON)


@pytest.fixture
def sheet(ruled, account):
    advance = funds.decided(funds.approved(funds.verified(funds.applied(ruled, account))))
    return fund.make_payment_list(advance=advance, by=funds.crew().cashier, on=ON)


def answer(sheet, given_answers, **changes):
    return fund.record_bank_answers(
        sheet=sheet, answers=given_answers, by=funds.crew().cashier, on=ON, **changes
    )


def test_a_line_the_bank_returns_is_paid_on_the_next_list_and_holds_up_nobody(sheet):
    answer(sheet, funds.answers(sheet, failed=(2,)))
    advance = Advance.objects.get(pk=sheet.advance_id)
    assert advance.state == AdvanceState.PAYING
    assert standing(advance).committed_fen == sheet.lines.get(line__worker__roster_no=2).amount_fen
    again = fund.make_payment_list(advance=advance, by=funds.crew().cashier, on=ON)
    assert [(p.line.worker.roster_no, p.attempt) for p in again.lines.all()] == [(2, 2)]
    answer(again, funds.answers(again))
    advance.refresh_from_db()
    assert advance.state == AdvanceState.DISBURSED
    assert standing(advance).committed_fen == 0


def test_the_same_answer_of_the_bank_twice_pays_once(sheet):
    answer(sheet, funds.answers(sheet))
    before = books(sheet.advance.account).balance_fen
    answer(sheet, funds.answers(sheet))
    assert books(sheet.advance.account).balance_fen == before


def spoil(answers, **changes):
    from dataclasses import replace

    return [replace(answers[0], **changes), *answers[1:]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: spoil(a, account_no="0000000000000000999"), "账号或者户名与付款清单不符"),
        (lambda a: spoil(a, holder="包工头"), "账号或者户名与付款清单不符"),
        (lambda a: [*a, a[0]], "出现两次"),
        (lambda a: spoil(a, roster_no=77), "不在这份付款清单上"),
        (lambda a: spoil(a, amount_fen=a[0].amount_fen + 1), "付款清单为"),
        (lambda a: [], "没有明细"),
    ],
    ids=["wrong account", "other holder", "double line", "unknown worker", "other sum", "empty"],
)
def test_a_wrong_bank_file_is_refused_as_a_whole(sheet, change, words):
    with pytest.raises(ActRefused, match=words), transaction.atomic():
        answer(sheet, change(funds.answers(sheet)))
    assert not PaymentLine.objects.filter(state=PaymentState.PAID).exists()
    assert standing(sheet.advance).advanced_fen == 0


def test_a_total_that_differs_from_its_lines_is_refused(sheet):
    with pytest.raises(ActRefused, match="逐行相加") as refused:
        answer(sheet, funds.answers(sheet), stated_total_fen=sheet.total_fen + 1)
    assert refused.value.source == "V-M2"


def test_two_workers_with_one_account_are_refused(ruled, account):
    advance = funds.decided(funds.approved(funds.verified(funds.applied(ruled, account))))
    first, second, *_ = [line.worker for line in payable_lines(advance)]
    second.bank_account = first.bank_account
    second.save()
    with pytest.raises(ActRefused, match="工资只能付到本人账户") as refused:
        fund.make_payment_list(advance=advance, by=funds.crew().cashier, on=ON)
    assert refused.value.source == "V-P4"


def test_money_the_bank_takes_back_is_owed_again(sheet):
    answer(sheet, funds.answers(sheet))
    before = owed(sheet.advance.case)
    line = sheet.lines.first()
    funds.entered_and_confirmed(fund.enter_bounce, line=line, reason="账户已销户")
    assert owed(sheet.advance.case) == before + line.amount_fen
    advance = Advance.objects.get(pk=sheet.advance_id)
    assert advance.state == AdvanceState.PAYING
    assert standing(advance).committed_fen == line.amount_fen
    assert standing(advance).outstanding_fen == given(advance) - line.amount_fen


def test_what_was_approved_and_is_not_needed_goes_back_to_the_fund(ruled, account):
    advance = funds.approved(funds.verified(funds.applied(ruled, account)))
    assert FundAccount.objects.get(pk=account.pk).available_fen < 50_000_000
    fund.cancel_advance(advance=advance, reason="用人单位已付清", by=funds.crew().handler, on=ON)
    assert FundAccount.objects.get(pk=account.pk).available_fen == 50_000_000


def test_somebody_paid_after_the_verification_must_be_verified_anew(ruled, account):
    from cases.operations import post, record

    advance = funds.verified(funds.applied(ruled, account))
    worker: Party = payable_lines(advance)[0].worker
    by = builders.staff_of(ruled).intake_officer
    left = next(a for a in wage_accounts(ruled) if a.worker == worker).outstanding_fen
    event = record(ruled, "test", by=by, on=ON, summary="付款")
    post(worker=worker, kind=EntryKind.PAID, amount_fen=left, event=event, by=by, on=ON)
    with pytest.raises(ActRefused, match="核实以后又收到付款"):
        funds.approved(advance)
