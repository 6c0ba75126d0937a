"""登记付款 on an award, on a statement of the tribunal, on a payment order."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication import operations
from adjudication.choices import AwardState
from adjudication.models import Arbitration, Award, PaymentOrder, Statement
from adjudication.obligations import Obligation, OnTitle, Part, obligation_of
from adjudication.permissions import can_file
from adjudication.views.frame import OfArbitration
from cases.views.acts import ActView
from mediation.forms.performance import PaymentForm
from mediation.views.acts import SubjectAct


class _Pay(ActView):
    """What is open of a title, worker by worker, and what of it is paid now."""

    template_name = "adjudication/award/payment.html"
    form_class = PaymentForm
    button = "登记付款"
    done = "付款已登记，履行情况记录已出具。"
    back_label = "履行和强制执行"
    requirements = (
        ("当事人应当在规定的期限内履行发生法律效力的调解书、裁决书。", "ARB-44"),
        ("款项付给劳动者本人；同一笔工资不得重复支付。", "WAGE-02"),
        ("现场现金支付须有两名见证人签名。", "MED-31"),
    )

    @property
    def paid_title(self) -> OnTitle:
        raise NotImplementedError

    @cached_property
    def obligation(self) -> Obligation | None:
        return obligation_of(self.paid_title)

    @cached_property
    def part(self) -> Part | None:
        return self.obligation.next_part if self.obligation else None

    @property
    def title(self) -> str:
        if self.obligation and len(self.obligation.parts) > 1 and self.part:
            return f"登记第{self.part.no}期付款"
        return "登记付款"

    def get_form(self, form_class=None):
        return super().get_form(form_class) if self.part else None

    def get_form_kwargs(self):
        assert self.obligation
        assert self.part  # else there is no form
        given = {
            "case": self.case,
            "today": timezone.localdate(),
            "liable": [payer.pk for payer in self.obligation.payers],
            "open_": [(row.worker, row.open_fen) for row in self.part.lines if row.open_fen],
        }
        return super().get_form_kwargs() | given

    def post(self, request, *args, **kwargs):
        if self.part is None:
            return self.render_to_response(self.get_context_data(), status=422)
        return super().post(request, *args, **kwargs)

    def act(self, form):
        given = {"on": timezone.localdate()} | self.arguments(form)
        return operations.record_payment_on_title(
            title=self.paid_title, part_no=self.part.no, by=self.request.user, **given
        )

    def get_context_data(self, **kwargs):
        shown = {"back_label": self.back_label}
        if self.part:
            shown["due"] = {"no": self.part.no, "due_on": self.part.due_on, "what": "应当在"}
        elif self.obligation:
            shown["why"], shown["how"] = "已经全部付清。", "没有应付的款项，不再登记付款。"
        else:
            shown["why"] = "还没有发生法律效力。"
            shown["how"] = "裁决书、调解书生效以后，在这里登记付款。"
        return super().get_context_data(**shown | kwargs)


class PayOnAward(OfArbitration, _Pay):
    permission = staticmethod(lambda user, arbitration: can_file(user, arbitration.case))

    @cached_property
    def paid_title(self) -> Award:
        issued = self.arbitration.awards.filter(state=AwardState.ISSUED)
        return get_object_or_404(issued, pk=self.kwargs["award_pk"])

    def get_success_url(self):
        return reverse("enforcement", args=[self.arbitration.pk])


class PayOnStatement(OfArbitration, _Pay):
    permission = staticmethod(lambda user, arbitration: can_file(user, arbitration.case))

    @cached_property
    def paid_title(self) -> Statement:
        visible = Arbitration.objects.visible_to(self.request.user)
        rows = Statement.objects.filter(arbitration__in=visible)
        found = rows.select_related("arbitration__case", "arbitration__commission", "document")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def arbitration(self) -> Arbitration:
        return self.paid_title.arbitration

    def get_success_url(self):
        return reverse("enforcement", args=[self.arbitration.pk])


class PayOnOrder(_Pay, SubjectAct):
    """The debtor pays within the fifteen days, or later."""

    model = PaymentOrder
    argument = "order"
    permission = can_file
    template_name = "adjudication/award/payment.html"
    form_class = PaymentForm
    back_label = "支付令"

    @property
    def paid_title(self) -> PaymentOrder:
        return self.subject

    def get_success_url(self):
        return reverse("payment-orders", args=[self.case.pk])
