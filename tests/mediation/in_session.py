"""A session held in the live room, with everybody in a seat, and what each of them sends."""

from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace

from cases.choices import AuthorityScope, Capacity, IdentityProof
from cases.models import Authority, Party, PartyAccess
from mediation import operations
from mediation.models import Session
from room.models import Event, Seat
from room.operations import Answer, receive
from room.protocol import Frame
from staff.models import User
from tests import builders

AT = datetime(2026, 11, 16, 10, 40, tzinfo=builders.SHANGHAI)
_ids = count(1)


def admitted(party: Party, person: str = "", capacity: Capacity | None = None) -> User:
    """A person with no password, admitted to act for `party` by an officer who looked at them."""
    speaks = builders.acting(party)
    person = person or speaks["person"]
    user = User.objects.create(
        username=f"party-{next(_ids)}-{party.pk}", name=person, is_party=True
    )
    PartyAccess.objects.create(
        party=party,
        user=user,
        person=person,
        capacity=capacity or speaks["capacity"],
        proof=IdentityProof.OFFICER,
        granted_at=AT,
    )
    return user


def agent(party: Party, person: str, scope: AuthorityScope) -> User:
    """An agent with a power of attorney of that scope."""
    on = party.case.opened_on
    Authority.objects.create(
        case=party.case,
        party=party,
        agent=person,
        scope=scope,
        before="mediation_org",
        valid_from=on,
        valid_to=on + timedelta(days=30),
    )
    return admitted(party, person, Capacity.AUTHORISED_AGENT)


def a_meeting(n_workers: int = 2, *, case=None, session: Session | None = None) -> SimpleNamespace:
    """
    A held session: mediator and recorder, every worker and the employer's chief in the room.

    `seats` is by who it is: mediator, recorder, worker1 …, boss.
    """
    case = case or builders.an_accepted_case(n_workers)
    session = session or builders.a_held_session(case)
    return seated(session)


def seated(session: Session) -> SimpleNamespace:
    case = session.case
    staff = builders.staff_of(case)
    seats = {
        name: operations.enter_as_officer(session=session, by=getattr(staff, name), at=AT)
        for name in ("mediator", "recorder")
    }
    workers = list(case.parties.workers())
    for no, worker in enumerate(workers, start=1):
        seats[f"worker{no}"] = enter(session, admitted(worker))
    seats["boss"] = enter(session, admitted(case.debtor))
    session = Session.objects.select_related("case").get(pk=session.pk)
    return SimpleNamespace(
        case=session.case,
        session=session,
        seats=seats,
        workers=workers,
        debtor=case.debtor,
        staff=staff,
        room=session.room_id,
    )


def enter(session: Session, user: User, at: datetime = AT) -> Seat:
    return operations.enter_as_party(session=session, user=user, at=at)


def own(party: Party) -> str:
    return f"p:{party.key}"


def send(seat: Seat, stream: str, kind: str, body: dict | None = None, at: datetime = AT) -> Answer:
    """Send one frame and return what its sender is told."""
    frame = Frame(seat.pk, stream, kind, f"c{next(_ids)}", body or {}, at)
    return receive(room_id=seat.room_id, frames=[frame]).answers[0]


def done(seat: Seat, stream: str, kind: str, body: dict | None = None, at: datetime = AT) -> Event:
    """Send one frame that must be accepted; return the event that answers it."""
    answer = send(seat, stream, kind, body, at)
    assert answer.event is not None, answer.why
    return answer.event


def told(seat: Seat, *kinds: str) -> list[Event]:
    """What `seat` may read of those kinds, in order."""
    events = Event.objects.visible_to(seat).order_by("position")
    return list(events.filter(kind__in=kinds) if kinds else events)
