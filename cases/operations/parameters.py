"""Confirming the area's parameters (待核定 → 已核定): who, when, from which source."""

from datetime import date

from django.db import transaction

from cases.models import Case, ConfirmedParameter
from cases.operations.records import require
from cases.permissions import can_confirm_parameters
from law.areas import parameters
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@transaction.atomic
def confirm_parameter(
    *,
    centre: Body,
    code: str,
    value: str,
    effective_from: date,
    source: str,
    by: User,
    on: date,
    case: Case | None = None,
    demo: bool = False,
) -> ConfirmedParameter:
    """
    Enter the value of a parameter as confirmed by the centre.

    An earlier value stays with its dates. `case` limits the value to one training case.
    """
    require(can_confirm_parameters(by) or by.is_system)
    known = parameters().get(code)
    if known is None:
        raise ActRefused(f"没有名为“{code}”的参数。", source="V-L1")
    try:
        known.parse(value)
    except ValueError as wrong:
        raise ActRefused(f"{wrong}。", source="V-L1") from wrong
    if case is not None and not case.demo:
        raise ActRefused("真实案件使用中心核定的参数，不能单独设值。", source="V-L1")
    if not source.strip():
        raise ActRefused("请写明依据的文件名称、文号或来源。", source="V-L1")
    row = ConfirmedParameter(
        centre=centre,
        case=case,
        code=code,
        value=value.strip(),
        effective_from=effective_from,
        source=source.strip(),
        confirmed_by=by,
        confirmed_on=on,
        demo=demo,
    )
    return save_with_reason(row, by=by, reason="核定参数")
