"""调解会: the session at hand, its steps, what is shown there, who may read its record."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.choices import AuthorityScope, Capacity, OfficerCapacity
from cases.models import Case, Party
from mediation.choices import Answer, SessionState
from mediation.models import Attendance, Group, Proposal, Session
from mediation.permissions import can_read_minutes
from mediation.queries.terms import tally
from room.choices import PUBLIC, SeatRole
from room.models import Room, Seat
from staff.models import User


def open_session(case: Case) -> Session | None:
    """Return the session that is scheduled or being held, the earliest first."""
    return case.sessions.filter(state__in=["scheduled", "held"]).order_by("no").first()


def group_of(session: Session, party: Party) -> Group | None:
    """Return the side `party` is spoken to with in private; None for who was not called."""
    return session.groups.filter(parties=party).first()


def mediators_of(case: Case) -> QuerySet[User]:
    rows = case.officers.filter(capacity=OfficerCapacity.MEDIATOR, until_on=None)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")


def may_not_settle(attendance: Attendance) -> bool:
    """Whether this person speaks for somebody whom they cannot bind (V-P2)."""
    if attendance.capacity == Capacity.ELECTED_REPRESENTATIVE:
        return True
    authority = attendance.authority
    return authority is not None and authority.scope != AuthorityScope.SPECIAL


@dataclass(frozen=True)
class AgendaItem:
    """One step of a session; the first that is not done is the one at hand."""

    title: str
    done: bool
    current: bool


def agenda(session: Session, proposal: Proposal | None) -> list[AgendaItem]:
    """Return the steps of a session as far as the record shows them done."""
    case = session.case
    counted = tally(proposal) if proposal else None
    done = [
        ("核对到场", session.attendance.exists()),
        ("告知权利", case.rights_notices.exists() and case.disclosures.exists()),
        ("双方陈述", session.lines.exists()),
        ("无争议事实", case.undisputed_facts.filter(superseded=False).exists()),
        ("协商方案", proposal is not None),
        ("逐人表决", counted is not None and counted.asked > 0 and not counted.silent),
        ("笔录签名", session.state == SessionState.CLOSED),
    ]
    first = next((title for title, is_done in done if not is_done), "")
    return [AgendaItem(title, is_done, title == first) for title, is_done in done]


def shown_now(room: Room) -> dict | None:
    """Return what is being shown to everybody in an open room: the body of its `show`."""
    last = room.events.filter(stream=PUBLIC, kind__in=["show", "show.end"]).last()
    if not room.is_open or last is None or last.kind == "show.end":
        return None
    return last.body


def recording_state(session: Session) -> str:
    """
    Return where the question of recording stands: "" never asked, asked, agreed or refused.

    Agreed only when every party on the roll as present has said yes to the last question.
    """
    question = session.recording_questions.last()
    if question is None:
        return ""
    answers = dict(question.consents.values_list("party", "answer"))
    if Answer.REFUSE in answers.values():
        return "refused"
    here = session.attendance.filter(present=True, left_at=None, party__isnull=False)
    waiting = set(here.values_list("party", flat=True)) - answers.keys()
    return "asked" if waiting or not answers else "agreed"


def reader_of(session: Session, user: User) -> Seat | None:
    """
    Return the seat by whose right `user` reads the record of a session, during it and after.

    The mediator and the recorder of the case read all, even when they never took a seat; a party's
    person reads by the seat they had, as long as they act for that party.
    """
    if session.room is None or not user.is_authenticated or not user.is_active:
        return None
    if can_read_minutes(user, session.case):
        return Seat(room=session.room, user=user, role=SeatRole.RECORDER, label=user.name)
    seat = session.room.seats.filter(user=user, role=SeatRole.PARTY, removed_at=None).first()
    if seat is None:
        return None
    acting = session.case.parties.filter(
        key__in=seat.keys, accesses__user=user, accesses__revoked_at=None
    ).values_list("key", flat=True)
    return seat if set(acting) == set(seat.keys) else None
