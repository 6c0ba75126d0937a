"""到会: what the QR and the code of a session lead to, and as whom somebody comes in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.choices import Capacity, PartyKind
from cases.models import Authority, Party
from mediation.models import Door, Session
from room.models import Seat
from staff.models import User


@dataclass(frozen=True)
class Acting:
    """Somebody in the capacity in which they act for a party, under which power of attorney."""

    party: Party
    person: str
    capacity: Capacity
    authority: Authority | None = None


TOKEN_LASTS = 300  # seconds; an address is good for as long again after that


def door_token(door: Door, at: datetime, *, age: int = 0) -> str:
    """Return what stands in the QR at that moment; it finds the session and says nothing else."""
    slot = int(at.timestamp()) // TOKEN_LASTS - age
    mac = salted_hmac("mediation.door.address", f"{door.pk}.{door.secret}.{slot}").hexdigest()
    return f"{door.pk}-{mac[:24]}"


def door_of_token(token: str, at: datetime) -> Door | None:
    pk = token.partition("-")[0]
    door = _doors().filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
    if door is None or not door.is_open:
        return None
    fresh = any(constant_time_compare(token, door_token(door, at, age=age)) for age in (0, 1))
    return door if fresh else None


def door_of_code(code: str) -> Door | None:
    door = _doors().filter(code=code).first() if code else None
    return door if door and door.is_open else None


def _doors() -> QuerySet[Door]:
    return Door.objects.select_related("session__case", "session__room")


def named_at_door(session: Session, name: str, represents: str, *, on: date) -> list[Acting]:
    """
    Return as whom somebody of that name may come in: as themselves, or for `represents`.

    Nobody is asked to type the whole name of a company: four characters of it do where they fit
    one party only.
    """
    parties = session.case.parties
    if not represents:
        own = parties.filter(kind=PartyKind.NATURAL, name=name)
        return [Acting(party, name, Capacity.SELF) for party in own]
    exact = list(parties.filter(name=represents))
    part = list(parties.filter(name__contains=represents)) if len(represents) >= 4 else []
    found = exact or (part if len(part) == 1 else [])
    acting = []
    for party in found:
        if party.kind == PartyKind.ORG and party.legal_rep == name:
            acting.append(Acting(party, name, Capacity.LEGAL_REPRESENTATIVE))
            continue
        authority = party.authorities.filter(
            agent=name, before="mediation_org", valid_from__lte=on, valid_to__gte=on
        )
        if under := authority.order_by("-id").first():
            acting.append(Acting(party, name, Capacity.AUTHORISED_AGENT, under))
    return acting


def shown_out(session: Session, user: User) -> bool:
    """Whether the person had a seat in the room of the session and was asked to leave it."""
    if session.room_id is None:
        return False
    last = Seat.objects.filter(room=session.room_id, user=user).order_by("-id").first()
    return last is not None and last.removed_at is not None
