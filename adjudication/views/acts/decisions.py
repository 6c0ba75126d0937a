"""Decisions: what stops, lengthens or ends a case."""

from datetime import date
from typing import Any

from adjudication import operations, queries
from adjudication.choices import ArbitrationState as S
from adjudication.clock import longest_extension
from adjudication.forms.acts import decisions as forms
from adjudication.forms.acts.base import ApprovedForm
from adjudication.models import Arbitration
from adjudication.permissions import can_conduct
from adjudication.views.acts.table import Act
from cases.queries import current_calendar

GROUP, ENDS = "决定", "其他结案"


def _clock(arbitration: Arbitration, on: date) -> dict[str, Any]:
    reading = queries.clock_reading(arbitration, on=on)
    latest = longest_extension(reading.due_on, current_calendar()) if reading else None
    return {"reading": reading, "latest": latest}


def _longer(arbitration: Arbitration) -> bool:
    events = arbitration.clock.order_by("on", "id")
    return not events or events.last().change != "extended"


ACTS = {
    "extend": Act(
        "延长审限",
        forms.ExtendForm,
        operations.extend_award_limit,
        "延期决定书已出具，审限已延长。",
        requirements=(("案情复杂的，经主任或者其委托的负责人批准，最多延长十五日。", "ARB-19"),),
        ready=_longer,
        template="adjudication/file/clock.html",
        shown=_clock,
        group=GROUP,
    ),
    "suspend": Act(
        "中止审理",
        forms.SuspendForm,
        operations.suspend_arbitration,
        "已中止，从今天起不计入审限。事由消除后恢复审理。",
        requirements=(("中止的期间不计入仲裁期限。", "ARB-20"),),
        template="adjudication/file/clock.html",
        shown=_clock,
        group=GROUP,
    ),
    "resume": Act(
        "恢复审理",
        ApprovedForm,
        operations.resume_arbitration,
        "已恢复审理，中止的天数顺加在审限里。",
        frozenset({S.SUSPENDED}),
        requirements=(("中止的事由消除后恢复，期限继续计算。", "ARB-20"),),
        template="adjudication/file/clock.html",
        shown=_clock,
        group=GROUP,
    ),
    "jurisdiction": Act(
        "决定管辖异议",
        forms.JurisdictionForm,
        operations.decide_jurisdiction,
        "管辖异议的决定书已出具。成立的，请办理移送。",
        permission=can_conduct,
        requirements=(("答辩期满前书面提出，逾期的不予审查。", "ARB-11"),),
        group=GROUP,
    ),
    "investigate": Act(
        "决定调查申请",
        forms.InvestigationForm,
        operations.decide_investigation,
        "调查申请的决定书已出具。",
        permission=can_conduct,
        requirements=(("当事人因客观原因不能自行收集的，可以申请调查。", "ARB-39"),),
        group=GROUP,
    ),
    "withdraw": Act(
        "撤回申请",
        forms.WithdrawForm,
        operations.withdraw_arbitration,
        "撤回已办理。撤回的人以后可以就同一请求再次申请。",
        frozenset({S.FILED, S.CORRECTING, S.ACCEPTED, S.SUSPENDED}),
        permission=can_conduct,
        requirements=(("须是申请人的真实意思，逐人询问。", "ARB-45"),),
        grave=True,
        group=ENDS,
    ),
    "deem-withdrawn": Act(
        "按撤回处理",
        forms.FindingsForm,
        operations.deem_withdrawn,
        "已按撤回处理，决定书已出具。",
        permission=can_conduct,
        requirements=(
            ("收到书面通知，无正当理由拒不到庭或者中途退庭的。", "ARB-21"),
            ("按撤回处理后，同一请求不再受理，务必核对送达证明。", "ARB-21"),
        ),
        grave=True,
        ready=lambda arbitration: arbitration.hearings.filter(state="closed").exists(),
        group=ENDS,
    ),
    "transfer": Act(
        "移送管辖",
        forms.TransferForm,
        operations.transfer_arbitration,
        "移送决定书已出具，本案在本委结束。",
        permission=can_conduct,
        requirements=(("移送有管辖权的仲裁委员会。", "ARB-01"),),
        grave=True,
        group=ENDS,
    ),
    "dismiss": Act(
        "撤销案件",
        forms.DismissForm,
        operations.dismiss_arbitration,
        "撤销案件的决定书已出具。",
        permission=can_conduct,
        requirements=(("受理后发现不应当受理的，撤销案件并通知当事人。", "ARB-08"),),
        grave=True,
        group=ENDS,
    ),
}
