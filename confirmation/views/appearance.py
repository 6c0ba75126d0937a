"""通知到场: the clerk calls both sides and records who came; the centre for a court outside."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property

from confirmation.forms.appearance import AppearanceForm, CallForm
from confirmation.models import Appearance, Application
from confirmation.operations import call_parties, record_appearance
from confirmation.permissions import can_enter_court_answer
from confirmation.queries import last_packet
from confirmation.views.subjects import ApplicationAct, people_of, visible_application

RULE = ("审查时应当通知双方当事人共同到场核实；无正当理由不到场的，按撤回申请处理。", "JC-07")


class OfCourt(ApplicationAct):
    template_name = "confirmation/court_act.html"
    permission = can_enter_court_answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(packet=last_packet(self.application), **kwargs)


class CallParties(OfCourt):
    form_class = CallForm
    title = "通知双方到场"
    button = "通知"
    done = "已通知：有手机号的收到短信，当事人和调解员的页面上都能看到。"
    requirements = (RULE, ("收到申请后，双方到场的，可以当即决定是否受理。", "JC-09"))

    def act(self, form):
        now = timezone.localtime()
        given = {"application": self.application, "by": self.request.user}
        return call_parties(at=now, on=now.date(), **given, **self.arguments(form))


class RecordAppearance(OfCourt):
    form_class = AppearanceForm
    title = "登记到场结果"
    button = "登记"
    done = "到场结果已登记。"
    requirements = (RULE,)

    @cached_property
    def appearance(self) -> Appearance:
        visible = Application.objects.visible_to(self.request.user)
        rows = Appearance.objects.filter(application__in=visible)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def application(self) -> Application:
        return visible_application(self.request, self.appearance.application_id)

    def get_form_kwargs(self):
        workers, others = people_of(self.application)
        return super().get_form_kwargs() | {"parties": [*workers, *others]}

    def act(self, form):
        given = {"appearance": self.appearance, "by": self.request.user}
        return record_appearance(on=timezone.localdate(), **given, **self.arguments(form))
