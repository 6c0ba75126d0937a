"""What is shown to everybody, and the question whether the session is recorded."""

from mediation import operations
from mediation.choices import Answer
from mediation.frames.audiences import CHAIR, OPEN, OWN, PARTIES
from mediation.frames.reading import consent_to, existing, nothing, number_in, own_party, session_of
from mediation.models import Agreement, RecordingQuestion
from room.choices import STAFF
from room.models import Room, Seat
from room.protocol import Frame, Kind


def _shown(body: dict) -> dict:
    """`evidence` or `agreement`, by number of the row."""
    what = "agreement" if body.get("agreement") is not None else "evidence"
    return {what: number_in(body, what)}


def _show(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    session = session_of(room)
    evidence = agreement = None
    if "evidence" in body:
        evidence = existing(session.case.evidence.filter(pk=body["evidence"]).first())
    else:
        agreement = existing(
            Agreement.objects.filter(case=session.case, pk=body["agreement"]).first()
        )
    operations.show_to_all(
        session=session, evidence=evidence, agreement=agreement, by=seat.user, at=frame.at
    )


def _end_show(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.end_showing(session=session_of(room), by=seat.user)


def _ask_recording(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    operations.ask_recording(session=session_of(room), by=seat.user, at=frame.at)


def _answer_recording(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    found = RecordingQuestion.objects.filter(session__room=room, pk=body["id"])
    operations.answer_recording(
        question=existing(found.select_related("session__case").first()),
        party=own_party(seat, frame.stream),
        answer=Answer(body["answer"]),
        by=seat.user,
        at=frame.at,
    )


KINDS = (
    Kind("show", STAFF, OPEN, _shown, act=_show),
    Kind("show.end", STAFF, OPEN, nothing, act=_end_show),
    Kind("recording.ask", CHAIR, OPEN, nothing, act=_ask_recording),
    Kind("recording.answer", PARTIES, OWN, consent_to, act=_answer_recording),
)
