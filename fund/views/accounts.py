"""The acts on an account, all at one address with the act's name, and the opening of one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.views.acts import NOT_PERMITTED, ActView, refused
from fund import operations
from fund.forms import accounts as forms
from fund.forms.money import HoldForm, MoneyForm
from fund.models import FundAccount
from fund.permissions import can_handle_fund, can_open_account


@dataclass(frozen=True)
class AccountAct:
    label: str
    form: type
    operation: Callable
    done: str


ACTS = {
    "funding": AccountAct(
        "登记拨入本金",
        forms.FundingForm,
        operations.enter_funding,
        "拨入本金已登记，等另一名经办人登录后复核；复核以后入账。",
    ),
    "statement": AccountAct(
        "导入银行对账单",
        forms.StatementForm,
        operations.import_statement,
        "对账单已导入，能够对上的已自动勾对；未对上的列在右侧。",
    ),
    "hold": AccountAct(
        "登记暂收款",
        HoldForm,
        operations.enter_held,
        "暂收款已登记，等另一名经办人登录后复核；复核以后入账，列在账户页。",
    ),
    "close": AccountAct(
        "日结", forms.NothingForm, operations.close_day, "今天的账已经日结，不能再记今天的账。"
    ),
}


class AccountActView(LoginRequiredMixin, ActView):
    """The page of one act on one account."""

    template_name = "fund/account_act.html"
    case = None

    @cached_property
    def account(self) -> FundAccount:
        visible = FundAccount.objects.visible_to(self.request.user)
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            if self.account and not can_handle_fund(request.user):
                return refused(request, NOT_PERMITTED)
            if self.kwargs["act"] not in ACTS:
                raise Http404
            page = ACTS[self.kwargs["act"]]
            self.title = self.button = page.label
            self.form_class, self.done = page.form, page.done
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        if issubclass(self.form_class, MoneyForm):
            given |= {"account": self.account, "user": self.request.user}
            given["today"] = timezone.localdate()
        return given

    def act(self, form):
        given = {"by": self.request.user, "on": timezone.localdate()} | form.cleaned_data
        return ACTS[self.kwargs["act"]].operation(account=self.account, **given)

    def get_success_url(self):
        return reverse("fund-account", args=[self.account.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"account": self.account} | kwargs)


class OpenAccount(LoginRequiredMixin, ActView):
    """启用周转金账户, by the director or an administrator."""

    template_name = "fund/account_open.html"
    form_class = forms.OpenAccountForm
    title = button = "启用周转金账户"
    done = "账户已启用。由周转金经办人登记拨入本金后，可以办理垫付。"
    requirements = (("设区的市和县级人民政府建立应急周转金", "FUND-03"),)
    case = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_open_account(request.user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        day = timezone.localdate()
        return operations.open_account(by=self.request.user, on=day, **form.cleaned_data)

    def get_success_url(self):
        return reverse("parameters")
