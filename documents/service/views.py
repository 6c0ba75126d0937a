"""Pages of service: on one paper, on all of a case, and of one row with its proofs."""

from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST

from cases.models import Case
from cases.permissions import can_edit_case
from cases.views.acts import NOT_PERMITTED, ActFormView, ActView, refused
from documents import store
from documents.choices import DocumentState
from documents.models import Document, Service, ServiceProof
from documents.service.choices import Outcome
from documents.service.forms import ConfirmForm, CorrectForm, OnTheSpotForm, ServeForm
from documents.service.operations import (
    confirm_service,
    correct_service,
    record_refusal,
    record_service_together,
)
from documents.service.queries import (
    reach_by,
    standings,
    standings_of_case,
    unserved,
    ways,
)
from documents.service.returns import issue_return
from law.service import METHODS
from staff.refusals import ActRefused

SHOWN = 12  # recipients of a panel; the rest are counted


def _readable(user):
    return Document.objects.visible_to(user)


def service_panel(document: Document, user, *, on: date) -> dict:
    """Return what the panel on the page of a paper shows on that day."""
    found = standings(document.case, [document])
    missing = unserved(found)
    here = sum(s.counts_by(on) for s in found)
    crowd = len(found) > SHOWN
    return {
        "standings": missing[:SHOWN] if crowd else found,
        "standing_count": len(found),
        "standing_served": here,
        "standing_waiting": len(found) - len(missing) - here,
        "standing_more": max(len(missing) - SHOWN, 0) if crowd else 0,
        "reach_by": reach_by(document) if missing else "",
        "may_serve": bool(missing)
        and document.state == DocumentState.ISSUED
        and can_edit_case(user, document.case),
    }


def _said(row: Service) -> str:
    """Return the sentence after a record: what it means for the service of the paper."""
    if row.outcome == Outcome.SENT:
        return "已记录送出，有了结果请再确认。"
    if row.outcome == Outcome.FAILED:
        return "已记录没有送到，这还不算送达，请换一种方式。"
    verb = "视为送达" if METHODS[row.method].limit else "送达"
    return f"送达已记录，{row.served_on:%Y-%m-%d}{verb}。"


class _OnService(LoginRequiredMixin, ActView):
    """An act of service; who sees the case but does not work on it is told so."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_edit_case(request.user, self.case):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given


class ServePaper(_OnService):
    template_name = "documents/service/serve.html"
    form_class = ServeForm
    title = "记录送达"
    button = "记录送达"

    @cached_property
    def document(self) -> Document:
        found = _readable(self.request.user).select_related("case", "event")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def case(self) -> Case:
        return self.document.case

    @cached_property
    def missing(self) -> list:
        return unserved(standings(self.case, [self.document]))

    @cached_property
    def ways(self) -> list:
        waiting = {s.party.pk for s in self.missing if s.pending}
        return ways(self.document, [s.party for s in self.missing if s.party.pk not in waiting])

    @cached_property
    def method(self) -> str:
        asked = self.request.GET.get("method", "direct")
        return asked if asked in METHODS else "direct"

    @property
    def people(self) -> list:
        way = next(way for way in self.ways if way.method.code == self.method)
        if self.method == "left" and not way.parties:
            # Refusing and leaving are recorded in one go.
            return [s.party for s in self.missing if not s.pending]
        return way.parties

    def get_form_kwargs(self):
        given = {"document": self.document, "method": self.method, "parties": self.people}
        return super().get_form_kwargs() | given

    def act(self, form):
        on, by = timezone.localdate(), self.request.user
        chosen = {party.pk for party in form.cleaned_data["parties"]}
        people = [party for party in self.people if party.pk in chosen]
        if self.method == "left":
            return self._refusals(form, people, by=by, on=on)
        items = [(self.document, p, form.delivery(p, self.document)) for p in people]
        came = record_service_together(case=self.case, items=items, by=by, on=on)
        self.done = _said(came.done[-1])
        return came

    def _refusals(self, form, people, *, by, on):
        if len(people) > 1:
            raise ActRefused("拒绝签收的，请一人一次分别记录。", source="A09")
        delivery = form.delivery(people[0], self.document)
        row = record_refusal(
            document=self.document,
            party=people[0],
            reason=delivery.reason,
            done_on=delivery.done_on,
            address=delivery.address,
            witnesses=delivery.witnesses,
            proofs=delivery.proofs,
            receiver=delivery.receiver,
            by=by,
            on=on,
        )
        self.done = _said(row)
        return row

    def get_success_url(self):
        return resolve_url("document", self.document.pk)

    def get_context_data(self, **kwargs):
        method = METHODS[self.method]
        return super().get_context_data(
            document=self.document,
            missing=self.missing,
            pending=[s for s in self.missing if s.pending],
            ways=self.ways,
            # Leaving is always offered: there the refusal is recorded in one go with it.
            refused_ways=[
                w for w in self.ways if self.missing and not w.parties and w.method.code != "left"
            ],
            method=method,
            people=self.people,
            reach_by=reach_by(self.document),
            requirements=[{"words": f"{method.condition}（{method.basis}）", "article": ""}],
            **kwargs,
        )


class ServeOnTheSpot(ActFormView):
    """Several papers to several people at once, handed over in person."""

    template_name = "documents/service/on_the_spot.html"
    permission = can_edit_case
    form_class = OnTheSpotForm
    title = "当场送达"
    button = "记录当场送达"
    done = "当场送达已记录。"
    requirements = (
        ("当面交给本人或者能代为签收的人，由其签名，签收之日就是送达之日。", ""),
        ("另一方当事人（例如班组长）不能代工人签收。", ""),
    )

    @cached_property
    def standings(self) -> list:
        return unserved(standings_of_case(self.case, self.request.user))

    @property
    def papers(self) -> list[Document]:
        return list({s.document.pk: s.document for s in self.standings}.values())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "case": self.case,
            "today": timezone.localdate(),
            "documents": self.papers,
            "standings": [s for s in self.standings if not s.pending],
        }

    def act(self, form):
        return record_service_together(
            case=self.case,
            items=form.items(),
            by=self.request.user,
            on=timezone.localdate(),
        )

    def get_success_url(self):
        return resolve_url("case-service", self.case.pk)

    def get_context_data(self, **kwargs):
        by_paper: dict[int, dict] = {}
        for standing in self.standings:
            row = by_paper.setdefault(
                standing.document.pk, {"document": standing.document, "missing": []}
            )
            row["missing"].append(standing)
        return super().get_context_data(
            outstanding=list(by_paper.values()),
            back_url=resolve_url("case-detail", self.case.pk) + "?tab=papers",
            **{name: value for name, value in kwargs.items() if name != "back_url"},
        )


@login_required
@require_POST
def blank_return(request, case_pk: int, party_pk: int):
    """Make the return to be signed on the errand: every paper the recipient has not got yet."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    if not can_edit_case(request.user, case):
        return refused(request, NOT_PERMITTED)
    party = get_object_or_404(case.parties, pk=party_pk)
    missing = unserved(standings_of_case(case, request.user))
    try:
        paper = issue_return(
            case=case,
            party=party,
            documents=[s.document for s in missing if s.party.pk == party.pk],
            by=request.user,
            on=timezone.localdate(),
        )
    except ActRefused as why:
        messages.error(request, str(why))
        return redirect("case-service", case.pk)
    messages.success(request, "送达回证已出具，请打印后带去签收。")
    return redirect("document", paper.pk)


def _service(request, pk: int) -> Service:
    rows = Service.objects.filter(document__in=_readable(request.user))
    return get_object_or_404(
        rows.select_related("document__case", "party", "recorded_by", "confirmed_address"), pk=pk
    )


@login_required
@require_GET
def service_page(request, pk: int):
    """Show one row of service: the facts, how its day was found, the proofs, what replaced it."""
    row = _service(request, pk)
    case = row.document.case
    may = can_edit_case(request.user, case)
    current = not hasattr(row, "replaced_by")
    return render(
        request,
        "documents/service/service.html",
        {
            "row": row,
            "document": row.document,
            "case": case,
            "method": METHODS[row.method],
            "proofs": row.proofs.select_related("file"),
            "current": current,
            "may_confirm": may and current and row.outcome == Outcome.SENT,
            "may_correct": may and current and row.outcome != Outcome.SENT,
            "may_return": may and current and row.document.code != "D05",
        },
    )


@login_required
@require_GET
def proof_file(request, pk: int):
    proof = get_object_or_404(
        ServiceProof.objects.filter(service__document__in=_readable(request.user)).select_related(
            "file", "service__party"
        ),
        pk=pk,
    )
    response = HttpResponse(store.get(proof.file), content_type=proof.file.media_type)
    ending = proof.file.media_type.rpartition("/")[2]
    name = quote(f"{proof.service.party.name} 送达{proof.get_kind_display()}.{ending}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def filled_return(request, pk: int):
    """Make the return of a row that was recorded, with the papers of the same round."""
    row = _service(request, pk)
    case = row.document.case
    if not can_edit_case(request.user, case):
        return refused(request, NOT_PERMITTED)
    same = Service.objects.current().filter(
        document__in=_readable(request.user).filter(case=case),
        party=row.party,
        method=row.method,
        outcome=row.outcome,
        sent_on=row.sent_on,
        done_on=row.done_on,
        receiver=row.receiver,
        tracking_no=row.tracking_no,
    )
    papers = {r.document_id: r.document for r in same.select_related("document").order_by("id")}
    try:
        paper = issue_return(
            case=case,
            party=row.party,
            documents=list(papers.values()) or [row.document],
            service=row,
            by=request.user,
            on=timezone.localdate(),
        )
    except ActRefused as why:
        messages.error(request, str(why))
        return redirect("service", row.pk)
    messages.success(request, "送达回证已出具。")
    return redirect("document", paper.pk)


class _OnRow(_OnService):
    template_name = "documents/service/act.html"

    @cached_property
    def service(self) -> Service:
        return _service(self.request, self.kwargs["pk"])

    @property
    def case(self) -> Case:
        return self.service.document.case

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"service": self.service}

    def get_success_url(self):
        return resolve_url("document", self.service.document_id)

    def get_context_data(self, **kwargs):
        method = METHODS[self.service.method]
        return super().get_context_data(
            row=self.service,
            document=self.service.document,
            requirements=[
                {"words": f"{method.condition}（{method.basis}）", "article": ""},
            ],
            **kwargs,
        )


class ConfirmService(_OnRow):
    form_class = ConfirmForm
    title = "确认送达"
    button = "确认"

    def act(self, form):
        given = form.cleaned_data
        found = form.delivery(self.service.party, self.service.document)
        row = confirm_service(
            service=self.service,
            done_on=given["done_on"],
            receiver=found.receiver,
            relation=found.relation,
            returned=given.get("returned", False),
            reason=given.get("reason", ""),
            proofs=given.get("proofs", []),
            by=self.request.user,
            on=timezone.localdate(),
        )
        self.done = _said(row)
        return row


class CorrectService(_OnRow):
    form_class = CorrectForm
    title = "更正送达记录"
    button = "更正"
    done = "已更正，原来的记录仍可查看。"

    def act(self, form):
        return correct_service(
            service=self.service,
            delivery=form.delivery(self.service.party, self.service.document),
            reason=form.cleaned_data["why"],
            by=self.request.user,
            on=timezone.localdate(),
        )
