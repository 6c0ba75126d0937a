"""Admitting a person to act for a party from their own phone, and taking that back."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.choices import Capacity, IdentityProof
from cases.models import Authority, Case, Party, PartyAccess
from cases.operations.records import checked_name, lock_case, record, require, require_open
from cases.permissions import can_edit_case
from staff.history import save_with_reason
from staff.models import User
from staff.operations import establish_system_user
from staff.refusals import ActRefused


@transaction.atomic
def admit_person(
    *,
    party: Party,
    person: str,
    capacity: Capacity,
    proof: IdentityProof,
    at: datetime,
    by: User | None = None,
    authority: Authority | None = None,
    user: User | None = None,
) -> PartyAccess:
    """
    准入: let a person whose identity is proven act for `party`.

    `by` is the officer who looked at the papers; None when the person came in by code and factor.
    Somebody who was here before in this case is the same user again; `user` says who that is where
    the person has just proved it. A user belongs to one case: a sign-in opens no other.

    Raises:
        ActRefused: the case is closed; the name is no name.
    """
    case = lock_case(party.case)
    require_open(case)
    name = checked_name(person)
    if by is not None:
        require(can_edit_case(by, case))
    user = user or _known(case, party, name, capacity) or _new_user(case, name, by)
    access = party.accesses.filter(user=user, capacity=capacity, revoked_at=None).first()
    if access and access.authority == authority:
        return access
    if access:
        _revoke(access, at=at, by=by or user, reason="改用另一份授权")
    access = PartyAccess(
        party=party,
        user=user,
        person=name,
        capacity=capacity,
        authority=authority,
        proof=proof,
        granted_at=at,
    )
    save_with_reason(access, by=by or user, reason=f"准入：{IdentityProof(proof).label}")
    record(
        case,
        "admit_person",
        by=by or user,
        on=timezone.localtime(at).date(),
        party=party,
        summary=f"{name}以{Capacity(capacity).label}身份代{party.name}进入，"
        f"{IdentityProof(proof).label}"
        if name != party.name
        else f"{name}本人进入，{IdentityProof(proof).label}",
        facts={"capacity": capacity, "proof": proof},
    )
    return access


@transaction.atomic
def revoke_access(*, access: PartyAccess, reason: str, by: User, at: datetime) -> PartyAccess:
    """
    停用准入: the person acts for the party no longer; what they did stays.

    Raises:
        ActRefused: it was taken back before; no reason is given.
    """
    case = lock_case(access.party.case)
    require(can_edit_case(by, case))
    access = PartyAccess.objects.select_for_update().get(pk=access.pk)
    if access.revoked_at is not None:
        raise ActRefused("这项准入已经停用。", source="V-P2")
    if not reason.strip():
        raise ActRefused("请写明停用的原因。", source="V-P2")
    _revoke(access, at=at, by=by, reason=reason)
    record(
        case,
        "revoke_access",
        by=by,
        on=timezone.localtime(at).date(),
        party=access.party,
        summary=f"停用{access.person}代{access.party.name}的准入：{reason}"[:380],
        facts={"capacity": access.capacity},
    )
    return access


def _revoke(access: PartyAccess, *, at: datetime, by: User, reason: str) -> None:
    access.revoked_at = at
    save_with_reason(access, by=by, reason=reason)


def _known(case: Case, party: Party, name: str, capacity: Capacity) -> User | None:
    """Return who this person was in the case before: by identity number, else party and name."""
    earlier = PartyAccess.objects.filter(
        party__case=case, capacity=capacity, user__is_active=True
    ).select_related("user")
    if capacity == Capacity.SELF and party.id_index:
        found = earlier.filter(party__id_index=party.id_index)
    else:
        found = earlier.filter(party=party, person=name)
    access = found.order_by("-id").first()
    return access.user if access else None


def _new_user(case: Case, name: str, by: User | None) -> User:
    user = User(username=f"party-{case.pk}-{secrets.token_hex(6)}", name=name, is_party=True)
    user.set_unusable_password()
    return save_with_reason(user, by=by or establish_system_user(), reason="当事人首次进入")
