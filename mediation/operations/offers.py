"""
Offers (报价): to the mediator first, to the other side when the mediator conveys them.

An accepted offer is what a proposal is written from, never an agreement. Nothing here leaves the
mediation (人民法院在线调解规则 18): the record of the case names no sum.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.models import Case, Party
from cases.operations import lock_case, record, require
from mediation import announcements
from mediation.choices import OfferState, SessionState
from mediation.models import Group, Offer, Session
from mediation.operations.capacity import acting
from mediation.operations.own_time import refuse_late
from mediation.permissions import can_schedule_session
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def make_offer(
    *,
    session: Session,
    giver: Group,
    receiver: Group,
    amount_fen: int,
    expires_at: datetime,
    by: User,
    at: datetime,
    party: Party | None = None,
    note: str = "",
    counters: Offer | None = None,
) -> Offer:
    """
    提出报价, or 还价 where `counters` is given: the giver's earlier open offer gives way.

    A party's person offers for `party`; without it the mediator writes down what a side said.

    Raises:
        ActRefused: no session is held; no sum or no time left; V-P2 without power to settle;
            `counters` is not open or was not made to this side.
    """
    case = lock_case(session.case)
    require(party is not None or can_schedule_session(by, case), "由调解员代记报价。")
    session = _held(session)
    if giver.session_id != session.pk or receiver.session_id != session.pk or giver == receiver:
        raise ActRefused("请选择向哪一方报价。", source="MED-20")
    person = f"调解员{by.name}代记"
    if party is not None:
        if not giver.parties.filter(pk=party.pk).exists():
            raise ActRefused("您不在提出报价的一方。", source="V-P2")
        refuse_late(session, on=localtime(at).date())
        person = acting(party, by=by, on=localtime(at).date(), settle=True).person
    if amount_fen <= 0:
        raise ActRefused("报价金额须大于零。", source="V-M4")
    if expires_at <= at:
        raise ActRefused("有效期须晚于现在。", source="V-D1")
    if counters is not None:
        counters = _open_offer(counters, at)
        if counters.receiver_id != giver.pk or counters.state != OfferState.CONVEYED:
            raise ActRefused("只能对已转达给本方的报价还价。", source="MED-20")
    earlier = list(
        session.offers.filter(
            giver=giver, receiver=receiver, state__in=[OfferState.MADE, OfferState.CONVEYED]
        )
    )
    offer = Offer(
        session=session,
        giver=giver,
        receiver=receiver,
        party=party,
        person=person,
        amount_fen=amount_fen,
        note=note.strip(),
        counters=counters,
        by=by,
        made_at=at,
        expires_at=expires_at,
    )
    offer.save()
    _record(case, offer, "make_offer", f"{giver}提出报价", by=by, at=at)
    announcements.offer(offer, teller=giver)
    for row in earlier:
        _move(row, OfferState.WITHDRAWN, teller=giver)
    return offer


@transaction.atomic
def convey_offer(*, offer: Offer, by: User, at: datetime) -> Offer:
    """转达报价: from now on the receiving side reads it; what it answers counts as countered."""
    case = lock_case(offer.session.case)
    require(can_schedule_session(by, case), "由调解员转达报价。")
    _held(offer.session)
    offer = _open_offer(offer, at)
    if offer.state != OfferState.MADE:
        raise ActRefused("这一报价已经转达。", source="MED-20")
    offer.conveyed_at = at
    _record(case, offer, "convey_offer", f"向{offer.receiver}转达报价", by=by, at=at)
    _move(offer, OfferState.CONVEYED)
    if offer.counters and offer.counters.state == OfferState.CONVEYED:
        _move(offer.counters, OfferState.COUNTERED)
    return offer


@transaction.atomic
def answer_offer(
    *, offer: Offer, accept: bool, by: User, at: datetime, party: Party | None = None
) -> Offer:
    """
    答复报价: acceptable, or not. No agreement comes of it; the mediator may propose terms from it.

    Raises:
        ActRefused: not conveyed, answered or expired; V-P2 without power to settle.
    """
    case = lock_case(offer.session.case)
    require(party is not None or can_schedule_session(by, case), "由调解员代记答复。")
    _held(offer.session)
    offer = _open_offer(offer, at)
    if offer.state != OfferState.CONVEYED:
        raise ActRefused("这一报价还没有转达。", source="MED-20")
    if party is not None:
        if not offer.receiver.parties.filter(pk=party.pk).exists():
            raise ActRefused("这一报价不是向您提出的。", source="V-P2")
        refuse_late(offer.session, on=localtime(at).date())
        acting(party, by=by, on=localtime(at).date(), settle=True)
    state = OfferState.ACCEPTED if accept else OfferState.DECLINED
    _record(case, offer, "answer_offer", f"{offer.receiver}答复报价", by=by, at=at)
    _move(offer, state, teller=offer.receiver)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: User, at: datetime, party: Party | None = None) -> Offer:
    """撤回报价, as long as nobody has answered it."""
    case = lock_case(offer.session.case)
    require(party is not None or can_schedule_session(by, case), "由调解员代记撤回。")
    offer = _open_offer(offer, at)
    if party is not None:
        if not offer.giver.parties.filter(pk=party.pk).exists():
            raise ActRefused("只能撤回本方的报价。", source="V-P2")
        acting(party, by=by, on=localtime(at).date(), settle=True)
    _record(case, offer, "withdraw_offer", f"{offer.giver}撤回报价", by=by, at=at)
    _move(offer, OfferState.WITHDRAWN, teller=offer.giver)
    return offer


def _held(session: Session) -> Session:
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise ActRefused("调解会没有在进行中。", source="D10")
    return session


def _open_offer(offer: Offer, at: datetime) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",))
    found = rows.select_related("session__case", "giver", "receiver", "counters").get(pk=offer.pk)
    state = found.state_at(at)
    if state not in (OfferState.MADE, OfferState.CONVEYED):
        raise ActRefused(f"这一报价{state.label}，不能再办理。", source="MED-20")
    return found


def _move(offer: Offer, state: OfferState, *, teller: Group | None = None) -> None:
    offer.state = state
    offer.save(update_fields=["state", "conveyed_at"])
    announcements.offer(offer, teller=teller)


def _record(case: Case, offer: Offer, act: str, what: str, *, by: User, at: datetime) -> None:
    record(
        case,
        act,
        by=by,
        on=localtime(at).date(),
        party=offer.party,
        summary=what,
        facts={"session": offer.session.no, "offer": offer.pk},
        private=True,
    )
