"""Talk: kept as it is said, and acts on somebody's seat."""

from collections.abc import Callable

from mediation.choices import AgendaStep
from mediation.frames.audiences import CHAIR, EVERYBODY, OPEN, OWN, PARTIES, SIDE, TALK
from mediation.frames.reading import choice_in, nothing, number_in, text_in
from room.choices import STAFF
from room.models import Room, Seat
from room.operations import Draft, publish
from room.protocol import Frame, FrameRefused, Kind


def _say(body: dict) -> dict:
    return {"text": text_in(body)}


def _agenda(body: dict) -> dict:
    return {"step": choice_in(body, "step", AgendaStep.values)}


def _ask_floor(body: dict) -> dict:
    return {"why": choice_in(body, "why", ("speak", "order"))}


def _floor(body: dict) -> dict:
    return {"seat": number_in(body, "seat")}


def _caucus(body: dict) -> dict:
    return {"state": choice_in(body, "state", ("open", "closed"))}


def _pause(body: dict) -> dict:
    return {"text": text_in(body, longest=200)}


def _seat_event(kind: str) -> Callable[[Room, Seat, Frame, dict], None]:
    """Keep an act on somebody's seat, once it is certain that they sit in this room."""

    def keep(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
        if not Seat.objects.filter(room=room, pk=body["seat"], removed_at=None).exists():
            raise FrameRefused("这一位已不在调解室。")
        publish(room.pk, [Draft(frame.stream, kind, body)])

    return keep


KINDS = (
    Kind("say", EVERYBODY, TALK, _say),
    Kind("agenda", STAFF, OPEN, _agenda),
    Kind("floor.ask", PARTIES, OPEN, _ask_floor),
    Kind("floor.withdraw", PARTIES, OPEN, nothing),
    Kind("floor.give", CHAIR, OPEN, _floor, act=_seat_event("floor.give")),
    Kind("floor.end", CHAIR, OPEN, _floor, act=_seat_event("floor.end")),
    Kind("call", PARTIES, OWN, nothing),
    Kind("caucus", CHAIR, SIDE, _caucus),
    Kind("pause", CHAIR, OPEN, _pause),
    Kind("resume", CHAIR, OPEN, nothing),
)
