"""窗口收案: a worker who comes to the commission itself; its clerk takes the application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from adjudication.choices import ClaimKind, Origin
from adjudication.models import Arbitration
from adjudication.operations.filing import Claimed, Stated, file_arbitration
from adjudication.permissions import is_clerk_of_a_commission
from cases.operations import open_case_at_counter, require
from cases.queries import centre_of_leads
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Asked:
    """One thing asked for at the window: what, how much, and how it is reckoned."""

    kind: ClaimKind
    what: str
    amount_fen: int | None
    formula: str
    elements: Sequence[str] = ()


@transaction.atomic
def file_at_window(
    *,
    worker: Mapping[str, Any],
    employer: Mapping[str, Any],
    site: str,
    period_from: date,
    period_to: date,
    asked: Sequence[Asked],
    elements: Sequence[Stated],
    facts: str,
    oral: bool,
    by: User,
    on: date,
    employment_ended_on: date | None = None,
) -> Arbitration:
    """
    窗口收案: docket the case and file the application (A01) in one act, before the clerk's body.

    Raises:
        ActRefused: identities that are wrong (V-P1), a sum that is not its formula's (V-M2), what
            `file_arbitration` refuses.
    """
    centre = centre_of_leads()
    if centre is None or by.body is None:
        raise ActRefused("还没有登记中心或者您所属的仲裁委员会，请管理员设置。", source="ARB-01")
    if not asked:
        raise ActRefused("请至少写明一项请求。", source="ARB-06")
    require(is_clerk_of_a_commission(by, None))
    case, asks, answers = open_case_at_counter(
        centre=centre,
        worker=worker,
        employer=employer,
        site=site,
        period_from=period_from,
        period_to=period_to,
        by=by,
        on=on,
    )
    claims = [
        Claimed(
            worker=asks,
            kind=one.kind,
            what=one.what,
            amount_fen=one.amount_fen,
            formula=one.formula,
            elements=one.elements,
            period_from=period_from,
            period_to=period_to,
        )
        for one in asked
    ]
    return file_arbitration(
        case=case,
        origin=Origin.DIRECT,
        applicants=[asks],
        respondents=[answers],
        claims=claims,
        elements=elements,
        facts=facts,
        oral=oral,
        recorder=by if oral else None,
        employment_ended_on=employment_ended_on,
        before=by.body,
        by=by,
        on=on,
    )
