"""The minutes read, confirmed, refused or objected to, each on exactly the lines that were read."""

from datetime import datetime

from django.db import transaction

from adjudication.models import Hearing
from adjudication.operations.in_court.log import held, room_of, tell, there, words_of
from adjudication.operations.records import lock
from adjudication.operations.replies import acting_as
from adjudication.queries.course import Course, course_of
from cases.models import Party
from documents.signing import handwriting
from documents.signing.port import SigningFault
from room.choices import PERSONAL, PUBLIC
from room.operations import Draft, publish
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def give_minutes(*, hearing: Hearing, by: User) -> None:
    """笔录交阅: everybody reads the lines as they stand, and confirms exactly these."""
    held(hearing, by)
    course = course_of(hearing)
    if not course.lines:
        raise ActRefused("笔录还没有内容。", source="ARB-43")
    tell(hearing, "minutes.given", {"sha": course.digest, "lines": len(course.lines)})


@transaction.atomic
def sign_minutes(
    *, hearing: Hearing, party: Party, sha: str, by: User, at: datetime, drawing: str = ""
) -> None:
    """
    确认笔录 by a party's own person, on exactly the lines they read.

    Raises:
        ActRefused: the lines have changed since; the party was not there; confirmed before.
    """
    arbitration = lock(hearing.arbitration)
    access = acting_as(arbitration, party, by, at=at)
    course = _read(hearing, party, sha)
    if drawing:
        try:
            handwriting.read(drawing)
        except SigningFault as fault:
            raise ActRefused(str(fault), source="ARB-43", suggest="请重新签写。") from fault
    body = {"party": party.key, "name": party.name, "person": access.person, "sha": course.digest}
    publish(
        room_of(hearing).pk,
        [
            Draft(f"{PERSONAL}:{party.key}", "minutes.mine", body | {"drawing": drawing}),
            Draft(PUBLIC, "minutes.signed", body | {"drawn": bool(drawing)}),
        ],
    )


@transaction.atomic
def refuse_minutes_in_hearing(*, hearing: Hearing, party: Party, reason: str, by: User) -> None:
    """拒签笔录: the tribunal notes why somebody present does not sign (ARB-43)."""
    there(hearing, party, by)
    course = _read(hearing, party, course_of(hearing).digest)
    tell(
        hearing,
        "minutes.refused",
        {
            "party": party.key,
            "name": party.name,
            "sha": course.digest,
            "reason": words_of(reason, 120),
        },
    )


@transaction.atomic
def object_to_line(
    *, hearing: Hearing, party: Party, no: int, text: str, by: User, at: datetime
) -> None:
    """
    申请补正笔录: a party says which line is wrong or left out; the request itself stays on record.

    Raises:
        ActRefused: no such line; not one's own party.
    """
    arbitration = lock(hearing.arbitration)
    acting_as(arbitration, party, by, at=at)
    course = course_of(hearing)
    if no not in {line.no for line in course.standing}:
        raise ActRefused("没有这一行，请看清行号再写。", source="ARB-43")
    body = {"party": party.key, "name": party.name, "no": no, "text": words_of(text, 300)}
    publish(room_of(hearing).pk, [Draft(PUBLIC, "minutes.objection", body)])


def _read(hearing: Hearing, party: Party, sha: str) -> Course:
    course = course_of(hearing)
    if not course.is_given:
        raise ActRefused("笔录还没有交双方阅看，或者阅看以后又有改动。", source="ARB-43")
    if sha != course.digest:
        raise ActRefused("笔录在您阅看以后又有改动，请看新的内容再确认。", source="ARB-43")
    if party.key not in course.present:
        raise ActRefused(f"{party.name}没有登记到庭。", source="ARB-43")
    if party.key in course.confirmed:
        raise ActRefused(f"{party.name}已经确认过，或者已记明拒签。", source="ARB-43")
    return course


@transaction.atomic
def sign_on_paper(*, hearing: Hearing, party: Party, by: User) -> None:
    """确认笔录 on paper, seen by the tribunal: for who has no phone."""
    there(hearing, party, by)
    course = _read(hearing, party, course_of(hearing).digest)
    person = course.roll[party.key]["person"]
    body = {"party": party.key, "name": party.name, "person": person, "sha": course.digest}
    tell(hearing, "minutes.signed", body | {"on_paper": True})
