"""审批席位: for each body of the chain who approves; set by the director or an administrator."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.queries import centre_of_leads, confirmed_values
from cases.views.acts import NOT_PERMITTED, ActView, refused
from fund import operations
from fund.forms import seats as forms
from fund.models import ApprovalSeat, FundAccount
from fund.permissions import can_open_account
from law.areas import ParameterUnconfirmed, Profile, lookup


def chain_of(on) -> list[str]:
    """Return the bodies of the approval chain as the centre confirmed them; none if it has not."""
    centre = centre_of_leads()
    if centre is None:
        return []
    try:
        words = lookup("fund_approval_chain", on, Profile(), confirmed_values(centre=centre)).value
    except ParameterUnconfirmed:
        return []
    return [word.strip() for word in str(words).replace(",", "、").split("、") if word.strip()]


class _Seating(LoginRequiredMixin, ActView):
    case = None
    requirements = (("审批由不同的人逐级办理", "FUND-01"),)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_open_account(request.user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def account(self) -> FundAccount:
        raise NotImplementedError

    def get_success_url(self):
        return reverse("fund-seats", args=[self.account.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"account": self.account} | kwargs)


class Seats(_Seating):
    """The chain with who sits where, and the form that seats one more."""

    template_name = "fund/seats.html"
    form_class = forms.SeatForm
    title = "审批席位"
    button = "指定审批人"
    done = "审批人已指定。指定以后，每一级只由所指定的人审批。"

    @cached_property
    def account(self):
        return get_object_or_404(FundAccount, pk=self.kwargs["pk"])

    @cached_property
    def chain(self) -> list[str]:
        return chain_of(timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"account": self.account, "chain": self.chain}

    def act(self, form):
        given = {"by": self.request.user, "on": timezone.localdate()} | form.cleaned_data
        return operations.seat_approver(account=self.account, **given)

    def get_context_data(self, **kwargs):
        seats = list(self.account.seats.filter(until_on=None).select_related("user__body"))
        rows = [
            {"body": body, "seats": [s for s in seats if s.body == body]} for body in self.chain
        ]
        return super().get_context_data(**{"rows": rows, "named": bool(seats)} | kwargs)


class Vacate(_Seating):
    """免去审批席位."""

    template_name = "fund/account_open.html"
    form_class = forms.VacateForm
    title = button = "免去审批席位"
    done = "已免去；以前的审批意见不受影响。"
    grave = True

    @cached_property
    def seat(self) -> ApprovalSeat:
        rows = ApprovalSeat.objects.select_related("account", "user")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def account(self):
        return self.seat.account

    def act(self, form):
        return operations.vacate_seat(seat=self.seat, by=self.request.user, on=timezone.localdate())

    def get_context_data(self, **kwargs):
        words = f"{self.seat.user.name}不再代表“{self.seat.body}”审批{self.account.name}的垫付。"
        return super().get_context_data(**{"words": words} | kwargs)
