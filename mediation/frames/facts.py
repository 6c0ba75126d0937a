"""无争议事实: put to the parties, answered, confirmed."""

from mediation import operations
from mediation.choices import Answer, Fact
from mediation.frames.audiences import CHAIR, OPEN, OWN, PARTIES
from mediation.frames.reading import (
    choice_in,
    existing,
    number_in,
    own_party,
    session_of,
    short_in,
    text_in,
    thing_in,
)
from mediation.models import ProposedFact
from room.choices import STAFF
from room.models import Room, Seat
from room.protocol import Frame, Kind


def _put(body: dict) -> dict:
    cleaned: dict = {
        "fact": choice_in(body, "fact", Fact),
        "content": text_in(body, "content", 1_000),
    }
    if body.get("total_fen") is not None:
        cleaned["total_fen"] = number_in(body, "total_fen", least=0)
    return cleaned


def _put_fact(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    value = {"total_fen": body["total_fen"]} if "total_fen" in body else None
    operations.put_fact(
        session=session_of(room),
        fact=Fact(body["fact"]),
        content=body["content"],
        value=value,
        by=seat.user,
        at=frame.at,
    )


def _fact_of(room: Room, body: dict) -> ProposedFact:
    found = ProposedFact.objects.filter(session__room=room, pk=body["id"])
    return existing(found.select_related("session__case").first())


def _withdraw_fact(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.withdraw_fact(proposed=_fact_of(room, body), by=seat.user, at=frame.at)


def _fact_answer(body: dict) -> dict:
    return thing_in(body) | {
        "answer": choice_in(body, "answer", Answer),
        "note": short_in(body, "note"),
    }


def _answer_fact(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.answer_fact(
        proposed=_fact_of(room, body),
        party=own_party(seat, frame.stream),
        answer=Answer(body["answer"]),
        note=body["note"],
        by=seat.user,
        at=frame.at,
    )


def _confirm_fact(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.confirm_put_fact(proposed=_fact_of(room, body), by=seat.user, at=frame.at)


KINDS = (
    Kind("fact.put", STAFF, OPEN, _put, act=_put_fact),
    Kind("fact.withdraw", STAFF, OPEN, thing_in, act=_withdraw_fact),
    Kind("fact.answer", PARTIES, OWN, _fact_answer, act=_answer_fact),
    Kind("fact.confirm", CHAIR, OPEN, thing_in, act=_confirm_fact),
)
