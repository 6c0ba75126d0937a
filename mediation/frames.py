"""
What may be said in the room of a session: each kind, who may send it, and the act it performs.

Talk (`say`, the agenda, hands raised) is only kept; an act (a line of the minutes, an answer, a
signature) is carried out by its operation, which tells the room what came of it. Every body is read
here without trust; what is not asked for is dropped.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.choices import Capacity
from cases.models import Case, Party, PartyAccess
from cases.operations import lock_case
from documents.choices import SignatureLevel
from mediation import operations
from mediation.choices import Answer, Fact, Mark
from mediation.models import (
    Agreement,
    BlindRound,
    Group,
    MinutesLine,
    Offer,
    Proposal,
    ProposedFact,
    RecordingQuestion,
    Session,
)
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


def _sign(body: dict) -> dict:
    sha, drawing = body.get("sha"), body.get("drawing")
    if not isinstance(sha, str) or len(sha) != 64:
        raise FrameRefused("请先打开协议全文，看清以后再签名。")
    if not isinstance(drawing, str) or not drawing.startswith("data:image/svg+xml;base64,"):
        raise FrameRefused("手写签名没有读到，请重新签写。")
    return {"agreement": _number(body, "agreement"), "sha": sha, "drawing": drawing}


def _sign_agreement(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """屏幕手写: a person's own hand on exactly the text whose digest was on the screen."""
    party = own_party(seat, frame.stream)
    access = access_of(seat, party)
    agreement = Agreement.objects.filter(
        case=session_of(room).case_id, pk=body["agreement"]
    ).first()
    if agreement is None:
        raise FrameRefused("没有这份协议，请刷新页面。")
    operations.sign_agreement(
        agreement=agreement,
        party=party,
        signer=access.person,
        capacity=Capacity(access.capacity),
        marks=[Mark.SIGNATURE],
        level=SignatureLevel.DRAWN,
        drawing=body["drawing"],
        document_sha256=body["sha"],
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


# Facts put to confirmation


def _put(body: dict) -> dict:
    cleaned: dict = {"fact": _one_of(body, "fact", Fact), "content": _text(body, "content", 1_000)}
    if body.get("total_fen") is not None:
        cleaned["total_fen"] = _number(body, "total_fen", least=0)
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


def _thing(body: dict) -> dict:
    return {"id": _number(body, "id")}


def _fact_of(room: Room, body: dict) -> ProposedFact:
    found = ProposedFact.objects.filter(session__room=room, pk=body["id"])
    return _found(found.select_related("session__case").first())


def _withdraw_fact(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.withdraw_fact(proposed=_fact_of(room, body), by=seat.user, at=frame.at)


def _fact_answer(body: dict) -> dict:
    return _thing(body) | {
        "answer": _one_of(body, "answer", Answer),
        "note": _short(body, "note"),
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


# Offers, open and sealed


def _offered(body: dict) -> dict:
    """`to` is the slug of a side; `minutes` how long the offer stands; `party` one's own key."""
    cleaned: dict = {
        "to": _slug(body, "to"),
        "amount_fen": _number(body, "amount_fen"),
        "minutes": _number(body, "minutes"),
        "note": _short(body, "note"),
        "party": _slug(body, "party", required=False),
    }
    if body.get("counters") is not None:
        cleaned["counters"] = _number(body, "counters")
    return cleaned


def _make_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """A side's person offers on the stream of their side; the mediator writes down there."""
    session = session_of(room)
    counters = None
    if "counters" in body:
        offers = Offer.objects.visible_to(seat).filter(pk=body["counters"])
        counters = _found(offers.select_related("session__case").first())
    operations.make_offer(
        session=session,
        giver=_group(session, frame.stream.partition(":")[2]),
        receiver=_group(session, body["to"]),
        amount_fen=body["amount_fen"],
        note=body["note"],
        expires_at=_until(frame, body),
        party=_speaking_for(session, seat, body),
        counters=counters,
        by=seat.user,
        at=frame.at,
    )


def _offer_of(seat: Seat, body: dict) -> Offer:
    found = Offer.objects.visible_to(seat).select_related("session__case")
    return _found(found.filter(pk=body["id"]).first())


def _convey_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.convey_offer(offer=_offer_of(seat, body), by=seat.user, at=frame.at)


def _offer_answer(body: dict) -> dict:
    return _thing(body) | {
        "answer": _one_of(body, "answer", ("accept", "decline")),
        "party": _slug(body, "party", required=False),
    }


def _answer_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.answer_offer(
        offer=_offer_of(seat, body),
        accept=body["answer"] == "accept",
        party=_speaking_for(session_of(room), seat, body),
        by=seat.user,
        at=frame.at,
    )


def _own_thing(body: dict) -> dict:
    return _thing(body) | {"party": _slug(body, "party", required=False)}


def _withdraw_offer(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.withdraw_offer(
        offer=_offer_of(seat, body),
        party=_speaking_for(session_of(room), seat, body),
        by=seat.user,
        at=frame.at,
    )


def _blind_ask(body: dict) -> dict:
    return {
        "low": _slug(body, "low"),
        "high": _slug(body, "high"),
        "minutes": _number(body, "minutes"),
    }


def _ask_blind(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    session = session_of(room)
    operations.ask_blind_round(
        session=session,
        low=_group(session, body["low"]),
        high=_group(session, body["high"]),
        expires_at=_until(frame, body),
        by=seat.user,
        at=frame.at,
    )


def _round_of(room: Room, body: dict) -> BlindRound:
    found = BlindRound.objects.filter(session__room=room, pk=body["id"])
    return _found(found.select_related("session__case").first())


def _blind_consent(body: dict) -> dict:
    return _thing(body) | {"answer": _one_of(body, "answer", Answer)}


def _consent_blind(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.consent_blind_round(
        round=_round_of(room, body),
        party=own_party(seat, frame.stream),
        answer=Answer(body["answer"]),
        by=seat.user,
        at=frame.at,
    )


def _blind_bound(body: dict) -> dict:
    return _thing(body) | {"amount_fen": _number(body, "amount_fen")}


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


# What is shown, the minutes read and confirmed, recording


def _shown(body: dict) -> dict:
    """`evidence` or `agreement`, by number of the row."""
    what = "agreement" if body.get("agreement") is not None else "evidence"
    return {what: _number(body, what)}


def _show(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    session = session_of(room)
    evidence = agreement = None
    if "evidence" in body:
        evidence = _found(session.case.evidence.filter(pk=body["evidence"]).first())
    else:
        agreement = _found(
            Agreement.objects.filter(case=session.case, pk=body["agreement"]).first()
        )
    operations.show_to_all(
        session=session, evidence=evidence, agreement=agreement, by=seat.user, at=frame.at
    )


def _end_show(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.end_showing(session=session_of(room), by=seat.user)


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
        "party": _slug(body, "party"),
        "reason": _text(body, "reason", 120),
        "witness": _text(body, "witness", 60),
    }


def _refuse_minutes(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    session = session_of(room)
    operations.refuse_minutes(
        session=session,
        party=_found(session.case.parties.filter(key=body["party"]).first()),
        reason=body["reason"],
        witness=body["witness"],
        by=seat.user,
        at=frame.at,
    )


def _ask_recording(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.ask_recording(session=session_of(room), by=seat.user, at=frame.at)


def _answer_recording(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    found = RecordingQuestion.objects.filter(session__room=room, pk=body["id"])
    operations.answer_recording(
        question=_found(found.select_related("session__case").first()),
        party=own_party(seat, frame.stream),
        answer=Answer(body["answer"]),
        by=seat.user,
        at=frame.at,
    )


def _found(thing: Any) -> Any:
    if thing is None:
        raise FrameRefused("没有这一项，请刷新页面。")
    return thing


def _short(body: dict, name: str) -> str:
    given = body.get(name) or ""
    if not isinstance(given, str) or len(given) > 300:
        raise FrameRefused("说明不能超过300字。")
    return _text(body, name, 300) if given.strip() else ""


def _slug(body: dict, name: str, *, required: bool = True) -> str:
    given = body.get(name) or ""
    if not isinstance(given, str) or len(given) > 40 or (required and not given):
        raise FrameRefused("收到的内容不完整，请刷新页面后再试。")
    return given


def _until(frame: Frame, body: dict) -> datetime:
    """The end of what lasts some minutes, a month at the most."""
    if body["minutes"] > 31 * 24 * 60:
        raise FrameRefused("有效期不能超过31天。")
    return frame.at + timedelta(minutes=body["minutes"])


def _group(session: Session, slug: str) -> Group:
    return _found(session.groups.filter(slug=slug).first())


def _speaking_for(session: Session, seat: Seat, body: dict) -> Party | None:
    """Return the party a person acts for: the one named, else their first; None for officers."""
    if seat.is_staff:
        return None
    key = body["party"] or seat.keys[0]
    if key not in seat.keys:
        raise FrameRefused("您不能代这一方办理。")
    return _found(session.case.parties.filter(key=key).first())


TALK = frozenset({PUBLIC, CAUCUS, PERSONAL, STAFF_ONLY})
OPEN = frozenset({PUBLIC})
OWN = frozenset({PERSONAL})
SIDE = frozenset({CAUCUS})
INTERNAL = frozenset({STAFF_ONLY})

KINDS = (
    Kind("say", EVERYBODY, TALK, _say),
    Kind("agenda", STAFF, OPEN, _agenda),
    Kind("floor.ask", PARTIES, OPEN, _ask_floor),
    Kind("floor.withdraw", PARTIES, OPEN, _nothing),
    Kind("floor.give", CHAIR, OPEN, _floor, act=_seat_event("floor.give")),
    Kind("floor.end", CHAIR, OPEN, _floor, act=_seat_event("floor.end")),
    Kind("call", PARTIES, OWN, _nothing),
    Kind("caucus", CHAIR, SIDE, _caucus),
    Kind("pause", CHAIR, OPEN, _pause),
    Kind("resume", CHAIR, OPEN, _nothing),
    Kind("minutes.line", STAFF, OPEN, _line, act=_take_line),
    Kind("minutes.copy", CHAIR, OPEN, _copied, act=_copy_line),
    Kind("terms.set", CHAIR, OPEN, revision_of, act=_set_terms),
    Kind("terms.answer", PARTIES, OWN, _answer, act=_answer_terms),
    Kind("fact.put", STAFF, OPEN, _put, act=_put_fact),
    Kind("fact.withdraw", STAFF, OPEN, _thing, act=_withdraw_fact),
    Kind("fact.answer", PARTIES, OWN, _fact_answer, act=_answer_fact),
    Kind("fact.confirm", CHAIR, OPEN, _thing, act=_confirm_fact),
    Kind("offer.make", CHAIR | PARTIES, SIDE, _offered, act=_make_offer),
    Kind("offer.convey", CHAIR, INTERNAL, _thing, act=_convey_offer),
    Kind("offer.answer", CHAIR | PARTIES, SIDE, _offer_answer, act=_answer_offer),
    Kind("offer.withdraw", CHAIR | PARTIES, SIDE, _own_thing, act=_withdraw_offer),
    Kind("blind.ask", CHAIR, OPEN, _blind_ask, act=_ask_blind),
    Kind("blind.consent", PARTIES, OWN, _blind_consent, act=_consent_blind),
    Kind("blind.give", PARTIES, OWN, _blind_bound, act=_give_blind),
    Kind("blind.stop", CHAIR, OPEN, _thing, act=_stop_blind),
    Kind("show", STAFF, OPEN, _shown, act=_show),
    Kind("show.end", STAFF, OPEN, _nothing, act=_end_show),
    Kind("minutes.give", CHAIR, OPEN, _nothing, act=_ready),
    Kind("minutes.sign", EVERYBODY, OPEN | OWN, _confirmation, act=_confirm_minutes),
    Kind("minutes.refuse", STAFF, OPEN, _minutes_refusal, act=_refuse_minutes),
    Kind("recording.ask", CHAIR, OPEN, _nothing, act=_ask_recording),
    Kind("recording.answer", PARTIES, OWN, _blind_consent, act=_answer_recording),
    Kind("sign", PARTIES, OWN, _sign, act=_sign_agreement),
)


def lock(room_id: int) -> None:
    """Lock the case of a room before the room, as every act does."""
    case = Case.objects.filter(sessions__room=room_id).first()
    if case is not None:
        lock_case(case)
