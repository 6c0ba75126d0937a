"""
What may be said in a hearing: each kind, who may send it, and the act it performs.

Every body is read here without trust. Notes of the tribunal (合议、个人笔记) go to its own stream
and to nobody else; they may still be written when the hearing is closed.
"""

from typing import Any

from adjudication import operations
from adjudication.choices import HearingStep, MediationResult, Speaker
from adjudication.models import Hearing
from cases.models import Case, Party
from cases.operations import lock_case
from room.choices import PERSONAL, PUBLIC, STAFF, STAFF_ONLY, SeatRole
from room.models import Room, Seat
from room.operations import Draft, publish
from room.protocol import Frame, FrameRefused, Kind

CHAIR = frozenset({SeatRole.CHAIR})
PARTIES = frozenset({SeatRole.PARTY})
OPEN, OWN, INTERNAL = frozenset({PUBLIC}), frozenset({PERSONAL}), frozenset({STAFF_ONLY})
LONGEST = 2_000
INCOMPLETE = "收到的内容不完整，请刷新页面后再试。"


def lock(room_id: int) -> None:
    """Lock the case of a room before the room, as every act does."""
    case = Case.objects.filter(arbitrations__hearings__room=room_id).first()
    if case is not None:
        lock_case(case)


# Reading a body


def words_in(body: dict, name: str = "text", longest: int = LONGEST) -> str:
    given = body.get(name)
    if not isinstance(given, str) or not given.strip():
        raise FrameRefused("请写内容。")
    text = given.strip()
    if len(text) > longest:
        raise FrameRefused(f"内容不能超过{longest}字，请分次发送。")
    if any(not (sign.isprintable() or sign == "\n") for sign in text):
        raise FrameRefused("内容含有不能显示的字符，请删去后再发。")
    return text


def choice_in(body: dict, name: str, words: Any) -> str:
    if body.get(name) not in list(words):
        raise FrameRefused(INCOMPLETE)
    return str(body[name])


def number_in(body: dict, name: str) -> int:
    """A number, sent as one or as its digits by a form."""
    given = body.get(name)
    if isinstance(given, str) and given.isdecimal() and len(given) < 16:
        given = int(given)
    if type(given) is not int or not 1 <= given < 2**53:
        raise FrameRefused(INCOMPLETE)
    return given


def key_in(body: dict) -> str:
    given = body.get("party")
    if not isinstance(given, str) or not 0 < len(given) <= 40:
        raise FrameRefused("请选择当事人。")
    return given


def _text(body: dict) -> dict:
    return {"text": words_in(body)}


def _of_party(body: dict) -> dict:
    return {"party": key_in(body), "text": words_in(body, longest=500)}


def _step(body: dict) -> dict:
    return {"step": choice_in(body, "step", HearingStep.values)}


def _roll(body: dict) -> dict:
    present = choice_in(body, "present", ("yes", "no")) == "yes"
    person = words_in(body, "person", 60) if present else ""
    return {"party": key_in(body), "present": present, "person": person}


def _line(body: dict) -> dict:
    cleaned: dict = {"speaker": choice_in(body, "speaker", Speaker.values), "text": words_in(body)}
    if body.get("corrects"):
        cleaned["corrects"] = number_in(body, "corrects")
    return cleaned


def _element(body: dict) -> dict:
    state = choice_in(body, "state", ("open", "done"))
    return {"element": number_in(body, "element"), "state": state}


def _evidence(body: dict) -> dict:
    return {"evidence": number_in(body, "evidence")}


def _result(body: dict) -> dict:
    return {"result": choice_in(body, "result", MediationResult.values)}


def _signed(body: dict) -> dict:
    sha, drawing = body.get("sha"), body.get("drawing", "")
    if not isinstance(sha, str) or len(sha) != 64 or not isinstance(drawing, str):
        raise FrameRefused("请先看笔录，再确认。")
    return {"sha": sha, "drawing": drawing}


def _objection(body: dict) -> dict:
    return {"no": number_in(body, "no"), "text": words_in(body, longest=300)}


def _hand(body: dict) -> dict:
    return {"why": choice_in(body, "why", ("speak", "order"))}


def _seat(body: dict) -> dict:
    return {"seat": number_in(body, "seat")}


def _nothing(body: dict) -> dict:
    return {}


# Acts


def hearing_of(room: Room) -> Hearing:
    return Hearing.objects.select_related("arbitration__case", "room").get(room=room)


def party_of(hearing: Hearing, key: str) -> Party:
    found = hearing.arbitration.case.parties.filter(key=key).first()
    if found is None:
        raise FrameRefused("没有这一方，请刷新页面。")
    return found


def own_party(hearing: Hearing, seat: Seat, stream: str) -> Party:
    key = stream.partition(":")[2]
    if key not in seat.keys:
        raise FrameRefused("您不能代这一方办理。")
    return party_of(hearing, key)


def _go(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.go_to_step(hearing=hearing_of(room), step=HearingStep(body["step"]), by=seat.user)


def _call(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    operations.call_party(
        hearing=hearing,
        party=party_of(hearing, body["party"]),
        present=body["present"],
        person=body["person"],
        by=seat.user,
        at=frame.at,
    )


def _recusal(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    party = party_of(hearing, body["party"])
    operations.ask_recusal(hearing=hearing, party=party, text=body["text"], by=seat.user)


def _last(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    party = party_of(hearing, body["party"])
    operations.take_last_words(hearing=hearing, party=party, text=body["text"], by=seat.user)


def _write(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.write_line(
        hearing=hearing_of(room),
        speaker=Speaker(body["speaker"]),
        text=body["text"],
        corrects=body.get("corrects"),
        by=seat.user,
    )


def _try(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    element = hearing.arbitration.elements.filter(pk=body["element"]).first()
    if element is None:
        raise FrameRefused("没有这一项要素，请刷新页面。")
    operations.try_element(
        hearing=hearing, element=element, done=body["state"] == "done", by=seat.user
    )


def _show(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    evidence = hearing.arbitration.case.evidence.filter(pk=body["evidence"]).first()
    if evidence is None:
        raise FrameRefused("没有这份证据，请刷新页面。")
    operations.show_evidence(hearing=hearing, evidence=evidence, by=seat.user)


def _end_show(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.show_evidence(hearing=hearing_of(room), evidence=None, by=seat.user)


def _mediate(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.mediate_in_hearing(
        hearing=hearing_of(room), result=MediationResult(body["result"]), by=seat.user
    )


def _give(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.give_minutes(hearing=hearing_of(room), by=seat.user)


def _sign(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    operations.sign_minutes(
        hearing=hearing,
        party=own_party(hearing, seat, frame.stream),
        sha=body["sha"],
        drawing=body["drawing"],
        by=seat.user,
        at=frame.at,
    )


def _refuse(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    operations.refuse_minutes_in_hearing(
        hearing=hearing,
        party=party_of(hearing, body["party"]),
        reason=body["text"],
        by=seat.user,
    )


def _paper(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    party = party_of(hearing, body["party"])
    operations.sign_on_paper(hearing=hearing, party=party, by=seat.user)


def _object(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    hearing = hearing_of(room)
    operations.object_to_line(
        hearing=hearing,
        party=own_party(hearing, seat, frame.stream),
        no=body["no"],
        text=body["text"],
        by=seat.user,
        at=frame.at,
    )


def _hear(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    if not Seat.objects.filter(room=room, pk=body["seat"], removed_at=None).exists():
        raise FrameRefused("这一位已不在庭审室。")
    publish(room.pk, [Draft(PUBLIC, "hand.heard", body)])


KINDS = (
    Kind("say", STAFF | PARTIES, OPEN, _text),
    Kind("note", STAFF, INTERNAL, _text, in_closed_room=True),
    Kind("hand", PARTIES, OPEN, _hand),
    Kind("hand.heard", STAFF, OPEN, _seat, act=_hear),
    Kind("agenda", STAFF, OPEN, _step, act=_go),
    Kind("roll", STAFF, OPEN, _roll, act=_call),
    Kind("recusal", STAFF, OPEN, _of_party, act=_recusal),
    Kind("line", STAFF, OPEN, _line, act=_write),
    Kind("element", STAFF, OPEN, _element, act=_try),
    Kind("show", STAFF, OPEN, _evidence, act=_show),
    Kind("show.end", STAFF, OPEN, _nothing, act=_end_show),
    Kind("last", STAFF, OPEN, _of_party, act=_last),
    Kind("mediation", CHAIR, OPEN, _result, act=_mediate),
    Kind("minutes.give", STAFF, OPEN, _nothing, act=_give),
    Kind("minutes.sign", PARTIES, OWN, _signed, act=_sign),
    Kind("minutes.refuse", STAFF, OPEN, _of_party, act=_refuse),
    Kind("minutes.paper", STAFF, OPEN, lambda body: {"party": key_in(body)}, act=_paper),
    Kind("minutes.object", PARTIES, OWN, _objection, act=_object),
)
