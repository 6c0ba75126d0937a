"""What the bank sends back and what nobody could match by itself: one line, one page."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.views.acts import NOT_PERMITTED, ActView, refused
from fund import operations
from fund.forms import corrections as forms
from fund.models import Advance, BankLine, FundAccount, PaymentLine
from fund.permissions import can_handle_fund


class _OneLine(LoginRequiredMixin, ActView):
    """An act on one line; whoever may not see the fund is not told that the line is there."""

    case = None

    @cached_property
    def line(self):
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and self.line and not can_handle_fund(user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"line": self.line} | kwargs)


class Bounce(_OneLine):
    """登记退票: the bank had paid one worker and the money came back."""

    template_name = "fund/bounce.html"
    form_class = forms.BounceForm
    title = button = "登记退票"
    done = "退票已登记，等另一名经办人登录后复核；复核以后红字冲销，再更正账号、重新制作付款清单。"
    requirements = (("支付到农民工本人账户", "WAGE-02"),)
    grave = True

    @cached_property
    def line(self) -> PaymentLine:
        visible = Advance.objects.visible_to(self.request.user)
        rows = PaymentLine.objects.filter(line__advance__in=visible)
        return get_object_or_404(
            rows.select_related("line__advance__case", "line__worker"), pk=self.kwargs["pk"]
        )

    def act(self, form):
        day = timezone.localdate()
        given = {"by": self.request.user, "on": day, **form.cleaned_data}
        return operations.enter_bounce(line=self.line, **given)

    def get_success_url(self):
        return reverse("advance", args=[self.line.line.advance_id])


class Match(_OneLine):
    """人工勾对: a person says which voucher a line of the statement is the other side of."""

    template_name = "fund/match.html"
    form_class = forms.MatchForm
    title = button = "勾对银行流水"
    done = "已勾对。"

    @cached_property
    def line(self) -> BankLine:
        visible = FundAccount.objects.visible_to(self.request.user)
        rows = BankLine.objects.filter(account__in=visible).select_related("account")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"line": self.line}

    def act(self, form):
        return operations.match_bank_line(line=self.line, by=self.request.user, **form.cleaned_data)

    def get_success_url(self):
        return reverse("fund-account", args=[self.line.account_id])
