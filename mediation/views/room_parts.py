"""The parts of the console that are made of many tables, drawn anew when their event comes."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from documents.models import Document
from mediation import media, operations, queries
from mediation.choices import AgreementState, ArrivalState, ProposalState, SessionState, Slot
from mediation.forms.phone import AdmitForm
from mediation.models import Attendance, Session
from mediation.permissions import can_collect_signatures, can_propose_terms
from mediation.views.seated import Seated, people_of
from mediation.views.session import roll
from mediation.views.terms import proposal_context
from room.choices import SeatRole

PARTS = ("roll", "waiting", "terms", "signing", "minutes", "recording")


class RoomPart(Seated, TemplateView):
    """One part of the console as it stands now."""

    def get_template_names(self):
        return [f"mediation/room/{self.kwargs['part']}.html"]

    def get_context_data(self, **kwargs):
        if self.kwargs["part"] not in PARTS:
            raise Http404
        part = getattr(self, self.kwargs["part"])
        return super().get_context_data(
            case=self.case,
            session=self.subject,
            today=timezone.localdate(),
            chair=self.seat.role == SeatRole.CHAIR,
            held=self.subject.state == SessionState.HELD,
            **part(),
            **kwargs,
        )

    def roll(self) -> dict:
        return roll_call(self.subject)

    def terms(self) -> dict:
        proposal = queries.current_proposal(self.case)
        if proposal is None:
            return {"proposal": None}
        before = self.case.proposals.filter(number__lt=proposal.number).order_by("number").last()
        return {
            **proposal_context(proposal, self.subject),
            "before": before,
            "changes": operations.changes_between(before, proposal) if before else [],
            "editable": proposal.state == ProposalState.OPEN
            and can_propose_terms(self.request.user, self.case),
        }

    def signing(self) -> dict:
        return signing_round(self.subject, self.request.user)

    def waiting(self) -> dict:
        return {"waiting": knocking(self.subject)}

    def minutes(self) -> dict:
        return minutes_round(self.subject, self.request.user)

    def recording(self) -> dict:
        return recording_round(self.subject)


def roll_call(session: Session) -> dict:
    """Return the roll joined with who sits in the room, and who sits there without being on it."""
    seats = list(session.room.seats.filter(removed_at=None)) if session.room else []
    by_key = {(key, seat.label.partition("（")[0]): seat for seat in seats for key in seat.keys}
    officers = {seat.user_id: seat for seat in seats if seat.is_staff}
    rows = roll(session)
    on_roll = set()
    for person in rows:
        row: Attendance = person["row"]
        seat = (
            by_key.get((row.party.key, row.person)) if row.party else officers.get(row.officer_id)
        )
        person["seat"] = seat
        if seat:
            on_roll.add(seat.pk)
    return {
        "roll": rows,
        "unlisted": [s for s in seats if s.pk not in on_roll],
        "seats": people_of(session),
    }


def knocking(session: Session) -> list[dict]:
    """Return who asks to come in, each with the form that lets them in."""
    door = getattr(session, "door", None)
    if door is None or not door.is_open:
        return []
    return [
        {
            "arrival": arrival,
            "form": AdmitForm(
                case=session.case,
                today=timezone.localdate(),
                arrival=arrival,
                auto_id=f"arrival-{arrival.pk}-%s",
            ),
        }
        for arrival in door.arrivals.filter(state=ArrivalState.KNOCKING).order_by("id")
    ]


def minutes_round(session: Session, user) -> dict:
    """Return who has confirmed the minutes as they stand, how, and who has not."""
    ready = queries.minutes_in_force(session)
    marks = list(queries.confirmations(session).order_by("id")) if ready else []
    return {
        "ready": ready,
        "given_before": session.minutes_ready.exists(),
        "marks": marks,
        "left": queries.unconfirmed(session) if ready else [],
        "own": any(mark.officer_id == user.pk for mark in marks),
        "lines": session.lines.count(),
    }


def recording_round(session: Session) -> dict:
    """Return what everybody present says to being recorded; nothing where nothing records."""
    question = session.recording_questions.last()
    consents = {c.party_id: c for c in question.consents.all()} if question else {}
    here = session.attendance.filter(present=True, left_at=None, party__isnull=False)
    return {
        "records": media.provider().records,
        "question": question,
        "state": queries.recording_state(session),
        "people": [
            {"row": row, "consent": consents.get(row.party_id)}
            for row in here.select_related("party")
        ],
    }


def signing_round(session: Session, user) -> dict:
    """Return where the agreement stands: not made, being signed by whom, in effect."""
    case = session.case
    agreement = queries.current_agreement(case)
    proposal = queries.current_proposal(case)
    agreed = queries.tally(proposal).agree if proposal else 0
    unsettled = case.parties.workers().exclude(pk__in=queries.settled_workers(case)).count()
    shown = {
        "agreement": agreement,
        "proposal": proposal,
        "agreed": agreed,
        "conducts": can_propose_terms(user, case),
        # Whoever said yes is about to be in the agreement.
        "left_out": unsettled if agreement else unsettled - agreed,
    }
    if agreement is None:
        return shown
    places = queries.signature_places(agreement)
    missing = [p for p in places if not p.signed]
    return shown | {
        "places": places,
        "missing": missing,
        "missing_parties": [p for p in missing if p.party],
        "own_place": next((p for p in missing if p.officer_id == user.pk), None),
        "signed_count": len(places) - len(missing),
        "seal": agreement.signatures.filter(slot=Slot.SEAL).first(),
        "signing": agreement.state == AgreementState.SIGNING,
        "collects": can_collect_signatures(user, case),
        "papers": Document.objects.visible_to(user).filter(
            pk__in=[agreement.document_id, agreement.annex_id]
        ),
    }
