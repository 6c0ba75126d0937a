"""闭庭: what the log of the room says becomes attendance, minutes and A11."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import HearingPart, MediationResult, Speaker
from adjudication.models import Hearing
from adjudication.operations.hearings import Line, Present, close_hearing
from adjudication.operations.in_court.log import fresh
from adjudication.operations.records import lock
from adjudication.queries import disputed
from adjudication.queries.course import Course, course_of
from cases.models import Party
from room import operations as room
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def close_in_room(
    *,
    hearing: Hearing,
    by: User,
    at: datetime,
    adjourned_for: str = "",
    next_at: datetime | None = None,
) -> Hearing:
    """
    闭庭: what the log says becomes attendance, minutes and A11; the room is closed.

    Raises:
        ActRefused: minutes not yet confirmed or refused by everybody present (ARB-43), and all that
            `close_hearing` refuses.
    """
    arbitration = lock(hearing.arbitration)
    hearing = fresh(hearing, arbitration)
    course = course_of(hearing)
    by_key = {party.key: party for party in arbitration.case.parties.all()}
    present = [_present(by_key[key], course) for key in course.present]
    if not present:
        raise ActRefused("还没有核对到庭的人。", source="ARB-43", suggest="请先逐方登记。")
    if not course.is_given:
        raise ActRefused(
            "笔录还没有交双方阅看，或者阅看以后又有改动。",
            source="ARB-43",
            suggest="请先按“笔录交阅”。",
        )
    if left := [by_key[key].name for key in course.present if key not in course.confirmed]:
        raise ActRefused(
            f"{'、'.join(left)}还没有确认笔录。",
            source="ARB-43",
            suggest="在纸上签名或者拒绝签名的，请在这一方登记。",
        )
    tried = set(course.tried)
    codes = {e.code for e in disputed(arbitration)}
    walked = codes - {e.code for e in disputed(arbitration) if e.pk not in tried}
    closed = close_hearing(
        hearing=hearing,
        present=present,
        lines=[Line(HearingPart(m.part), Speaker(m.speaker), m.text) for m in course.standing],
        walked=sorted(walked),
        recusal_asked=all(key in course.recusal for key in course.present),
        mediation_result=MediationResult(course.mediation) if course.mediation else None,
        by=by,
        at=at,
        adjourned_for=adjourned_for,
        next_at=next_at,
        corrections=course.corrections(),
    )
    if closed.room is not None:
        room.close_room(room=closed.room, at=at)
    return closed


def _present(party: Party, course: Course) -> Present:
    row = course.roll[party.key]
    mark = course.confirmed.get(party.key, {})
    return Present(
        party=party,
        person=row["person"],
        capacity=row["capacity"],
        recusal_answer=course.recusal.get(party.key, ""),
        last_statement=course.last_words.get(party.key, ""),
        refusal=mark["reason"] if mark.get("refused") else "",
        confirmation=_confirmed(mark),
    )


def _confirmed(mark: dict) -> str:
    """What A11 says in the place of a signature that was given on a phone, as D10 does."""
    if not mark or mark.get("refused") or mark.get("on_paper"):
        return ""
    moment = localtime(mark["at"])
    way = "手写签名确认" if mark.get("drawn") else "阅看后确认"
    return f"{moment:%Y-%m-%d %H:%M}在庭审室{way}，笔录校验码{mark['sha'][:8]}"
