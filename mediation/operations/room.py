"""The live room of a session: opened, seated, closed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.choices import OfficerCapacity
from cases.models import Party, PartyAccess
from cases.operations import lock_case, record, require
from mediation import announcements
from mediation.choices import SessionMode, SessionState
from mediation.models import Group, Session
from mediation.operations.opening import _in_mediation
from mediation.operations.session import note_attendance
from mediation.permissions import can_keep_minutes
from mediation.queries import group_of, latest_consents
from room import operations as room
from room.choices import SeatRole
from room.models import Room, Seat
from staff.models import User
from staff.refusals import ActRefused

PURPOSE = "mediation"
WORKERS = "workers"


@transaction.atomic
def enter_as_officer(*, session: Session, by: User, at: datetime) -> Seat:
    """
    进入调解室: the mediator or recorder takes their seat; the first one opens the room.

    Raises:
        ActRefused: the session is over or was cancelled and never had a room.
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.room_id is None:
        _open(session, by=by, at=at)
    mediates = case.officers.filter(
        user=by, capacity=OfficerCapacity.MEDIATOR, until_on=None
    ).exists()
    role, title = (SeatRole.CHAIR, "调解员") if mediates else (SeatRole.RECORDER, "记录员")
    return room.seat_person(
        room=_room(session), user=by, role=role, label=f"{title}{by.name}", at=at
    )


def _open(session: Session, *, by: User, at: datetime) -> None:
    case = session.case
    _in_mediation(case)
    if session.state not in (SessionState.SCHEDULED, SessionState.HELD):
        raise ActRefused("这次调解会已经结束，不能再开调解室。", source="D10")
    session.room = room.open_room(purpose=PURPOSE, at=at)
    session.save(update_fields=["room"])
    for slug, name, parties in _first_groups(session):
        group = Group.objects.create(session=session, slug=slug, name=name)
        group.parties.set(parties)
    record(
        case,
        "open_room",
        by=by,
        on=at.date(),
        summary=f"开启第{session.no}次调解会的调解室",
        facts={"session": session.no},
    )
    announcements.what_stands(session)


def _first_groups(session: Session) -> list[tuple[str, str, list[Party]]]:
    """Workers have one interest; every other party is alone until the mediator joins some."""
    called = list(session.recipients.all()) or list(session.case.parties.all())
    workers = list(session.case.parties.workers())
    others = [p for p in called if not p.is_worker]
    crew = [(WORKERS, "工人方", workers)] if workers else []
    return crew + [(p.key, p.name, [p]) for p in others]


@transaction.atomic
def enter_as_party(*, session: Session, user: User, at: datetime) -> Seat:
    """
    入席: a party's person, admitted before, takes their seat with their side.

    Raises:
        ActRefused: the room is not open; the person acts for no party of this session, or for
            parties of different sides (V-P2); the party refused mediation (MED-04).
    """
    case = lock_case(session.case)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.room_id is None:
        raise ActRefused("调解室还没有开放，请等待调解员开始。", source="D10")
    accesses = list(
        PartyAccess.objects.filter(user=user, party__case=case, revoked_at=None)
        # Who acts before the commission alone was not sent to the mediators (V-P2).
        .exclude(authority__before="arb")
        .select_related("party")
    )
    if not accesses:
        raise ActRefused("您不是这次调解会的当事人或代理人。", source="V-P2")
    answers = latest_consents(case)
    refused = [a.party.name for a in accesses if answers.get(a.party.pk) == "refuse"]
    if refused:
        raise ActRefused(f"{'、'.join(refused)}已明确拒绝调解。", source="MED-04")
    groups = {group_of(session, access.party) for access in accesses}
    if len(groups) != 1 or None in groups:
        raise ActRefused(
            "您代表的当事人不在同一方，或未被通知参加这次调解会。",
            source="V-P2",
            suggest="请向调解员说明，由调解员分组后再进入。",
        )
    (group,) = groups
    if session.mode == SessionMode.ASYNC:
        _note_first_entry(session, accesses, by=user, at=at)
    return room.seat_person(
        room=_room(session),
        user=user,
        role=SeatRole.PARTY,
        group=group.slug if group else "",
        keys=[access.party.key for access in accesses],
        label=seat_label(accesses),
        at=at,
    )


def _note_first_entry(
    session: Session, accesses: list[PartyAccess], *, by: User, at: datetime
) -> None:
    """Where everybody comes at their own time, coming in for the first time is being present."""
    if session.state not in (SessionState.SCHEDULED, SessionState.HELD):
        return
    local = localtime(at)
    listed = set(session.attendance.filter(present=True).values_list("party", flat=True))
    present = [
        {
            "party": access.party,
            "capacity": access.capacity,
            "person": access.person,
            "arrived_on": local.date(),
            "arrived_at": local.time().replace(microsecond=0),
        }
        for access in accesses
        if access.party_id not in listed
    ]
    if present:
        note_attendance(session, present, [], by=by, on=local.date())


def seat_label(accesses: list[PartyAccess]) -> str:
    """Return how a person is called in the room: 李某, or 施文涛（某建设公司代理人）."""
    person = accesses[0].person
    names = [a.party.name for a in accesses if a.party.name != person]
    if not names:
        return person
    return f"{person}（{'、'.join(names)}{accesses[0].get_capacity_display()}）"[:80]


@transaction.atomic
def show_out(*, session: Session, seat: Seat, by: User, at: datetime) -> None:
    """请出调解室: the person's screens close; they may be admitted again."""
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    if seat.room_id != session.room_id or seat.is_staff:
        raise ActRefused("只能请当事人一方的人员离开。", source="D10")
    room.remove_seat(seat=seat, at=at)
    record(
        case,
        "show_out",
        by=by,
        on=at.date(),
        summary=f"{seat.label}离开第{session.no}次调解会的调解室",
        facts={"session": session.no, "seat": seat.pk},
        private=True,
    )


@transaction.atomic
def close_session_room(*, session: Session, by: User, at: datetime) -> None:
    """
    关闭调解室, once the session is over and nothing is left to sign in it.

    Raises:
        ActRefused: the session is still being held (D10).
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state in (SessionState.SCHEDULED, SessionState.HELD):
        raise ActRefused("请先结束调解会，再关闭调解室。", source="D10")
    if session.room_id is not None:
        room.close_room(room=_room(session), at=at)


def _room(session: Session) -> Room:
    if session.room is None:
        raise ActRefused("调解室还没有开放。", source="D10")
    return session.room
