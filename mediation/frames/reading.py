"""What a body holds, read without trust, and whom and what it names."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Party, PartyAccess
from mediation.choices import Answer
from mediation.models import Group, Session
from room.models import Room, Seat
from room.protocol import Frame, FrameRefused

LONGEST_LINE = 2_000
INCOMPLETE = "收到的内容不完整，请刷新页面后再试。"


def text_in(body: dict, name: str = "text", longest: int = LONGEST_LINE) -> str:
    given = body.get(name)
    if not isinstance(given, str) or not given.strip():
        raise FrameRefused("请写内容。")
    text = given.strip()
    if len(text) > longest:
        raise FrameRefused(f"内容不能超过{longest}字，请分次发送。")
    if any(not (sign.isprintable() or sign == "\n") for sign in text):
        raise FrameRefused("内容含有不能显示的字符，请删去后再发。")
    return text


def number_in(body: dict, name: str, *, least: int = 1) -> int:
    given = body.get(name)
    if type(given) is not int or not least <= given < 2**53:
        raise FrameRefused(INCOMPLETE)
    return given


def choice_in(body: dict, name: str, words: Any) -> str:
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


def day_of(frame: Frame):
    return timezone.localtime(frame.at).date()


def nothing(body: dict) -> dict:
    return {}


def thing_in(body: dict) -> dict:
    return {"id": number_in(body, "id")}


def consent_to(body: dict) -> dict:
    return thing_in(body) | {"answer": choice_in(body, "answer", Answer)}


def existing(thing: Any) -> Any:
    if thing is None:
        raise FrameRefused("没有这一项，请刷新页面。")
    return thing


def short_in(body: dict, name: str) -> str:
    given = body.get(name) or ""
    if not isinstance(given, str) or len(given) > 300:
        raise FrameRefused("说明不能超过300字。")
    return text_in(body, name, 300) if given.strip() else ""


def slug_in(body: dict, name: str, *, required: bool = True) -> str:
    given = body.get(name) or ""
    if not isinstance(given, str) or len(given) > 40 or (required and not given):
        raise FrameRefused(INCOMPLETE)
    return given


def until(frame: Frame, body: dict) -> datetime:
    """The end of what lasts some minutes, a month at the most."""
    if body["minutes"] > 31 * 24 * 60:
        raise FrameRefused("有效期不能超过31天。")
    return frame.at + timedelta(minutes=body["minutes"])


def group_named(session: Session, slug: str) -> Group:
    return existing(session.groups.filter(slug=slug).first())


def speaking_for(session: Session, seat: Seat, body: dict) -> Party | None:
    """Return the party a person acts for: the one named, else their first; None for officers."""
    if seat.is_staff:
        return None
    key = body["party"] or seat.keys[0]
    if key not in seat.keys:
        raise FrameRefused("您不能代这一方办理。")
    return existing(session.case.parties.filter(key=key).first())
