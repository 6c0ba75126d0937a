"""窗口收案: workers who come to the commission itself; its clerk takes their application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from adjudication.choices import OPEN, ClaimKind, Origin
from adjudication.models import Arbitration
from adjudication.operations.filing import Claimed, Stated, file_arbitration
from adjudication.permissions import is_clerk_of_a_commission
from cases.models import Case, Party
from cases.operations import open_case_at_counter, require
from cases.queries import centre_of_leads
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Asked:
    """
    One thing asked for at the window: what, how much, and how it is reckoned.

    `who` is the place of the worker who asks for it; without one each of them asks for the same.
    """

    kind: ClaimKind
    what: str
    amount_fen: int | None
    formula: str
    elements: Sequence[str] = ()
    who: int | None = None


@transaction.atomic
def file_at_window(
    *,
    workers: Sequence[Mapping[str, Any]],
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
    rates: Mapping[int, Stated] | None = None,
    representing: Sequence[int] = (),
) -> Arbitration:
    """
    窗口收案: docket the case and file the application (A01) in one act, before the clerk's body.

    Several workers file together, each with their own claims; `rates` is what one of them says of
    an element for themself, `representing` who they elected, both by place.

    Raises:
        ActRefused: identities that are wrong or twice (V-P1), a claim of nobody, a worker without
            a claim (ARB-06), the same application pending already (ARB-41), a sum that is not its
            formula's (V-M2), what `file_arbitration` refuses.
    """
    centre = centre_of_leads()
    if centre is None or by.body is None:
        raise ActRefused("还没有登记中心或者您所属的仲裁委员会，请管理员设置。", source="ARB-01")
    if not asked:
        raise ActRefused("请至少写明一项请求。", source="ARB-06")
    require(is_clerk_of_a_commission(by, None))
    _refuse_roster(workers, asked, representing)
    case, asking, answers = open_case_at_counter(
        centre=centre,
        workers=workers,
        employer=employer,
        site=site,
        period_from=period_from,
        period_to=period_to,
        by=by,
        on=on,
    )
    _refuse_pending(case, asking, answers, by=by)
    claims = [
        Claimed(
            worker=worker,
            kind=one.kind,
            what=one.what,
            amount_fen=one.amount_fen,
            formula=one.formula,
            elements=one.elements,
            period_from=period_from,
            period_to=period_to,
        )
        for no, worker in enumerate(asking, 1)
        for one in asked
        if one.who in (None, no)
    ]
    own = [replace(said, worker=asking[no - 1]) for no, said in (rates or {}).items()]
    return file_arbitration(
        case=case,
        origin=Origin.DIRECT,
        applicants=asking,
        respondents=[answers],
        claims=claims,
        elements=[*elements, *own],
        facts=facts,
        oral=oral,
        recorder=by if oral else None,
        employment_ended_on=employment_ended_on,
        before=by.body,
        representatives=[asking[no - 1] for no in representing] or None,
        by=by,
        on=on,
    )


def _refuse_pending(case: Case, asking: Sequence[Party], answers: Party, *, by: User) -> None:
    """
    Somebody took the same application at another window: same people, same time, not decided yet.

    Whoever comes second waits for the number of the case, and then sees what the first has filed.
    """
    indexes = {worker.id_index: worker.name for worker in asking if worker.id_index}
    same = Arbitration.objects.filter(
        commission=by.body_id,
        state__in=OPEN,
        applicants__id_index__in=list(indexes),
        respondents__name=answers.name,
        case__period_from__lte=case.period_to,
        case__period_to__gte=case.period_from,
    ).exclude(case=case)
    found = same.values_list("case__number", "applicants__id_index").order_by("pk").first()
    if found:
        number, index = found
        raise ActRefused(
            f"{indexes[index]}对{answers.name}的仲裁（{number}）已经收案，还没有结案，"
            "不能重复申请。",
            source="ARB-41",
            suggest="要增加请求的，在原案举证期限内变更仲裁请求。",
        )


def _refuse_roster(
    workers: Sequence[Mapping[str, Any]], asked: Sequence[Asked], representing: Sequence[int]
) -> None:
    """Every worker once, every worker with a claim, and no claim of somebody else."""
    if not workers:
        raise ActRefused("请至少写明一名申请人。", source="ARB-06")
    seen: set[str] = set()
    for worker in workers:
        if worker["id_no"] in seen:
            raise ActRefused(f"{worker['name']}的公民身份号码出现了两次。", source="V-P1")
        seen.add(worker["id_no"])
    places = set(range(1, len(workers) + 1))
    asking = {one.who for one in asked}
    if strange := sorted({no for no in (*asking, *representing) if no is not None} - places):
        raise ActRefused(f"没有第{strange[0]}名申请人，共{len(workers)}名。", source="ARB-06")
    if None not in asking and (idle := sorted(places - asking)):
        raise ActRefused(
            f"第{idle[0]}名申请人{workers[idle[0] - 1]['name']}没有请求。", source="ARB-06"
        )
