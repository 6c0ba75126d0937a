"""The sides that are spoken to in private, joined or parted by the mediator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models import Party
from cases.operations import lock_case, record, require
from mediation.models import Group, Session
from mediation.permissions import can_propose_terms
from room.models import Room
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Side:
    """Who is to be one side from now on, and how it is called."""

    name: str
    parties: Sequence[Party]


@transaction.atomic
def regroup(*, session: Session, sides: Sequence[Side], by: User, on: date) -> list[Group]:
    """
    重新分组: divide everybody called to the session into sides, before those concerned are seated.

    A side whose people change gets a stream of its own: what was said to the old one stays there.

    Raises:
        ActRefused: the room is not open yet or is closed; a party is in no side or in two (V-P2);
            somebody of a side that changes is in the room.
    """
    case = lock_case(session.case)
    require(can_propose_terms(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    room = session.room
    if room is None or not room.is_open:
        raise ActRefused("调解室没有开放，不能分组。", source="D10")
    old = {g: frozenset(p.pk for p in g.parties.all()) for g in _standing(session)}
    wanted = [(side.name.strip(), frozenset(p.pk for p in side.parties)) for side in sides]
    _refuse_wrong_division(frozenset().union(*old.values()), wanted)
    kept = {members: g for g, members in old.items() if members in {m for _, m in wanted}}
    ended = [g for g, members in old.items() if members not in kept]
    _refuse_seated(room, ended)
    for group in ended:
        group.parties.clear()
    groups = []
    for name, members in wanted:
        group = kept.get(members) or Group(session=session, slug=_free_slug(session))
        group.name = name[:80]
        group.save()
        group.parties.set(members)
        groups.append(group)
    record(
        case,
        "regroup",
        by=by,
        on=on,
        summary=f"第{session.no}次调解会分为{'、'.join(name for name, _ in wanted)}"[:380],
        facts={"session": session.no, "groups": [g.slug for g in groups]},
        private=True,
    )
    return groups


def _standing(session: Session) -> list[Group]:
    groups = session.groups.prefetch_related("parties")
    return [group for group in groups if group.parties.all()]


def _refuse_wrong_division(
    everybody: frozenset[int], wanted: Sequence[tuple[str, frozenset[int]]]
) -> None:
    placed = [pk for _, members in wanted for pk in members]
    if len(placed) != len(set(placed)) or set(placed) != everybody:
        raise ActRefused("每一方当事人都要在一个组，且只在一个组。", source="V-P2")
    names = [name for name, _ in wanted]
    if not all(names) or len(set(names)) != len(names) or not all(m for _, m in wanted):
        raise ActRefused("每个组都要有人，名称不能空，也不能相同。", source="V-P2")


def _refuse_seated(room: Room, ended: Sequence[Group]) -> None:
    slugs = [group.slug for group in ended]
    seated = room.seats.filter(removed_at=None, group__in=slugs).values_list("label", flat=True)
    if seated:
        raise ActRefused(
            f"{'、'.join(seated[:6])}已在调解室，所在的组不能改动。",
            source="V-P2",
            suggest="请先请其离开调解室，分组后再进入。",
        )


def _free_slug(session: Session) -> str:
    taken = set(session.groups.values_list("slug", flat=True))
    number = len(taken) + 1
    while f"side-{number}" in taken:
        number += 1
    return f"side-{number}"
