"""
调解: who does what next, by role; the routing reads the state of the case and writes nothing.

Every task is a door to the pages where its acts are done; it is finished by the act itself.
"""

import rules
from django.urls import reverse
from viewflow import this
from viewflow.workflow import flow

from cases.models import Case
from cases.permissions import is_case_intake_officer, is_case_mediator
from mediation.models import MediationProcess
from mediation.permissions import can_collect_signatures, can_record_payment, can_terminate
from mediation.queries import (
    current_agreement,
    next_instalment,
    next_node,
    open_session,
)
from mediation.queries.titles import page_of_unpaid_title
from staff.permissions import is_intake_officer, is_mediator
from workflow import bridge
from workflow.nodes import CaseView, Router, ScopedFlow
from workflow.views import TaskDoor

rules.add_perm("mediation.take_in", is_intake_officer)
rules.add_perm("mediation.mediate", is_mediator)
rules.add_perm("mediation.follow_performance", is_intake_officer | is_mediator)


def _officer(capacity: str):
    """Return the calculation of a task's owner: who works on the case in that capacity."""

    def owner(activation):
        row = activation.process.case.officers.filter(capacity=capacity, until_on=None).first()
        return row.user if row else None

    return owner


def _to_case_act(name: str):
    return TaskDoor.as_view(to=lambda case: reverse(name, args=[case.pk]))


def _to_session(case: Case) -> str:
    session = open_session(case)
    return reverse("session", args=[session.pk]) if session else _case_page(case)


def _to_agreement(case: Case) -> str:
    agreement = current_agreement(case)
    return reverse("agreement", args=[agreement.pk]) if agreement else _case_page(case)


def _to_payment(case: Case) -> str:
    agreement = current_agreement(case)
    instalment = next_instalment(agreement) if agreement else None
    if instalment:
        return reverse("payment", args=[instalment.pk])
    if page := page_of_unpaid_title(case):
        return reverse(page[0], args=[page[1]])
    return _to_agreement(case)


def _case_page(case: Case) -> str:
    return reverse("case-detail", args=[case.pk])


@bridge.register
class MediationFlow(ScopedFlow):
    process_class = MediationProcess
    process_title = "调解"

    start = flow.StartHandle(this.adopt).Next(this.route)
    route = Router(next_node).To(
        this.take_application,
        this.decide_application,
        this.schedule_session,
        this.hold_session,
        this.decide_next,
        this.draft_agreement,
        this.collect_signatures,
        this.settle_the_others,
        this.watch_performance,
        this.follow_up,
        this.close_case,
        this.end_closed,
    )

    # 受理员
    take_application = (
        CaseView(_to_case_act("application"))
        .Annotation(title="登记调解申请")
        .Permission("mediation.take_in")
        .Rule(is_case_intake_officer)
        .Assign(_officer("intake"))
        .DoneBy("file_application")
        .Next(this.route)
    )
    decide_application = (
        CaseView(_to_case_act("accept"))
        .Annotation(title="受理审查")
        .Permission("mediation.take_in")
        .Rule(is_case_intake_officer)
        .Assign(_officer("intake"))
        .DoneBy("accept_application", "decline_application")
        .Next(this.route)
    )
    # 调解员
    schedule_session = (
        CaseView(_to_case_act("session-schedule"))
        .Annotation(title="通知各方并安排调解会")
        .Permission("mediation.mediate")
        .Rule(is_case_mediator)
        .Assign(_officer("mediator"))
        .DoneBy("schedule_session")
        .Next(this.route)
    )
    hold_session = (
        CaseView(TaskDoor.as_view(to=_to_session))
        .Annotation(title="主持调解会")
        .Permission("mediation.mediate")
        .Rule(is_case_mediator)
        .Assign(_officer("mediator"))
        .DoneBy("close_session", "cancel_session")
        .Next(this.route)
    )
    decide_next = (
        CaseView(_to_case_act("terminate"))
        .Annotation(title="再次调解或者终止调解")
        .Permission("mediation.mediate")
        .Rule(can_terminate)
        .Assign(_officer("mediator"))
        .DoneBy("terminate_mediation", "schedule_session")
        .Next(this.route)
    )
    draft_agreement = (
        CaseView(_to_case_act("generate"))
        .Annotation(title="生成调解协议书")
        .Permission("mediation.mediate")
        .Rule(is_case_mediator)
        .Assign(_officer("mediator"))
        .DoneBy("generate_agreement")
        .Next(this.route)
    )
    collect_signatures = (
        CaseView(TaskDoor.as_view(to=_to_agreement))
        .Annotation(title="签署并盖章")
        .Permission("mediation.mediate")
        .Rule(can_collect_signatures)
        .Assign(_officer("mediator"))
        .DoneBy("seal_agreement", "void_agreement")
        .Next(this.route)
    )
    settle_the_others = (
        CaseView(_to_case_act("terminate"))
        .Annotation(title="未达成协议的劳动者：终止调解并告知途径")
        .Permission("mediation.mediate")
        .Rule(can_terminate)
        .Assign(_officer("mediator"))
        .DoneBy("terminate_mediation")
        .Next(this.route)
    )
    # 受理员与调解员：履行
    watch_performance = (
        CaseView(TaskDoor.as_view(to=_to_payment))
        .Annotation(title="跟踪履行，登记付款")
        .Permission("mediation.follow_performance")
        .Rule(can_record_payment)
        .Assign(_officer("intake"))
        .DoneBy("record_payment")
        .Next(this.route)
    )
    follow_up = (
        CaseView(_to_case_act("follow-up"))
        .Annotation(title="回访")
        .Permission("mediation.take_in")
        .Rule(is_case_intake_officer)
        .Assign(_officer("intake"))
        .DoneBy("record_follow_up")
        .Next(this.route)
    )
    close_case = (
        CaseView(_to_case_act("close-case"))
        .Annotation(title="结案归档")
        .Permission("mediation.take_in")
        .Rule(is_case_intake_officer)
        .Assign(_officer("intake"))
        .DoneBy("close_case")
        .Next(this.route)
    )
    # 结束
    end_closed = flow.End()
