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
    Arrival,
    Attendance,
    BlindRound,
    FactAnswer,
    Group,
    MinutesConfirmation,
    MinutesLine,
    MinutesReady,
    Offer,
    Proposal,
    ProposedFact,
    RecordingConsent,
    RecordingQuestion,
    Session,
    Signature,
    TermsAnswer,
    UndisputedFact,
)
from mediation.queries import missing_signatures, tally
from room.choices import CAUCUS, PERSONAL, PUBLIC, STAFF_ONLY
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


def caucus(group: Group) -> str:
    """Return the stream of one side."""
    return f"{CAUCUS}:{group.slug}"


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


def fact_put(row: ProposedFact) -> None:
    body = {"id": row.pk, "fact": row.fact, "label": row.get_fact_display(), "text": row.content}
    total = {"total_fen": row.value["total_fen"]} if "total_fen" in row.value else {}
    tell(row.session.room_id, Draft(PUBLIC, "fact.put", body | total))


def fact_withdrawn(row: ProposedFact) -> None:
    body = {"id": row.pk, "voided": row.answers.count()}
    tell(row.session.room_id, Draft(PUBLIC, "fact.withdrawn", body))


def fact_answer(given: FactAnswer) -> None:
    asked = given.proposed
    words = list(asked.answers.values_list("answer", flat=True))
    counts = {"id": asked.pk, "agree": words.count("agree"), "refuse": words.count("refuse")}
    own = {"id": asked.pk, "answer": given.answer, "note": given.note, "name": given.party.name}
    tell(
        asked.session.room_id,
        Draft(personal(given.party), "fact.answered", own),
        Draft(PUBLIC, "fact.tally", counts),
    )


def offer(row: Offer, *, teller: Group | None = None) -> None:
    """
    Tell the giving side, the receiving side once it was conveyed, and the staff.

    Who of a side spoke is told to that side and the staff. The side of `teller` is told first,
    since the first event answers the frame of whoever sent it.
    """
    body = {
        "id": row.pk,
        "from": row.giver.name,
        "to": row.receiver.name,
        "giver": row.giver.slug,
        "amount_fen": row.amount_fen,
        "note": row.note,
        "expires_at": row.expires_at.isoformat(timespec="seconds"),
        "counters": row.counters_id if row.counters and row.counters.conveyed_at else None,
        "state": row.state,
    }
    audiences = [caucus(row.giver), STAFF_ONLY]
    if row.conveyed_at:
        audiences.append(caucus(row.receiver))
    if teller is not None:
        audiences.sort(key=lambda stream: stream != caucus(teller))
    own = body | {"person": row.person}
    drafts = (
        Draft(stream, "offer", body if stream == caucus(row.receiver) else own)
        for stream in audiences
    )
    tell(row.session.room_id, *drafts)


def _blind(row: BlindRound) -> Draft:
    given = [bound.group.name for bound in row.bounds.select_related("group").order_by("group")]
    body = {
        "id": row.pk,
        "state": row.state,
        "sides": [row.low.name, row.high.name],
        "given": given,
        "expires_at": row.expires_at.isoformat(timespec="seconds"),
    }
    return Draft(PUBLIC, "blind", body)


def blind(row: BlindRound) -> None:
    tell(row.session.room_id, _blind(row))


def blind_consent(row: BlindRound, party: Party) -> None:
    own = Draft(personal(party), "blind.agreed", {"id": row.pk})
    tell(row.session.room_id, own, _blind(row))


def blind_given(row: BlindRound, party: Party) -> None:
    """Tell that a bound was given, never which."""
    own = Draft(personal(party), "blind.given", {"id": row.pk})
    tell(row.session.room_id, own, _blind(row))


def minutes_ready(ready: MinutesReady) -> None:
    body = {"sha": ready.sha256, "lines": ready.lines}
    tell(ready.session.room_id, Draft(PUBLIC, "minutes.ready", body))


def minutes_voided(line: MinutesLine, *, confirmed: int) -> None:
    text = f"笔录又记了第{line.no}行，此前{confirmed}人的确认作废，请在重新交阅后再确认。"
    body = {"line": line.no, "confirmed": confirmed, "text": text}
    tell(line.session.room_id, Draft(PUBLIC, "minutes.voided", body))


def minutes_confirmed(mark: MinutesConfirmation, *, left: int) -> None:
    body = {"name": mark.person, "refused": bool(mark.refusal), "left": left}
    tell(mark.session.room_id, Draft(PUBLIC, "minutes.signed", body))


def recording(question: RecordingQuestion, *, state: str) -> None:
    body = {"id": question.pk, "state": state}
    tell(question.session.room_id, Draft(PUBLIC, "recording", body))


def recording_answer(given: RecordingConsent, *, state: str) -> None:
    question = given.question
    own = {"id": question.pk, "answer": given.answer, "name": given.party.name}
    tell(
        question.session.room_id,
        Draft(personal(given.party), "recording.answered", own),
        Draft(PUBLIC, "recording", {"id": question.pk, "state": state}),
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


def knock(who: Arrival) -> None:
    """Tell the officers that somebody asks to be admitted; `proof` says what was tried."""
    tell(
        who.door.session.room_id,
        Draft(
            STAFF_ONLY,
            "knock",
            {
                "id": who.pk,
                "name": who.name,
                "for": who.represents,
                "proof": f"验证不符{who.wrong}次" if who.wrong else "",
            },
        ),
    )


def arrival(who: Arrival) -> None:
    """Tell the officers how a knock was answered, so that both their screens drop it."""
    tell(
        who.door.session.room_id,
        Draft(STAFF_ONLY, "knock.done", {"id": who.pk, "name": who.name, "state": who.state}),
    )
