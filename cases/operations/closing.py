"""Closing a case (结案) and the retention clock of its file."""

from datetime import date

from django.db import transaction

from cases.choices import CaseStatus, CloseOutcome, DeadlineState
from cases.models import Case
from cases.operations.deadlines import start_deadline
from cases.operations.records import lock_case, move_case, record, require
from cases.permissions import can_close
from cases.queries import parameter, total_account, wage_accounts
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def close_case(
    *,
    case: Case,
    outcome: CloseOutcome,
    outstanding_fen: int,
    by: User,
    on: date,
    residual_open: bool = False,
) -> Case:
    """
    Close a case with its outcome and start the retention clock (ARB-37).

    Raises:
        ActRefused: MED-30 for a status that cannot be closed, D18 for an outcome that the wage
            account contradicts.
    """
    case = lock_case(case)
    require(can_close(by, case))
    return end_case(
        case=case,
        outcome=outcome,
        outstanding_fen=outstanding_fen,
        by=by,
        on=on,
        residual_open=residual_open,
    )


def end_case(
    *,
    case: Case,
    outcome: CloseOutcome,
    outstanding_fen: int,
    by: User,
    on: date,
    residual_open: bool = False,
    retention: str = "file_retention_years",
) -> Case:
    """
    Close a locked case as part of an act that has checked the person; `retention` is a parameter.

    Raises what `close_case` raises.
    """
    owed = total_account(wage_accounts(case))["outstanding"]
    if outstanding_fen != owed:
        raise ActRefused(
            f"写明尚欠{yuan(outstanding_fen)}元，工资账户为{yuan(owed)}元，两者必须一致。",
            source="V-M2",
        )
    if outcome == CloseOutcome.DECLINED and case.status != CaseStatus.DECLINED:
        raise ActRefused("案件已受理，不能以“不予受理”结案。", source="D18")
    if outcome == CloseOutcome.SETTLED_AND_PERFORMED and owed and not residual_open:
        raise ActRefused(
            f"尚有{yuan(owed)}元未付清，不能以“履行完毕”结案。",
            source="D18",
            suggest="请登记付款，或在其他程序继续的，注明“尚有请求在其他程序办理”。",
        )
    case.closed_on, case.close_outcome = on, outcome
    case = move_case(case, "close", by=by, reason=CloseOutcome(outcome).label)
    for deadline in case.deadlines.filter(state=DeadlineState.RUNNING):
        deadline.state = DeadlineState.CANCELLED
        save_with_reason(deadline, by=by, reason="案件已结案")
    years = int(parameter(retention, case=case, on=on).value)
    start_deadline(case=case, rule="ARB-37", event="结案归档", trigger=on, by=by, amount=years)
    record(
        case,
        "close_case",
        by=by,
        on=on,
        summary=f"结案：{CloseOutcome(outcome).label}，尚欠{yuan(owed)}元",
        facts={"outcome": outcome, "outstanding_fen": owed},
    )
    return case
