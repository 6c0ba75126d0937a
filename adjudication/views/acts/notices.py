"""Acts that tell the parties: of the case, of the evidence, of the hearing."""

from datetime import date
from typing import Any

from adjudication import operations, queries
from adjudication.forms.acts import notices as forms
from adjudication.models import Arbitration
from adjudication.permissions import can_conduct
from adjudication.views.acts.table import Act

GROUP = "通知和排期"


def _notify(*, arbitration, respondents, handed_over_on, enclosures, by, on) -> list:
    """Make the notice for each of them."""
    more = {"enclosures": enclosures} if enclosures else {}
    return [
        operations.notify_respondent(
            arbitration=arbitration,
            respondent=party,
            handed_over_on=handed_over_on,
            by=by,
            on=on,
            **more,
        )
        for party in respondents
    ]


def first_day(arbitration: Arbitration, on: date) -> dict[str, Any]:
    return {
        "first": queries.first_hearing_day(arbitration, on=on),
        "fixed": queries.next_hearing(arbitration),
        "day_plan": queries.hearings_from(arbitration.commission_id, on=on)[:12],
    }


def _offered(arbitration: Arbitration, on: date) -> dict[str, Any]:
    first = queries.first_hearing_day(arbitration, on=on)
    return {"first_day": first.day, "places": queries.hearing_places(arbitration.commission_id)}


ACTS = {
    "notify": Act(
        "通知应诉",
        forms.NotifyForm,
        _notify,
        "应诉通知书已出具，请连同申请书副本送达。",
        requirements=(
            ("受理后五个工作日内送达申请书副本。", "ARB-09"),
            ("收到副本后十个工作日内答辩。", "ARB-10"),
        ),
        ready=lambda arbitration: any(
            queries.paper(arbitration, "A03", party) is None
            for party in queries.respondents(arbitration)
        ),
        group=GROUP,
    ),
    "evidence": Act(
        "举证通知",
        forms.EvidenceForm,
        operations.order_evidence,
        "举证通知书已出具，请送达。",
        permission=can_conduct,
        requirements=(("用人单位掌握管理的证据，应当由用人单位提供。", "ARB-39"),),
        group=GROUP,
    ),
    "exhibit": Act(
        "提交证据",
        forms.ExhibitForm,
        operations.hand_in_evidence,
        "证据已编号入卷，庭审中可以出示，认定要素时可以引用。",
        permission=can_conduct,
        requirements=(("证据应当在举证期限内提交；仲裁庭可以自己收集。", "ARB-39"),),
        group=GROUP,
    ),
    "schedule": Act(
        "排期开庭",
        forms.ScheduleForm,
        operations.schedule_hearing,
        "已排期，开庭通知书已出具，请在最迟送达日前送达。",
        permission=can_conduct,
        requirements=(
            ("开庭五个工作日前书面通知。", "ARB-18"),
            ("答辩期满以后开庭。", "SUM-03"),
        ),
        ready=lambda arbitration: (
            bool(queries.panel(arbitration)) and queries.next_hearing(arbitration) is None
        ),
        template="adjudication/file/schedule.html",
        shown=first_day,
        given=_offered,
        group=GROUP,
    ),
}
