"""Sentences for the minutes by step of the agenda: those of every session, and one's own."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from cases.views.acts import NOT_PERMITTED, refused
from mediation import operations
from mediation.choices import AgendaStep
from mediation.permissions import can_have_phrases
from staff.models import User
from staff.refusals import ActRefused

_OF_EVERY_SESSION = {
    AgendaStep.IDENTITY: (
        "现在核对到场人员的身份和授权。",
        "经核对，到场人员的身份、授权与登记一致。",
        "调解员告知各方当事人的权利义务，各方表示清楚。",
        "调解员宣布调解纪律。",
        "询问各方是否申请调解员回避，各方均不申请回避。",
    ),
    AgendaStep.STATEMENTS: (
        "请申请人陈述请求、事实和理由。",
        "请被申请人答辩。",
        "请出示证据，说明来源和要证明的事实。",
        "对证据的真实性，各方无异议。",
        "对以上事实，双方无异议。",
        "对以上事实，一方有异议，理由如下：",
    ),
    AgendaStep.NEGOTIATION: (
        "现在进入协商。各方为达成协议作出的让步，不得作为此后程序中对其不利的依据。",
        "请付款一方说明能够付款的日期、金额和账户。",
        "现在由调解员分别与各方单独沟通。",
        "现在休会，稍后继续。",
        "调解会继续。",
    ),
    AgendaStep.TERMS: (
        "现在宣读调解方案，请各方逐人表态。",
        "方案有改动，此前的表态作废，请对新方案重新表态。",
        "已逐人询问，各人表示清楚方案内容，表态出于自愿。",
        "没有同意的人，其请求不受影响，可以另行申请仲裁等。",
    ),
    AgendaStep.SIGNING: (
        "笔录交各方阅读，请核对后签名。",
        "笔录已向本人宣读，本人表示无误。",
        "对拒绝签名的，已记明原因和见证人。",
        "调解会到此结束。",
    ),
}


def phrases_of(user: User) -> list[dict]:
    """Return (step, text, own) of every phrase, in the order of the agenda, one's own first."""
    own = list(user.phrases.all())
    return [
        {"step": step.value, "text": text, "own": mine}
        for step in AgendaStep
        for texts, mine in (
            ([phrase.text for phrase in own if phrase.step == step], True),
            (_OF_EVERY_SESSION[step], False),
        )
        for text in texts
    ]


class Phrases(LoginRequiredMixin, TemplateView):
    """
    One's own phrases: kept and thrown away.

    The console sends the same form and is answered with all phrases, or with the refusal.
    """

    template_name = "mediation/phrases.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_have_phrases(request.user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        from_console = request.headers.get("X-Console") == "1"
        try:
            self._change(request)
        except ActRefused as refusal:
            words = f"{refusal}{refusal.suggest}"
            if from_console:
                return JsonResponse({"words": words}, status=422)
            return self.render_to_response(
                self.get_context_data(wrong=words, typed=request.POST), status=422
            )
        if from_console:
            return JsonResponse({"phrases": phrases_of(request.user)})
        messages.success(request, "常用语已保存。")
        return redirect("phrases")

    def _change(self, request) -> None:
        thrown = request.POST.get("drop", "")
        if thrown.isdecimal():
            for phrase in request.user.phrases.filter(pk=int(thrown)):
                operations.drop_phrase(phrase=phrase, by=request.user)
            return
        step = request.POST.get("step", "")
        if step not in AgendaStep.values:
            raise ActRefused("请选择用在哪一步。", source="V-T1")
        operations.keep_phrase(
            step=AgendaStep(step), text=request.POST.get("text", ""), by=request.user
        )

    def get_context_data(self, **kwargs):
        own = list(self.request.user.phrases.all())
        steps = [
            {
                "step": step,
                "own": [phrase for phrase in own if phrase.step == step],
                "common": _OF_EVERY_SESSION[step],
            }
            for step in AgendaStep
        ]
        return super().get_context_data(steps=steps, choices=AgendaStep.choices, **kwargs)
