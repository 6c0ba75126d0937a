"""The minutes read and confirmed: each by whoever was present, on exactly these lines."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.models import Party
from cases.operations import checked_name, lock_case, record, require
from documents.signing import handwriting
from documents.signing.port import SigningFault
from mediation import announcements
from mediation.choices import SessionState
from mediation.models import Attendance, MinutesConfirmation, MinutesReady, Session
from mediation.operations.capacity import acting
from mediation.permissions import can_keep_minutes, can_schedule_session
from mediation.queries import digest_of_lines, minutes_in_force, unconfirmed
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def ready_minutes(*, session: Session, by: User, at: datetime) -> MinutesReady:
    """
    笔录交阅: freeze the digest of the lines as they stand, for everybody present to confirm.

    Raises:
        ActRefused: the session is not being held, or nothing was written.
    """
    case = lock_case(session.case)
    require(can_schedule_session(by, case), "由调解员将笔录交各方阅看。")
    session = _held(session)
    if not session.lines.exists():
        raise ActRefused("笔录还没有内容。", source="D10")
    ready = MinutesReady(
        session=session,
        sha256=digest_of_lines(session),
        lines=session.lines.count(),
        by=by,
        at=at,
    )
    ready.save()
    record(
        case,
        "ready_minutes",
        by=by,
        on=localtime(at).date(),
        summary=f"第{session.no}次调解会笔录交各方阅看（{ready.lines}行）",
        facts={"session": session.no, "sha256": ready.sha256, "lines": ready.lines},
        private=True,
    )
    announcements.minutes_ready(ready)
    return ready


@transaction.atomic
def confirm_minutes(
    *,
    session: Session,
    sha256: str,
    by: User,
    at: datetime,
    party: Party | None = None,
    drawing: str = "",
) -> MinutesConfirmation:
    """
    确认笔录: a party's person present, or an officer who held the session, confirms these lines.

    Raises:
        ActRefused: the lines are not those that were read (D10); the party was not present; it has
            been confirmed.
    """
    case = lock_case(session.case)
    session = _held(session)
    ready = minutes_in_force(session)
    if ready is None:
        raise ActRefused("笔录还没有交各方阅看。", source="D10")
    if sha256 != ready.sha256:
        raise ActRefused("笔录在您阅看以后又有变动，请阅看新的内容再确认。", source="D10")
    _refuse_unreadable(drawing)
    if party is None:
        require(can_keep_minutes(by, case))
        person, capacity = by.name, ""
        mark = MinutesConfirmation(officer=by)
        found = session.minutes_confirmations.filter(officer=by, sha256=sha256)
    else:
        access = acting(party, by=by, on=localtime(at).date(), settle=False)
        person, capacity = access.person, access.capacity
        _present(session, party)
        mark = MinutesConfirmation(party=party)
        found = session.minutes_confirmations.filter(party=party, sha256=sha256)
    if found.exists():
        raise ActRefused(f"{person}已经确认过这份笔录。", source="V-S1")
    mark.session, mark.sha256, mark.drawing = session, sha256, drawing
    mark.person, mark.capacity, mark.by, mark.at = person, capacity, by, at
    mark.save()
    return _told(mark, "confirm_minutes", f"{person}确认第{session.no}次调解会笔录")


@transaction.atomic
def refuse_minutes(
    *,
    session: Session,
    party: Party,
    reason: str,
    witness: str,
    by: User,
    at: datetime,
) -> MinutesConfirmation:
    """
    拒签笔录: an officer notes why somebody present does not confirm, and who witnessed it.

    Raises:
        ActRefused: no reason or no witness (V-S1); the officer is their own witness.
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = _held(session)
    ready = minutes_in_force(session)
    if ready is None:
        raise ActRefused("笔录还没有交各方阅看。", source="D10")
    row = _present(session, party)
    if not reason.strip():
        raise ActRefused("请写明拒绝签名的原因。", source="V-S1")
    witness = checked_name(witness)
    if witness in (by.name, party.name):
        raise ActRefused("见证人应是当事人和记录人以外的人。", source="V-S1")
    if session.minutes_confirmations.filter(party=party, sha256=ready.sha256).exists():
        raise ActRefused(f"{party.name}已经确认过这份笔录。", source="V-S1")
    mark = MinutesConfirmation(
        session=session,
        party=party,
        person=row.person,
        capacity=row.capacity,
        sha256=ready.sha256,
        refusal=reason.strip(),
        witness=witness,
        by=by,
        at=at,
    )
    mark.save()
    return _told(mark, "refuse_minutes", f"{row.person}拒绝在第{session.no}次调解会笔录上签名")


def _told(mark: MinutesConfirmation, act: str, summary: str) -> MinutesConfirmation:
    session = mark.session
    record(
        session.case,
        act,
        by=mark.by,
        on=localtime(mark.at).date(),
        party=mark.party,
        summary=summary,
        facts={"session": session.no, "sha256": mark.sha256},
        private=True,
    )
    announcements.minutes_confirmed(mark, left=len(unconfirmed(session)))
    return mark


def _held(session: Session) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("case").get(pk=session.pk)
    )
    if session.state != SessionState.HELD:
        raise ActRefused("调解会没有在进行中，笔录不能再确认。", source="D10")
    return session


def _refuse_unreadable(drawing: str) -> None:
    if not drawing:
        return
    try:
        handwriting.read(drawing)
    except SigningFault as fault:
        raise ActRefused(str(fault), source="V-S1", suggest="请重新签写。") from fault


def _present(session: Session, party: Party) -> Attendance:
    row = session.attendance.filter(party=party, present=True).first()
    if row is None:
        raise ActRefused(f"{party.name}没有到场签到，不能确认笔录。", source="D10")
    return row
