"""
庭审室: what is done while the hearing goes on, each told to the room as it happens.

The log of the room is the hearing until it is closed: `close_in_room` folds it into the attendance,
the minutes and A11. Deliberation stands in the stream of the tribunal alone and in no paper of the
parties (副卷).
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import (
    ArbitrationState,
    HearingPart,
    HearingState,
    HearingStep,
    MediationResult,
    SeatRole,
    Speaker,
)
from adjudication.models import Arbitration, Element, Hearing
from adjudication.operations.hearings import Line, Present, close_hearing, open_hearing
from adjudication.operations.records import lock, note, require_state
from adjudication.operations.replies import acting_as, capacity_of
from adjudication.papers.blocks import role_of
from adjudication.permissions import can_conduct, can_preside
from adjudication.queries import disputed
from adjudication.queries.course import PART_OF, SPEAKERS, Course, course_of
from adjudication.queries.parties import acting_in, called
from cases.models import Evidence, Party
from cases.operations import require
from documents.signing import handwriting
from documents.signing.port import SigningFault
from room import operations as room
from room.choices import PERSONAL, PUBLIC
from room.choices import SeatRole as RoomRole
from room.models import Seat
from room.operations import Draft, publish
from staff.models import User
from staff.refusals import ActRefused

PURPOSE = "hearing"
OVER = (HearingState.CLOSED, HearingState.POSTPONED, HearingState.CANCELLED)


@transaction.atomic
def enter_as_tribunal(*, hearing: Hearing, by: User, at: datetime) -> Seat:
    """
    进入庭审室: an arbitrator or the secretary takes their seat; the first one opens the room.

    Raises:
        ActRefused: the hearing is over and never had a room.
    """
    arbitration = lock(hearing.arbitration)
    require(can_conduct(by, arbitration))
    hearing = _fresh(hearing, arbitration)
    if hearing.room_id is None:
        require_state(arbitration, ArbitrationState.ACCEPTED)
        if hearing.state in OVER:
            raise ActRefused(f"这次开庭{hearing.get_state_display()}。", source="ARB-43")
        hearing.room = room.open_room(purpose=PURPOSE, at=at)
        hearing.save(update_fields=["room"])
        note(
            arbitration,
            "open_courtroom",
            by=by,
            on=localtime(at).date(),
            summary=f"开启第{hearing.no}次开庭的庭审室",
            facts={"hearing": hearing.pk},
        )
    chair = can_preside(by, arbitration)
    return room.seat_person(
        room=hearing.room,
        user=by,
        role=RoomRole.CHAIR if chair else RoomRole.RECORDER,
        label=f"{_title(arbitration, by)}{by.name}",
        at=at,
    )


def _title(arbitration: Arbitration, user: User) -> str:
    seat = arbitration.seats.filter(user=user, until_on=None).first()
    return SeatRole(seat.role).label if seat else SeatRole.SECRETARY.label


@transaction.atomic
def enter_as_party_of(*, hearing: Hearing, user: User, at: datetime) -> Seat:
    """
    入庭: a party's person, admitted before, follows the hearing on their own phone.

    It is not being present: who is there the tribunal says, after looking at their papers.

    Raises:
        ActRefused: the room is not open; the person acts for nobody here, or for both sides (V-P2).
    """
    arbitration = lock(hearing.arbitration)
    hearing = _fresh(hearing, arbitration)
    if hearing.room is None or not hearing.room.is_open:
        raise ActRefused("庭审室还没有开放，请等书记员开庭。", source="ARB-43")
    held = acting_in(user, arbitration, on=localtime(at).date())
    if not held:
        raise ActRefused("您不是本案的当事人或者代理人。", source="V-P2")
    mine = {arbitration.applicants.filter(pk=access.party_id).exists() for access in held}
    if len(mine) > 1:
        raise ActRefused("您同时代表双方，不能这样进入，请向书记员说明。", source="V-P2")
    person = held[0].person
    names = [access.party.name for access in held if access.party.name != person]
    label = f"{person}（{'、'.join(names)}）" if names else person
    return room.seat_person(
        room=hearing.room,
        user=user,
        role=RoomRole.PARTY,
        keys=[access.party.key for access in held],
        label=label[:80],
        at=at,
    )


# The course of the hearing


@transaction.atomic
def open_in_room(*, hearing: Hearing, by: User, at: datetime) -> Hearing:
    """开庭 in the room: everybody there is told; see `open_hearing` for what is refused."""
    opened = open_hearing(hearing=hearing, by=by, at=at)
    step = HearingStep.IDENTITY
    _tell(opened, "opened", {"no": opened.no})
    _tell(opened, "agenda", {"step": step, "label": step.label})
    return opened


@transaction.atomic
def go_to_step(*, hearing: Hearing, step: HearingStep, by: User) -> None:
    _held(hearing, by)
    _tell(hearing, "agenda", {"step": step, "label": HearingStep(step).label})


@transaction.atomic
def call_party(
    *,
    hearing: Hearing,
    party: Party,
    present: bool,
    by: User,
    at: datetime,
    person: str = "",
) -> None:
    """
    核对身份: who came for a party, or that nobody did.

    Raises:
        ActRefused: not a party of this case (A11); the person may not act for it here (V-P2).
    """
    arbitration = _held(hearing, by)
    if party.pk not in {p.pk for p in called(arbitration)} and not (
        arbitration.applicants.filter(pk=party.pk).exists()
    ):
        raise ActRefused("只登记本案的当事人，旁听人员不登记。", source="A11")
    capacity = ""
    if present:
        known, _ = capacity_of(party, person.strip(), on=localtime(at).date())
        capacity = known.label
    _tell(
        hearing,
        "roll",
        {
            "party": party.key,
            "name": party.name,
            "role": role_of(arbitration, party),
            "present": present,
            "person": person.strip() if present else "",
            "capacity": capacity,
        },
    )


@transaction.atomic
def ask_recusal(*, hearing: Hearing, party: Party, text: str, by: User) -> None:
    """询问回避: the answer of a party that is there (ARB-16)."""
    _there(hearing, party, by)
    _tell(hearing, "recusal", {"party": party.key, "name": party.name, "text": _words(text, 200)})


@transaction.atomic
def write_line(
    *,
    hearing: Hearing,
    speaker: Speaker,
    text: str,
    by: User,
    corrects: int | None = None,
) -> None:
    """
    记录: one utterance; a correction stands at its own place and strikes the old line through.

    Raises:
        ActRefused: no such line, or it was corrected before.
    """
    _held(hearing, by)
    course = course_of(hearing)
    if corrects is not None and corrects not in {line.no for line in course.standing}:
        raise ActRefused(f"没有可以更正的第{corrects}行，请刷新页面。", source="ARB-43")
    step = HearingStep(course.step) if course.step else HearingStep.IDENTITY
    body = {
        "no": len(course.lines) + 1,
        "part": PART_OF[step],
        "code": speaker,
        "speaker": SPEAKERS[speaker],
        "text": _words(text, 2000),
    }
    _tell(hearing, "line", body | ({"corrects": corrects} if corrects else {}))


@transaction.atomic
def try_element(*, hearing: Hearing, element: Element, done: bool, by: User) -> None:
    """
    审理一项争议要素: opened, and after both sides were heard on it, done.

    Raises:
        ActRefused: an element both sides agree on is not tried again (SUM-05).
    """
    arbitration = _held(hearing, by)
    if element.pk not in {e.pk for e in disputed(arbitration)}:
        raise ActRefused(f"“{element.label}”双方没有争议，不再审理。", source="SUM-05")
    state = "done" if done else "open"
    label = f"{element.code} {element.label}"
    _tell(hearing, "element", {"element": element.pk, "label": label, "state": state})


@transaction.atomic
def show_evidence(*, hearing: Hearing, evidence: Evidence | None, by: User) -> None:
    """出示证据 to everybody; None takes it from the screens."""
    arbitration = _held(hearing, by)
    if evidence is None:
        _tell(hearing, "show.end", {})
        return
    if evidence.case_id != arbitration.case_id or not evidence.submitted:
        raise ActRefused("只能出示已经提交的证据。", source="ARB-39")
    _tell(hearing, "show", {"id": evidence.pk, "no": evidence.no, "name": evidence.name})


@transaction.atomic
def take_last_words(*, hearing: Hearing, party: Party, text: str, by: User) -> None:
    """最后意见 of a party that is there (ARB-43)."""
    _there(hearing, party, by)
    _tell(hearing, "last", {"party": party.key, "name": party.name, "text": _words(text, 500)})


@transaction.atomic
def mediate_in_hearing(*, hearing: Hearing, result: MediationResult, by: User) -> None:
    """当庭调解: what came of it, said as often as it was tried; the last result counts (ARB-32)."""
    arbitration = _held(hearing, by)
    require(can_preside(by, arbitration), "由独任仲裁员或者首席仲裁员主持调解。")
    _tell(hearing, "mediation", {"result": result, "label": MediationResult(result).label})


# The minutes


@transaction.atomic
def give_minutes(*, hearing: Hearing, by: User) -> None:
    """笔录交阅: everybody reads the lines as they stand, and confirms exactly these."""
    _held(hearing, by)
    course = course_of(hearing)
    if not course.lines:
        raise ActRefused("笔录还没有内容。", source="ARB-43")
    _tell(hearing, "minutes.given", {"sha": course.digest, "lines": len(course.lines)})


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
        hearing.room_id,
        [
            Draft(f"{PERSONAL}:{party.key}", "minutes.mine", body | {"drawing": drawing}),
            Draft(PUBLIC, "minutes.signed", body),
        ],
    )


@transaction.atomic
def refuse_minutes_in_hearing(*, hearing: Hearing, party: Party, reason: str, by: User) -> None:
    """拒签笔录: the tribunal notes why somebody present does not sign (ARB-43)."""
    _there(hearing, party, by)
    course = _read(hearing, party, course_of(hearing).digest)
    _tell(
        hearing,
        "minutes.refused",
        {
            "party": party.key,
            "name": party.name,
            "sha": course.digest,
            "reason": _words(reason, 120),
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
    body = {"party": party.key, "name": party.name, "no": no, "text": _words(text, 300)}
    publish(hearing.room_id, [Draft(PUBLIC, "minutes.objection", body)])


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


# The end


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
    hearing = _fresh(hearing, arbitration)
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


@transaction.atomic
def sign_on_paper(*, hearing: Hearing, party: Party, by: User) -> None:
    """确认笔录 on paper, seen by the tribunal: for who has no phone."""
    _there(hearing, party, by)
    course = _read(hearing, party, course_of(hearing).digest)
    person = course.roll[party.key]["person"]
    body = {"party": party.key, "name": party.name, "person": person, "sha": course.digest}
    _tell(hearing, "minutes.signed", body | {"on_paper": True})


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
    )


# What all of them ask first


def _fresh(hearing: Hearing, arbitration: Arbitration) -> Hearing:
    hearing = (
        Hearing.objects.select_for_update(of=("self",)).select_related("room").get(pk=hearing.pk)
    )
    hearing.arbitration = arbitration
    return hearing


def _held(hearing: Hearing, by: User) -> Arbitration:
    """Return the case under its lock, while the hearing is open and `by` is of the tribunal."""
    arbitration = lock(hearing.arbitration)
    require(can_conduct(by, arbitration))
    hearing.refresh_from_db(fields=["state", "room"])
    if hearing.state != HearingState.HELD:
        raise ActRefused(
            f"这次开庭{hearing.get_state_display()}。",
            source="ARB-43",
            suggest="开庭以后才能记录。" if hearing.state == HearingState.SCHEDULED else "",
        )
    return arbitration


def _there(hearing: Hearing, party: Party, by: User) -> None:
    _held(hearing, by)
    if party.key not in course_of(hearing).present:
        raise ActRefused(f"{party.name}没有登记到庭。", source="ARB-43")


def _tell(hearing: Hearing, kind: str, body: dict) -> None:
    if hearing.room_id is None:
        raise ActRefused("庭审室没有开放。", source="ARB-43")
    publish(hearing.room_id, [Draft(PUBLIC, kind, body)])


def _words(text: str, longest: int) -> str:
    words = text.strip()
    if not words:
        raise ActRefused("请写内容。", source="ARB-43")
    if len(words) > longest:
        raise ActRefused(f"内容不能超过{longest}字。", source="ARB-43")
    return words
