"""People in the room of a session: the parties' persons admitted by the operations themselves."""

from django.utils import timezone

from cases.choices import IdentityProof
from cases.models import Party, PartyAccess
from mediation import operations
from mediation.models import Session
from room.models import Seat
from room.operations import Answer, receive
from room.protocol import Frame
from staff.models import User
from tests import builders

_count = 0


def person_of(party: Party) -> User:
    """Return a person of their own for a party: the worker, or who heads the company."""
    speaks = builders.acting(party)
    user = User(username=f"party-{party.pk}", name=speaks["person"], is_party=True)
    user.set_unusable_password()
    user.save()
    PartyAccess.objects.create(
        party=party,
        user=user,
        person=speaks["person"],
        capacity=speaks["capacity"],
        proof=IdentityProof.OFFICER,
        granted_at=timezone.now(),
    )
    return user


def seat_mediator(session: Session) -> Seat:
    staff = builders.staff_of(session.case)
    return operations.enter_as_officer(session=session, by=staff.mediator, at=timezone.now())


def seat_party(session: Session, party: Party) -> Seat:
    return operations.enter_as_party(session=session, user=person_of(party), at=timezone.now())


def send(seat: Seat, stream: str, kind: str, body: dict | None = None) -> Answer:
    """Return what the sender of one frame is told."""
    global _count
    _count += 1
    frame = Frame(seat.pk, stream, kind, f"frame-{_count}", body or {}, timezone.now())
    return receive(room_id=seat.room_id, frames=[frame]).answers[0]
