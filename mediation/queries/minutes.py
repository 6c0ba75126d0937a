"""笔录: the minutes as they stand, who confirmed them and who has not."""

import hashlib
import json

from django.db.models import QuerySet

from mediation.models import Attendance, MinutesConfirmation, MinutesReady, Session


def digest_of_lines(session: Session) -> str:
    """Return the SHA-256 of the minutes as they stand, to which every confirmation is bound."""
    lines = [
        [line.no, line.speaker, line.text, line.concession, line.corrects and line.corrects.no]
        for line in session.lines.select_related("corrects").order_by("no")
    ]
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def minutes_in_force(session: Session) -> MinutesReady | None:
    """Return the minutes given out to be read, as long as no line was added since."""
    ready = session.minutes_ready.last()
    return ready if ready and ready.sha256 == digest_of_lines(session) else None


def confirmations(session: Session) -> QuerySet[MinutesConfirmation]:
    """Return who confirmed, or refused before a witness, the minutes as they stand."""
    return session.minutes_confirmations.filter(sha256=digest_of_lines(session)).select_related(
        "party", "officer"
    )


def unconfirmed(session: Session) -> list[Attendance]:
    """Return who is on the roll as present and has not confirmed the minutes as they stand."""
    marks = list(confirmations(session))
    parties, officers = {m.party_id for m in marks}, {m.officer_id for m in marks}
    return [
        row
        for row in session.attendance.filter(present=True).select_related("party", "officer")
        if (row.party_id and row.party_id not in parties)
        or (row.officer_id and row.officer_id not in officers)
    ]
