"""
What the room of a session is told of each act, and which audience is told what.

An act on a page, in the room and in the replay passes here alike. Everybody learns that terms stand
on the table and how many have answered; a worker's sum goes to that worker, an answer to whoever
gave it and to the staff. Without an open room nobody is told.
"""

from cases.models import Case, Party
from law.money import upper
from mediation.choices import ProposalState, SessionState
from mediation.models import (
    Agreement,
    Attendance,
    MinutesLine,
    Proposal,
    Session,
    Signature,
    TermsAnswer,
    UndisputedFact,
)
from mediation.queries import missing_signatures, tally
from room.choices import PERSONAL, PUBLIC
from room.operations import Draft, publish


def room_of_case(case: Case) -> int | None:
    """
    Return the room in which a case is being talked about: its last session's, while it is open.

    It stays open after the minutes are closed, for the signing of the agreement.
    """
    session = (
        case.sessions.filter(room__isnull=False, room__closed_at=None)
        .exclude(state=SessionState.CANCELLED)
        .last()
    )
    return session.room_id if session else None


def personal(party: Party) -> str:
    """Return the stream of one party."""
    return f"{PERSONAL}:{party.key}"


def tell(room_id: int | None, *drafts: Draft) -> None:
    if room_id is not None:
        publish(room_id, drafts)


def what_stands(session: Session) -> None:
    """Tell a room that is opened late what came before: roll, minutes, facts, terms, answers."""
    assert session.room_id is not None
    for row in session.attendance.select_related("party", "session"):
        attendance(row)
    for line in session.lines.select_related("corrects", "session"):
        publish(session.room_id, [_line(line)], at=line.at)
    for confirmed in session.case.undisputed_facts.filter(session=session, superseded=False):
        fact(confirmed)
    proposal = session.case.proposals.filter(state=ProposalState.OPEN).last()
    if proposal:
        terms(proposal, voided=0)
        for given in proposal.answers.filter(terms_sha256=proposal.terms_sha256):
            answer(given)


def attendance(row: Attendance) -> None:
    tell(
        row.session.room_id,
        Draft(
            PUBLIC,
            "roll",
            {
                "row": row.pk,
                "person": row.person,
                "for": row.party.name if row.party else "",
                "as": row.get_capacity_display(),
                "present": row.present,
                "arrived": f"{row.arrived_at:%H:%M}" if row.present and row.arrived_at else "",
                "left": f"{row.left_at:%H:%M}" if row.left_at else "",
            },
        ),
    )


def minutes_line(line: MinutesLine) -> None:
    tell(line.session.room_id, _line(line))


def _line(line: MinutesLine) -> Draft:
    return Draft(
        PUBLIC,
        "minutes.line",
        {
            "no": line.no,
            "speaker": line.speaker,
            "text": line.text,
            "concession": line.concession,
            "corrects": line.corrects.no if line.corrects else None,
        },
    )


def fact(row: UndisputedFact) -> None:
    body = {"id": row.pk, "fact": row.fact, "label": row.get_fact_display(), "text": row.content}
    tell(
        row.session.room_id if row.session else room_of_case(row.case),
        Draft(PUBLIC, "fact", body | {"agreed": [p.name for p in row.agreed_by.all()]}),
    )


def terms(proposal: Proposal, *, voided: int) -> None:
    """Tell of terms on the table; `voided` answers to the terms before count no longer."""
    rows = list(proposal.rows.select_related("worker"))
    about = {"number": proposal.number, "sha": proposal.terms_sha256}
    public = Draft(
        PUBLIC,
        "terms",
        {
            **about,
            "total_fen": sum(row.amount_fen for row in rows),
            "workers": len(rows),
            "schedule": proposal.schedule,
            "voided": voided,
        },
    )
    own = (
        Draft(
            personal(row.worker),
            "terms.mine",
            {
                **about,
                "due_fen": row.due_fen,
                "amount_fen": row.amount_fen,
                "words": upper(row.amount_fen),
                "parts": [
                    {"no": part["no"], "due_on": part["due_on"], "fen": fen}
                    for part, fen in zip(proposal.schedule, row.shares, strict=True)
                ],
            },
        )
        for row in rows
    )
    tell(room_of_case(proposal.case), public, *own)


def answer(given: TermsAnswer) -> None:
    proposal = given.proposal
    counted = tally(proposal)
    body = {"number": proposal.number, "sha": given.terms_sha256, "answer": given.answer}
    counts = {
        "number": proposal.number,
        "agree": counted.agree,
        "refuse": counted.refuse,
        "silent": counted.silent,
    }
    tell(
        room_of_case(proposal.case),
        Draft(personal(given.party), "terms.answered", body | {"name": given.party.name}),
        Draft(PUBLIC, "terms.tally", counts),
    )


def agreement(paper: Agreement) -> None:
    tell(
        room_of_case(paper.case),
        Draft(
            PUBLIC,
            "agreement",
            {"id": paper.pk, "number": paper.number, "state": paper.state}
            | {"sha": paper.document.pdf_id, "effective_on": str(paper.effective_on or "")},
        ),
    )


def signature(mark: Signature) -> None:
    body = {
        "agreement": mark.agreement_id,
        "slot": mark.slot,
        "signer": mark.signer,
        "for": mark.party.name if mark.party else "",
        "left": len(missing_signatures(mark.agreement)),
    }
    tell(room_of_case(mark.agreement.case), Draft(PUBLIC, "signed", body))


def session_state(session: Session) -> None:
    """Tell that a session is held, closed or cancelled, and with what result."""
    tell(
        session.room_id,
        Draft(
            PUBLIC,
            "session",
            {"state": session.state, "result": session.get_result_display()},
        ),
    )
