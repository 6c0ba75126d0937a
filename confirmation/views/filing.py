"""The centre's side: 送确认前自检, identity papers and scans, applying, mending, withdrawing."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView, View

from cases.models import Case, Evidence, IdentityPaper, Party
from cases.permissions import can_edit_case, can_see_case
from cases.views.acts import NOT_PERMITTED, refused
from confirmation.checks import ARTICLES, COVERED, Filing, Finding, findings
from confirmation.choices import ApplicationState, CourtGround, ReturnReason
from confirmation.forms import filing as forms
from confirmation.models import Application, EvidenceScan, Sending
from confirmation.operations import (
    apply_for_confirmation,
    attach_evidence,
    make_link,
    queue_sending,
    record_party_papers,
    resubmit_packet,
    start_sending,
    turn_page,
    withdraw_confirmation,
)
from confirmation.operations.application import refuse_what_would_return
from confirmation.operations.enclosures import case_of, file_of
from confirmation.permissions import can_apply
from confirmation.queries import last_packet, times_returned
from confirmation.views.shown import packet_context, today_in_thirty
from confirmation.views.subjects import ApplicationAct, OfApplication, people_of, sees_case
from documents import store
from law.statutes import cite
from mediation.models import InstalmentShare
from mediation.queries import current_agreement
from mediation.routes import routes_after_agreement
from mediation.views.acts import CaseAct
from staff.choices import BodyKind
from staff.models import Body
from staff.refusals import ActRefused

YEAR_DAYS = 365
OVER = (ApplicationState.WITHDRAWN, ApplicationState.REFUSED, ApplicationState.REJECTED)


def in_effect(case: Case):
    """Return the agreement of the case that has taken effect, if it has one."""
    agreement = current_agreement(case)
    return agreement if agreement and agreement.effective_on else None


def sides(case: Case) -> tuple[list[Party], list[Party]]:
    """Return the workers who have not applied yet, and who owes or pays under the agreement."""
    agreement = in_effect(case)
    if agreement is None:
        return [], []
    taken = agreement.confirmations.exclude(state__in=OVER)
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    workers = case.parties.workers().filter(pk__in=shares.values("worker"))
    others = case.parties.filter(
        Q(pk__in=agreement.payers.values("party")) | Q(pk=case.debtor_id)
    ).order_by("id")
    return list(workers.exclude(confirmations__in=taken)), list(others)


def default_court(case: Case) -> Body | None:
    return case.court or Body.objects.filter(kind=BodyKind.COURT, is_active=True).first()


def draft_findings(case: Case, *, on) -> list[Finding]:
    """
    Check what could be sent today to the usual court, as if both sides had signed.

    Nothing is kept; who signed is asked when the application is made.
    """
    workers, others = sides(case)
    court = default_court(case)
    deadline = _thirty_days(case)
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


def _thirty_days(case: Case):
    deadline = case.deadlines.filter(rule="JC-01").exclude(state="cancelled").last()
    if deadline:
        deadline.article = cite("JC-01")
    return deadline


def mending(case: Case, finding: Finding) -> tuple[str, str]:
    """Return the address where a finding is mended, and what the link says."""
    if finding.party is not None:
        return reverse("identity-papers", args=[finding.party.pk]), "登记身份证明"
    agreement = current_agreement(case)
    of_agreement = ("agreement", agreement.pk, "查看签署情况") if agreement else None
    place = {
        ReturnReason.NO_SERVICE_ADDRESS: ("service-address", case.pk, "确认送达地址"),
        ReturnReason.NO_AUTHORITY: ("authority", case.pk, "登记授权委托"),
        ReturnReason.SUSPECTED_SHAM: ("material", case.pk, "接收材料"),
    }.get(finding.reason, of_agreement)
    if place is None:
        return "", ""
    name, key, words = place
    return reverse(name, args=[key]), words


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
        return super().get_context_data(
            case=case,
            agreement=agreement,
            today=today,
            workers=workers,
            others=others,
            court=default_court(case),
            deadline=_thirty_days(case),
            routes=[r for r in routes_after_agreement(case, on=today) if r.name in ROUTES],
            rows=rows if workers else [],
            certain=sum(r["state"] == "fail" for r in rows),
            look=sum(r["state"] == "look" for r in rows),
            applications=case.confirmations.select_related("court").order_by("id"),
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
            "findings": [(f.sentence, *mending(self.case, f)) for f in own],
            "times": times.get(reason.value, 0),
        }


ROUTES = ("共同申请仲裁审查", "共同申请司法确认", "申请支付令")


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


class Apply(CaseAct):
    """共同申请司法确认; as many applications as the court's batches ask for."""

    permission = staticmethod(can_apply)
    template_name = "confirmation/apply.html"
    form_class = forms.ApplyForm
    title = "共同申请司法确认"
    button = "生成材料并提交"
    done = "申请书和材料包已生成，已提交法院。"
    grave = True
    requirements = (
        ("双方自协议生效之日起三十日内共同申请。", "JC-01"),
        ("向有管辖权的基层人民法院申请。", "JC-02"),
        ("只就给付内容申请确认。", "JC-14"),
        ("申请司法确认不收费。", "JC-13"),
        ("已申请仲裁审查的，不能再申请司法确认。", "REV-03"),
    )
    made: Application | None = None

    def get_form_kwargs(self):
        workers, others = sides(self.case)
        return super().get_form_kwargs() | {"workers": workers, "others": others}

    def get_initial(self):
        case, court = self.case, default_court(self.case)
        return {
            "court": court.pk if court else None,
            "place": case.mediation_body.address if case.mediation_body else "",
            "approved_by": self.request.user.pk,
        }

    def act(self, form):
        given = dict(form.cleaned_data)
        size = given.pop("batch_size") or len(given["workers"])
        workers = sorted(given.pop("workers"), key=lambda w: w.roster_no or 0)
        batches = [workers[start : start + size] for start in range(0, len(workers), size)]
        by, on = self.request.user, timezone.localdate()
        if len(batches) > 1:
            self.refuse_what_one_sees(workers, given, on=on)
            self.done = "已开始在后台逐批提交，可以离开本页。"
            return start_sending(case=self.case, batches=batches, by=by, on=on, asked=given)
        self.made = apply_for_confirmation(case=self.case, workers=workers, by=by, on=on, **given)
        return self.made

    def refuse_what_one_sees(self, workers, given: dict, *, on) -> None:
        """Refuse before anything is sent what would be refused in the middle of it."""
        deadline = _thirty_days(self.case)
        if deadline is None:
            return
        draft = Application(
            case=self.case,
            agreement=in_effect(self.case),
            court=given["court"],
            ground=given["ground"],
            place=given["place"],
            domiciled=given["domiciled"],
            invitation=given["invitation"],
            applied_on=on,
            confirm_by=deadline.due_on,
        )
        both = (workers, given["jointly_with"])
        refuse_what_would_return(findings(Filing(draft, given["signed_by"], on, sides=both)))

    def get_success_url(self):
        if self.made:
            return reverse("confirmation", args=[self.made.pk])
        return reverse("confirmation-check", args=[self.case.pk])


@login_required
@require_GET
def sending_progress(request, pk: int):
    """Show how far a sending is; the page asks again by itself while it runs."""
    return render(request, "confirmation/sending.html", {"sending": _sending(request, pk)})


@login_required
@require_POST
def sending_resume(request, pk: int):
    """Put a sending whose worker died back into the queue."""
    sending = _sending(request, pk)
    if not can_apply(request.user, sending.case):
        return refused(request, NOT_PERMITTED)
    queue_sending(sending=sending)
    messages.success(request, "已重新排入后台，从停下的一批接着提交。")
    return redirect("confirmation-check", case_pk=sending.case_id)


def _sending(request, pk: int) -> Sending:
    visible = Case.objects.visible_to(request.user)
    return get_object_or_404(Sending.objects.filter(case__in=visible).select_related("case"), pk=pk)


class ApplicationPage(OfApplication, TemplateView):
    """One application for the people of the case: its packets, what the court said, what to do."""

    template_name = "confirmation/application.html"
    permission = staticmethod(sees_case)

    def get_context_data(self, **kwargs):
        application = self.application
        workers, others = people_of(application)
        applies = can_apply(self.request.user, self.case)
        shown = packet_context(application, version=self.request.GET.get("version", ""))
        packet = shown["packet"]
        return super().get_context_data(
            case=self.case,
            workers=workers,
            others=others,
            thirty=today_in_thirty(application),
            applies=applies,
            waits=applies and application.state == ApplicationState.SENT,
            mends=applies and application.state == ApplicationState.RETURNED,
            ruled_next=applies and application.state == ApplicationState.ACCEPTED,
            withdraws=applies
            and application.state
            in (ApplicationState.SENT, ApplicationState.RETURNED, ApplicationState.ACCEPTED),
            links=packet.links.select_related("made_by") if packet and applies else [],
            today=timezone.localdate(),
            **shown,
            **kwargs,
        )


def of_applicants(user, application) -> bool:
    return can_apply(user, application.case)


class Resubmit(ApplicationAct):
    """补正后重新提交: every point answered, everything checked again, the next version made."""

    permission = staticmethod(of_applicants)
    operation = staticmethod(resubmit_packet)
    template_name = "confirmation/resubmit.html"
    form_class = forms.AnswerForm
    title = "补正后重新提交"
    button = "提交下一版"
    done = "补正材料已提交法院，与上一版的不同已列明。"
    grave = True
    requirements = (
        ("限期补充陈述或者补充证明材料，逾期的按撤回申请处理。", "JC-07"),
        ("三十日的申请期限不因退回而停止。", "JC-01"),
    )

    def get_form_kwargs(self):
        packet = last_packet(self.application)
        returned = getattr(packet, "returned", None)
        workers, others = people_of(self.application)
        return super().get_form_kwargs() | {
            "points": list(returned.items.all()) if returned else [],
            "parties": [*workers, *others],
        }

    def get_initial(self):
        return {"approved_by": self.request.user.pk}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            packet=last_packet(self.application), today=timezone.localdate(), **kwargs
        )


class Withdraw(ApplicationAct):
    permission = staticmethod(of_applicants)
    operation = staticmethod(withdraw_confirmation)
    form_class = forms.WithdrawForm
    title = "撤回司法确认申请"
    button = "撤回申请"
    done = "撤回申请书已生成，请送交法院。"
    grave = True
    requirements = (("裁定作出前，当事人可以撤回申请。", "JC-07"),)

    def get_form_kwargs(self):
        workers, others = people_of(self.application)
        return super().get_form_kwargs() | {"parties": [*workers, *others]}


class MakeLink(ApplicationAct):
    """A link and its code, shown once: the code goes another way than the link."""

    permission = staticmethod(of_applicants)
    template_name = "confirmation/link.html"
    form_class = forms.LinkForm
    title = "制作下载链接"
    button = "制作链接"
    requirements = (
        ("供没有账号的法院使用；只能下载材料包，看不到案件。", "JC-15"),
        ("链接和验证码请分开发送，例如链接发邮件、验证码打电话告知。", ""),
    )

    def form_valid(self, form):
        # Shown in the answer itself: neither the link nor the code can be read again.
        form.cleaned_data.pop("submission")
        now = timezone.now()
        packet = last_packet(self.application)
        if packet is None:
            raise Http404
        try:
            link, token, code = make_link(
                packet=packet,
                by=self.request.user,
                on=timezone.localdate(now),
                at=now,
                **form.cleaned_data,
            )
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        url = self.request.build_absolute_uri(reverse("packet-open", args=[token]))
        response = self.render_to_response(
            self.get_context_data(form=form, link=link, url=url, code=code)
        )
        response["Cache-Control"] = "no-store"
        return response
