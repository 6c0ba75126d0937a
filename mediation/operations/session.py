"""Sessions: scheduling, roll call, minutes, closing with the minutes paper."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from cases.choices import Capacity
from cases.models import Case, Party
from cases.operations import lock_case, record, require
from documents.operations import issue_document
from mediation import announcements
from mediation.choices import Answer, NoticeKind, SessionMode, SessionResult, SessionState
from mediation.models import Attendance, MinutesLine, Session
from mediation.operations.blind import end_blind_rounds
from mediation.operations.capacity import check_capacity
from mediation.operations.opening import _in_mediation, sides
from mediation.papers import opening
from mediation.papers import session as papers
from mediation.papers.blocks import crew_text, place_label
from mediation.permissions import can_keep_minutes, can_schedule_session
from mediation.queries import (
    confirmations,
    current_proposal,
    latest_consents,
    minutes_in_force,
    refusing_parties,
    unconfirmed,
)
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
    answers_until: date | None = None,
    agreed_apart: Sequence[Party] = (),
) -> Session:
    """
    安排调解会: fix time and place and, where the notice is written, make one D06 per side.

    Where everybody comes at their own time (分时在线, MED-35) `answers_until` is the last
    day to do so, and `agreed_apart` are the parties who said yes to it: all who are called.

    Raises:
        ActRefused: a recipient has refused mediation (MED-04), or has not agreed to come apart
            from the others; a time in the past; the room is taken at that time; no last day, or
            one before the first.
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
    _refuse_wrong_last_day(mode, starts_at.date(), answers_until)
    _refuse_apart(mode, recipients, agreed_apart)
    if case.sessions.filter(state__in=[SessionState.SCHEDULED, SessionState.HELD]).exists():
        raise ActRefused("上一次调解会尚未结束，不能再安排。", source="D06")
    if mode != SessionMode.ASYNC:
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
        answers_until=answers_until,
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
            "agreed_apart": sorted(p.key for p in agreed_apart),
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


def _refuse_wrong_last_day(mode: SessionMode, first: date, last: date | None) -> None:
    if mode != SessionMode.ASYNC:
        if last is not None:
            raise ActRefused("只有分时在线的调解会才写答复截止日。", source="MED-35")
    elif last is None:
        raise ActRefused("分时在线的调解会，请写明答复截止日。", source="MED-35")
    elif last < first:
        raise ActRefused("答复截止日不能早于开始日。", source="V-D1")


def _refuse_apart(mode: SessionMode, called: list[Party], agreed: Sequence[Party]) -> None:
    if mode != SessionMode.ASYNC:
        if agreed:
            raise ActRefused("只有分时在线的调解会才登记同意分别参加的人。", source="MED-35")
        return
    yes = {party.pk for party in agreed}
    if missing := [party.name for party in called if party.pk not in yes]:
        raise ActRefused(
            f"分别在不同时间参加须经各方同意，尚未同意的有：{'、'.join(missing)}。",
            source="MED-35",
            suggest="请先征得其同意并勾选；有人不同意的，请安排各方同时参加的调解会。",
        )


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
    announcements.session_state(session)
    return session


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
    return note_attendance(session, present, absent, by=by, on=on)


def note_attendance(
    session: Session, present: list[dict], absent: list[Party], *, by: User, on: date
) -> list[Attendance]:
    """Put people on the roll of a locked session, as `record_attendance` does for an officer."""
    case = session.case
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
            arrived_on=entry.get("arrived_on"),
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
    for row in rows:
        announcements.attendance(row)
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
    save_with_reason(attendance, by=by, reason="离场")
    announcements.attendance(attendance)
    return attendance


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
    ready = minutes_in_force(session)
    confirmed = confirmations(session).count() if ready else 0
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
    announcements.minutes_line(line)
    if ready:
        announcements.minutes_voided(line, confirmed=confirmed)
    return line


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

    `signed_by` holds the parties and officers who signed the minutes on paper; everybody present
    must sign, or have confirmed these very lines in the room, or have refused before a witness.

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
    missing = [
        row.person
        for row in unconfirmed(session)
        if row.party_id not in signed_parties and row.officer_id not in signed_officers
    ]
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
    end_blind_rounds(session, at=ended_at)
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
    announcements.session_state(session)
    return session
