"""
Coming in from one's own phone: the door is opened, somebody proves who they are or is let in.

A wrong name and a wrong number are answered alike, and counted alike. After five wrong answers to
a name only an officer admits; so too whoever was shown out of the room before.
"""

import secrets
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.choices import Capacity, IdentityProof
from cases.models import Case, Party, PartyAccess
from cases.models.fields import blind_index
from cases.operations import admit_person, checked_name, lock_case, record, require, revoke_access
from mediation import announcements
from mediation.choices import ArrivalState, Standing
from mediation.models import Arrival, Door, Session
from mediation.operations.capacity import check_capacity
from mediation.operations.room import enter_as_party
from mediation.permissions import can_keep_minutes
from mediation.queries import Acting, named_at_door, shown_out
from room import operations as room
from room.models import Seat
from staff.models import User
from staff.refusals import ActRefused
from staff.sms import send_sms, sender

WRONG_AT_MOST = 5  # to one name at one door
CODE_LASTS = timedelta(minutes=10)
CODES_AT_MOST = 3  # to one name while a code lasts
KNOCKS_AT_MOST = 30  # waiting at one door
ASK_OFFICER = "试的次数太多了，现在只能由工作人员核对后准予进入。请按“请工作人员核对”。"


class DoorClosed(ActRefused):
    def __init__(self) -> None:
        super().__init__("这个调解室没有开放，或者已经结束。", source="D10")


@transaction.atomic
def open_door(*, session: Session, by: User, at: datetime, renew: bool = False) -> Door:
    """
    开放入口: a six-digit code by which phones find the session; `renew` makes a new one.

    Raises:
        ActRefused: no officer has entered the room yet, or it is closed.
    """
    case = lock_case(session.case)
    require(can_keep_minutes(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.room is None or not session.room.is_open:
        raise ActRefused("调解室还没有开放，请先进入调解室。", source="D10")
    door = Door.objects.select_for_update().filter(session=session).first()
    if door and door.code and not renew:
        return door
    door = door or Door(session=session, opened_by=by, opened_at=at)
    door.code, door.secret = _free_code(), secrets.token_hex(24)
    door.opened_by, door.opened_at = by, at
    door.save()
    record(
        case,
        "open_door",
        by=by,
        on=timezone.localtime(at).date(),
        summary=f"开放第{session.no}次调解会的手机入口",
        facts={"session": session.no},
        private=True,
    )
    return door


def _free_code() -> str:
    """Return six digits no open door has; the doors of closed rooms give theirs up."""
    Door.objects.filter(session__room__closed_at__isnull=False).exclude(code="").update(code="")
    taken = set(Door.objects.exclude(code="").values_list("code", flat=True))
    while (code := f"{secrets.randbelow(1_000_000):06d}") in taken:
        pass
    return code


@transaction.atomic
def arrive(
    *, door: Door, name: str, standing: Standing, represents: str = "", at: datetime
) -> Arrival:
    """
    到门口: somebody says who they are; a code goes to the phone on file of everybody so named.

    Raises:
        ActRefused: the door is shut; the name is no name (V-P1); too many codes were sent.
    """
    door = _lock(door)
    name = checked_name(name)
    if standing == Standing.FOR_ANOTHER and not represents.strip():
        raise ActRefused("请填写您代表的单位或者人。", source="V-P2")
    index = blind_index(name)
    lately = Arrival.objects.filter(door=door, name_index=index, sent_at__gt=at - CODE_LASTS)
    if lately.count() >= CODES_AT_MOST:
        raise ActRefused(
            "验证码要得太频繁。",
            source="D10",
            suggest="请用已经收到的验证码，或者十分钟后再试；着急的请找工作人员。",
        )
    arrival = Arrival.objects.create(
        door=door,
        name=name,
        name_index=index,
        standing=standing,
        represents=represents.strip(),
        sent_at=at,
        came_at=at,
    )
    _send_codes(arrival, at)
    return arrival


def _send_codes(arrival: Arrival, at: datetime) -> None:
    if settings.DOOR_PROOF == "id_tail" or not sender().reaches_phones:
        return
    digests: dict[str, str] = {}
    for acting in _called(arrival, at):
        if not acting.party.phone:
            continue
        code = f"{secrets.randbelow(1_000_000):06d}"
        digests[acting.party.key] = _digest(arrival, code)
        text = f"验证码{code}，用于进入农民工欠薪调解室，十分钟内有效。不要告诉别人。"
        transaction.on_commit(partial(send_sms, acting.party.phone, text))
    if digests:
        arrival.codes = digests
        arrival.save(update_fields=["codes"])


def _digest(arrival: Arrival, code: str) -> str:
    return salted_hmac("mediation.door.sms", f"{arrival.pk}:{code}").hexdigest()


def _called(arrival: Arrival, at: datetime) -> list[Acting]:
    """Return as whom the visitor may come in, if they are who they say."""
    return named_at_door(
        arrival.door.session,
        arrival.name,
        arrival.represents if arrival.standing == Standing.FOR_ANOTHER else "",
        on=timezone.localtime(at).date(),
    )


@transaction.atomic
def prove_identity(
    *, arrival: Arrival, at: datetime, code: str = "", id_tail: str = "", user: User | None = None
) -> Arrival:
    """
    核对身份: let the visitor in when what they know fits exactly one person of that name.

    The arrival comes back admitted; still `PROVING` where something did not fit (nobody is told
    what); knocking where only an officer may admit them; refused, with the reason, where they are
    who they say and may not come in. `user` is who the browser is signed in as, if anybody.

    Raises:
        ActRefused: too many wrong answers to this name; the door is shut.
    """
    door = _lock(arrival.door)
    arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if arrival.state != ArrivalState.PROVING:
        return arrival
    if _wrong_answers(door, arrival.name_index) >= WRONG_AT_MOST:
        raise ActRefused(ASK_OFFICER, source="V-P1")
    fits = [
        (acting, proof)
        for acting in _called(arrival, at)
        if (proof := _proof(arrival, acting, code=code.strip(), id_tail=id_tail.strip(), at=at))
    ]
    if len(fits) != 1:
        arrival.wrong += 1
        arrival.save(update_fields=["wrong"])
        return arrival
    ((acting, proof),) = fits
    try:
        with transaction.atomic():
            return _let_in(arrival, acting, proof, by=None, at=at, user=user)
    except _OfficerOnly:
        return _knock(arrival, at)
    except ActRefused as refusal:
        return _decide(arrival, ArrivalState.REFUSED, at=at, reason=f"{refusal}{refusal.suggest}")


def _wrong_answers(door: Door, name_index: str) -> int:
    since = Arrival.objects.filter(door=door, name_index=name_index)
    return since.aggregate(total=Sum("wrong"))["total"] or 0


def _proof(
    arrival: Arrival, acting: Acting, *, code: str, id_tail: str, at: datetime
) -> IdentityProof | None:
    """Return how the visitor has proved to be this person, if they have."""
    kept = arrival.codes.get(acting.party.key, "")
    in_time = arrival.sent_at is not None and at - arrival.sent_at <= CODE_LASTS
    by_code = bool(kept) and in_time and constant_time_compare(kept, _digest(arrival, code))
    number = acting.party.id_no if acting.capacity == Capacity.SELF else ""
    by_tail = (
        len(id_tail) == 4
        and bool(number)
        and constant_time_compare(number[-4:].upper(), id_tail.upper())
    )
    match settings.DOOR_PROOF:
        case "both":
            return IdentityProof.SMS if by_code and by_tail else None
        case "id_tail":
            return IdentityProof.ID_TAIL if by_tail else None
        case _:
            if by_code:
                return IdentityProof.SMS
            # The number alone opens only where no phone is on file to send a code to.
            return IdentityProof.ID_TAIL if by_tail and not kept else None


class _OfficerOnly(Exception):
    """Whoever was shown out comes back by an officer."""


def _let_in(
    arrival: Arrival,
    acting: Acting,
    proof: IdentityProof,
    *,
    by: User | None,
    at: datetime,
    user: User | None,
) -> Arrival:
    session = arrival.door.session
    access = admit_person(
        party=acting.party,
        person=acting.person,
        capacity=acting.capacity,
        authority=acting.authority,
        proof=proof,
        user=_same_person(user, session.case, acting.person),
        by=by,
        at=at,
    )
    if by is None and shown_out(session, access.user):
        raise _OfficerOnly
    enter_as_party(session=session, user=access.user, at=at)
    arrival.party, arrival.capacity = acting.party, acting.capacity
    arrival.authority, arrival.user = acting.authority, access.user
    return _decide(arrival, ArrivalState.ADMITTED, by=by, at=at)


def _same_person(user: User | None, case: Case, person: str) -> User | None:
    """Return the signed-in user when it is this person, already admitted in this case."""
    if user is None or not user.is_authenticated or not user.is_party:
        return None
    here = PartyAccess.objects.filter(user=user, party__case=case, person=person, revoked_at=None)
    return user if here.exists() else None


def _decide(
    arrival: Arrival, state: ArrivalState, *, at: datetime, by: User | None = None, reason: str = ""
) -> Arrival:
    was_knocking = arrival.state == ArrivalState.KNOCKING
    arrival.state, arrival.reason = state, reason[:200]
    arrival.decided_at, arrival.decided_by = at, by
    arrival.save()
    if was_knocking:
        announcements.arrival(arrival)
    return arrival


@transaction.atomic
def knock(*, arrival: Arrival, at: datetime) -> Arrival:
    """
    请工作人员核对: the request appears to the officers, who look at the papers at the table.

    Raises:
        ActRefused: too many are waiting already.
    """
    door = _lock(arrival.door)
    arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if arrival.state != ArrivalState.PROVING:
        return arrival
    waiting = Arrival.objects.filter(door=door, state=ArrivalState.KNOCKING)
    if waiting.count() >= KNOCKS_AT_MOST:
        raise ActRefused("等候核对的人太多，请直接到工作人员面前说明。", source="D10")
    return _knock(arrival, at)


def _knock(arrival: Arrival, at: datetime) -> Arrival:
    arrival.state = ArrivalState.KNOCKING
    arrival.save(update_fields=["state"])
    announcements.knock(arrival)
    return arrival


@transaction.atomic
def admit_arrival(
    *, arrival: Arrival, party: Party, capacity: Capacity, by: User, at: datetime
) -> Arrival:
    """
    准予进入: an officer has looked at the papers of somebody who knocked.

    Raises:
        ActRefused: V-P2 when the person may not act for the party in this capacity; MED-04 when
            the party refused mediation; it was decided already.
    """
    door, arrival = _knocking(arrival, by)
    person = {
        Capacity.SELF: party.name,
        Capacity.LEGAL_REPRESENTATIVE: party.legal_rep,
    }.get(capacity, arrival.name)
    if party.case_id != door.session.case_id:
        raise ActRefused("请选择本案的当事人。", source="V-P2")
    on = timezone.localtime(at).date()
    authority = check_capacity(party, person, capacity, on=on, settle=False)
    acting = Acting(party, person, capacity, authority)
    return _let_in(arrival, acting, IdentityProof.OFFICER, by=by, at=at, user=None)


@transaction.atomic
def refuse_arrival(*, arrival: Arrival, reason: str, by: User, at: datetime) -> Arrival:
    """不准予进入, with the reason the person is shown."""
    _, arrival = _knocking(arrival, by)
    if not reason.strip():
        raise ActRefused("请写明不准予进入的理由。", source="V-P2")
    return _decide(arrival, ArrivalState.REFUSED, by=by, at=at, reason=reason.strip())


def _knocking(arrival: Arrival, by: User) -> tuple[Door, Arrival]:
    door = _lock(arrival.door)
    require(can_keep_minutes(by, door.session.case))
    arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if arrival.state != ArrivalState.KNOCKING:
        raise ActRefused(f"这位来人{arrival.get_state_display()}，不必再办。", source="D10")
    return door, arrival


@transaction.atomic
def come_back(*, session: Session, user: User, at: datetime) -> Seat:
    """
    再次进入: a person admitted earlier takes their seat again, or one in the next session.

    Raises:
        ActRefused: they were shown out since; the room is not open; MED-04.
    """
    if shown_out(session, user):
        raise ActRefused(
            "您已被请出调解室。",
            source="D10",
            suggest="要再次进入的，请输入六位数字，由工作人员核对后准予。",
        )
    if session.room is None or not session.room.is_open:
        raise DoorClosed
    return enter_as_party(session=session, user=user, at=at)


@transaction.atomic
def turn_away(*, access: PartyAccess, reason: str, by: User, at: datetime) -> PartyAccess:
    """停用准入并离席: the person acts for the party no longer, and their screens close."""
    access = revoke_access(access=access, reason=reason, by=by, at=at)
    seats = Seat.objects.filter(
        user=access.user, room__session__case=access.party.case_id, removed_at=None
    )
    for seat in seats:
        room.remove_seat(seat=seat, at=at)
    return access


def _lock(door: Door) -> Door:
    """Lock the case, then the door; whoever comes later finds what was decided before."""
    lock_case(door.session.case)
    door = (
        Door.objects.select_for_update(of=("self",))
        .select_related("session__case", "session__room")
        .get(pk=door.pk)
    )
    if not door.is_open:
        raise DoorClosed
    return door
