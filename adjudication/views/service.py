"""送达: what has to be brought to whom and by when, each round, its result and its proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication import effect, operations, queries
from adjudication.forms import service as forms
from adjudication.models import Arbitration
from adjudication.permissions import can_conduct, can_run_docket
from adjudication.queries import desk as reads
from adjudication.queries import service as serving
from adjudication.views.desk import of_tribunal
from adjudication.views.frame import OfArbitration
from cases.models import Party
from cases.views.acts import NOT_PERMITTED, ActView, refused
from documents.models import Document, Service
from documents.service.choices import Outcome
from documents.service.queries import ways
from law.service import METHODS
from staff.refusals import Caution


@dataclass(frozen=True)
class Recorded:
    """What the clerk should know after a round."""

    cautions: Sequence[Caution] = ()


@of_tribunal
def service_desk(request: HttpRequest) -> HttpResponse:
    """Show what still has to be served over all cases, the nearest day first."""
    today = timezone.localdate()
    found = reads.desk(request.user, reads.Wanted(), on=today)
    rows = serving.to_serve([row.standing for row in found.every])
    return render(
        request,
        "adjudication/desk/service.html",
        {
            "title": "送达台",
            "today": today,
            "rows": rows,
            "sent": serving.sent(request.user),
            "over": sum(row.due_on is not None and row.due_on < today for row in rows),
        },
    )


class _OnService(OfArbitration, ActView):
    permission = can_conduct

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_success_url(self):
        return f"{reverse('arbitration', args=[self.arbitration.pk])}#service"


class Serve(_OnService):
    """One round to one party: the papers, the method, and why other methods may not be used."""

    template_name = "adjudication/file/serve.html"
    form_class = forms.RoundForm
    title = "登记送达"
    button = "登记送达"
    requirements = (
        ("裁决书、调解书不得用短信、电话等简便方式送达。", "SUM-04"),
        ("直接送达有困难的，依法留置、邮寄、公告等。", "ARB-34"),
    )

    @cached_property
    def waiting(self) -> dict[Party, list[Document]]:
        """Return what each party still has to get."""
        standing = queries.standing_of(self.arbitration)
        rows = standing.to_serve()
        papers = Document.objects.in_bulk([p.pk for p, _ in rows])
        found: dict[Party, list[Document]] = {}
        for paper, party in rows:
            papers[paper.pk].case = self.case
            found.setdefault(party, []).append(papers[paper.pk])
        return found

    @cached_property
    def party(self) -> Party | None:
        asked = self.request.GET.get("party", "")
        people = list(self.waiting)
        return next((p for p in people if str(p.pk) == asked), people[0] if people else None)

    @cached_property
    def method(self) -> str:
        asked = self.request.GET.get("method", "direct")
        return asked if asked in METHODS else "direct"

    @cached_property
    def ways(self) -> list:
        """Every method, lawful for this party if it is for one of the papers."""
        if self.party is None:
            return []
        found: dict[str, tuple] = {}
        for document in self.waiting[self.party]:
            for way in ways(document, [self.party]):
                known = found.get(way.method.code)
                if known is None or (way.parties and not known[1]):
                    found[way.method.code] = (way.method, bool(way.parties), way.reason)
        return list(found.values())

    @property
    def allowed(self) -> list[Document]:
        """The papers of this party that may go by the chosen method."""
        if self.party is None:
            return []
        if self.method == "left":
            return self.waiting[self.party]
        return [
            document
            for document in self.waiting[self.party]
            if any(w.method.code == self.method and w.parties for w in ways(document, [self.party]))
        ]

    def get_form_kwargs(self):
        given = {"party": self.party, "method": self.method, "documents": self.allowed}
        return super().get_form_kwargs() | given

    def act(self, form):
        if self.party is None:
            raise Http404
        on, by = timezone.localdate(), self.request.user
        given = {
            "arbitration": self.arbitration,
            "documents": list(form.cleaned_data["documents"]),
            "party": self.party,
            "by": by,
            "on": on,
        }
        delivery = form.delivery(self.party, given["documents"][0])
        if self.method == "left":
            rows, cautions = operations.leave_refused(
                reason=delivery.reason,
                done_on=delivery.done_on,
                address=delivery.address,
                receiver=delivery.receiver,
                witnesses=delivery.witnesses,
                proofs=delivery.proofs,
                **given,
            )
        else:
            rows, cautions = operations.serve(
                delivery=delivery, arrived_at=form.cleaned_data.get("arrived_at"), **given
            )
        self.done = _said(rows[-1])
        return Recorded(cautions)

    def get_success_url(self):
        rest = [p for p in self.waiting if p != self.party]
        page = reverse("arbitration-serve", args=[self.arbitration.pk])
        return f"{page}?party={rest[0].pk}" if rest else super().get_success_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            people=self.waiting,
            party=self.party,
            ways=self.ways,
            method=METHODS[self.method],
            allowed=self.allowed,
            sent=serving.sent(self.request.user).filter(document__case=self.case),
            back_url=reverse("arbitration", args=[self.arbitration.pk]),
            **kwargs,
        )


def _said(row: Service) -> str:
    if row.outcome == Outcome.SENT:
        return f"已登记向{row.party.name}送出，有了结果再确认。"
    if row.outcome == Outcome.FAILED:
        return f"已登记没有送到{row.party.name}，这还不算送达，请换一种方式。"
    return f"送达{row.party.name}已登记，{row.served_on:%Y-%m-%d}送达，期限从这一天起算。"


class Confirm(LoginRequiredMixin, ActView):
    """The result of what was sent: it arrived, or it came back."""

    template_name = "adjudication/file/confirm.html"
    form_class = forms.ConfirmForm
    title = button = "确认送达结果"
    requirements = (("以送达回证、邮件回执或者系统记录为准。", "ARB-34"),)

    @cached_property
    def service(self) -> Service:
        rows = Service.objects.filter(
            document__in=Document.objects.visible_to(self.request.user),
            document__code__startswith="A",
        )
        found = rows.select_related("document__case", "document__event", "party")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def arbitration(self) -> Arbitration:
        found = queries.of_paper(self.service.document)
        if found is None:
            raise Http404
        return found

    @cached_property
    def case(self):
        return self.service.document.case

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_conduct(request.user, self.arbitration):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate(), "service": self.service}
        return super().get_form_kwargs() | given

    def act(self, form):
        given = form.cleaned_data
        rows, cautions = operations.confirm_served(
            arbitration=self.arbitration,
            services=[self.service],
            done_on=given["done_on"],
            receiver=given.get("receiver", ""),
            relation=given.get("relation", ""),
            returned=given.get("returned", False),
            reason=given.get("reason", ""),
            proofs=given.get("proofs", []),
            arrived_at=given.get("arrived_at"),
            by=self.request.user,
            on=timezone.localdate(),
        )
        self.done = _said(rows[-1])
        return Recorded(cautions)

    def get_success_url(self):
        return reverse("service-desk")

    def get_context_data(self, **kwargs):
        shown = {"arbitration": self.arbitration, "service": self.service}
        return super().get_context_data(**shown | kwargs)


class ProofOfService(OfArbitration, ActView):
    """送达证明 (A09C)."""

    permission = can_run_docket
    template_name = "adjudication/file/proof.html"
    form_class = forms.ProofForm
    title = button = "出具送达证明"
    done = "送达证明已出具。"
    requirements = (("当事人起诉、申请撤销裁决或者申请执行，要证明裁决书何时送达。", "ARB-34"),)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"arbitration": self.arbitration}

    def act(self, form):
        return operations.certify_service(
            **form.cleaned_data, by=self.request.user, on=timezone.localdate()
        )

    def get_success_url(self):
        return f"{reverse('arbitration', args=[self.arbitration.pk])}#papers"

    def get_context_data(self, **kwargs):
        awards = self.arbitration.awards.filter(state="issued").select_related("document")
        rows = [(award, effect.served(award)) for award in awards]
        return super().get_context_data(awards=rows, **kwargs)
