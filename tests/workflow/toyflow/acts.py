"""Acts on a case as the operations of an app do them."""

from datetime import date
from types import SimpleNamespace

from django.db import transaction

from cases.models import Case
from cases.operations import lock_case, move_case, record, require
from cases.permissions import is_case_intake_officer, is_case_mediator
from staff.refusals import ActRefused, Caution


@transaction.atomic
def accept_case(*, case: Case, by, on: date, reason: str):
    case = lock_case(case)
    require(is_case_intake_officer(by, case))
    case.accepted_on = on
    move_case(case, "accept", by=by, reason=reason)
    record(case, "accept", by=by, on=on, summary=f"受理：{reason}")
    if reason == "违法":
        raise ActRefused("理由不成立。", source="MED-05", suggest="请重写理由。")
    if reason == "缺材料":
        missing = Caution("MED-04", "身份证复印件未交。")
        return SimpleNamespace(cautions=[missing])
    return case


@transaction.atomic
def settle_case(*, case: Case, by, on: date):
    case = lock_case(case)
    require(is_case_mediator(by, case))
    move_case(case, "settle", by=by, reason="签字")
    record(case, "settle", by=by, on=on, summary="协议生效")
    return case


@transaction.atomic
def end_mediation(*, case: Case, by, on: date, reason: str = "撤回"):
    case = lock_case(case)
    move_case(case, "end", by=by, reason=reason)
    record(case, "end", by=by, on=on, summary=reason)
    return case
