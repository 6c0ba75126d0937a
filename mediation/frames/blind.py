"""密封报价: both sides' limits, of which only the comparison is told."""

from mediation import operations
from mediation.choices import Answer
from mediation.frames.audiences import CHAIR, OPEN, OWN, PARTIES
from mediation.frames.reading import (
    consent_to,
    existing,
    group_named,
    number_in,
    own_party,
    session_of,
    slug_in,
    thing_in,
    until,
)
from mediation.models import BlindRound
from room.models import Room, Seat
from room.protocol import Frame, Kind


def _blind_ask(body: dict) -> dict:
    return {
        "low": slug_in(body, "low"),
        "high": slug_in(body, "high"),
        "minutes": number_in(body, "minutes"),
    }


def _ask_blind(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    session = session_of(room)
    operations.ask_blind_round(
        session=session,
        low=group_named(session, body["low"]),
        high=group_named(session, body["high"]),
        expires_at=until(frame, body),
        by=seat.user,
        at=frame.at,
    )


def _round_of(room: Room, body: dict) -> BlindRound:
    found = BlindRound.objects.filter(session__room=room, pk=body["id"])
    return existing(found.select_related("session__case").first())


def _consent_blind(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.consent_blind_round(
        round=_round_of(room, body),
        party=own_party(seat, frame.stream),
        answer=Answer(body["answer"]),
        by=seat.user,
        at=frame.at,
    )


def _blind_bound(body: dict) -> dict:
    return thing_in(body) | {"amount_fen": number_in(body, "amount_fen")}


def _give_blind(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.give_blind_bound(
        round=_round_of(room, body),
        party=own_party(seat, frame.stream),
        amount_fen=body["amount_fen"],
        by=seat.user,
        at=frame.at,
    )


def _stop_blind(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.stop_blind_round(round=_round_of(room, body), by=seat.user, at=frame.at)


KINDS = (
    Kind("blind.ask", CHAIR, OPEN, _blind_ask, act=_ask_blind),
    Kind("blind.consent", PARTIES, OWN, consent_to, act=_consent_blind),
    Kind("blind.give", PARTIES, OWN, _blind_bound, act=_give_blind),
    Kind("blind.stop", CHAIR, OPEN, thing_in, act=_stop_blind),
)
