"""
What may be said in the room of a session: each kind, who may send it, and the act it performs.

Talk (`say`, the agenda, hands raised) is only kept; an act (a line of the minutes, an answer, a
signature) is carried out by its operation, which tells the room what came of it. Every body is read
here without trust; what is not asked for is dropped.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.choices import Capacity
from cases.models import Case, Party, PartyAccess
from cases.operations import lock_case
from mediation import operations
from mediation.choices import Answer
from mediation.models import MinutesLine, Proposal, Session
from room.choices import CAUCUS, PERSONAL, PUBLIC, STAFF, STAFF_ONLY, SeatRole, family
from room.models import Event, Room, Seat
from room.operations import Draft, publish
from room.protocol import Frame, FrameRefused, Kind

CHAIR = frozenset({SeatRole.CHAIR})
PARTIES = frozenset({SeatRole.PARTY})
EVERYBODY = STAFF | PARTIES
LONGEST_LINE = 2_000
INCOMPLETE = "收到的内容不完整，请刷新页面后再试。"


def _text(body: dict, name: str = "text", longest: int = LONGEST_LINE) -> str:
    given = body.get(name)
    if not isinstance(given, str) or not given.strip():
        raise FrameRefused("请写内容。")
    text = given.strip()
    if len(text) > longest:
        raise FrameRefused(f"内容不能超过{longest}字，请分次发送。")
    if any(not (sign.isprintable() or sign == "\n") for sign in text):
        raise FrameRefused("内容含有不能显示的字符，请删去后再发。")
    return text


def _number(body: dict, name: str, *, least: int = 1) -> int:
    given = body.get(name)
    if type(given) is not int or not least <= given < 2**53:
        raise FrameRefused(INCOMPLETE)
    return given


def _one_of(body: dict, name: str, words: Any) -> str:
    given = body.get(name)
    if given not in list(words):
        raise FrameRefused(INCOMPLETE)
    return str(given)


def session_of(room: Room) -> Session:
    return Session.objects.select_related("case").get(room=room)


def own_party(seat: Seat, stream: str) -> Party:
    """Return the party whose personal stream a frame came on."""
    key = stream.partition(":")[2]
    return Party.objects.get(case=session_of(seat.room).case_id, key=key)


def access_of(seat: Seat, party: Party) -> PartyAccess:
    """Return on what ground the person in `seat` acts for `party`; refuse who does not."""
    access = party.accesses.filter(user=seat.user_id, revoked_at=None).order_by("-id").first()
    if access is None:
        raise FrameRefused("您不能代这一方办理。")
    return access


def _on(frame: Frame):
    return timezone.localtime(frame.at).date()


# Talk


def _say(body: dict) -> dict:
    return {"text": _text(body)}


def _agenda(body: dict) -> dict:
    steps = ("identity", "statements", "negotiation", "terms", "signing")
    return {"step": _one_of(body, "step", steps)}


def _ask_floor(body: dict) -> dict:
    return {"why": _one_of(body, "why", ("speak", "order"))}


def _floor(body: dict) -> dict:
    return {"seat": _number(body, "seat")}


def _caucus(body: dict) -> dict:
    return {"state": _one_of(body, "state", ("open", "closed"))}


def _pause(body: dict) -> dict:
    return {"text": _text(body, longest=200)}


def _nothing(body: dict) -> dict:
    return {}


# Acts


def _line(body: dict) -> dict:
    cleaned: dict = {"text": _text(body), "concession": body.get("concession") is True}
    speaker = body.get("speaker", "")
    if not isinstance(speaker, str) or len(speaker) > 80:
        raise FrameRefused("请重新选择发言人。")
    cleaned["speaker"] = speaker
    if body.get("corrects") is not None:
        cleaned["corrects"] = _number(body, "corrects")
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
        on=_on(frame),
    )


def _copied(body: dict) -> dict:
    stream = body.get("stream")
    if not isinstance(stream, str) or family(stream) not in (CAUCUS, STAFF_ONLY):
        raise FrameRefused("请选择要公开的一行。")
    return {"stream": stream, "number": _number(body, "number")}


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
        session=session, text=said.body["text"], party=party, by=seat.user, on=_on(frame)
    )


def _answer(body: dict) -> dict:
    cleaned: dict = {"number": _number(body, "number"), "answer": _one_of(body, "answer", Answer)}
    sha = body.get("sha")
    if not isinstance(sha, str) or len(sha) != 64:
        raise FrameRefused("请先阅读现行方案，再表态。")
    reason = body.get("reason", "")
    if not isinstance(reason, str) or len(reason) > 300:
        raise FrameRefused("理由不能超过300字。")
    return cleaned | {"sha": sha, "reason": reason}


def _answer_terms(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """表态: exactly to the terms whose hash was on the screen."""
    party = own_party(seat, frame.stream)
    access = access_of(seat, party)
    case = session_of(room).case_id
    proposal = Proposal.objects.filter(case=case, number=body["number"]).first()
    if proposal is None:
        raise FrameRefused("没有这一方案，请刷新页面。")
    operations.answer_terms(
        proposal=proposal,
        party=party,
        answer=Answer(body["answer"]),
        terms_sha256=body["sha"],
        through=access.person,
        capacity=Capacity(access.capacity),
        reason=body["reason"],
        by=seat.user,
        on=_on(frame),
    )


def revision_of(body: dict) -> dict:
    """`{base, changes: {roster number: fen}, schedule?: [{due_on, percent}], waiver?, sha?}`."""
    changes, days = body.get("changes"), body.get("schedule")
    if not isinstance(changes, dict) or len(changes) > 1_000:
        raise FrameRefused(INCOMPLETE)
    cleaned: dict = {"base": _number(body, "base"), "amounts": {}, "schedule": None}
    for no, fen in changes.items():
        if not (no.isdecimal() and type(fen) is int and 0 <= fen < 2**53):
            raise FrameRefused("请核对改动的金额。")
        cleaned["amounts"][int(no)] = fen
    if days is not None:
        if not isinstance(days, list) or not 0 < len(days) <= 60:
            raise FrameRefused("请写明付款日和比例。")
        cleaned["schedule"] = [_due(day) for day in days]
    for name, longest in (("waiver", 300), ("sha", 64)):
        given = body.get(name)
        if given is not None and not (isinstance(given, str) and len(given) <= longest):
            raise FrameRefused(INCOMPLETE)
        cleaned[name] = given
    return cleaned


def _due(day: Any) -> tuple[date, Decimal]:
    try:
        due, percent = date.fromisoformat(day["due_on"]), Decimal(day["percent"])
    except (KeyError, TypeError, ValueError, ArithmeticError):
        raise FrameRefused("请写明付款日和比例。") from None
    if not (percent.is_finite() and 0 < percent <= 100):
        raise FrameRefused("各期比例应大于0、不超过100。")
    return due, percent


def _set_terms(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """改方案: from the terms that were on the screen, refused when others are on the table."""
    case = session_of(room).case_id
    base = Proposal.objects.filter(case=case, number=body["base"]).first()
    if base is None:
        raise FrameRefused("没有这一方案，请刷新页面。")
    operations.revise_terms(
        base=base,
        amounts=body["amounts"],
        schedule=body["schedule"],
        waiver_explanation=body["waiver"],
        terms_sha256=body["sha"],
        by=seat.user,
        on=_on(frame),
    )


def _seat_event(kind: str) -> Callable[[Room, Seat, Frame, dict], None]:
    """Keep an act on somebody's seat, once it is certain that they sit in this room."""

    def keep(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
        if not Seat.objects.filter(room=room, pk=body["seat"], removed_at=None).exists():
            raise FrameRefused("这一位已不在调解室。")
        publish(room.pk, [Draft(frame.stream, kind, body)])

    return keep


TALK = frozenset({PUBLIC, CAUCUS, PERSONAL, STAFF_ONLY})
OPEN = frozenset({PUBLIC})
OWN = frozenset({PERSONAL})

KINDS = (
    Kind("say", EVERYBODY, TALK, _say),
    Kind("agenda", STAFF, OPEN, _agenda),
    Kind("floor.ask", PARTIES, OPEN, _ask_floor),
    Kind("floor.withdraw", PARTIES, OPEN, _nothing),
    Kind("floor.give", CHAIR, OPEN, _floor, act=_seat_event("floor.give")),
    Kind("floor.end", CHAIR, OPEN, _floor, act=_seat_event("floor.end")),
    Kind("call", PARTIES, OWN, _nothing),
    Kind("caucus", CHAIR, frozenset({CAUCUS}), _caucus),
    Kind("pause", CHAIR, OPEN, _pause),
    Kind("resume", CHAIR, OPEN, _nothing),
    Kind("minutes.line", STAFF, OPEN, _line, act=_take_line),
    Kind("minutes.copy", CHAIR, OPEN, _copied, act=_copy_line),
    Kind("terms.set", CHAIR, OPEN, revision_of, act=_set_terms),
    Kind("terms.answer", PARTIES, OWN, _answer, act=_answer_terms),
)


def lock(room_id: int) -> None:
    """Lock the case of a room before the room, as every act does."""
    case = Case.objects.filter(sessions__room=room_id).first()
    if case is not None:
        lock_case(case)
