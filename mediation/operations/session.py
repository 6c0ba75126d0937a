"""Sessions: scheduling, roll call, minutes, undisputed facts, closing with the minutes paper."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from cases.choices import AuthorityScope, Capacity, OfficerCapacity, PartyKind
from cases.models import Authority, Case, Evidence, Party
from cases.operations import lock_case, record, require
from cases.queries import total_account, wage_accounts
from documents.models import Document
from documents.operations import issue_document
from law.money import yuan
from mediation.choices import Answer, Fact, NoticeKind, SessionMode, SessionResult, SessionState
from mediation.models import Attendance, MinutesLine, Session, UndisputedFact
from mediation.operations.opening import _in_mediation, sides
from mediation.papers import opening
from mediation.papers import session as papers
from mediation.papers.blocks import crew_text, place_label
from mediation.permissions import can_keep_minutes, can_schedule_session
from mediation.queries import current_proposal, latest_consents, refusing_parties
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def schedule_session(
    *,
    case: Case,
    starts_at: datetime,
    place: str,
    mode: SessionMode,
    notice: NoticeKind,
    recipients: list[Party],
    by: User,
    on: date,
    no: int | None = None,
    remote_link: str = "",
) -> Session:
    """
    安排调解会: fix time and place and, where the notice is written, make one D06 per side.

    Raises:
        ActRefused: a recipient has refused mediation (MED-04); a time in the past; the room is
            taken at that time.
    """
    case = lock_case(case)
    require(can_schedule_session(by, case))
    _in_mediation(case)
    refused = refusing_parties(case)
    called = {p.pk for p in recipients}
    unwilling = [p.name for p in refused if p.pk in called]
    others = case.parties.filter(place="respondent").exclude(pk__in=[p.pk for p in refused])
    if unwilling or (refused and not others.exists()):
        names = "、".join(unwilling or [p.name for p in refused])
        raise ActRefused(
            f"{names}已明确拒绝调解，不能再安排调解会。",
            source="MED-04",
            suggest="请终止调解，并告知当事人仲裁、诉讼等途径。",
        )
    if starts_at.date() < on:
        raise ActRefused("调解会时间不能早于今天。", source="V-D1")
    if case.sessions.filter(state__in=[SessionState.SCHEDULED, SessionState.HELD]).exists():
        raise ActRefused("上一次调解会尚未结束，不能再安排。", source="D06")
    _refuse_taken_room(case, starts_at, place)
    last = case.sessions.aggregate(last=Max("no"))["last"] or 0
    if no not in (None, last + 1):
        raise ActRefused(f"调解会次数应为第{last + 1}次。", source="D10")
    session = Session(
        case=case,
        no=last + 1,
        starts_at=starts_at,
        place=place.strip(),
        mode=mode,
        notice=notice,
        remote_link=remote_link,
    )
    save_with_reason(session, by=by, reason="安排调解会")
    session.recipients.set(recipients)
    event = record(
        case,
        "schedule_session",
        by=by,
        on=on,
        summary=f"定于{starts_at:%Y-%m-%d %H:%M}在{place}召开第{session.no}次调解会",
        facts={
            "session": session.no,
            "starts_at": starts_at.isoformat(),
            "mode": mode,
            "notice": notice,
        },
    )
    if notice == NoticeKind.WRITTEN:
        for side in sides(recipients):
            issue_document(
                case=case,
                code="D06",
                fields=opening.session_notice(session, crew_text(side)),
                by=by,
                on=on,
                party=side[0] if len(side) == 1 else None,
                recipient=crew_text(side),
                event=event,
            )
    return session


def _refuse_taken_room(case: Case, starts_at: datetime, place: str) -> None:
    taken = (
        Session.objects.filter(
            place=place.strip(), starts_at=starts_at, state=SessionState.SCHEDULED
        )
        .exclude(case=case)
        .exclude(case__demo=not case.demo)
        .select_related("case")
        .first()
    )
    if taken and not case.demo:
        raise ActRefused(
            f"{place}在该时间已安排{taken.case.number}的调解会。",
            source="D06",
            suggest="请改时间或改地点。",
        )


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User, on: date) -> Session:
    """取消调解会, with the reason; its number stays used."""
    case = lock_case(session.case)
    require(can_schedule_session(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.SCHEDULED:
        raise ActRefused("只有尚未召开的调解会可以取消。", source="D06")
    if not reason.strip():
        raise ActRefused("请写明取消理由。", source="D06")
    session.state = SessionState.CANCELLED
    save_with_reason(session, by=by, reason=reason)
    record(
        case,
        "cancel_session",
        by=by,
        on=on,
        summary=f"取消第{session.no}次调解会：{reason}",
        facts={"session": session.no},
    )
    return session


def authority_for(party: Party, person: str, *, on: date, special: bool) -> Authority | None:
    """Return the power of attorney by which `person` may act for `party` on that day, if any."""
    found = party.authorities.filter(
        agent=person, before="mediation_org", valid_from__lte=on, valid_to__gte=on
    )
    if special:
        found = found.filter(scope=AuthorityScope.SPECIAL)
    return found.order_by("-id").first()


class NotAuthorised(ActRefused):
    """The person may not act for the party in this capacity (V-P2)."""

    def __init__(self, message: str, suggest: str = "请先提交特别授权委托书，或由本人到场。"):
        super().__init__(message, source="V-P2", suggest=suggest)


def check_capacity(
    party: Party, person: str, capacity: Capacity, *, on: date, settle: bool
) -> Authority | None:
    """
    Check that `person` may act for `party` as `capacity`; for settling an agent needs 特别授权.

    Returns:
        The power of attorney used, for an agent.

    Raises:
        NotAuthorised: with the sentence that says what is missing.
    """
    check = _CHECKS.get(capacity)
    if check is None:
        raise NotAuthorised(f"{person}的身份“{capacity}”不能代表当事人。")
    return check(party, person, on, settle)


def _in_person(party: Party, person: str, on: date, settle: bool) -> None:
    if party.kind == PartyKind.ORG:
        raise NotAuthorised(f"{party.name}是单位，须由法定代表人或委托代理人办理。")
    if person != party.name:
        raise NotAuthorised(f"“本人”应为{party.name}，不是{person}。")


def _by_legal_representative(party: Party, person: str, on: date, settle: bool) -> None:
    if person != party.legal_rep:
        registered = party.legal_rep or "（未登记）"
        raise NotAuthorised(f"{party.name}登记的法定代表人是{registered}，不是{person}。")


def _by_agent(party: Party, person: str, on: date, settle: bool) -> Authority:
    if authority_for(party, person, on=on, special=False) is None:
        raise NotAuthorised(f"{person}没有{party.name}在{on:%Y-%m-%d}有效的授权委托书。")
    authority = authority_for(party, person, on=on, special=settle)
    if authority is None:
        raise NotAuthorised(f"{person}只有一般授权，不能代{party.name}承认、变更请求或达成协议。")
    return authority


def _by_elected_representative(party: Party, person: str, on: date, settle: bool) -> None:
    if not party.case.elections.filter(representatives=party).exists():
        raise NotAuthorised(f"{party.name}不是推选的代表。", suggest="请由劳动者本人办理。")
    if settle:
        raise ActRefused(
            "推选的代表不能代他人达成协议，须由每名劳动者本人表态并签名。",
            source="COL-02",
            suggest="请由劳动者本人办理。",
        )


_CHECKS = {
    Capacity.SELF: _in_person,
    Capacity.LEGAL_REPRESENTATIVE: _by_legal_representative,
    Capacity.AUTHORISED_AGENT: _by_agent,
    Capacity.ELECTED_REPRESENTATIVE: _by_elected_representative,
}


@transaction.atomic
def record_attendance(
    *,
    session: Session,
    present: list[dict],
    absent: list[Party],
    by: User,
    on: date,
) -> list[Attendance]:
    """
    签到: who is here, for whom, in which capacity, under which authority, from when on.

    `present` is [{"party": Party | None, "officer": User | None, "capacity", "person",
    "arrived_at"?: time}]. A second call adds late arrivals.

    Raises:
        ActRefused: V-P2 for somebody without authority; MED-04 for a party who refused mediation.
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state not in (SessionState.SCHEDULED, SessionState.HELD):
        raise ActRefused("这次调解会已经结束，不能再签到。", source="D10")
    answers = latest_consents(case)
    rows = []
    for entry in present:
        party: Party | None = entry.get("party")
        capacity = Capacity(entry["capacity"])
        authority = None
        person = entry.get("person") or (party.name if party else entry["officer"].name)
        if party is not None:
            if answers.get(party.pk) == Answer.REFUSE:
                raise ActRefused(f"{party.name}已明确拒绝调解。", source="MED-04")
            authority = check_capacity(party, person, capacity, on=on, settle=False)
        row = Attendance(
            session=session,
            party=party,
            officer=entry.get("officer"),
            person=person,
            capacity=capacity,
            authority=authority,
            arrived_at=entry.get("arrived_at") or _start(session),
        )
        rows.append(save_with_reason(row, by=by, reason="签到"))
    for party in absent:
        row = Attendance(
            session=session,
            party=party,
            person=party.name,
            capacity=Capacity.SELF,
            present=False,
        )
        rows.append(save_with_reason(row, by=by, reason="未到场"))
    if session.state == SessionState.SCHEDULED:
        session.state = SessionState.HELD
        save_with_reason(session, by=by, reason="开始调解会")
    here = "、".join(r.person for r in rows if r.present)
    record(
        case,
        "record_attendance",
        by=by,
        on=on,
        summary=f"第{session.no}次调解会到场：{here}"[:380],
        facts={
            "session": session.no,
            "present": [r.party.key for r in rows if r.present and r.party],
            "absent": [p.key for p in absent],
        },
    )
    return rows


def _start(session: Session) -> time:
    return session.starts_at.astimezone(opening.SHANGHAI).time()


@transaction.atomic
def record_leaving(*, attendance: Attendance, left_at: time, by: User, on: date) -> Attendance:
    """离场: when somebody left the session."""
    case = lock_case(attendance.session.case)
    require(can_keep_minutes(by, case))
    if attendance.session.state == SessionState.CLOSED:
        raise ActRefused("这次调解会的笔录已经定稿，不能再记离场。", source="D10")
    if attendance.arrived_at and left_at < attendance.arrived_at:
        raise ActRefused("离场时间早于到场时间。", source="V-D1")
    attendance.left_at = left_at
    return save_with_reason(attendance, by=by, reason="离场")


@transaction.atomic
def add_minutes_line(
    *,
    session: Session,
    text: str,
    by: User,
    on: date,
    party: Party | None = None,
    speaker: str = "",
    concession: bool = False,
    no: int | None = None,
    corrects: MinutesLine | None = None,
) -> MinutesLine:
    """
    记一行笔录; `corrects` strikes an earlier line through, which stays readable.

    Raises:
        ActRefused: the session is over, the line is empty, or its number is not the next one
            (somebody else wrote at the same time).
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state == SessionState.CLOSED:
        raise ActRefused("这次调解会的笔录已经定稿，不能再记。", source="D10")
    if session.state == SessionState.CANCELLED:
        raise ActRefused("这次调解会已经取消，不能记笔录。", source="D10")
    if not text.strip():
        raise ActRefused("笔录内容不能为空。", source="V-T1")
    last = session.lines.aggregate(last=Max("no"))["last"] or 0
    if no not in (None, last + 1):
        raise ActRefused(f"笔录行号应为{last + 1}，请刷新后再记。", source="D10")
    if corrects is not None:
        if corrects.session_id != session.pk:
            raise ActRefused("只能更正本次调解会的笔录。", source="D10")
        if MinutesLine.objects.filter(corrects=corrects).exists():
            raise ActRefused("这一行已经更正过。", source="D10")
    if not speaker:
        speaker = f"{place_label(party)}{party.name}" if party else f"调解员{by.name}"
    line = MinutesLine(
        session=session,
        no=last + 1,
        speaker=speaker,
        party=party,
        text=text.strip(),
        concession=concession,
        corrects=corrects,
        by=by,
    )
    line.save()
    record(
        case,
        "add_minutes_line",
        by=by,
        on=on,
        party=party,
        summary=f"第{session.no}次调解会笔录第{line.no}行",
        facts={"session": session.no, "line": line.no},
        private=True,
    )
    return line


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


@transaction.atomic
def close_session(
    *,
    session: Session,
    ended_at: datetime,
    result: SessionResult,
    signed_by: list,
    by: User,
    on: date,
) -> Session:
    """
    结束调解会: fix the result, make the minutes D10.

    `signed_by` holds the parties and officers who signed the minutes; everybody present must.

    Raises:
        ActRefused: somebody present has not signed (V-S1); `settled` without a worker who agreed
            (D10); an end before the start (V-D1).
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise ActRefused("这次调解会没有在进行中。", source="D10")
    if ended_at <= session.starts_at:
        raise ActRefused("结束时间应晚于开始时间。", source="V-D1")
    signed_parties = {p.pk for p in signed_by if isinstance(p, Party)}
    signed_officers = {u.pk for u in signed_by if not isinstance(u, Party)}
    missing = []
    for row in session.attendance.filter(present=True).select_related("party", "officer"):
        if row.party_id and row.party_id not in signed_parties:
            missing.append(row.person)
        if row.officer_id and row.officer_id not in signed_officers:
            missing.append(row.person)
    if missing:
        raise ActRefused(
            f"到场人员尚未在笔录上签名：{'、'.join(missing[:10])}。",
            source="V-S1",
            suggest="请补签；拒绝签名的，在笔录上注明原因和见证人。",
        )
    if result == SessionResult.SETTLED:
        proposal = current_proposal(case)
        agreed = (
            proposal.answers.filter(answer=Answer.AGREE, party__role="applicant")
            if proposal
            else None
        )
        if agreed is None or not agreed.exists():
            raise ActRefused("没有劳动者对方案表示同意，结果不能写“达成调解协议”。", source="D10")
    session.ended_at, session.result = ended_at, result
    session.state = SessionState.CLOSED
    save_with_reason(session, by=by, reason=f"结束调解会：{SessionResult(result).label}")
    event = record(
        case,
        "close_session",
        by=by,
        on=on,
        summary=f"第{session.no}次调解会结束：{SessionResult(result).label}",
        facts={"session": session.no, "result": result},
    )
    issue_document(
        case=case,
        code="D10",
        fields=papers.minutes(session),
        by=by,
        on=on,
        event=event,
    )
    return session


def officers_of(case: Case) -> list:
    rows = case.officers.filter(
        capacity__in=[OfficerCapacity.MEDIATOR, OfficerCapacity.RECORDER], until_on=None
    )
    return [row.user for row in rows.select_related("user")]
