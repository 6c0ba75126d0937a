"""Undisputed facts (无争议事实): confirmed by both sides, put down in D11."""

from datetime import date

from django.db import transaction

from cases.models import Case, Evidence, Party
from cases.operations import lock_case, record, require
from cases.queries import total_account, wage_accounts
from documents.models import Document
from documents.operations import issue_document
from law.money import yuan
from mediation import announcements
from mediation.choices import Fact, SessionState
from mediation.models import Session, UndisputedFact
from mediation.operations.opening import _in_mediation
from mediation.papers import session as papers
from mediation.permissions import can_keep_minutes
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def confirm_undisputed_fact(
    *,
    case: Case,
    fact: Fact,
    content: str,
    agreed_by: list[Party],
    evidence: list[Evidence],
    by: User,
    on: date,
    value: dict | None = None,
    session: Session | None = None,
) -> UndisputedFact:
    """
    确认无争议事实: one element both sides agree on (在线调解规则 22).

    `value` may carry `total_fen`, which must equal the wage accounts for DUE, ALREADY_PAID and
    ATTENDANCE (gross). An earlier statement of the same element is superseded.

    Raises:
        ActRefused: only one side agrees (MED-22); a total that differs from the accounts (V-M2).
    """
    case = lock_case(case)
    require(can_keep_minutes(by, case))
    _in_mediation(case)
    places = {p.place for p in agreed_by}
    if "applicant" not in places or "respondent" not in places:
        raise ActRefused("无争议事实须双方共同确认。", source="MED-21")
    if not content.strip():
        raise ActRefused("请写明事实内容。", source="D11")
    value = value or {}
    _refuse_wrong_total(case, fact, value)
    case.undisputed_facts.filter(fact=fact, superseded=False).update(superseded=True)
    row = UndisputedFact(
        case=case,
        session=session or case.sessions.filter(state=SessionState.HELD).last(),
        fact=fact,
        content=content.strip(),
        value=value,
        confirmed_on=on,
    )
    row.save()
    row.agreed_by.set(agreed_by)
    row.evidence.set(evidence)
    record(
        case,
        "confirm_undisputed_fact",
        by=by,
        on=on,
        summary=f"双方确认{Fact(fact).label}：{content.strip()[:120]}",
        facts={"fact": fact, "agreed_by": [p.key for p in agreed_by]},
    )
    announcements.fact(row)
    return row


def _refuse_wrong_total(case: Case, fact: Fact, value: dict) -> None:
    stated = value.get("total_fen")
    if stated is None:
        return
    totals = total_account(wage_accounts(case))
    computed = {
        Fact.DUE: totals["due"],
        Fact.ALREADY_PAID: totals["paid_before"],
        Fact.ATTENDANCE: totals["gross"],
    }.get(Fact(fact))
    if computed is not None and computed != stated:
        raise ActRefused(
            f"写明合计{yuan(stated)}元，工资明细相加为{yuan(computed)}元。", source="V-M2"
        )


@transaction.atomic
def issue_facts_paper(*, case: Case, by: User, on: date) -> Document:
    """出具无争议事实确认书 (D11) from the facts that stand confirmed."""
    case = lock_case(case)
    require(can_keep_minutes(by, case))
    if not case.undisputed_facts.filter(superseded=False).exists():
        raise ActRefused("尚未确认任何无争议事实。", source="D11")
    event = record(
        case, "issue_facts_paper", by=by, on=on, summary="出具无争议事实确认书", facts={}
    )
    return issue_document(
        case=case, code="D11", fields=papers.facts(case, on=on), by=by, on=on, event=event
    )
