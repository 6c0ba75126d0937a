"""
The live room as the mediator and the recorder have it: the console, the way in and out, the screen.

The page is filled from the log of the room; a part that is made of many tables is fetched again
when its event comes (`room_parts`).
"""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from mediation import frames, media, operations
from mediation.choices import AgendaStep, Fact, Liability
from mediation.forms.groups import RegroupForm
from mediation.models import Session
from mediation.papers.blocks import place_label
from mediation.permissions import can_propose_terms
from mediation.queries import current_proposal
from mediation.views.phrases import phrases_of
from mediation.views.room_state import state_of
from mediation.views.seated import InRoom, Seated, people_of
from mediation.views.session import SessionAct
from mediation.views.terms import proposal_context
from room.choices import SeatRole
from room.models import Seat
from staff.refusals import ActRefused


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
            steps=AgendaStep.choices,
            sides=sides(session),
            speakers=speakers(session, self.seat),
            kinds=kinds_of(self.seat),
            closed=not session.room.is_open,
            evidence=self.case.evidence.order_by("id"),
            facts=Fact.choices,
            records=media.provider().records,
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
            "steps": AgendaStep.choices,
            "phrases": phrases_of(self.request.user),
            "keepPhrase": reverse("phrases"),
            "payers": [[p.key, p.name] for p in self.case.parties.others()],
            "liabilities": Liability.choices,
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
            state=state_of(events.order_by("number"), dict(AgendaStep.choices)),
            **kwargs,
        )


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
            steps=AgendaStep.choices,
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
        proposal = current_proposal(self.case)
        shown = proposal_context(proposal, self.subject) if proposal else {"proposal": None}
        return super().get_context_data(**shown, **kwargs)
