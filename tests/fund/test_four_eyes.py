"""Who may do which step, given what they did before; who sits for whom; who sees which fund."""

import pytest

from fund import operations as fund
from fund.choices import AdvanceState, DecisionForm, Opinion
from fund.models import Advance, FundAccount
from fund.queries import payable_lines
from staff.choices import BodyKind, Role
from staff.operations import establish_system_user, grant_role, register_body
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds

pytestmark = pytest.mark.django_db
ON = funds.ON
STEPS = ("apply", "verify_a", "verify_b", "approve_1", "approve_2", "pay")


@pytest.fixture
def case():
    found = funds.a_fled_case(1)
    funds.confirm_rules(found)
    return found


@pytest.fixture
def account():
    return funds.an_account()


def everybody(**changes):
    """One person for each step, all of them allowed to do any step by their role."""
    people = {}
    for step in STEPS:
        name = changes.get(step, step)
        people[step] = funds.person(name, Role.FUND_OFFICER, Role.FUND_APPROVER)
    return people


def run(case, account, people) -> Advance:
    """Ask, verify, approve at two levels and make the list, each by the person of the step."""
    advance = funds.applied(case, account, by=people["apply"])
    advance = funds.verified(advance, by=people["verify_a"], second_verifier=people["verify_b"])
    for step in ("approve_1", "approve_2"):
        fund.approve_advance(advance=advance, opinion=Opinion.APPROVE, by=people[step], on=ON)
    advance = Advance.objects.get(pk=advance.pk)
    advance = fund.decide_advance(
        advance=advance, form=DecisionForm.DECISION, by=people["apply"], on=ON
    )
    fund.assign_claim(advance=advance, witness="姚静", by=people["apply"], on=ON)
    fund.make_payment_list(advance=advance, by=people["pay"], on=ON)
    return Advance.objects.get(pk=advance.pk)


def test_with_everybody_different_the_money_goes_out(case, account):
    assert run(case, account, everybody()).state == AdvanceState.PAYING


@pytest.mark.parametrize(
    ("first", "second"),
    [(a, b) for n, a in enumerate(STEPS) for b in STEPS[n + 1 :]],
)
def test_no_two_steps_are_in_one_hand(case, account, first, second):
    with pytest.raises(ActRefused) as refused:
        run(case, account, everybody(**{second: first}))
    assert refused.value.source in ("F02", "F03", "F06")


# A second round


def returned(case, account) -> Advance:
    advance = funds.verified(funds.applied(case, account))
    fund.approve_advance(
        advance=advance,
        opinion=Opinion.RETURN,
        remark="请补考勤",
        by=funds.crew().approvers[0],
        on=ON,
    )
    return Advance.objects.get(pk=advance.pk)


def test_who_verified_in_an_earlier_round_does_not_approve_a_later_one(case, account):
    first = funds.crew().verifiers[0]
    grant_role(user=first, role=Role.FUND_APPROVER, by=establish_system_user(), on=ON)
    advance = returned(case, account)
    others = (funds.person("新核一", Role.FUND_OFFICER), funds.person("新核二", Role.FUND_OFFICER))
    advance = funds.verified(advance, by=others[0], second_verifier=others[1])
    with pytest.raises(ActRefused, match="不得审批自己经办") as refused:
        fund.approve_advance(advance=advance, opinion=Opinion.APPROVE, by=first, on=ON)
    assert refused.value.source == "F03"


def test_who_approved_in_an_earlier_round_does_not_verify_a_later_one(case, account):
    approver = funds.crew().approvers[0]
    grant_role(user=approver, role=Role.FUND_OFFICER, by=establish_system_user(), on=ON)
    advance = returned(case, account)
    with pytest.raises(ActRefused, match="以前的轮次") as refused:
        funds.verified(advance, second_verifier=approver)
    assert refused.value.source == "F03"


# Seats


def seated(account, *bodies: str) -> list:
    system = establish_system_user()
    return [
        fund.seat_approver(account=account, body=body, user=user, by=system, on=ON)
        for body, user in zip(bodies, funds.crew().approvers, strict=False)
    ]


def approve(advance, who):
    return fund.approve_advance(advance=advance, opinion=Opinion.APPROVE, by=who, on=ON)


def test_a_level_is_for_who_sits_there(case, account):
    seated(account, "中心", "人社")
    first, second, third, _ = funds.crew().approvers
    advance = funds.verified(funds.applied(case, account))
    with pytest.raises(ActRefused, match="由“中心”审批") as refused:
        approve(advance, second)
    assert refused.value.source == "F03"
    assert "方成" in refused.value.suggest
    approve(advance, first)
    with pytest.raises(ActRefused, match="由“人社”审批"):
        approve(advance, third)
    approve(advance, second)
    assert Advance.objects.get(pk=advance.pk).state == AdvanceState.APPROVED


def test_nobody_sits_for_two_bodies_and_only_an_approver_sits(account):
    (seat,) = seated(account, "中心")
    system = establish_system_user()
    with pytest.raises(ActRefused, match="已经代表“中心”"):
        fund.seat_approver(account=account, body="人社", user=seat.user, by=system, on=ON)
    with pytest.raises(ActRefused, match="不是周转金审批人"):
        fund.seat_approver(
            account=account, body="人社", user=funds.crew().handler, by=system, on=ON
        )
    fund.vacate_seat(seat=seat, by=system, on=ON)
    fund.seat_approver(account=account, body="人社", user=seat.user, by=system, on=ON)


# Above the caps


def above(advance, fen: int, **changes):
    return funds.verified(advance, over_cap=fund.OverCap({1: fen}, "危重病人急需"), **changes)


def test_above_the_caps_the_government_decides_and_gives_its_number(case, account):
    advance = funds.applied(case, account)
    (line,) = advance.lines.all()
    with pytest.raises(ActRefused) as refused:
        above(advance, line.claimed_fen + 1)
    assert refused.value.source == "V-F2"
    advance = above(advance, line.claimed_fen)
    for approver in funds.crew().approvers[:3]:
        approve(advance, approver)
    assert Advance.objects.get(pk=advance.pk).state == AdvanceState.VERIFIED
    last = funds.crew().approvers[3]
    with pytest.raises(ActRefused, match="文号"):
        approve(advance, last)
    fund.approve_advance(
        advance=advance,
        opinion=Opinion.APPROVE,
        over_cap_number="示政批〔2026〕8号",
        by=last,
        on=ON,
    )
    advance = Advance.objects.get(pk=advance.pk)
    assert advance.state == AdvanceState.APPROVED
    assert sum(row.amount_fen for row in payable_lines(advance)) == line.claimed_fen
    paper = advance.case.documents.get(code="F03").context["over_cap"]
    assert (paper["number"], paper["approved_by"]) == ("示政批〔2026〕8号", "同级人民政府")


def test_what_the_caps_allow_anyway_is_not_asked_for_as_an_exception(case, account):
    advance = funds.applied(case, account)
    within = advance.requested_fen
    with pytest.raises(ActRefused, match="没有超过限额"):
        above(advance, within)


# Whose fund


def test_the_people_of_a_fund_see_and_handle_their_own_fund_only(case, account):
    advance = funds.applied(case, account)
    county = register_body(
        kind=BodyKind.FUND_BODY,
        name="示例县应急周转金管理办公室",
        by=establish_system_user(),
    )
    stranger = funds.person("县经办", Role.FUND_OFFICER)
    stranger.body = county
    stranger.save()
    own = funds.crew().handler
    assert FundAccount.objects.visible_to(own).filter(pk=account.pk).exists()
    assert not FundAccount.objects.visible_to(stranger).exists()
    assert not Advance.objects.visible_to(stranger).filter(pk=advance.pk).exists()
    assert Advance.objects.visible_to(own).filter(pk=advance.pk).exists()
    with pytest.raises(ActRefused):
        funds.verified(advance, by=stranger)


def test_who_sits_for_another_body_sees_the_funds_they_sit_for(account):
    finance = funds.person("财政代表", Role.FUND_APPROVER)
    finance.body = builders.a_centre()
    finance.save()
    other = funds.an_account(name="县级应急周转金")
    seated(other, "中心")
    fund.seat_approver(
        account=account, body="财政", user=finance, by=establish_system_user(), on=ON
    )
    assert list(FundAccount.objects.visible_to(finance)) == [account]
