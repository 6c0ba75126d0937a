"""报价: what a side offers and the other answers."""

from mediation import operations
from mediation.frames.audiences import CHAIR, INTERNAL, PARTIES, SIDE
from mediation.frames.reading import (
    choice_in,
    existing,
    group_named,
    number_in,
    session_of,
    short_in,
    slug_in,
    speaking_for,
    thing_in,
    until,
)
from mediation.models import Offer
from room.models import Room, Seat
from room.protocol import Frame, Kind


def _offered(body: dict) -> dict:
    """`to` is the slug of a side; `minutes` how long the offer stands; `party` one's own key."""
    cleaned: dict = {
        "to": slug_in(body, "to"),
        "amount_fen": number_in(body, "amount_fen"),
        "minutes": number_in(body, "minutes"),
        "note": short_in(body, "note"),
        "party": slug_in(body, "party", required=False),
    }
    if body.get("counters") is not None:
        cleaned["counters"] = number_in(body, "counters")
    return cleaned


def _make_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """A side's person offers on the stream of their side; the mediator writes down there."""
    session = session_of(room)
    counters = None
    if "counters" in body:
        offers = Offer.objects.visible_to(seat).filter(pk=body["counters"])
        counters = existing(offers.select_related("session__case").first())
    operations.make_offer(
        session=session,
        giver=group_named(session, frame.stream.partition(":")[2]),
        receiver=group_named(session, body["to"]),
        amount_fen=body["amount_fen"],
        note=body["note"],
        expires_at=until(frame, body),
        party=speaking_for(session, seat, body),
        counters=counters,
        by=seat.user,
        at=frame.at,
    )


def _offer_of(seat: Seat, body: dict) -> Offer:
    found = Offer.objects.visible_to(seat).select_related("session__case")
    return existing(found.filter(pk=body["id"]).first())


def _convey_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.convey_offer(offer=_offer_of(seat, body), by=seat.user, at=frame.at)


def _offer_answer(body: dict) -> dict:
    return thing_in(body) | {
        "answer": choice_in(body, "answer", ("accept", "decline")),
        "party": slug_in(body, "party", required=False),
    }


def _answer_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.answer_offer(
        offer=_offer_of(seat, body),
        accept=body["answer"] == "accept",
        party=speaking_for(session_of(room), seat, body),
        by=seat.user,
        at=frame.at,
    )


def _own_thing(body: dict) -> dict:
    return thing_in(body) | {"party": slug_in(body, "party", required=False)}


def _withdraw_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.withdraw_offer(
        offer=_offer_of(seat, body),
        party=speaking_for(session_of(room), seat, body),
        by=seat.user,
        at=frame.at,
    )


KINDS = (
    Kind("offer.make", CHAIR | PARTIES, SIDE, _offered, act=_make_offer),
    Kind("offer.convey", CHAIR, INTERNAL, thing_in, act=_convey_offer),
    Kind("offer.answer", CHAIR | PARTIES, SIDE, _offer_answer, act=_answer_offer),
    Kind("offer.withdraw", CHAIR | PARTIES, SIDE, _own_thing, act=_withdraw_offer),
)
