"""A fund with money, and advances at each stage, built only by the operations a page calls."""

from datetime import date

from cases.models import Case
from fund import operations as fund
from fund.choices import AdvanceKind, AdvanceState, ApplicantKind, FundLevel, Trigger
from fund.models import Advance, FundAccount
from staff.choices import BodyKind
from staff.models import Body, User
from staff.operations import establish_system_user, register_body
from tests import builders

ON = builders.ON


def a_fund_body() -> Body:
    return Body.objects.filter(kind=BodyKind.FUND_BODY).first() or register_body(
        kind=BodyKind.FUND_BODY,
        name="示例市应急周转金管理办公室",
        by=establish_system_user(),
        address="示例区示例路5号",
        phone="10000090005",
    )


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
