"""The centre's side from the draft on: signing, sending, mending, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView

from cases.models import Case
from cases.views.acts import NOT_PERMITTED, refused
from confirmation.checks import Filing, findings
from confirmation.choices import MENDABLE, ApplicationState
from confirmation.forms import filing as forms
from confirmation.models import Application, Sending
from confirmation.operations import (
    discard_draft,
    draft_application,
    draw_packet,
    keep_packet,
    keep_signed_sheets,
    make_link,
    queue_sending,
    renew_application,
    start_drafting,
    start_sending,
    withdraw_confirmation,
)
from confirmation.operations.drafting import is_outdated, refuse_what_would_return
from confirmation.operations.outgoing import Outgoing
from confirmation.permissions import can_apply
from confirmation.queries import last_packet
from confirmation.views.filing import default_court, in_effect, is_signed, sides, thirty_days
from confirmation.views.shown import packet_context, standing_points, today_in_thirty
from confirmation.views.subjects import ApplicationAct, OfApplication, people_of, sees_case
from mediation.forms.fields import ActForm
from mediation.views.acts import CaseAct
from staff.refusals import ActRefused


class Draft(CaseAct):
    """起草共同申请; as many applications as the court's batches ask for."""

    permission = staticmethod(can_apply)
    template_name = "confirmation/apply.html"
    form_class = forms.ApplyForm
    title = "共同申请司法确认"
    button = "生成申请书"
    done = "申请书已生成。请打印，双方签名后上传签署件。"
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
        }

    def get_context_data(self, **kwargs):
        limit = thirty_days(self.case)
        over = limit.due_on if limit and limit.due_on < timezone.localdate() else None
        return super().get_context_data(over=over, **kwargs)

    def act(self, form):
        given = dict(form.cleaned_data)
        size = given.pop("batch_size") or len(given["workers"])
        workers = sorted(given.pop("workers"), key=lambda w: w.roster_no or 0)
        batches = [workers[start : start + size] for start in range(0, len(workers), size)]
        by, on = self.request.user, timezone.localdate()
        if len(batches) > 1:
            self.refuse_what_one_sees(workers, given, on=on)
            self.done = "已开始在后台逐批起草，可以离开本页。"
            return start_drafting(case=self.case, batches=batches, by=by, on=on, asked=given)
        self.made = draft_application(case=self.case, workers=workers, by=by, on=on, **given)
        return self.made

    def refuse_what_one_sees(self, workers, given: dict, *, on) -> None:
        """Refuse before anything is drafted what would be refused in the middle of it."""
        deadline = thirty_days(self.case)
        if deadline is None:
            return
        named = ("court", "ground", "place", "domiciled", "invitation", "review_state")
        draft = Application(
            case=self.case,
            agreement=in_effect(self.case),
            applied_on=on,
            confirm_by=deadline.due_on,
            **{name: given[name] for name in named},
        )
        both = (workers, given["jointly_with"])
        everybody = [*both[0], *both[1]]
        refuse_what_would_return(findings(Filing(draft, everybody, on, sides=both)))

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


class SendSigned(CaseAct):
    """提交全部已签名的: the drafts whose signed sheets are there, one after the other."""

    permission = staticmethod(can_apply)
    template_name = "confirmation/send.html"
    form_class = forms.SendForm
    title = button = "提交已签名的申请"
    done = "已开始在后台逐件提交，可以离开本页。"
    grave = True
    requirements = Draft.requirements

    def get_initial(self):
        return {"approved_by": self.request.user.pk}

    def act(self, form):
        drafts = self.case.confirmations.filter(state=ApplicationState.DRAFT).order_by("id")
        return start_sending(
            case=self.case,
            applications=[draft for draft in drafts if is_signed(draft)],
            by=self.request.user,
            on=timezone.localdate(),
            **self.arguments(form),
        )

    def get_success_url(self):
        return reverse("confirmation-check", args=[self.case.pk])


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
            answers=applies,
            drafts=applies and application.state == ApplicationState.DRAFT,
            unsigned=application.unsigned,
            on_screen=[p for p in [*workers, *others] if not application.sheets_unsigned_by(p)]
            if application.state in MENDABLE
            else [],
            outdated=application.state in MENDABLE and is_outdated(application),
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


class KeepSigned(ApplicationAct):
    """上传签署件: the scans of what both sides signed, and who did."""

    permission = staticmethod(of_applicants)
    template_name = "confirmation/sign.html"
    form_class = forms.SignedForm
    title = "上传申请书签署件"
    button = "上传"
    done = "签署件已上传。"
    requirements = (("司法确认由双方当事人共同申请，双方都要签名、盖章。", "JC-01"),)

    def get_form_kwargs(self):
        workers, others = people_of(self.application)
        given = {"application": self.application, "parties": [*workers, *others]}
        return super().get_form_kwargs() | given

    def act(self, form):
        doubtful = keep_signed_sheets(
            application=self.application,
            by=self.request.user,
            on=timezone.localdate(),
            **self.arguments(form),
        )
        if doubtful:
            pages = "、".join(str(page) for page in doubtful)
            messages.warning(
                self.request, f"第{pages}页可能上下颠倒。请打开查看，颠倒的转正以后重新上传。"
            )


class SendsPacket(ApplicationAct):
    """An act that sends a packet, which is drawn before the transaction of the page opens."""

    permission = staticmethod(of_applicants)
    at = ApplicationState.DRAFT
    grave = True
    drawn: Outgoing

    def prepare(self, form):
        self.drawn = draw_packet(
            application=self.application,
            state=self.at,
            by=self.request.user,
            on=timezone.localdate(),
            **self.arguments(form),
        )

    def act(self, form):
        return keep_packet(self.drawn)


class Send(SendsPacket):
    """提交法院: checked once more, all papers made, the packet sent."""

    template_name = "confirmation/send.html"
    form_class = forms.SendForm
    title = button = "提交法院"
    done = "材料包已生成，已提交法院。"
    requirements = Draft.requirements

    def get_initial(self):
        return {"approved_by": self.request.user.pk}


class Renew(ApplicationAct):
    permission = staticmethod(of_applicants)
    operation = staticmethod(renew_application)
    form_class = ActForm
    title = button = "重新制作申请书"
    done = "申请书已按现在的登记制作。内容有变动的，须双方重新签名。"
    requirements = (
        ("申请书与登记的内容不一致的，法院会退回。", "JC-04"),
        ("司法确认由双方当事人共同申请，内容变动的重新签名。", "JC-01"),
    )


class Discard(ApplicationAct):
    permission = staticmethod(of_applicants)
    operation = staticmethod(discard_draft)
    form_class = ActForm
    title = button = "作废草稿"
    done = "草稿已作废，可以重新起草。"
    grave = True
    requirements = (("没有提交法院的申请不算申请，三十日的期限照常计算。", "JC-01"),)

    def get_success_url(self):
        return reverse("confirmation-check", args=[self.case.pk])


class Resubmit(SendsPacket):
    """补正后重新提交: every point answered, everything checked again, the next version made."""

    at = ApplicationState.RETURNED
    template_name = "confirmation/resubmit.html"
    form_class = forms.AnswerForm
    title = "补正后重新提交"
    button = "提交下一版"
    done = "补正材料已提交法院，与上一版的不同已列明。"
    requirements = (
        ("限期补充陈述或者补充证明材料，逾期的按撤回申请处理。", "JC-07"),
        ("三十日的申请期限不因退回而停止。", "JC-01"),
    )

    def get_form_kwargs(self):
        packet = last_packet(self.application)
        returned = getattr(packet, "returned", None)
        points = list(returned.items.all()) if returned else []
        return super().get_form_kwargs() | {"points": points}

    def get_initial(self):
        return {"approved_by": self.request.user.pk}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            packet=last_packet(self.application),
            points=standing_points(self.application),
            today=timezone.localdate(),
            **kwargs,
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
