from datetime import timedelta

import rules
from django import forms
from viewflow import this
from viewflow.workflow import flow

from cases.choices import CaseStatus, OfficerCapacity
from cases.permissions import is_case_intake_officer, is_case_mediator
from staff.permissions import is_intake_officer, is_mediator
from tests.workflow.toyflow import acts
from tests.workflow.toyflow.models import ToyProcess
from workflow.nodes import CaseView, Router, ScopedFlow
from workflow.views import TaskFormView

DUE = {
    CaseStatus.FILED: "accept_case",
    CaseStatus.ACCEPTED: "settle_case",
    CaseStatus.SETTLED: "end_settled",
    CaseStatus.ENDED: "end_failed",
    CaseStatus.DECLINED: "end_failed",
}


def next_node(case) -> str | None:
    return DUE.get(case.status)


def mediator_of(case):
    officer = case.officers.filter(capacity=OfficerCapacity.MEDIATOR, until_on=None).first()
    return officer and officer.user


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由")


class AcceptCase(TaskFormView):
    form_class = ReasonForm
    operation = staticmethod(acts.accept_case)
    button = "受理"
    requirements = (("五日内决定是否受理。", "MED-05"),)


class SettleCase(TaskFormView):
    form_class = forms.Form
    operation = staticmethod(acts.settle_case)


class ToyFlow(ScopedFlow):
    process_class = ToyProcess

    start = flow.StartHandle(this.adopt).Next(this.route)
    route = Router(next_node).To(
        this.accept_case, this.settle_case, this.end_settled, this.end_failed
    )

    accept_case = (
        CaseView(AcceptCase.as_view())
        .Annotation(title="受理审查")
        .Permission("toyflow.accept_case")
        .Rule(is_case_intake_officer)
        .OnTimeout(timedelta(days=5), this.remind, interrupting=False)
        .Next(this.route)
    )
    settle_case = (
        CaseView(SettleCase.as_view())
        .Annotation(title="主持调解")
        .Permission("toyflow.settle_case")
        .Rule(is_case_mediator)
        .Assign(lambda activation: mediator_of(activation.process.case))
        .Next(this.route)
    )
    remind = flow.Function(lambda activation: None).Next(this.end_reminded)

    end_reminded = flow.End()
    end_settled = flow.End()
    end_failed = flow.End()


if not rules.perm_exists("toyflow.accept_case"):
    rules.add_perm("toyflow.accept_case", is_intake_officer)
    rules.add_perm("toyflow.settle_case", is_mediator)
