"""笔录: its lines, and who confirms them or refuses."""

from mediation import operations
from mediation.frames.audiences import CHAIR, EVERYBODY, OPEN, OWN
from mediation.frames.reading import (
    day_of,
    existing,
    nothing,
    number_in,
    own_party,
    session_of,
    slug_in,
    text_in,
)
from mediation.models import MinutesLine
from room.choices import CAUCUS, PERSONAL, STAFF, STAFF_ONLY, family
from room.models import Event, Room, Seat
from room.protocol import Frame, FrameRefused, Kind


def _line(body: dict) -> dict:
    cleaned: dict = {"text": text_in(body), "concession": body.get("concession") is True}
    speaker = body.get("speaker", "")
    if not isinstance(speaker, str) or len(speaker) > 80:
        raise FrameRefused("请重新选择发言人。")
    cleaned["speaker"] = speaker
    if body.get("corrects") is not None:
        cleaned["corrects"] = number_in(body, "corrects")
    return cleaned


def _take_line(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """记一行笔录; `speaker` is the key of a party, or "" for the one who writes."""
    session = session_of(room)
    party = session.case.parties.filter(key=body["speaker"]).first() if body["speaker"] else None
    if body["speaker"] and party is None:
        raise FrameRefused("请重新选择发言人。")
    corrected = None
    if "corrects" in body:
        corrected = MinutesLine.objects.filter(session=session, no=body["corrects"]).first()
        if corrected is None:
            raise FrameRefused("没有要更正的这一行。")
    operations.add_minutes_line(
        session=session,
        text=body["text"],
        party=party,
        concession=body["concession"],
        corrects=corrected,
        by=seat.user,
        on=day_of(frame),
    )


def _copied(body: dict) -> dict:
    stream = body.get("stream")
    if not isinstance(stream, str) or family(stream) not in (CAUCUS, STAFF_ONLY):
        raise FrameRefused("请选择要公开的一行。")
    return {"stream": stream, "number": number_in(body, "number")}


def _copy_line(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """Take what was said in private into the open minutes: only by the mediator's own act."""
    said = (
        Event.objects.visible_to(seat)
        .filter(stream=body["stream"], number=body["number"], kind="say")
        .select_related("seat")
        .first()
    )
    if said is None:
        raise FrameRefused("没有这一行，请刷新页面。")
    session = session_of(room)
    keys = said.seat.keys if said.seat else []
    party = session.case.parties.filter(key__in=keys).first()
    operations.add_minutes_line(
        session=session, text=said.body["text"], party=party, by=seat.user, on=day_of(frame)
    )


def _ready(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.ready_minutes(session=session_of(room), by=seat.user, at=frame.at)


def _confirmation(body: dict) -> dict:
    sha = body.get("sha")
    if not isinstance(sha, str) or len(sha) != 64:
        raise FrameRefused("请先阅看笔录，再确认。")
    drawing = body.get("drawing", "")
    if not isinstance(drawing, str):
        raise FrameRefused("手写签名没有读到，请重新签写。")
    return {"sha": sha, "drawing": drawing}


def _confirm_minutes(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """A party's person for the party whose stream it is, an officer for themselves."""
    party = own_party(seat, frame.stream) if family(frame.stream) == PERSONAL else None
    if (party is None) != seat.is_staff:
        raise FrameRefused("您不能在这里确认笔录。")
    operations.confirm_minutes(
        session=session_of(room),
        sha256=body["sha"],
        drawing=body["drawing"],
        party=party,
        by=seat.user,
        at=frame.at,
    )


def _minutes_refusal(body: dict) -> dict:
    return {
        "party": slug_in(body, "party"),
        "reason": text_in(body, "reason", 120),
        "witness": text_in(body, "witness", 60),
    }


def _refuse_minutes(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    session = session_of(room)
    operations.refuse_minutes(
        session=session,
        party=existing(session.case.parties.filter(key=body["party"]).first()),
        reason=body["reason"],
        witness=body["witness"],
        by=seat.user,
        at=frame.at,
    )


KINDS = (
    Kind("minutes.line", STAFF, OPEN, _line, act=_take_line),
    Kind("minutes.copy", CHAIR, OPEN, _copied, act=_copy_line),
    Kind("minutes.give", CHAIR, OPEN, nothing, act=_ready),
    Kind("minutes.sign", EVERYBODY, OPEN | OWN, _confirmation, act=_confirm_minutes),
    Kind("minutes.refuse", STAFF, OPEN, _minutes_refusal, act=_refuse_minutes),
)
