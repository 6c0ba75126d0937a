"""The centre's side before applying: 送确认前自检, identity papers, scans of what goes along."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from cases.models import Case, Evidence, IdentityPaper, Party
from cases.permissions import can_edit_case, can_see_case
from cases.views.acts import NOT_PERMITTED, refused
from confirmation.checks import ARTICLES, COVERED, Filing, Finding, findings
from confirmation.choices import OVER, ApplicationState, CourtGround, ReturnReason
from confirmation.forms import filing as forms
from confirmation.models import Application, EvidenceScan
from confirmation.operations import attach_evidence, record_party_papers, turn_page
from confirmation.operations.enclosures import case_of, file_of
from confirmation.permissions import can_apply
from confirmation.queries import times_returned
from confirmation.views.mending import mended_at
from documents import store
from law.statutes import cite
from mediation.models import InstalmentShare
from mediation.queries import current_agreement
from mediation.queries.titles import titled, titles_for_all
from mediation.routes import ENFORCEMENT, deadline_of, routes_after_agreement
from mediation.views.acts import CaseAct
from staff.choices import BodyKind
from staff.models import Body

YEAR_DAYS = 365


def in_effect(case: Case):
    """Return the agreement of the case that has taken effect, if it has one."""
    agreement = current_agreement(case)
    return agreement if agreement and agreement.effective_on else None


def sides(case: Case) -> tuple[list[Party], list[Party]]:
    """Return the workers with no title or application, and who owes or pays by the agreement."""
    agreement = in_effect(case)
    if agreement is None:
        return [], []
    taken = agreement.confirmations.exclude(state__in=OVER)
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    workers = case.parties.workers().filter(pk__in=shares.values("worker"))
    others = case.parties.filter(
        Q(pk__in=agreement.payers.values("party")) | Q(pk=case.debtor_id)
    ).order_by("id")
    waiting = workers.exclude(confirmations__in=taken).exclude(pk__in=titled(agreement))
    return list(waiting), list(others)


def is_signed(application: Application) -> bool:
    """Whether the signed sheets of a draft are there."""
    return bool(application.sheets) and not application.unsigned


def default_court(case: Case) -> Body | None:
    return case.court or Body.objects.filter(kind=BodyKind.COURT, is_active=True).first()


def draft_findings(case: Case, *, on) -> list[Finding]:
    """
    Check what could be sent today to the usual court, as if both sides had signed.

    Nothing is kept; who signed is asked when the application is made.
    """
    workers, others = sides(case)
    court = default_court(case)
    deadline = thirty_days(case)
    if court is None or deadline is None or not workers:
        return []
    draft = Application(
        case=case,
        agreement=in_effect(case),
        court=court,
        ground=CourtGround.MEDIATION_ORG_PLACE,
        place=case.mediation_body.address if case.mediation_body else "",
        applied_on=on,
        confirm_by=deadline.due_on,
    )
    return findings(Filing(draft, [*workers, *others], on, sides=(workers, others)))


def thirty_days(case: Case):
    agreement = in_effect(case)
    deadline = deadline_of(agreement, "JC-01") if agreement else None
    if deadline:
        deadline.article = cite("JC-01")
    return deadline


class CheckPage(LoginRequiredMixin, TemplateView):
    """送确认前自检: which way, how many days, what would be returned and where it is mended."""

    template_name = "confirmation/check.html"

    @cached_property
    def case(self) -> Case:
        cases = Case.objects.visible_to(self.request.user)
        return get_object_or_404(cases, pk=self.kwargs["case_pk"])

    def get_context_data(self, **kwargs):
        case, today = self.case, timezone.localdate()
        agreement = in_effect(case)
        workers, others = sides(case)
        found = draft_findings(case, on=today)
        times = times_returned(since=today - timedelta(days=YEAR_DAYS))
        rows = [self._row(reason, found, times) for reason in COVERED]
        applications = case.confirmations.select_related("court", "paper", "undertaking")
        applications = list(applications.exclude(state=ApplicationState.DISCARDED).order_by("id"))
        return super().get_context_data(
            case=case,
            agreement=agreement,
            titles=titles_for_all(agreement) if agreement else [],
            today=today,
            workers=workers,
            others=others,
            court=default_court(case),
            deadline=thirty_days(case),
            routes=[r for r in routes_after_agreement(case, on=today) if r.name in ROUTES],
            rows=rows if workers else [],
            certain=sum(r["state"] == "fail" for r in rows),
            look=sum(r["state"] == "look" for r in rows),
            applications=applications,
            signed=[a for a in applications if a.state == ApplicationState.DRAFT and is_signed(a)],
            sending=case.sendings.first(),
            applies=can_apply(self.request.user, case),
            edits=can_edit_case(self.request.user, case),
            **kwargs,
        )

    def _row(self, reason: ReturnReason, found: list[Finding], times: dict[str, int]) -> dict:
        own = [finding for finding in found if finding.reason == reason]
        certain = [finding for finding in own if not finding.look]
        return {
            "reason": reason.label,
            "code": reason.value,
            "article": ARTICLES[reason],
            "state": "fail" if certain else "look" if own else "pass",
            "asked": reason == ReturnReason.ONE_SIDE and not certain,
            "findings": [(f.sentence, *mended_at(self.case, f.reason, party=f.party)) for f in own],
            "times": times.get(reason.value, 0),
        }


ROUTES = ("共同申请仲裁审查", "共同申请司法确认", "申请支付令", ENFORCEMENT)


class IdentityPapers(CaseAct):
    """登记身份证明 of one party, with the scans of the copies."""

    template_name = "confirmation/identity.html"
    permission = staticmethod(can_edit_case)
    form_class = forms.IdentityForm
    title = "登记身份证明"
    button = "登记身份证明"
    done = "身份证明已登记。"
    requirements = (
        ("申请司法确认须提交双方身份证明、资格证明。", "JC-04"),
        ("单位已吊销或者注销的，还须写明出资人。", "ARB-40"),
    )

    @cached_property
    def party(self) -> Party:
        visible = Case.objects.visible_to(self.request.user)
        parties = Party.objects.filter(case__in=visible).select_related("case")
        return get_object_or_404(parties, pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        return self.party.case

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"party": self.party}

    def act(self, form):
        doubtful = record_party_papers(
            party=self.party,
            by=self.request.user,
            on=timezone.localdate(),
            **self.arguments(form),
        )
        if doubtful:
            pages = "、".join(str(page) for page in doubtful)
            messages.warning(
                self.request, f"扫描件第{pages}页可能上下颠倒，请打开查看，需要的用“旋转”改正。"
            )

    def get_success_url(self):
        return reverse("enclosures", args=[self.case.pk])

    def get_context_data(self, **kwargs):
        kept = [p for p in self.party.identity_papers.all() if p.file_sha256]
        title = f"登记身份证明：{self.party.name}"
        shown = {"party": self.party, "kept": kept, "title": title}
        return super().get_context_data(**shown | kwargs)


class EnclosureList(LoginRequiredMixin, TemplateView):
    """随附扫描件: what goes behind our own papers, party by party and piece by piece."""

    template_name = "confirmation/enclosures.html"

    @cached_property
    def case(self) -> Case:
        cases = Case.objects.visible_to(self.request.user)
        return get_object_or_404(cases, pk=self.kwargs["case_pk"])

    def get_context_data(self, **kwargs):
        case = self.case
        agreement = in_effect(case)
        _, others = sides(case)
        shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
        workers = case.parties.workers().filter(pk__in=shares.values("worker"))
        parties = [*workers.prefetch_related("identity_papers"), *others]
        scans = {s.evidence_id: s for s in EvidenceScan.objects.filter(evidence__case=case)}
        evidence = case.evidence.filter(submitted=True).order_by("no")
        signed = [agreement.document, agreement.annex] if agreement else []
        return super().get_context_data(
            case=case,
            parties=[(party, list(party.identity_papers.all())) for party in parties],
            evidence=[(piece, scans.get(piece.pk)) for piece in evidence],
            signed=[(paper, paper.scans.last()) for paper in signed if paper],
            edits=can_edit_case(self.request.user, case),
            **kwargs,
        )


class AttachEvidence(CaseAct):
    permission = staticmethod(can_edit_case)
    template_name = "confirmation/upload.html"
    form_class = forms.EvidenceScanForm
    title = "上传证据复印件"
    button = "上传"
    done = "证据复印件已上传，随下一版材料包提交。"
    requirements = (("没有工资或者出勤方面的证据，法院可能不予确认。", "MED-27"),)

    @cached_property
    def evidence(self) -> Evidence:
        visible = Case.objects.visible_to(self.request.user)
        rows = Evidence.objects.filter(case__in=visible).select_related("case")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        return self.evidence.case

    def act(self, form):
        scan = attach_evidence(
            evidence=self.evidence,
            by=self.request.user,
            on=timezone.localdate(),
            **self.arguments(form),
        )
        if scan.doubtful:
            pages = "、".join(str(page) for page in scan.doubtful)
            messages.warning(self.request, f"第{pages}页可能上下颠倒，请查看，需要的用“旋转”改正。")

    def get_success_url(self):
        return reverse("enclosure", args=["evidence", self.evidence.pk])

    def get_context_data(self, **kwargs):
        title = f"上传复印件：{self.evidence}"
        return super().get_context_data(**{"title": title} | kwargs)


KINDS = {"identity": (IdentityPaper, "party__case"), "evidence": (Evidence, "case")}


class OfEnclosure:
    """A page about one scan, named by its kind and the key of what it is a scan of."""

    @cached_property
    def enclosure(self) -> IdentityPaper | Evidence:
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        model, path = KINDS[self.kwargs["kind"]]
        visible = Case.objects.visible_to(self.request.user)
        rows = model.objects.filter(**{f"{path}__in": visible})
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        return case_of(self.enclosure)

    @cached_property
    def file(self):
        file = file_of(self.enclosure)
        if file is None:
            raise Http404
        return file


class TurnPage(OfEnclosure, CaseAct):
    """One scan as it will be in the packet; a page that lies the wrong way is turned here."""

    permission = staticmethod(can_edit_case)
    template_name = "confirmation/turn.html"
    form_class = forms.TurnForm
    button = "旋转"
    done = "已旋转，请再看一遍。"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            _ = self.file  # there is nothing to look at without it
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        turn_page(
            enclosure=self.enclosure,
            by=self.request.user,
            on=timezone.localdate(),
            **self.arguments(form),
        )

    def get_success_url(self):
        return reverse("enclosure", args=[self.kwargs["kind"], self.enclosure.pk])

    def get_context_data(self, **kwargs):
        shown = {
            "title": str(self.enclosure),
            "kind": self.kwargs["kind"],
            "key": self.enclosure.pk,
            "digest": self.file.pk[:12],
            "back_url": reverse("enclosures", args=[self.case.pk]),
        }
        return super().get_context_data(**shown | kwargs)


class EnclosureFile(LoginRequiredMixin, OfEnclosure, View):
    http_method_names = ["get"]

    def get(self, request, kind: str, pk: int):
        if not can_see_case(request.user, self.case):
            return refused(request, NOT_PERMITTED)
        response = HttpResponse(store.get(self.file), content_type=self.file.media_type)
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
