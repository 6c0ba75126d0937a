"""A fund with money, and advances at each stage, built only by the operations a page calls."""

from collections.abc import Callable
from datetime import date, datetime, time
from types import SimpleNamespace

from cases import operations as cases
from cases.models import Case, Party
from fund import operations as fund
from fund.choices import (
    AdvanceKind,
    AdvanceState,
    ApplicantKind,
    DecisionForm,
    Designation,
    FundLevel,
    Opinion,
    Trigger,
)
from fund.models import Advance, FundAccount, MoneyAct, PaymentList, Recovery
from staff.choices import BodyKind, Role
from staff.history import save_with_reason
from staff.models import Body, User
from staff.operations import establish_system_user, grant_role, register_body
from tests import builders

ON = builders.ON


def a_fund_body() -> Body:
    found = Body.objects.filter(kind=BodyKind.FUND_BODY).first()
    if found:
        return found
    system = establish_system_user()
    body = register_body(
        kind=BodyKind.FUND_BODY,
        name="示例市应急周转金管理办公室",
        by=system,
        address="示例区示例路5号",
        phone="10000090005",
    )
    builders.settle_series(builders.a_centre(), by=system, on=ON)
    return body


def an_account(fen: int = 50_000_000, *, name: str = "市级应急周转金") -> FundAccount:
    """An account with `fen` in its bank."""
    system = establish_system_user()
    account = fund.open_account(
        body=a_fund_body(),
        level=FundLevel.CITY,
        name=name,
        holder="示例市应急周转金管理办公室",
        bank_name="示例银行示例支行",
        account_no="0000000000000000900",
        by=system,
        on=ON,
    )
    if fen:
        fund.receive_funding(
            account=account,
            amount_fen=fen,
            source="示财预〔2026〕1号",
            key=f"funding-{account.pk}",
            by=system,
            on=ON,
        )
    return FundAccount.objects.get(pk=account.pk)


def a_bare_advance(
    account: FundAccount, case: Case, by: User, *, on: date = ON, fen: int = 1
) -> Advance:
    """An advance as far as the books know one: without lines, for tests of the ledger alone."""
    advance = Advance(
        case=case,
        account=account,
        state=AdvanceState.APPROVED,
        trigger=Trigger.ABSCONDED,
        kind=AdvanceKind.PART_OF_WAGES,
        debtor=case.debtor,
        applicant_kind=ApplicantKind.DEPARTMENT,
        applicant_name="示例市工业和信息化局",
        applicant_head="夏明",
        applicant_address="示例区示例路41号",
        applicant_phone="10000090041",
        sources_first=True,
        statement="停产。",
        requested_fen=fen,
        applied_on=on,
        applied_by=by,
    )
    advance.save()
    return advance


RULES = {
    "fund_cap_formula": "amount",
    "fund_cap_per_worker": "2200.00",
    "fund_cap_case_ratio": "20%",
    "fund_approval_chain": "中心、人社、财政、政府",
    "fund_approval_levels": "5000.00元以下至第2级；其余至第4级",
    "fund_sources_first": "yes",
    "fund_recovery_order": "fund_first",
}
NO_DEPOSIT = (
    fund.Source("工资保证金", applies=False, note="未存储"),
    fund.Source("工资专用账户", applies=False, note="未开设"),
)


def confirm_rules(case: Case, *, leave_out: tuple[str, ...] = (), **changes: str) -> None:
    """The city's rules as the director confirmed them."""
    for code, value in (RULES | changes).items():
        if code not in leave_out:
            cases.confirm_parameter(
                centre=case.centre,
                code=code,
                value=value,
                effective_from=date(2026, 1, 1),
                source="《示例市应急周转金管理办法》",
                by=builders.staff_of(case).director,
                on=ON,
            )


def person(name: str, *roles: Role) -> User:
    """Somebody of the fund."""
    found = User.objects.filter(name=name).first()
    if found:
        return found
    system = establish_system_user()
    user = User(username=f"fund-{User.objects.count()}", name=name, body=a_fund_body())
    user.set_unusable_password()
    save_with_reason(user, by=system, reason="测试")
    for role in roles:
        grant_role(user=user, role=role, by=system, on=ON)
    return User.objects.get(pk=user.pk)


def crew() -> SimpleNamespace:
    """Everybody an advance passes through: nobody does two things."""
    officer, approver = Role.FUND_OFFICER, Role.FUND_APPROVER
    return SimpleNamespace(
        handler=person("苏平", officer),
        verifiers=(person("梁宽", officer), person("董洁", officer)),
        cashier=person("邓敏", officer),
        approvers=tuple(person(name, approver) for name in ("方成", "任重", "江帆", "程明")),
    )


def a_fled_case(n_workers: int = 3) -> Case:
    """A case whose employer cannot be found."""
    case = builders.an_accepted_case(n_workers)
    Party.objects.filter(pk=case.debtor_id).update(missing=True)
    return Case.objects.get(pk=case.pk)


def applied(case: Case, account: FundAccount, **changes) -> Advance:
    facts = {
        "applicant": fund.Applicant(
            ApplicantKind.DEPARTMENT, "示例市住建局", "夏明", "示例区示例路41号", "10000090041"
        ),
        "trigger": Trigger.ABSCONDED,
        "kind": AdvanceKind.PART_OF_WAGES,
        "sources": NO_DEPOSIT,
        "by": crew().handler,
        "on": ON,
    }
    return fund.apply_for_advance(case=case, account=account, **(facts | changes))


def verified(advance: Advance, **changes) -> Advance:
    first, second = crew().verifiers
    facts = {
        "rows": [
            fund.Verified(line.worker, line.claimed_fen, evidence=["考勤记录"])
            for line in advance.lines.select_related("worker").order_by("worker__roster_no")
        ],
        "second_verifier": second,
        "method": "逐人核对考勤记录。",
        "by": first,
        "on": ON,
    }
    return fund.verify_advance(advance=advance, **(facts | changes))


def approved(advance: Advance, levels: int | None = None) -> Advance:
    """As many levels as it takes, or only the first `levels`."""
    for approver in crew().approvers[:levels]:
        fund.approve_advance(advance=advance, opinion=Opinion.APPROVE, by=approver, on=ON)
        advance = Advance.objects.get(pk=advance.pk)
        if advance.state == AdvanceState.APPROVED:
            break
    return advance


def decided(advance: Advance) -> Advance:
    advance = fund.decide_advance(
        advance=advance, form=DecisionForm.DECISION, by=crew().handler, on=ON
    )
    return fund.assign_claim(advance=advance, witness="姚静", by=crew().handler, on=ON)


def answers(sheet: PaymentList, *, failed: tuple[int, ...] = ()) -> list[fund.Answer]:
    """The bank paid everybody of the list but the numbers in `failed`."""
    at = datetime.combine(ON, time(10, 30), builders.SHANGHAI)
    return [
        fund.Answer(
            p.line.worker.roster_no,
            p.account_no,
            p.amount_fen,
            at,
            failure="账号户名不符" if p.line.worker.roster_no in failed else "",
        )
        for p in sheet.lines.select_related("line__worker")
    ]


def disbursed(advance: Advance) -> Advance:
    by = crew().cashier
    sheet = fund.make_payment_list(advance=advance, by=by, on=ON)
    fund.record_bank_answers(sheet=sheet, answers=answers(sheet), by=by, on=ON)
    return Advance.objects.get(pk=advance.pk)


def an_advance_paid(n_workers: int = 2, fen: int = 50_000_000) -> Advance:
    """An advance whose money has arrived; of a fled employer, caps as in RULES."""
    case = a_fled_case(n_workers)
    confirm_rules(case)
    return disbursed(decided(approved(verified(applied(case, an_account(fen))))))


def recover(advance: Advance, fen: int, *, slip: str = "回单1", **changes) -> Recovery:
    facts = {
        "payer": "投资人的亲属",
        "amount_fen": fen,
        "bank_slip": slip,
        "received_on": ON,
        "designation": Designation.FUND,
    }
    act = entered_and_confirmed(fund.enter_recovery, advance=advance, **(facts | changes))
    return act.vouchers.get().recovery


def entered_and_confirmed(enter: Callable[..., MoneyAct], *, checked_by=None, **facts) -> MoneyAct:
    """Entered by the cashier and confirmed by the accountant, who may be somebody else here."""
    facts = {"by": crew().cashier, "on": ON} | facts
    act = enter(**facts)
    return fund.confirm_money_act(act=act, by=checked_by or crew().handler, on=facts["on"])
