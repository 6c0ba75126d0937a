"""
Recording (录音录像): only where everybody present has said yes and it is known for how long.

There is none by default. It is not even asked about while no provider records and no period of
keeping has been confirmed (待核定).
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.models import Party
from cases.operations import lock_case, record, require
from cases.queries import optional_parameter
from mediation import announcements, media
from mediation.choices import Answer, SessionState
from mediation.models import RecordingConsent, RecordingQuestion, Session
from mediation.operations.capacity import acting
from mediation.permissions import can_schedule_session
from mediation.queries import recording_state
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def ask_recording(*, session: Session, by: User, at: datetime) -> RecordingQuestion:
    """
    征询录音录像: ask everybody present; an earlier question and its answers are left behind.

    Raises:
        ActRefused: nothing here records; the period of keeping is not confirmed.
    """
    case = lock_case(session.case)
    require(can_schedule_session(by, case), "由调解员征询录音录像。")
    session = _held(session)
    if not media.provider().records:
        raise ActRefused("本中心的视频方式不录音录像。", source="MED-23")
    if optional_parameter("recording_retention_days", case=case, on=localtime(at).date()) is None:
        raise ActRefused(
            "录音录像保存天数尚未核定，不能录音录像。",
            source="MED-23",
            suggest="请中心主任在“参数”中核定。",
        )
    question = RecordingQuestion(session=session, by=by, at=at)
    question.save()
    _record(session, "ask_recording", "征询录音录像", by=by, at=at)
    announcements.recording(question, state=recording_state(session))
    return question


@transaction.atomic
def answer_recording(
    *, question: RecordingQuestion, party: Party, answer: Answer, by: User, at: datetime
) -> RecordingConsent:
    """
    答复录音录像: a party's person says yes or no; a yes may be taken back at any time.

    Raises:
        ActRefused: the question is not the last one asked; they do not act for the party.
    """
    lock_case(question.session.case)
    session = _held(question.session)
    if session.recording_questions.last() != question:
        raise ActRefused("请答复最近一次征询。", source="MED-23")
    access = acting(party, by=by, on=localtime(at).date(), settle=False)
    given, _ = RecordingConsent.objects.update_or_create(
        question=question,
        party=party,
        defaults={"person": access.person, "answer": answer, "at": at},
    )
    words = f"{party.name}对录音录像表示{Answer(answer).label}"
    _record(session, "answer_recording", words, by=by, at=at, party=party)
    announcements.recording_answer(given, state=recording_state(session))
    return given


def _held(session: Session) -> Session:
    found = Session.objects.select_for_update(of=("self",)).select_related("case")
    session = found.get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise ActRefused("调解会没有在进行中。", source="D10")
    return session


def _record(
    session: Session, act: str, what: str, *, by: User, at: datetime, party: Party | None = None
) -> None:
    record(
        session.case,
        act,
        by=by,
        on=localtime(at).date(),
        party=party,
        summary=what,
        facts={"session": session.no},
        private=True,
    )
