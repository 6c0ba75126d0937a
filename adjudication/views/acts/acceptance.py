"""Acts of acceptance: what was claimed, whether it may be taken, and what still lacks."""

from datetime import date
from typing import Any

from adjudication import operations, queries
from adjudication.choices import ArbitrationState as S
from adjudication.choices import Procedure
from adjudication.forms.acts import acceptance as forms
from adjudication.models import Arbitration
from adjudication.operations.forming import simplified_barred
from adjudication.views.acts.table import Act
from cases.queries import current_calendar, optional_parameter
from law.statutes import cite
from law.time_limits import last_day

GROUP = "收案"


def examined(arbitration: Arbitration, on: date) -> dict[str, Any]:
    """Return what is looked at before an application is accepted."""
    claims = list(arbitration.claims.select_related("worker"))
    return {
        "claims": claims,
        "claimed_fen": queries.claimed_fen(arbitration),
        "workers": queries.worker_count(arbitration),
        "collective": queries.is_collective(arbitration),
        "respondents": queries.respondents(arbitration),
        "application": queries.paper(arbitration, "A01"),
        "jurisdiction": _jurisdiction(arbitration),
        "late": _limitation(arbitration),
        "limit": queries.deadline(arbitration, "ARB-07"),
        "lacking": lacking(arbitration),
    }


def lacking(arbitration: Arbitration) -> list[dict[str, Any]]:
    """Return what still lacks, with its day as a date."""
    return [row | {"due_on": date.fromisoformat(row["due_on"])} for row in arbitration.lacking]


def _jurisdiction(arbitration: Arbitration) -> list[tuple[str, str]]:
    """The two places that give a commission jurisdiction (ARB-01), as the file has them."""
    places = [("劳动合同履行地", arbitration.case.site)]
    places += [(f"{p.name}所在地", p.address) for p in queries.respondents(arbitration)]
    return [(label, place or "没有登记") for label, place in places]


def _limitation(arbitration: Arbitration) -> str:
    """
    Return the warning that the year may have run; "" where nothing in the file says so.

    It is shown to the clerk and decides nothing: only the respondent may plead it (ARB-02, ARB-05).
    """
    application = queries.paper(arbitration, "A01")
    ended = application.context.get("employment_ended_on") if application else None
    if not ended:
        return ""
    limit = last_day("ARB-03", date.fromisoformat(ended), current_calendar()).due_on
    if arbitration.filed_on <= limit:
        return ""
    return (
        f"劳动关系{ended}终止，一年的时效到{limit:%Y-%m-%d}，申请在这以后提出。"
        f"这只是提示：时效不是不予受理的事由，由被申请人抗辩（{cite('ARB-02')}）；"
        "投诉、申请调解都可以中断时效。"
    )


def simplification(arbitration: Arbitration, on: date) -> dict[str, Any]:
    """Return what decides whether the case may be handled simply, with the reasons."""
    bar = simplified_barred(
        arbitration, public_interest=False, social_impact=False, unsuitable="", on=on
    )
    average = optional_parameter("provincial_average_annual_wage", case=arbitration.case, on=on)
    return {
        "bar": bar,
        "claimed_fen": queries.claimed_fen(arbitration),
        "average_fen": int(average) if average is not None else None,
    }


def _may_be_simple(arbitration: Arbitration) -> bool:
    return arbitration.procedure == Procedure.ORDINARY and len(queries.panel(arbitration)) < 2


ACTS = {
    "accept": Act(
        "受理",
        forms.AcceptForm,
        operations.accept_arbitration,
        "已受理，审限开始计算。下一步组成仲裁庭。",
        frozenset({S.FILED}),
        requirements=(
            ("收到申请五个工作日内决定是否受理。", "ARB-07"),
            ("十人以上的集体争议优先立案、优先审理。", "COL-05"),
            ("符合条件的可以容缺受理。", "SUM-11"),
            ("超过时效不是不予受理的事由。", "ARB-02"),
        ),
        template="adjudication/file/accept.html",
        shown=examined,
        group=GROUP,
    ),
    "correct": Act(
        "一次性告知补正",
        forms.CorrectionForm,
        operations.request_correction,
        "补正（容缺）告知书已出具。",
        frozenset({S.FILED}),
        requirements=(
            ("材料不齐的，应当一次性告知需要补正的全部材料。", "ARB-06"),
            ("可以后补的材料不妨碍受理。", "SUM-11"),
        ),
        ready=lambda arbitration: not arbitration.lacking,
        group=GROUP,
    ),
    "receive-correction": Act(
        "登记收到补正材料",
        forms.ReceivedForm,
        operations.receive_correction,
        "已登记。必需的材料补齐的，五个工作日从今天重新计算。",
        frozenset({S.FILED, S.CORRECTING, S.ACCEPTED, S.SUSPENDED}),
        requirements=(("补正的，自收到补正材料起计算受理期限。", "ARB-20"),),
        ready=lambda arbitration: bool(arbitration.lacking),
        group=GROUP,
    ),
    "decline": Act(
        "不予受理",
        forms.DeclineForm,
        operations.decline_arbitration,
        "不予受理通知书已出具，请送达申请人。",
        frozenset({S.FILED, S.CORRECTING}),
        requirements=(
            ("书面通知并说明理由，告知可以起诉的法院。", "ARB-08"),
            ("超过时效不是不予受理的事由。", "ARB-02"),
        ),
        grave=True,
        template="adjudication/file/accept.html",
        shown=examined,
        group=GROUP,
    ),
    "simplify": Act(
        "决定简易处理",
        forms.SimplifyForm,
        operations.adopt_simplified_procedure,
        "已决定简易处理，告知书已出具。",
        requirements=(
            ("三种情形之一可以简易处理。", "SUM-01"),
            ("下落不明、涉及公共利益等的不得简易处理。", "SUM-02"),
        ),
        ready=_may_be_simple,
        template="adjudication/file/simplify.html",
        shown=simplification,
        group=GROUP,
    ),
}
