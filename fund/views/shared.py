"""The part of a shared payment that who works on the case confirms, as themselves."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from fund import operations
from fund.models import SharedPayment
from fund.views.summary import shared_payment
from mediation.permissions import can_record_payment
from mediation.views.acts import CaseAct


class ConfirmShared(CaseAct):
    """核对兼付的款项: what went to each worker, before it is booked."""

    permission = can_record_payment
    template_name = "fund/shared_confirm.html"
    title = "核对兼付的款项"
    button = "核对无误"
    done = "已核对。复核会计也确认以后，回款核销单和履行情况记录一并出具。"
    requirements = (("垫付的部分归还周转金，其余支付劳动者", "FUND-02"),)

    @cached_property
    def shared(self) -> SharedPayment:
        waiting = SharedPayment.objects.filter(
            advance__case=self.case, recovery=None, withdrawn_on=None, officer=None
        )
        return get_object_or_404(waiting.order_by("id")[:1])

    def act(self, form):
        return operations.confirm_shared_payment(
            shared=self.shared, by=self.request.user, on=timezone.localdate()
        )

    def get_success_url(self):
        return reverse("case-detail", args=[self.case.pk])

    def get_context_data(self, **kwargs):
        shown = {"waiting": shared_payment(self.shared.advance)}
        return super().get_context_data(**shown | kwargs)
