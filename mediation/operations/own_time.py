"""分时在线: a session to which everybody comes at their own time, until a last day (MED-35)."""

from datetime import date

from django.db import transaction

from cases.operations import lock_case, record, require
from mediation import announcements
from mediation.choices import SessionMode, SessionState
from mediation.models import Session
from mediation.permissions import can_schedule_session
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


def refuse_late(session: Session | None, *, on: date) -> None:
    """
    Refuse what a party's person answers by themselves after the last day of the session.

    An officer may still write down what a party says.
    """
    last = session.answers_until if session else None
    if last and on > last:
        raise ActRefused(
            f"答复期已于{last:%Y年%-m月%-d日}届满。",
            source="MED-35",
            suggest="请联系调解员延长答复期，或者由调解员记录您的答复。",
        )


@transaction.atomic
def extend_answers(*, session: Session, until: date, by: User, on: date) -> Session:
    """延长答复期: give everybody of such a session more days, even after the last one."""
    case = lock_case(session.case)
    require(can_schedule_session(by, case))
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.mode != SessionMode.ASYNC or session.state in (
        SessionState.CLOSED,
        SessionState.CANCELLED,
    ):
        raise ActRefused("只有还没有结束的分时在线调解会可以延长答复期。", source="MED-35")
    last = session.answers_until
    if until < on or (last and until <= last):
        raise ActRefused("新的截止日应晚于原来的截止日，也不能早于今天。", source="V-D1")
    session.answers_until = until
    save_with_reason(session, by=by, reason="延长答复期")
    record(
        case,
        "extend_answers",
        by=by,
        on=on,
        summary=f"第{session.no}次调解会的答复期延至{until:%Y-%m-%d}",
        facts={"session": session.no, "until": until.isoformat()},
    )
    announcements.session_state(session)
    return session
