"""Undisputed facts (无争议事实): put to the parties, confirmed by both sides, put down in D11."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.choices import Capacity
from cases.models import Case, Evidence, Party
from cases.operations import lock_case, record, require
from cases.queries import total_account, wage_accounts
from documents.models import Document
from documents.operations import issue_document
from law.money import yuan
from mediation import announcements
from mediation.choices import Answer, Fact, FactState, SessionState
from mediation.models import FactAnswer, ProposedFact, Session, UndisputedFact
from mediation.operations.capacity import acting, check_capacity
from mediation.operations.opening import _in_mediation
from mediation.operations.own_time import refuse_late
from mediation.papers import session as papers
from mediation.permissions import acts_for, can_keep_minutes, can_schedule_session
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def put_fact(
    *,
    session: Session,
    fact: Fact,
    content: str,
    by: User,
    at: datetime,
    value: dict | None = None,
) -> ProposedFact:
    """
    征询确认一项事实: ask everybody whether exactly these words are undisputed.

    What was asked on the same element before is withdrawn, and the answers to it with it.

    Raises:
        ActRefused: no session is being held; a total that differs from the accounts (V-M2).
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    _in_mediation(case)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise ActRefused("只有在调解会进行中才能征询确认事实。", source="MED-21")
    if not content.strip():
        raise ActRefused("请写明事实内容。", source="D11")
    value = value or {}
    _refuse_wrong_total(case, fact, value)
    for earlier in session.facts_put.filter(fact=fact, state=FactState.OPEN):
        _withdraw(earlier)
    row = ProposedFact(
        session=session, fact=fact, content=content.strip(), value=value, put_by=by, put_at=at
    )
    row.save()
    record(
        case,
        "put_fact",
        by=by,
        on=localtime(at).date(),
        summary=f"征询确认{Fact(fact).label}：{row.content[:120]}",
        facts={"session": session.no, "fact": fact},
        private=True,
    )
    announcements.fact_put(row)
    return row


@transaction.atomic
def withdraw_fact(*, proposed: ProposedFact, by: User, at: datetime) -> ProposedFact:
    """撤回征询: the words are no longer asked; what was answered to them counts for nothing."""
    case = lock_case(proposed.session.case)
    require(can_keep_minutes(by, case))
    proposed = _open_fact(proposed)
    _withdraw(proposed)
    record(
        case,
        "withdraw_fact",
        by=by,
        on=localtime(at).date(),
        summary=f"撤回对{proposed.get_fact_display()}的征询",
        facts={"session": proposed.session.no, "fact": proposed.fact},
        private=True,
    )
    return proposed


def _withdraw(proposed: ProposedFact) -> None:
    proposed.state = FactState.WITHDRAWN
    proposed.save(update_fields=["state"])
    announcements.fact_withdrawn(proposed)


@transaction.atomic
def answer_fact(
    *,
    proposed: ProposedFact,
    party: Party,
    answer: Answer,
    by: User,
    at: datetime,
    note: str = "",
    through: str = "",
    capacity: Capacity | None = None,
) -> FactAnswer:
    """
    答复一项事实: a party says yes or no to exactly these words; a later answer replaces it.

    A party's person answers for themselves; an officer who writes an answer down names who gave it
    (`through`, `capacity`).

    Raises:
        ActRefused: the words are no longer asked (MED-21); V-P2 for an agent without 特别授权.
    """
    case = lock_case(proposed.session.case)
    require(can_keep_minutes(by, case) or acts_for(by, party))
    _in_mediation(case)
    proposed = _open_fact(proposed)
    if party.case_id != case.pk:
        raise ActRefused("不是本案的当事人。", source="V-P2")
    if capacity is None:
        refuse_late(proposed.session, on=localtime(at).date())
        access = acting(party, by=by, on=localtime(at).date(), settle=True)
        person, capacity = access.person, Capacity(access.capacity)
    else:
        person = through or party.name
        check_capacity(party, person, capacity, on=localtime(at).date(), settle=True)
    given, _ = FactAnswer.objects.update_or_create(
        proposed=proposed,
        party=party,
        defaults={
            "answer": answer,
            "note": note.strip(),
            "through": person,
            "capacity": capacity,
            "answered_at": at,
        },
    )
    record(
        case,
        "answer_fact",
        by=by,
        on=localtime(at).date(),
        party=party,
        summary=f"{party.name}对{proposed.get_fact_display()}表示{Answer(answer).label}",
        facts={"fact": proposed.fact, "answer": answer},
        private=True,
    )
    announcements.fact_answer(given)
    return given


@transaction.atomic
def confirm_put_fact(
    *, proposed: ProposedFact, by: User, at: datetime, evidence: list[Evidence] | None = None
) -> UndisputedFact:
    """
    认定为无争议事实: those who agreed have confirmed it together; from now on it may travel.

    Raises:
        ActRefused: one side is silent or somebody disputes it (MED-21, MED-22).
    """
    case = lock_case(proposed.session.case)
    require(can_schedule_session(by, case), "由调解员认定无争议事实。")
    proposed = _open_fact(proposed)
    answers = list(proposed.answers.select_related("party"))
    against = [a.party.name for a in answers if a.answer == Answer.REFUSE]
    if against:
        raise ActRefused(
            f"{'、'.join(against[:5])}不同意，不能作为无争议事实。",
            source="MED-22",
            suggest="请改写内容再征询，或者撤回。",
        )
    row = confirm_undisputed_fact(
        case=case,
        fact=Fact(proposed.fact),
        content=proposed.content,
        agreed_by=[a.party for a in answers],
        evidence=evidence or [],
        by=by,
        on=localtime(at).date(),
        value=proposed.value,
        session=proposed.session,
    )
    proposed.state, proposed.confirmed = FactState.CONFIRMED, row
    proposed.save(update_fields=["state", "confirmed"])
    return row


def _open_fact(proposed: ProposedFact) -> ProposedFact:
    rows = ProposedFact.objects.select_for_update(of=("self",)).select_related("session__case")
    found = rows.get(pk=proposed.pk)
    if found.state != FactState.OPEN:
        raise ActRefused(
            f"这一内容{FactState(found.state).label}，请看现在征询的内容。", source="MED-21"
        )
    return found


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
