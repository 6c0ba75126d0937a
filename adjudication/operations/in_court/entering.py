"""进入庭审室: the tribunal takes its seats, a party's person follows on their own phone."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import ArbitrationState, HearingState, SeatRole
from adjudication.models import Arbitration, Hearing
from adjudication.operations.in_court.log import fresh, room_of
from adjudication.operations.records import lock, note, require_state
from adjudication.permissions import can_conduct, can_preside
from adjudication.queries.parties import acting_in
from cases.operations import require
from room import operations as room
from room.choices import SeatRole as RoomRole
from room.models import Seat
from staff.models import User
from staff.refusals import ActRefused

PURPOSE = "hearing"
OVER = (HearingState.CLOSED, HearingState.POSTPONED, HearingState.CANCELLED)


@transaction.atomic
def enter_as_tribunal(*, hearing: Hearing, by: User, at: datetime) -> Seat:
    """
    进入庭审室: an arbitrator or the secretary takes their seat; the first one opens the room.

    Raises:
        ActRefused: the hearing is over and never had a room.
    """
    arbitration = lock(hearing.arbitration)
    require(can_conduct(by, arbitration))
    hearing = fresh(hearing, arbitration)
    if hearing.room_id is None:
        require_state(arbitration, ArbitrationState.ACCEPTED)
        if hearing.state in OVER:
            raise ActRefused(f"这次开庭{hearing.get_state_display()}。", source="ARB-43")
        hearing.room = room.open_room(purpose=PURPOSE, at=at)
        hearing.save(update_fields=["room"])
        note(
            arbitration,
            "open_courtroom",
            by=by,
            on=localtime(at).date(),
            summary=f"开启第{hearing.no}次开庭的庭审室",
            facts={"hearing": hearing.pk},
        )
    chair = can_preside(by, arbitration)
    return room.seat_person(
        room=room_of(hearing),
        user=by,
        role=RoomRole.CHAIR if chair else RoomRole.RECORDER,
        label=f"{_title(arbitration, by)}{by.name}",
        at=at,
    )


def _title(arbitration: Arbitration, user: User) -> str:
    seat = arbitration.seats.filter(user=user, until_on=None).first()
    return SeatRole(seat.role).label if seat else SeatRole.SECRETARY.label


@transaction.atomic
def enter_as_party_of(*, hearing: Hearing, user: User, at: datetime) -> Seat:
    """
    入庭: a party's person, admitted before, follows the hearing on their own phone.

    It is not being present: who is there the tribunal says, after looking at their papers.

    Raises:
        ActRefused: the room is not open; the person acts for nobody here, or for both sides (V-P2).
    """
    arbitration = lock(hearing.arbitration)
    hearing = fresh(hearing, arbitration)
    if hearing.room is None or not hearing.room.is_open:
        raise ActRefused("庭审室还没有开放，请等书记员开庭。", source="ARB-43")
    held = acting_in(user, arbitration, on=localtime(at).date())
    if not held:
        raise ActRefused("您不是本案的当事人或者代理人。", source="V-P2")
    mine = {arbitration.applicants.filter(pk=access.party_id).exists() for access in held}
    if len(mine) > 1:
        raise ActRefused("您同时代表双方，不能这样进入，请向书记员说明。", source="V-P2")
    person = held[0].person
    names = [access.party.name for access in held if access.party.name != person]
    label = f"{person}（{'、'.join(names)}）" if names else person
    return room.seat_person(
        room=hearing.room,
        user=user,
        role=RoomRole.PARTY,
        keys=[access.party.key for access in held],
        label=label[:80],
        at=at,
    )
