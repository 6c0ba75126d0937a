"""The hearing: what has to be ready, the live room of the tribunal, its parts, what is shown."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from adjudication import frames, operations, queries
from adjudication.choices import HearingState, HearingStep, MediationResult, Speaker
from adjudication.forms.hearing import CloseForm
from adjudication.models import Arbitration, Hearing
from adjudication.papers.blocks import roles, usual_attendant
from adjudication.permissions import can_conduct, can_preside
from adjudication.queries import course, parties
from adjudication.views.sections.elements import elements_of, table_row
from cases.views.acts import NOT_PERMITTED, refused
from documents import store
from mediation.models import EvidenceCopy
from room.models import Seat
from room.queries import seat_of
from staff.refusals import ActRefused

PARTS = ("people", "elements", "evidence", "closing")


class OfHearing(LoginRequiredMixin):
    """A page about a hearing, by `pk`, for those who may open the file it belongs to."""

    permission = None

    @cached_property
    def hearing(self) -> Hearing:
        visible = Arbitration.objects.visible_to(self.request.user)
        rows = Hearing.objects.filter(arbitration__in=visible)
        found = rows.select_related("arbitration__case", "arbitration__commission", "room")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def arbitration(self) -> Arbitration:
        return self.hearing.arbitration

    def dispatch(self, request, *args, **kwargs):
        permission = type(self).permission
        user = request.user
        if user.is_authenticated and permission and not permission(user, self.arbitration):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        shown = {
            "hearing": self.hearing,
            "arbitration": self.arbitration,
            "case": self.arbitration.case,
        }
        return super().get_context_data(**shown | kwargs)


def readiness(hearing: Hearing) -> list[dict]:
    """Return what has to be ready for a hearing: words, whether it is, and why not."""
    arbitration = hearing.arbitration
    answered = queries.paper(arbitration, "A01R") is not None
    elements = list(arbitration.elements.all())
    unasked = sum(e.agreed is None for e in elements)
    table = queries.paper(arbitration, "A10")
    confirmed = parties.confirmations_of(table) if table else {}
    left = [p.name for p in parties.called(arbitration) if p.pk not in confirmed]
    halted = arbitration.seats.filter(until_on=None, halted=True).exists()
    return [
        {
            "what": "仲裁庭",
            "ready": bool(queries.panel(arbitration)) and not halted,
            "words": "有回避申请还没有决定"
            if halted
            else "、".join(seat.user.name for seat in queries.panel(arbitration)) or "没有组成",
        },
        {
            "what": "书记员",
            "ready": queries.secretary(arbitration) is not None,
            "words": str(getattr(queries.secretary(arbitration), "name", "没有指定")),
        },
        {
            "what": "答辩",
            "ready": answered,
            "words": "已提交答辩书" if answered else "没有提交，不影响开庭",
        },
        {
            "what": "要素",
            "ready": bool(elements) and not unasked,
            "words": f"{unasked}项还没有询问双方" if unasked else "都已询问双方",
        },
        {
            "what": "要素确认表",
            "ready": table is not None and not left,
            "words": f"{'、'.join(left[:3])}还没有确认" if left else "双方都已确认",
        },
    ]


class HearingPage(OfHearing, TemplateView):
    """One hearing: ready or not, who was called, and afterwards who came and what was said."""

    template_name = "adjudication/hearing/hearing.html"

    def get_context_data(self, **kwargs):
        hearing, user = self.hearing, self.request.user
        places = roles(self.arbitration)
        return super().get_context_data(
            title=f"第{hearing.no}次开庭",
            conducts=can_conduct(user, self.arbitration),
            presides=can_preside(user, self.arbitration),
            ready=readiness(hearing),
            callings=course.callings(hearing),
            attendance=[
                (row, places[row.party_id])
                for row in hearing.attendance.select_related("party").order_by("id")
            ],
            lines=hearing.lines.order_by("no"),
            result=MediationResult(hearing.mediation_result).label
            if hearing.mediation_result
            else "",
            statements=hearing.statements.select_related("document"),
            **kwargs,
        )


class CourtRoom(OfHearing, TemplateView):
    """The console of the tribunal; entering, opening and closing are sent here."""

    permission = staticmethod(can_conduct)
    acts = ("enter", "start", "close")

    @cached_property
    def seat(self) -> Seat | None:
        room_id = self.hearing.room_id
        return seat_of(self.request.user, room_id) if room_id else None

    def get_template_names(self):
        return [f"adjudication/hearing/{'court' if self.seat else 'entrance'}.html"]

    def get_context_data(self, **kwargs):
        hearing = self.hearing
        shown = {
            "title": "庭审室",
            "presides": can_preside(self.request.user, self.arbitration),
            "ready": readiness(hearing),
            "callings": course.callings(hearing),
            "held": hearing.state == HearingState.HELD,
            "over": hearing.state in operations.OVER,
            "closing": CloseForm(),
        }
        if self.seat:
            shown |= {
                "seat": self.seat,
                "steps": HearingStep.choices,
                "speakers": Speaker.choices,
                "console": {
                    "room": hearing.room_id,
                    "seat": self.seat.pk,
                    "kinds": sorted(k.name for k in frames.KINDS if self.seat.role in k.writers),
                    "parts": f"{self.request.path}part/",
                    "names": {s.pk: s.label for s in hearing.room.seats.all()},
                    "steps": dict(HearingStep.choices),
                    "speakers": dict(Speaker.choices),
                },
            }
        return super().get_context_data(**shown | kwargs)

    def post(self, request, *args, **kwargs):
        act = request.POST.get("act", "")
        if act not in self.acts:
            raise Http404
        form = CloseForm(request.POST if act == "close" else None)
        try:
            if act == "close" and not form.is_valid():
                return self.render_to_response(self.get_context_data(closing=form), status=422)
            words = getattr(self, act)(form)
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
        else:
            if words:
                messages.success(request, words)
            if act == "close":
                return redirect("hearing", self.hearing.pk)
        return redirect("hearing-room", self.hearing.pk)

    def enter(self, form) -> str:
        operations.enter_as_tribunal(hearing=self.hearing, by=self.request.user, at=timezone.now())
        return ""

    def start(self, form) -> str:
        now = timezone.now()
        operations.open_in_room(hearing=self.hearing, by=self.request.user, at=now)
        return "已开庭，请核对到庭人员的身份。"

    def close(self, form) -> str:
        closed = operations.close_in_room(
            hearing=self.hearing, by=self.request.user, at=timezone.now(), **form.cleaned_data
        )
        return "已休庭，笔录已生成。" if closed.adjourned_for else "已闭庭，庭审笔录已生成。"


class CourtScreen(OfHearing, TemplateView):
    """The projector of the hearing: only what everybody may see, in large type."""

    permission = staticmethod(can_conduct)
    template_name = "adjudication/hearing/screen.html"

    def get_context_data(self, **kwargs):
        hearing = self.hearing
        if hearing.room is None:
            raise Http404
        return super().get_context_data(
            steps=HearingStep.choices,
            screen={
                "room": hearing.room_id,
                "names": {s.pk: s.label for s in hearing.room.seats.all()},
                "shown": reverse("hearing-shown", args=[hearing.pk]),
            },
            **kwargs,
        )


class CourtPart(OfHearing, TemplateView):
    """One part of the console as it stands now."""

    permission = staticmethod(can_conduct)

    def get_template_names(self):
        return [f"adjudication/hearing/part_{self.kwargs['part']}.html"]

    def get_context_data(self, **kwargs):
        part, hearing = self.kwargs["part"], self.hearing
        if part not in PARTS or hearing.room_id is None:
            raise Http404
        now = course.course_of(hearing)
        return super().get_context_data(
            course=now,
            held=hearing.state == HearingState.HELD,
            presides=can_preside(self.request.user, self.arbitration),
            **getattr(self, part)(now),
            **kwargs,
        )

    def people(self, now: course.Course) -> dict:
        arbitration, today = self.arbitration, timezone.localdate()
        standing = {row.party.pk: row for row in course.callings(self.hearing)}
        places = roles(arbitration)
        return {
            "people": [
                {
                    "party": party,
                    "role": places[party.pk],
                    "usual": usual_attendant(party, on=today).person,
                    "row": now.roll.get(party.key),
                    "calling": standing.get(party.pk),
                    "recusal": now.recusal.get(party.key, ""),
                    "last": now.last_words.get(party.key, ""),
                    "mark": now.confirmed.get(party.key),
                }
                for party in parties.called(arbitration)
            ]
        }

    def elements(self, now: course.Course) -> dict:
        rows = [table_row(e) for e in elements_of(self.arbitration)]
        return {
            "disputed": [
                row
                | {
                    "tried": row["element"].pk in now.tried,
                    "open": row["element"].pk in now.opened,
                }
                for row in rows
                if not row["element"].agreed
            ],
            "agreed": [row for row in rows if row["element"].agreed],
        }

    def evidence(self, now: course.Course) -> dict:
        pieces = self.arbitration.case.evidence.filter(submitted=True).order_by("no")
        copies = set(
            EvidenceCopy.objects.filter(evidence__in=pieces).values_list("evidence", flat=True)
        )
        return {"pieces": [(piece, piece.pk in copies) for piece in pieces]}

    def closing(self, now: course.Course) -> dict:
        there = now.present
        return {
            "results": MediationResult.choices,
            "result": MediationResult(now.mediation).label if now.mediation else "",
            "unconfirmed": [now.roll[key]["name"] for key in there if key not in now.confirmed],
        }


@login_required
@never_cache
@require_GET
def shown_file(request, pk: int):
    """Send the copy of what is being shown to everybody in the room; nothing once it is over."""
    hearing = get_object_or_404(Hearing.objects.select_related("arbitration", "room"), pk=pk)
    seat = seat_of(request.user, hearing.room_id) if hearing.room_id else None
    shown = course.course_of(hearing).shown if seat else None
    if shown is None:
        raise Http404
    copies = EvidenceCopy.objects.filter(
        evidence=shown["id"],
        evidence__case=hearing.arbitration.case_id,
        evidence__submitted=True,
    )
    copy = copies.select_related("file").last()
    if copy is None:
        raise Http404
    answer = HttpResponse(store.get(copy.file), content_type=copy.file.media_type)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(shown['name'])}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
