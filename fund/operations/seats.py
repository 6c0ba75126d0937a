"""Who speaks for which body of the approval chain of a fund."""

from datetime import date

from django.db import transaction

from cases.operations import require
from fund.models import ApprovalSeat, FundAccount
from fund.permissions import can_open_account
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def seat_approver(
    *, account: FundAccount, body: str, user: User, by: User, on: date
) -> ApprovalSeat:
    """
    指定审批人: `user` speaks for `body` of the chain; once one seat is named, every level is sat.

    Raises:
        ActRefused: not an approver, sits for this fund already (F03), no body named.
    """
    require(can_open_account(by) or by.is_system)
    account = FundAccount.objects.select_for_update().get(pk=account.pk)
    if not body.strip():
        raise ActRefused("请写明审批环节，如“财政”。", source="V-T1")
    if not user.has_role(Role.FUND_APPROVER):
        raise ActRefused(
            f"{user.name}不是周转金审批人。",
            source="F03",
            suggest="请先在“人员”中授予周转金审批人角色。",
        )
    sitting = account.seats.filter(user=user, until_on=None).first()
    if sitting is not None:
        raise ActRefused(
            f"{user.name}已经代表“{sitting.body}”审批，不得在两级审批中任职。", source="F03"
        )
    seat = ApprovalSeat(account=account, body=body.strip(), user=user, from_on=on)
    return save_with_reason(seat, by=by, reason=f"指定为“{body.strip()}”审批人")


@transaction.atomic
def vacate_seat(*, seat: ApprovalSeat, by: User, on: date) -> ApprovalSeat:
    """免去审批席位; what was approved stands."""
    require(can_open_account(by) or by.is_system)
    seat = ApprovalSeat.objects.select_for_update().get(pk=seat.pk)
    if seat.until_on is not None:
        raise ActRefused("该席位已经免去。", source="V-N1")
    seat.until_on = on
    return save_with_reason(seat, by=by, reason="免去审批席位")
