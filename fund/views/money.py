"""暂收款 and 红字冲销: money that is not the fund's, and entries that were wrong."""

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
from fund.choices import HeldFor
from fund.forms import money as forms
from fund.models import Advance, FundAccount, Held, Recovery, Voucher
from fund.permissions import can_handle_fund
from fund.views.second_step import SecondStep


def _enter_recovery(*, held: Held, by, on, advance: Advance, designation):
    return operations.enter_recovery(
        advance=advance,
        held=held,
        payer=held.payer,
        amount_fen=held.amount_fen,
        bank_slip=held.bank_slip,
        received_on=held.held_on,
        designation=designation,
        by=by,
        on=on,
    )


_WAITS = "已登记，等另一名经办人登录后复核；复核以后入账。"


@dataclass(frozen=True)
class HeldAct:
    """An act on money in suspense; `purposes`: of which sums it is offered."""

    label: str
    form: type
    operation: Callable
    purposes: tuple[HeldFor, ...]
    done: str


HELD_ACTS = {
    "pass-on": HeldAct(
        "转付劳动者",
        forms.PassOnForm,
        operations.enter_passing_on,
        (HeldFor.WORKERS,),
        _WAITS,
    ),
    "give-back": HeldAct(
        "退还付款人",
        forms.GiveBackForm,
        operations.enter_refund,
        (HeldFor.OVERPAID, HeldFor.UNKNOWN),
        _WAITS,
    ),
    "name": HeldAct(
        "查明为回款",
        forms.NameForm,
        _enter_recovery,
        (HeldFor.UNKNOWN,),
        _WAITS,
    ),
}


def held_menu(held: Held) -> list[tuple[str, str]]:
    """Return what can be done with a sum in suspense: (label, address)."""
    return [
        (act.label, reverse("held-act", args=[held.pk, name]))
        for name, act in HELD_ACTS.items()
        if held.purpose in act.purposes
    ]


class _Money(LoginRequiredMixin, ActView):
    """An act that one officer of the fund enters and another confirms; hidden from others."""

    template_name = "fund/money.html"
    case = None
    requirements = (("更正只能红字冲销，收付由两人办理，各自登录", "FUND-03"),)

    @cached_property
    def subject(self):
        raise NotImplementedError

    @property
    def account(self) -> FundAccount:
        raise NotImplementedError

    @property
    def words(self) -> str:
        raise NotImplementedError

    @property
    def amount_fen(self) -> int:
        return self.subject.amount_fen

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and self.subject and not can_handle_fund(user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    @property
    def _accounts(self):
        return FundAccount.objects.visible_to(self.request.user)

    def get_form_kwargs(self):
        given = {"user": self.request.user, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_success_url(self):
        return reverse("fund-account", args=[self.account.pk])

    def get_context_data(self, **kwargs):
        shown = {"account": self.account, "amount_fen": self.amount_fen, "words": self.words}
        return super().get_context_data(**shown | kwargs)


class HeldActView(_Money):
    @cached_property
    def subject(self) -> Held:
        rows = Held.objects.filter(account__in=self._accounts)
        found = rows.select_related("account", "advance__case")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def account(self):
        return self.subject.account

    @property
    def words(self):
        held = self.subject
        why = held.get_purpose_display()
        return f"{held.held_on:%Y-%m-%d}{held.payer}付来，{why}，回单{held.bank_slip}。"

    @cached_property
    def page(self) -> HeldAct:
        if self.kwargs["act"] not in HELD_ACTS:
            raise Http404
        return HELD_ACTS[self.kwargs["act"]]

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.subject:
            self.title = self.button = self.page.label
            self.done = self.page.done
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return self.page.form

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"held": self.subject}

    def act(self, form):
        given = {"by": self.request.user, "on": timezone.localdate()} | form.cleaned_data
        return self.page.operation(held=self.subject, **given)


class _Red(SecondStep, _Money):
    """An entry taken back by its mirror."""

    form_class = forms.CorrectForm
    title = button = "红字冲销"
    grave = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"account": self.account}


class CorrectVoucher(_Red):
    done = "红字冲销已登记，等另一名经办人登录后复核；复核以后入账，原凭证保留。"

    @cached_property
    def subject(self) -> Voucher:
        rows = Voucher.objects.filter(account__in=self._accounts).select_related("account")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def account(self):
        return self.subject.account

    @property
    def words(self):
        return f"凭证{self.subject}，{self.subject.on:%Y-%m-%d}，{self.subject.summary}。"

    @property
    def amount_fen(self):
        return sum(p.amount_fen for p in self.subject.postings.all() if p.amount_fen > 0)

    def act(self, form):
        given = {"by": self.request.user, "on": timezone.localdate()} | form.cleaned_data
        return operations.enter_correction(voucher=self.subject, **given)


class ReverseRecovery(_Red):
    title = button = "红字冲销回款"
    done = "红字冲销已登记，等另一名经办人登录后复核；复核以后出具更正单，同一张回单可以重新登记。"

    @cached_property
    def subject(self) -> Recovery:
        visible = Advance.objects.visible_to(self.request.user)
        rows = Recovery.objects.filter(advance__in=visible)
        found = rows.select_related("advance__account", "advance__case", "voucher")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def account(self):
        return self.subject.advance.account

    @property
    def case_of_money(self):
        return self.subject.advance.case

    @property
    def words(self):
        recovery = self.subject
        return (
            f"{recovery.advance}第{recovery.no}次回款，{recovery.payer}，回单{recovery.bank_slip}。"
        )

    def act(self, form):
        given = {"by": self.request.user, "on": timezone.localdate()} | form.cleaned_data
        return operations.enter_reversal(recovery=self.subject, **given)

    def get_success_url(self):
        return reverse("advance", args=[self.subject.advance_id])
