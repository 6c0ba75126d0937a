"""How far a hearing is, folded from the log of its room; who was called to it, with what proof."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime

from adjudication.choices import HearingPart, HearingStep, Speaker
from adjudication.models import Hearing
from adjudication.queries.docket import papers
from adjudication.queries.parties import called
from cases.models import Party
from documents.models import Document
from documents.service.queries import served_on
from room.choices import PUBLIC
from room.models import Event

PART_OF = {
    HearingStep.IDENTITY: HearingPart.IDENTITY,
    HearingStep.RIGHTS: HearingPart.IDENTITY,
    HearingStep.FIRST_MEDIATION: HearingPart.OTHER,
    HearingStep.STATEMENTS: HearingPart.STATEMENTS,
    HearingStep.ELEMENTS: HearingPart.EVIDENCE,
    HearingStep.DEBATE: HearingPart.DEBATE,
    HearingStep.LAST: HearingPart.OTHER,
    HearingStep.MEDIATION: HearingPart.OTHER,
}
SPEAKERS = dict(Speaker.choices)


@dataclass
class Minute:
    """One line of the minutes; a corrected one stays, struck through."""

    no: int
    part: str
    speaker: str
    text: str
    at: datetime
    corrects: int | None = None
    corrected_by: int | None = None

    @property
    def speaker_name(self) -> str:
        return SPEAKERS[self.speaker]


@dataclass
class Course:
    """The hearing after its last public event."""

    step: str = ""
    roll: dict[str, dict] = field(default_factory=dict)  # by party key
    recusal: dict[str, str] = field(default_factory=dict)
    last_words: dict[str, str] = field(default_factory=dict)
    lines: list[Minute] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)  # elements being tried
    tried: list[int] = field(default_factory=list)
    mediation: str = ""
    shown: dict | None = None
    hands: dict[int, str] = field(default_factory=dict)  # by seat
    given: dict | None = None  # the minutes as they were handed out to be read
    marks: dict[str, dict] = field(default_factory=dict)  # who confirmed or refused, by party key
    objections: list[dict] = field(default_factory=list)

    @property
    def present(self) -> list[str]:
        return [key for key, row in self.roll.items() if row["present"]]

    @property
    def standing(self) -> list[Minute]:
        return [line for line in self.lines if line.corrected_by is None]

    @property
    def digest(self) -> str:
        """What every confirmation is bound to: the lines as they stand."""
        rows = [[line.no, line.speaker, line.text, line.corrects] for line in self.lines]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_given(self) -> bool:
        """Whether the minutes were handed out to be read and nothing was written since."""
        return self.given is not None and self.given["sha"] == self.digest

    @property
    def confirmed(self) -> dict[str, dict]:
        """The marks that are about the minutes as they stand."""
        return {key: mark for key, mark in self.marks.items() if mark["sha"] == self.digest}

    def corrections(self) -> str:
        was = {line.no: line for line in self.lines}
        return "".join(
            f"第{line.corrects}行原记“{was[line.corrects].text}”，更正为“{line.text}”。"
            for line in self.lines
            if line.corrects in was
        )


def course_of(hearing: Hearing) -> Course:
    """Fold the public events of the room; empty while there is no room."""
    course = Course()
    if hearing.room_id is None:
        return course
    events = Event.objects.filter(room=hearing.room_id, stream=PUBLIC).order_by("position")
    for event in events:
        if take := _TAKE.get(event.kind):
            take(course, event.body, event)
    return course


def _agenda(course: Course, body: dict, event: Event) -> None:
    course.step = body["step"]


def _roll(course: Course, body: dict, event: Event) -> None:
    course.roll[body["party"]] = body


def _recusal(course: Course, body: dict, event: Event) -> None:
    course.recusal[body["party"]] = body["text"]


def _last(course: Course, body: dict, event: Event) -> None:
    course.last_words[body["party"]] = body["text"]


def _line(course: Course, body: dict, event: Event) -> None:
    corrects = body.get("corrects")
    for line in course.lines:
        if line.no == corrects:
            line.corrected_by = body["no"]
    course.lines.append(
        Minute(body["no"], body["part"], body["code"], body["text"], event.at, corrects)
    )


def _element(course: Course, body: dict, event: Event) -> None:
    pk = body["element"]
    course.opened = [pk] if body["state"] == "open" else []
    if body["state"] == "done" and pk not in course.tried:
        course.tried.append(pk)


def _mediation(course: Course, body: dict, event: Event) -> None:
    course.mediation = body["result"]


def _show(course: Course, body: dict, event: Event) -> None:
    course.shown = body if event.kind == "show" else None


def _hand(course: Course, body: dict, event: Event) -> None:
    if event.seat_id:
        course.hands[event.seat_id] = body["why"]


def _heard(course: Course, body: dict, event: Event) -> None:
    course.hands.pop(body["seat"], None)


def _given(course: Course, body: dict, event: Event) -> None:
    course.given = body


def _mark(course: Course, body: dict, event: Event) -> None:
    how = {"refused": event.kind == "minutes.refused", "at": event.at}
    course.marks[body["party"]] = body | how


def _objection(course: Course, body: dict, event: Event) -> None:
    course.objections.append(body)


_TAKE = {
    "agenda": _agenda,
    "roll": _roll,
    "recusal": _recusal,
    "last": _last,
    "line": _line,
    "element": _element,
    "mediation": _mediation,
    "show": _show,
    "show.end": _show,
    "hand": _hand,
    "hand.heard": _heard,
    "minutes.given": _given,
    "minutes.signed": _mark,
    "minutes.refused": _mark,
    "minutes.objection": _objection,
}


@dataclass(frozen=True)
class Called:
    """Whether one party was lawfully called to a hearing: default rests on nothing else."""

    party: Party
    paper: Document | None
    served_on: date | None
    in_time: bool
    words: str


def callings(hearing: Hearing) -> list[Called]:
    """Return for everybody who has to come how the notice of this hearing reached them."""
    arbitration = hearing.arbitration
    notices = {paper.party_id: paper for paper in papers(arbitration, "A07")}
    mine = set(arbitration.representatives.values_list("pk", flat=True))
    return [
        calling(hearing, party, notices.get(party.pk))
        for party in called(arbitration)
        # The first representative gets the notice for all of them.
        if party.pk in notices or party.pk not in mine
    ]


def calling(hearing: Hearing, party: Party, paper: Document | None) -> Called:
    if paper is None:
        return Called(party, None, None, False, "没有制作开庭通知书")
    day = served_on(paper, party)
    if day is None:
        return Called(party, paper, None, False, "开庭通知书没有送达的证明")
    serve_by = paper.context["serve_by"]
    if hearing.own_period or str(day) <= serve_by:
        return Called(party, paper, day, True, f"{day:%Y-%m-%d}送达，期限内")
    return Called(party, paper, day, False, f"{day:%Y-%m-%d}送达，晚于最迟的{serve_by}")
