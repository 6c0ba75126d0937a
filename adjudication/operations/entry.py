"""
手机入口: a party's way to their own case, given by the clerk who has seen who they are.

The code finds one person of one party of one case. A natural person adds the end of their identity
number; whoever comes for an organisation was looked at when the code was given. After five wrong
answers a code opens nothing any more.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localtime

from adjudication.models import Arbitration, EntryCode
from adjudication.operations.records import lock, note
from adjudication.operations.replies import capacity_of
from adjudication.permissions import can_conduct
from adjudication.queries.parties import parties_of
from cases.choices import Capacity, IdentityProof
from cases.models import Party, PartyAccess
from cases.operations import admit_person, require
from staff.models import User
from staff.refusals import ActRefused

WRONG_AT_MOST = 5
LASTS = timedelta(days=90)
DIGITS = 10


@transaction.atomic
def give_entry_code(
    *,
    arbitration: Arbitration,
    party: Party,
    person: str,
    by: User,
    at: datetime,
    checked: bool = False,
) -> tuple[EntryCode, str]:
    """
    发出入口码; the ten digits are returned this once and kept nowhere.

    A code given before to the same person opens nothing any more.

    Raises:
        ActRefused: the person does not act for the party before the commission (V-P2); for an
            organisation without a look at their papers.
    """
    arbitration = lock(arbitration)
    require(can_conduct(by, arbitration))
    if party.pk not in {p.pk for p in parties_of(arbitration)}:
        raise ActRefused(f"{party.name}不是本案的当事人。", source="V-P2")
    on = localtime(at).date()
    person = person.strip()
    capacity, authority = capacity_of(party, person, on=on)
    if not _has_number(party, capacity) and not checked:
        raise ActRefused(
            f"{person}没有登记证件号码，请当面核对身份证件和委托手续后勾选“已核对”。",
            source="V-P2",
        )
    _end(arbitration.entry_codes.filter(party=party, person=person, ended_at=None), at=at)
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    code = EntryCode.objects.create(
        arbitration=arbitration,
        party=party,
        person=person,
        capacity=capacity,
        authority=authority,
        digest=_digest(digits),
        made_at=at,
        made_by=by,
        until=on + LASTS,
    )
    note(
        arbitration,
        "give_entry_code",
        by=by,
        on=on,
        party=party,
        summary=f"向{party.name}的{person}发出手机入口码",
        facts={"entry_code": code.pk},
    )
    return code, digits


def _has_number(party: Party, capacity: str) -> bool:
    return capacity == Capacity.SELF and bool(party.id_no)


def needs_number(code: EntryCode) -> bool:
    """Return whether who holds the code proves themselves with their identity number besides."""
    return _has_number(code.party, code.capacity)


def _digest(digits: str) -> str:
    return salted_hmac("adjudication.entry", digits).hexdigest()


def code_of(digits: str) -> EntryCode | None:
    """Return the code in force that these digits are."""
    found = EntryCode.objects.filter(digest=_digest(digits), ended_at=None)
    return found.select_related("party__case", "arbitration", "authority").first()


@transaction.atomic
def enter_by_code(
    *, digits: str, id_tail: str, at: datetime, user: User | None = None
) -> PartyAccess | None:
    """
    凭入口码进入: return as whom the person acts now; None where something does not fit.

    Nobody is told what did not fit. `user` is who the browser is signed in as, if anybody.

    Raises:
        ActRefused: too many wrong answers to this code; it is out of date; the case is closed.
    """
    known = code_of(digits)
    if known is None:
        return None
    arbitration = lock(known.arbitration)
    code = EntryCode.objects.select_for_update().get(pk=known.pk)
    code.arbitration = arbitration
    if code.ended_at is not None:
        return None
    if code.wrong >= WRONG_AT_MOST:
        raise ActRefused("试的次数太多了，这个入口码已经停用。请向书记员要新的。", source="V-P1")
    if localtime(at).date() > code.until:
        raise ActRefused("这个入口码已经过期。请向书记员要新的。", source="V-P1")
    number = code.party.id_no if needs_number(code) else ""
    if number and not constant_time_compare(number[-4:].upper(), id_tail.strip().upper()):
        code.wrong += 1
        code.save(update_fields=["wrong"])
        return None
    access = admit_person(
        party=code.party,
        person=code.person,
        capacity=Capacity(code.capacity),
        authority=code.authority,
        proof=IdentityProof.ID_TAIL if number else IdentityProof.OFFICER,
        user=_same_person(user, code) or code.user,
        at=at,
    )
    code.user, code.used_at, code.wrong = access.user, at, 0
    code.save(update_fields=["user", "used_at", "wrong"])
    return access


def _same_person(user: User | None, code: EntryCode) -> User | None:
    if user is None or not user.is_authenticated or not user.is_party:
        return None
    here = PartyAccess.objects.filter(
        user=user, party__case=code.party.case_id, person=code.person, revoked_at=None
    )
    return user if here.exists() else None


@transaction.atomic
def end_entry_code(*, code: EntryCode, by: User, at: datetime) -> None:
    """停用入口码: it opens nothing any more; what was done with it stays."""
    arbitration = lock(code.arbitration)
    require(can_conduct(by, arbitration))
    _end(arbitration.entry_codes.filter(pk=code.pk, ended_at=None), at=at)
    note(
        arbitration,
        "end_entry_code",
        by=by,
        on=localtime(at).date(),
        party=code.party,
        summary=f"停用{code.person}的手机入口码",
        facts={"entry_code": code.pk},
    )


def _end(codes, *, at: datetime) -> None:
    codes.update(ended_at=at)
