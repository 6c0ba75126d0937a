"""申请仲裁: at the commission's own window, and from a case of the centre in one act."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils import timezone

from adjudication.choices import Origin
from adjudication.forms import filing as forms
from adjudication.models import Arbitration
from adjudication.operations import file_arbitration
from adjudication.operations.window import file_at_window
from cases.models import Case
from cases.permissions import is_case_intake_officer, is_case_mediator
from cases.views.acts import NOT_PERMITTED, ActFormView, ActView, refused
from mediation.queries import current_agreement
from staff.choices import Role

REQUIREMENTS = (
    ("申请书写明当事人、请求和事实理由；书写有困难的可以口头申请。", "ARB-06"),
    ("收到之日起五个工作日内决定是否受理。", "ARB-07"),
    ("劳动合同履行地或者用人单位所在地的仲裁委员会管辖。", "ARB-01"),
    ("超过时效不是不收的理由。", "ARB-02"),
)


class FileAtWindow(LoginRequiredMixin, ActView):
    """A worker came to the window: everything on one page, the application is made from it."""

    template_name = "adjudication/desk/filing.html"
    form_class = forms.WindowForm
    title = "窗口收案"
    button = "登记申请"
    done = "申请已登记，仲裁申请书已生成，请申请人核对签名。五个工作日的受理期限开始计算。"
    requirements = REQUIREMENTS
    case = None
    made: Arbitration | None = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.has_role(Role.TRIBUNAL_SECRETARY):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        self.made = file_at_window(
            **form.arguments(), by=self.request.user, on=timezone.localdate()
        )

    def get_success_url(self):
        return reverse("arbitration", args=[self.made.pk]) if self.made else reverse("tribunal")


class FileFromCase(ActFormView):
    """
    From the case to the commission in one act: parties, wages by the account, undisputed facts.

    Nothing else of the mediation goes along (在线调解规则 18).
    """

    template_name = "adjudication/desk/filing.html"
    permission = is_case_intake_officer | is_case_mediator
    form_class = forms.FromCaseForm
    title = "申请劳动仲裁"
    button = "提交申请"
    done = "仲裁申请书已生成，已提交仲裁委员会。移送的只有申请和双方确认的无争议事实。"
    requirements = REQUIREMENTS
    made: Arbitration | None = None

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate(), "origin": origin_of(self.case)}
        return super().get_form_kwargs() | given

    def act(self, form):
        self.made = file_arbitration(
            case=self.case, by=self.request.user, on=timezone.localdate(), **form.arguments()
        )

    def get_success_url(self):
        return (
            reverse("arbitration", args=[self.made.pk]) if self.made else super().get_success_url()
        )

    def get_context_data(self, **kwargs):
        earlier = self.case.arbitrations.order_by("id")
        return super().get_context_data(arbitrations=earlier, **kwargs)


def origin_of(case: Case) -> Origin:
    """Return what the file says of how it comes to the commission."""
    agreement = current_agreement(case)
    if agreement is not None and agreement.effective_on:
        return Origin.BREACH
    return Origin.MEDIATION if case.terminations.exists() else Origin.DIRECT
