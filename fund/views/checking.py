"""复核: the page on which a second person confirms money that another has entered."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.models import Case
from cases.views.acts import NOT_PERMITTED, ActView, refused
from fund import operations
from fund.choices import MoneyActKind, MoneyActState
from fund.forms.checking import REFUSE, CheckForm, WithdrawForm
from fund.models import MoneyAct
from fund.permissions import can_check_money_act, can_handle_account
from fund.views.entered import money_act
from fund.views.second_step import SecondStep

_RULES = {
    MoneyActKind.BOUNCE: ("支付到农民工本人账户", "WAGE-02"),
    MoneyActKind.PASS_ON: ("支付到农民工本人账户", "WAGE-02"),
    MoneyActKind.RECOVERY: ("依法向拖欠工资的用人单位追偿", "FUND-02"),
    MoneyActKind.SHARED: ("垫付的部分归还周转金，其余支付劳动者", "FUND-02"),
}
_APART = ("收付和更正由两人办理，各自登录", "FUND-03")


class MoneyActPage(SecondStep, LoginRequiredMixin, ActView):
    """Everything that was entered, and how things stand now; who entered it may take it back."""

    template_name = "fund/money_act.html"

    @cached_property
    def subject(self) -> MoneyAct:
        visible = MoneyAct.objects.visible_to(self.request.user)
        found = visible.select_related(
            *("account", "advance__case", "advance__debtor", "entered_by", "checked_by", "officer"),
            "ended_by",
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case | None:
        return self.subject.advance.case if self.subject.advance else None

    @property
    def own(self) -> bool:
        return self.subject.entered_by == self.request.user

    @property
    def wants_second_step(self) -> bool:
        return self.subject.is_red and not self.own

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated:
            act = self.subject
            if not self.own and not can_check_money_act(user, act):
                return refused(request, NOT_PERMITTED)
            if request.method == "GET" and not act.waits:
                messages.info(request, _said(act))
                return redirect(self.get_success_url())
            self.title = f"复核{act.get_kind_display()}"
            self.button = "提交复核意见"
            if self.own:
                self.title, self.button = f"{act.get_kind_display()}待复核", "作废这笔登记"
            self.grave = self.own or act.is_red
            self.requirements = tuple(
                rule for rule in (_RULES.get(MoneyActKind(act.kind)), _APART) if rule
            )
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return WithdrawForm if self.own else CheckForm

    def act(self, form):
        given = {"act": self.subject, "by": self.request.user, "on": timezone.localdate()}
        reason = form.cleaned_data.get("reason", "")
        if self.own:
            done = operations.withdraw_money_act(reason=reason, **given)
        elif form.cleaned_data["decision"] == REFUSE:
            done = operations.refuse_money_act(reason=reason, **given)
        else:
            done = operations.confirm_money_act(**given)
        self.done = _said(done)
        return done

    def get_success_url(self):
        act, user = self.subject, self.request.user
        if can_handle_account(user, act.account):
            return reverse("desk-fund") + "?tab=checking"
        return reverse("case-detail", args=[act.advance.case_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"money": money_act(self.subject)} | kwargs)


def _said(act: MoneyAct) -> str:
    if act.state == MoneyActState.BOOKED:
        return f"{act.words}已复核入账。"
    if act.state == MoneyActState.REFUSED:
        return f"{act.words}未通过复核，没有入账；理由：{act.reason}。由登记人改正后重新登记。"
    if act.state == MoneyActState.WITHDRAWN:
        return f"{act.words}的登记已作废，没有入账；可以重新登记。"
    return f"您的确认已登记。{act.words}还须另一人确认，两人都确认以后一并入账。"
