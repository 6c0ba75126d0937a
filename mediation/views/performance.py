"""Pages of what follows an agreement: payments, defaults, demands, follow-up visits."""

from django.urls import reverse

from cases.permissions import can_edit_case
from mediation import operations, queries
from mediation.forms import performance as forms
from mediation.forms.fields import ReasonForm
from mediation.models import Instalment, Payment
from mediation.permissions import can_record_payment
from mediation.views.acts import CaseAct, SubjectAct


class OnInstalment(SubjectAct):
    model = Instalment
    case_path = "agreement__case"
    argument = "instalment"

    def get_success_url(self):
        return reverse("agreement", args=[self.subject.agreement_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(instalment=self.subject, **kwargs)


class RecordPayment(OnInstalment):
    template_name = "mediation/payment.html"
    permission = can_record_payment
    operation = staticmethod(operations.record_payment)
    form_class = forms.PaymentForm
    button = "登记付款"
    done = "付款已登记，履行凭证已出具。"
    requirements = (
        ("款项付给劳动者本人；同一笔工资不得重复支付。", "WAGE-02"),
        ("现场现金支付须有两名见证人签名。", "MED-31"),
    )

    @property
    def title(self):
        return f"登记第{self.subject.no}期付款"

    def get_form_kwargs(self):
        payers = self.subject.agreement.payers
        given = {"open_": queries.unpaid_shares(self.subject)}
        given["liable"] = list(payers.values_list("party_id", flat=True))
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs):
        due = {"no": self.subject.no, "due_on": self.subject.due_on, "what": "约定"}
        return super().get_context_data(due=due, **kwargs)


class ReversePayment(SubjectAct):
    model = Payment
    case_path = "event__case"
    argument = "payment"
    template_name = "mediation/payment_reverse.html"
    permission = can_record_payment
    operation = staticmethod(operations.reverse_payment)
    form_class = ReasonForm
    title = "冲销付款"
    button = "冲销这笔付款"
    grave = True

    @property
    def done(self):
        words = "付款已冲销，工资账户和履行情况已改回，原履行情况记录已作废。"
        if self.subject.to_fund_fen:
            words += "归还周转金的部分还在周转金账上，请周转金经办人冲销该次回款。"
        return f"{words}确有付款的，请重新登记。"

    def get_success_url(self):
        return reverse("agreement", args=[self.subject.agreement_id])

    def get_context_data(self, **kwargs):
        rows = self.subject.rows.select_related("worker")
        return super().get_context_data(payment=self.subject, rows=rows, **kwargs)


class DeclareDefault(OnInstalment):
    template_name = "mediation/default.html"
    permission = can_record_payment
    operation = staticmethod(operations.declare_default)
    form_class = forms.DefaultForm
    button = "认定违约"
    done = "违约已认定，各人可走的途径见下。"
    grave = True
    requirements = (
        ("一方在约定期限内不履行的，另一方可以依法申请仲裁。", "MED-14"),
        ("用人单位逾期未付的，劳动者可以申请支付令。", "MED-15"),
    )

    @property
    def title(self):
        return f"认定第{self.subject.no}期违约"

    def get_context_data(self, **kwargs):
        agreement = self.subject.agreement
        return super().get_context_data(
            unpaid=queries.unpaid_shares(self.subject),
            open_fen=queries.instalment_outstanding_fen(self.subject),
            outstanding_fen=queries.agreement_outstanding_fen(agreement),
            proposal=agreement.proposal,
            **kwargs,
        )


class DemandPerformance(OnInstalment):
    permission = can_edit_case
    operation = staticmethod(operations.demand_performance)
    form_class = forms.DemandForm
    button = "出具督促履行通知书"
    done = "督促履行通知书已出具。"
    requirements = (("调解组织对协议的履行进行监督，督促当事人履行。", "MED-31"),)

    @property
    def title(self):
        return f"督促履行第{self.subject.no}期"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instalment": self.subject}


class RecordFollowUp(CaseAct):
    permission = can_edit_case
    operation = staticmethod(operations.record_follow_up)
    form_class = forms.FollowUpForm
    title = "回访"
    button = "记录回访"
    done = "回访已记录。"
    requirements = (("调解组织对协议的履行进行监督，督促当事人履行。", "MED-31"),)

    def get_success_url(self):
        agreement = queries.current_agreement(self.case)
        if agreement:
            return reverse("agreement", args=[agreement.pk])
        return super().get_success_url()
