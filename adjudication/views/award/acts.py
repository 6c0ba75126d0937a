"""The page of one act on an award, and of bringing it to the parties."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication.effect import effects, served, whom
from adjudication.operations import serve
from adjudication.operations.issuing import DrawnAward, Issuing
from adjudication.permissions import can_run_docket
from adjudication.views.award.menu import ACTS, AwardAct, may
from adjudication.views.award.page import OfAward
from cases.models import Party
from cases.views.acts import NOT_PERMITTED, ActView, refused
from documents.service.choices import Outcome
from documents.service.forms import ServeForm
from documents.service.queries import served_on, ways
from law.service import METHODS


class ActOnAward(OfAward, ActView):
    """One of `ACTS`; afterwards one is back at the award."""

    template_name = "adjudication/award/award_act.html"
    issuing: Issuing | None = None
    drawn: DrawnAward

    @cached_property
    def asked(self) -> AwardAct:
        try:
            return ACTS[self.kwargs["act"]]
        except KeyError:
            raise Http404 from None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            if not self.asked.permission(request.user, self.award.arbitration):
                return refused(request, NOT_PERMITTED)
            if not may(self.asked, self.award, request.user):
                sentence = (
                    f"裁决书现为“{self.award.get_state_display()}”，不能{self.asked.label}。"
                    "请回到裁决书页查看最新状态。"
                )
                return refused(request, sentence)
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> str:
        return self.asked.label

    @property
    def button(self) -> str:
        return self.asked.label

    @property
    def done(self) -> str:
        return self.asked.done

    @property
    def requirements(self):
        return self.asked.requirements

    @property
    def grave(self) -> bool:
        return self.asked.grave

    def get_form_class(self):
        return self.asked.form

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate(), "award": self.award}
        if self.kwargs["act"] == "suit":
            given["parties"] = whom(self.award)
        if self.kwargs["act"] == "certify":
            given["workers"] = [e.worker for e in effects(self.award)]
        return super().get_form_kwargs() | given

    def prepare(self, form):
        """Lay the award out while nobody has to wait for it."""
        if self.kwargs["act"] == "issue":
            self.issuing = self._do(form)
            self.drawn = self.issuing.draw()

    def act(self, form):
        return self.issuing.keep(self.drawn) if self.issuing else self._do(form)

    def _do(self, form):
        given = self.arguments(form)
        subject = {} if "suit" in given else {"award": self.award}
        by, on = self.request.user, timezone.localdate()
        return self.asked.operation(**subject, **given, by=by, on=on)

    def get_success_url(self):
        return reverse("award", args=[self.award.pk])

    def get_context_data(self, **kwargs):
        act, shown = self.kwargs["act"], {}
        if act in ("certify", "suit"):
            shown = {"standing": served(self.award), "effects": effects(self.award)}
            shown["today"] = timezone.localdate()
        return super().get_context_data(reading=act == "issue", **shown | kwargs)


class ServeAward(OfAward, ActView):
    """送达: the award to one of its parties, only in a way the law allows for it."""

    form_class = ServeForm
    template_name = "adjudication/award/serve.html"
    title = button = "送达裁决书"
    done = "送达已记录，起诉或者申请撤销的期限开始计算。"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            if not can_run_docket(request.user, self.award.arbitration):
                return refused(request, NOT_PERMITTED)
            if self.award.document is None:
                return refused(request, "裁决书尚未作出，不能送达。")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def missing(self) -> list[Party]:
        """Return who has not got it and is not waited for."""
        document = self.award.document
        sent_ = document.services.current().filter(outcome=Outcome.SENT)
        on_the_way = set(sent_.values_list("party_id", flat=True))
        return [
            p for p in whom(self.award) if p.pk not in on_the_way and served_on(document, p) is None
        ]

    @cached_property
    def ways(self) -> list:
        return ways(self.award.document, self.missing)

    @cached_property
    def method(self) -> str:
        asked = self.request.GET.get("method", "direct")
        return asked if asked in METHODS else "direct"

    @property
    def people(self) -> list[Party]:
        return next(way for way in self.ways if way.method.code == self.method).parties

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        given |= {"document": self.award.document, "method": self.method, "parties": self.people}
        return super().get_form_kwargs() | given

    def act(self, form):
        """Each gets a return of their own; whoever is refused refuses the round."""
        chosen = {party.pk for party in form.cleaned_data["parties"]}
        cautions = []
        for party in self.people:
            if party.pk in chosen:
                _, said = serve(
                    arbitration=self.award.arbitration,
                    documents=[self.award.document],
                    party=party,
                    delivery=form.delivery(party, self.award.document),
                    by=self.request.user,
                    on=timezone.localdate(),
                )
                cautions += said
        return Cautioned(cautions)

    def get_success_url(self):
        return reverse("award", args=[self.award.pk])

    def get_context_data(self, **kwargs):
        method = METHODS[self.method]
        requirements = [{"words": f"{method.condition}（{method.basis}）", "article": ""}]
        return super().get_context_data(
            missing=self.missing,
            ways=self.ways,
            refused_ways=[w for w in self.ways if self.missing and not w.parties],
            method=method,
            people=self.people,
            **kwargs,
        ) | {"requirements": requirements}


class Cautioned:
    """What came of a round: what the clerk should know."""

    def __init__(self, cautions) -> None:
        self.cautions = cautions
