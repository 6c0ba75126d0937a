"""直接申请仲裁的登记: a case of somebody who asks the commission itself, at its own window."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from cases.choices import PartyKind, PartyRole, ProceduralPlace
from cases.models import Case, Party
from cases.operations.numbering import take_number
from cases.operations.parties import checked_party
from cases.operations.records import record
from staff.history import save_with_reason
from staff.models import Body, User


@transaction.atomic
def open_case_at_counter(
    *,
    centre: Body,
    workers: Sequence[Mapping[str, Any]],
    employer: Mapping[str, Any],
    site: str,
    period_from: date,
    period_to: date,
    by: User,
    on: date,
) -> tuple[Case, list[Party], Party]:
    """
    Docket a case with its roster and the employer, without a lead and without mediation.

    Part of the act of the commission that takes the application; it has checked the person.
    Each of `workers`, and `employer`, are fields of `Party`. Raises:
        ActRefused: an identity that is wrong, the same person on both sides (V-P1, V-P3).
    """
    first = workers[0]["name"]
    crew = first if len(workers) == 1 else f"{first}等{len(workers)}人"
    case = Case(
        number=take_number(body=centre, code="mediation_case", on=on),
        title=f"{crew}与{employer['name']}劳动报酬争议",
        centre=centre,
        opened_on=on,
        site=site.strip(),
        period_from=period_from,
        period_to=period_to,
    )
    save_with_reason(case, by=by, reason="在仲裁窗口直接申请")
    asking: list[Party] = []
    for no, worker in enumerate(workers, 1):
        asks = checked_party(
            Party(
                case=case,
                key=f"worker_{no}",
                role=PartyRole.APPLICANT,
                place=ProceduralPlace.APPLICANT,
                kind=PartyKind.NATURAL,
                roster_no=no,
                **worker,
            )
        )
        asking.append(save_with_reason(asks, by=by, reason="登记申请人"))
    answers = checked_party(
        Party(
            case=case,
            key="party_1",
            role=PartyRole.RESPONDENT_EMPLOYER,
            kind=PartyKind.ORG,
            **employer,
        )
    )
    save_with_reason(answers, by=by, reason="登记用人单位")
    case.debtor = answers
    save_with_reason(case, by=by, reason="确定用人单位")
    record(
        case,
        "open_case",
        by=by,
        on=on,
        summary="申请人在仲裁委员会窗口直接申请，登记为案件",
        facts={"channel": "commission"},
        party=asking[0],
    )
    return case, asking, answers
