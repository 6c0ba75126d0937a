"""方案: answers to the terms on the table, and their revision."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.choices import Capacity
from mediation import operations
from mediation.choices import Answer, Liability
from mediation.frames.audiences import CHAIR, OPEN, OWN, PARTIES
from mediation.frames.reading import (
    INCOMPLETE,
    access_of,
    choice_in,
    day_of,
    number_in,
    own_party,
    session_of,
    slug_in,
)
from mediation.models import Proposal
from room.models import Room, Seat
from room.protocol import Frame, FrameRefused, Kind
from staff.models import User


def _answer(body: dict) -> dict:
    cleaned: dict = {
        "number": number_in(body, "number"),
        "answer": choice_in(body, "answer", Answer),
    }
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
        on=day_of(frame),
    )


def revision_of(body: dict) -> dict:
    """
    `{base, changes: {roster number: fen}, schedule?, payers?, waiver?, sha?}`.

    `schedule` is `[{due_on, percent}]`, `payers` is `[{party, liability, fen}]`, all of them.
    """
    changes, days = body.get("changes"), body.get("schedule")
    if not isinstance(changes, dict) or len(changes) > 1_000:
        raise FrameRefused(INCOMPLETE)
    cleaned: dict = {"base": number_in(body, "base"), "amounts": {}, "schedule": None}
    for no, fen in changes.items():
        if not (no.isdecimal() and type(fen) is int and 0 <= fen < 2**53):
            raise FrameRefused("请核对改动的金额。")
        cleaned["amounts"][int(no)] = fen
    if days is not None:
        if not isinstance(days, list) or not 0 < len(days) <= 60:
            raise FrameRefused("请写明付款日和比例。")
        cleaned["schedule"] = [_due(day) for day in days]
    payers = body.get("payers")
    if payers is not None and not (isinstance(payers, list) and 0 < len(payers) <= 20):
        raise FrameRefused("请写明付款人。")
    cleaned["payers"] = None if payers is None else [_payer(payer) for payer in payers]
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


def _payer(payer: Any) -> operations.PayerShare:
    if not isinstance(payer, dict):
        raise FrameRefused(INCOMPLETE)
    party = slug_in(payer, "party")
    liability = Liability(choice_in(payer, "liability", Liability))
    return operations.PayerShare(party, liability, number_in(payer, "fen"))


def revised_by(body: dict, *, base: Proposal, by: User, on: date) -> Proposal:
    """Carry out a revision that was read by `revision_of`."""
    return operations.revise_terms(
        base=base,
        amounts=body["amounts"],
        schedule=body["schedule"],
        payers=body["payers"],
        waiver_explanation=body["waiver"],
        terms_sha256=body["sha"],
        by=by,
        on=on,
    )


def _set_terms(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """改方案: from the terms that were on the screen, refused when others are on the table."""
    case = session_of(room).case_id
    base = Proposal.objects.filter(case=case, number=body["base"]).first()
    if base is None:
        raise FrameRefused("没有这一方案，请刷新页面。")
    revised_by(body, base=base, by=seat.user, on=day_of(frame))


KINDS = (
    Kind("terms.set", CHAIR, OPEN, revision_of, act=_set_terms),
    Kind("terms.answer", PARTIES, OWN, _answer, act=_answer_terms),
)
