"""Pages of termination and of closing the case."""

from cases.queries import total_account, wage_accounts
from mediation import operations, queries
from mediation.forms import ending as forms
from mediation.permissions import can_close, can_terminate
from mediation.views.acts import CaseAct


class TerminateMediation(CaseAct):
    template_name = "mediation/terminate.html"
    permission = can_terminate
    operation = staticmethod(operations.terminate_mediation)
    form_class = forms.TerminationForm
    title = "终止调解"
    button = "终止调解"
    done = "调解已终止，调解终止通知书已出具。"
    grave = True
    requirements = (
        ("调解不成的，应当终止调解，并告知仲裁、行政、司法等途径。", "MED-18"),
        ("申请调解使仲裁时效中断。", "MED-19"),
        ("双方共同确认的无争议事实可以带到以后的程序。", "MED-21"),
    )

    def get_context_data(self, **kwargs):
        workers = list(self.case.parties.workers())
        settled = queries.settled_workers(self.case)
        return super().get_context_data(
            settled=[w for w in workers if w.pk in settled],
            unsettled=[w for w in workers if w.pk not in settled],
            **kwargs,
        )


class CloseCase(CaseAct):
    template_name = "mediation/close.html"
    permission = can_close
    operation = staticmethod(operations.close_case)
    form_class = forms.CloseCaseForm
    title = "结案归档"
    button = "结案"
    done = "案件已结案，案卷封面和目录已出具。"
    grave = True
    requirements = (
        ("调解登记、工作记录、协议书等材料立卷归档。", "MED-30"),
        ("写明的尚欠金额须与工资账户一致。", "MED-30"),
    )

    def get_context_data(self, **kwargs):
        issued = self.case.documents.filter(state="issued").order_by("code", "id")
        return super().get_context_data(
            totals=total_account(wage_accounts(self.case)),
            papers=issued.values("code", "title", "number"),
            **kwargs,
        )
