"""
The live room as the mediator and the recorder have it: the console, its parts, the way in and out.

The page is filled from the log of the room; a part that is made of many tables is fetched again
when its event comes.
"""

import json

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from documents.draft import draft_pdf
from documents.models import Document
from mediation import frames, operations, queries
from mediation.choices import AgreementState, Answer, Fact, ProposalState, SessionState, Slot
from mediation.forms.groups import RegroupForm
from mediation.models import Attendance, Proposal, Session
from mediation.papers import agreement as papers
from mediation.papers.blocks import place_label
from mediation.permissions import can_collect_signatures, can_keep_minutes, can_propose_terms
from mediation.views.acts import SubjectOfCase
from mediation.views.phrases import PHRASES
from mediation.views.room_state import state_of
from mediation.views.session import SessionAct, roll
from mediation.views.terms import proposal_context
from room.choices import SeatRole
from room.models import Event, Seat
from room.protocol import FrameRefused
from room.queries import seat_of
from staff.refusals import ActRefused

STEPS = (
    ("identity", "核对身份"),
    ("statements", "双方陈述"),
    ("negotiation", "协商"),
    ("terms", "逐人表态"),
    ("signing", "签字"),
)


class InRoom(SubjectOfCase):
    """A page of the room of a session, for the officers of the case."""

    model = Session
    permission = can_keep_minutes

    @cached_property
    def seat(self) -> Seat | None:
        room_id = self.subject.room_id
        return seat_of(self.request.user, room_id) if room_id else None

    def log(self):
        return Event.objects.visible_to(self.seat)

    def back(self):
        name = "room" if self.seat else "session"
        return redirect(reverse(name, args=[self.subject.pk]))


class Seated(InRoom):
    """A page that needs a seat; without one the way leads to the entrance."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and self.permission(user, self.case) and self.seat is None:
            return redirect(reverse("room", args=[self.subject.pk]))
        return super().dispatch(request, *args, **kwargs)


class EnterRoom(InRoom, View):
    """Take one's seat; pressed twice, it is the same seat."""

    http_method_names = ("post",)

    def post(self, request, pk):
        try:
            operations.enter_as_officer(session=self.subject, by=request.user, at=timezone.now())
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
            return redirect(reverse("session", args=[pk]))
        return redirect(reverse("room", args=[pk]))


class Console(InRoom, TemplateView):
    """The console; who has no seat yet finds the door here."""

    def get_template_names(self):
        return ["mediation/room/console.html" if self.seat else "mediation/room/entrance.html"]

    def get_context_data(self, **kwargs):
        session = self.subject
        if self.seat is None:
            return super().get_context_data(session=session, case=self.case, **kwargs)
        chair = self.seat.role == SeatRole.CHAIR
        return super().get_context_data(
            case=self.case,
            session=session,
            seat=self.seat,
            chair=chair,
            steps=STEPS,
            sides=sides(session),
            speakers=speakers(session, self.seat),
            kinds=kinds_of(self.seat),
            closed=not session.room.is_open,
            evidence=self.case.evidence.order_by("id"),
            facts=Fact.choices,
            console=self.console(chair),
            **kwargs,
        )

    def console(self, chair: bool) -> dict:
        """Return what the script needs to know before the first event."""
        session = self.subject
        groups = sides(session)
        of_party = {p.key: g for g in groups for p in g["parties"]}
        return {
            "room": session.room_id,
            "session": session.pk,
            "state": session.state,
            "seat": self.seat.pk,
            "chair": chair,
            "kinds": sorted(kinds_of(self.seat)),
            "groups": [{"slug": g["slug"], "name": g["name"]} for g in groups],
            "parties": {
                p.key: {
                    "name": p.name,
                    "group": of_party[p.key]["slug"] if p.key in of_party else "",
                }
                for p in self.case.parties.all()
            },
            "seats": people_of(session),
            "phrases": PHRASES,
            "parts": reverse("room-part", args=[session.pk, "x"]).removesuffix("x/"),
            "terms": reverse("room-terms", args=[session.pk]),
        }


def sides(session: Session) -> list[dict]:
    """Return the sides of a session, those first that somebody still belongs to."""
    groups = session.groups.prefetch_related("parties")
    found = [{"slug": g.slug, "name": g.name, "parties": list(g.parties.all())} for g in groups]
    return sorted(found, key=lambda side: not side["parties"])


def kinds_of(seat: Seat) -> set[str]:
    """Return what this seat may send here."""
    return {kind.name for kind in frames.KINDS if seat.role in kind.writers}


def speakers(session: Session, seat: Seat) -> list[tuple[str, str]]:
    """Return (party key, label); the writer first, then workers, then the others."""
    parties = session.case.parties
    own = ("", seat.label)
    workers = [(p.key, p.name) for p in parties.workers()]
    others = [(p.key, f"{place_label(p)}{p.name}") for p in parties.others().exclude(place="none")]
    return [own, *others, *workers]


# Parts that are fetched again


class RoomPart(Seated, TemplateView):
    """One part of the console as it stands now."""

    def get_template_names(self):
        return [f"mediation/room/{self.kwargs['part']}.html"]

    def get_context_data(self, **kwargs):
        parts = {"roll": self.roll, "terms": self.terms, "signing": self.signing}
        part = parts.get(self.kwargs["part"])
        if part is None:
            raise Http404
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
        proposal = shown_proposal(self.subject)
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


def shown_proposal(session: Session) -> Proposal | None:
    return queries.current_proposal(session.case)


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
    door = getattr(session, "door", None)
    return {
        "waiting": door.arrivals.filter(state="knocking").order_by("id") if door else [],
        "roll": rows,
        "unlisted": [s for s in seats if s.pk not in on_roll],
        "seats": people_of(session),
    }


def people_of(session: Session) -> dict[int, dict[str, str]]:
    """Return name and side of everybody who has or had a seat, by its number."""
    sides_by_slug = {g.slug: g.name for g in session.groups.all()}
    seats = session.room.seats.all() if session.room else []
    return {
        s.pk: {"name": s.label, "side": "主持" if s.is_staff else sides_by_slug.get(s.group, "")}
        for s in seats
    }


def signing_round(session: Session, user) -> dict:
    """Return where the agreement stands: not made, being signed by whom, in effect."""
    case = session.case
    agreement = queries.current_agreement(case)
    proposal = queries.current_proposal(case)
    shown = {
        "agreement": agreement,
        "proposal": proposal,
        "agreed": queries.tally(proposal).agree if proposal else 0,
        "conducts": can_propose_terms(user, case),
        "left_out": case.parties.workers().exclude(pk__in=queries.settled_workers(case)).count(),
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


# Terms


class TryTerms(Seated, View):
    """
    What a change of the terms would come to, computed by the act itself and taken back.

    Answers with the difference as a part of the page; a refusal with 422 and its sentence.
    """

    permission = can_propose_terms
    http_method_names = ("post",)

    def post(self, request, pk):
        try:
            body = json.loads(request.body)
            asked = frames.revision_of(body if isinstance(body, dict) else {})
        except (ValueError, RecursionError):
            return JsonResponse({"why": frames.INCOMPLETE}, status=422)
        except FrameRefused as refusal:
            return JsonResponse({"why": str(refusal)}, status=422)
        base = self.case.proposals.filter(number=asked["base"]).first()
        if base is None:
            return JsonResponse({"why": "没有这一方案，请刷新页面。"}, status=422)
        try:
            with transaction.atomic():
                asked["sha"] = None
                tried = frames.revised_by(
                    asked, base=base, by=request.user, on=timezone.localdate()
                )
                shown = {
                    "base": base,
                    "changes": operations.changes_between(base, tried),
                    "voided": base.answers.count(),
                    "days": base.schedule != tried.schedule,
                    **proposal_context(tried),
                }
                answer = render(request, "mediation/room/tried.html", shown)
                transaction.set_rollback(True)
        except ActRefused as refusal:
            stale = queries.current_proposal(self.case) != base
            return JsonResponse({"why": f"{refusal}{refusal.suggest}", "stale": stale}, status=422)
        return answer


class PreviewAgreement(Seated, View):
    """The agreement as it would read now, on its real pages, marked as a draft."""

    permission = can_keep_minutes
    http_method_names = ("get",)

    def get(self, request, pk):
        proposal = queries.current_proposal(self.case)
        if proposal is None:
            return render(
                request, "mediation/room/no_preview.html", {"why": "还没有方案，不能预览。"}
            )
        agreed = set(
            proposal.answers.filter(
                answer=Answer.AGREE, terms_sha256=proposal.terms_sha256
            ).values_list("party_id", flat=True)
        )
        rows = list(proposal.rows.select_related("worker").order_by("worker__roster_no"))
        settled = papers.Settled(proposal, [r for r in rows if r.worker_id in agreed] or rows)
        today = timezone.localdate()
        fields = papers.agreement(
            settled,
            copies=papers.least_copies(settled),
            annex=len(settled.rows) > 1,
            on=today,
        )
        try:
            content = draft_pdf(case=self.case, code="D12", fields=fields, on=today)
        except ActRefused as refusal:
            return render(request, "mediation/room/no_preview.html", {"why": str(refusal)})
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = "inline; filename=draft.pdf"
        answer["Cache-Control"] = "no-store"
        return answer


# The way out


class PrintRoom(Seated, TemplateView):
    """打印此刻: what everybody sees, as it stood after one numbered event."""

    template_name = "mediation/room/print.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("at", "")
        events = self.log().filter(stream="pub")
        if asked.isdecimal():
            events = events.filter(number__lte=min(int(asked), 2**53))
        return super().get_context_data(
            case=self.case,
            session=self.subject,
            printed_at=timezone.now(),
            state=state_of(events.order_by("number"), dict(STEPS)),
            **kwargs,
        )


class ShowOut(Seated, View):
    """请出: one person's screens close; they may be let in again."""

    http_method_names = ("post",)

    def post(self, request, pk):
        given = request.POST.get("seat", "")
        seat = self.subject.room.seats.filter(
            pk=int(given) if given.isdecimal() else None, removed_at=None
        ).first()
        try:
            if seat is None:
                raise ActRefused("这一位已不在调解室。", source="D10")
            operations.show_out(session=self.subject, seat=seat, by=request.user, at=timezone.now())
            messages.success(request, f"{seat.label}已离开调解室。")
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
        return self.back()


class CloseRoom(Seated, View):
    http_method_names = ("post",)

    def post(self, request, pk):
        try:
            operations.close_session_room(session=self.subject, by=request.user, at=timezone.now())
            messages.success(request, "调解室已关闭，记录保留在案卷中。")
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
            return self.back()
        return redirect(reverse("session", args=[pk]))


class Regroup(SessionAct):
    permission = can_propose_terms
    operation = staticmethod(operations.regroup)
    form_class = RegroupForm
    title = "背对背分组"
    button = "保存分组"
    done = "分组已保存。"
    requirements = (("除共同确认的无争议事实外，调解中的让步不得作为对其不利的依据。", "MED-20"),)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.subject}

    def arguments(self, form):
        return {"sides": form.sides()}

    def get_success_url(self):
        return reverse("room", args=[self.subject.pk])


# The big screen


class Screen(Seated, TemplateView):
    """The projector: only what everybody may see, in large type."""

    template_name = "mediation/room/screen.html"

    def get_context_data(self, **kwargs):
        session = self.subject
        return super().get_context_data(
            case=self.case,
            session=session,
            steps=STEPS,
            screen={
                "room": session.room_id,
                "people": reverse("screen-people", args=[session.pk]),
            },
            **kwargs,
        )


class ScreenPeople(Seated, TemplateView):
    """Names, sums and answers for the projector, asked for by the mediator's own press only."""

    template_name = "mediation/room/screen_people.html"

    def get_context_data(self, **kwargs):
        proposal = shown_proposal(self.subject)
        shown = proposal_context(proposal, self.subject) if proposal else {"proposal": None}
        return super().get_context_data(**shown, **kwargs)
