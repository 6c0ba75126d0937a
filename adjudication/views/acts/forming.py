"""Acts that form the tribunal, and those about who has to leave it."""

from datetime import date
from typing import Any

from adjudication import operations, queries
from adjudication.choices import ArbitrationState as S
from adjudication.choices import Procedure
from adjudication.forms.acts import forming as forms
from adjudication.models import Arbitration, Challenge
from adjudication.permissions import can_conduct
from adjudication.views.acts.table import Act

GROUP = "仲裁庭"


def _candidates(arbitration: Arbitration, on: date) -> dict[str, Any]:
    return {
        "candidates": queries.candidates(arbitration),
        "three": queries.must_be_three(arbitration),
        "simplified": arbitration.procedure == Procedure.SIMPLIFIED,
    }


def _undecided(arbitration: Arbitration) -> bool:
    return Challenge.objects.filter(seat__arbitration=arbitration, granted=None).exists()


ACTS = {
    "appoint": Act(
        "组成仲裁庭",
        forms.AppointForm,
        operations.appoint_arbitrator,
        "仲裁庭已组成，组庭通知书已出具，请送达。",
        requirements=(
            ("受理后五个工作日内组成仲裁庭并书面通知。", "ARB-13"),
            ("十人以上的由三名仲裁员组成，简易处理的独任。", "ARB-14"),
            ("书记员不由本庭仲裁员兼任。", "ARB-15"),
            ("参与过本案调解或者有利害关系的，应当回避。", "ARB-16"),
        ),
        ready=lambda arbitration: not queries.panel(arbitration),
        template="adjudication/file/appoint.html",
        shown=_candidates,
        group=GROUP,
    ),
    "convert": Act(
        "转为一般程序",
        forms.ConvertForm,
        operations.convert_to_ordinary_procedure,
        "已转为一般程序，通知书已出具；审限仍从受理之日计算。",
        requirements=(("应当在仲裁期限届满前决定，并通知当事人。", "SUM-06"),),
        ready=lambda arbitration: (
            arbitration.procedure == Procedure.SIMPLIFIED and bool(queries.panel(arbitration))
        ),
        template="adjudication/file/appoint.html",
        shown=_candidates,
        group=GROUP,
    ),
    "challenge": Act(
        "登记回避申请",
        forms.ChallengeForm,
        operations.challenge_arbitrator,
        "回避申请已登记；决定以前，被申请回避的人员暂停参与本案。",
        permission=can_conduct,
        requirements=(
            ("在案件开始审理时提出；以后才知道的，在辩论终结前提出。", "ARB-17"),
            ("法定的回避情形。", "ARB-16"),
        ),
        ready=lambda arbitration: arbitration.seats.filter(until_on=None).exists(),
        group=GROUP,
    ),
    "decide-challenge": Act(
        "决定回避申请",
        forms.DecideChallengeForm,
        operations.decide_challenge,
        "决定书已出具。有人员更换的，新的组庭通知书请送达各方。",
        frozenset({S.ACCEPTED}),
        requirements=(
            ("三个工作日内决定。", "ARB-17"),
            ("由仲裁委员会主任或者其委托的负责人决定，不由被申请回避的人员决定。", "ARB-17"),
        ),
        ready=_undecided,
        about="",
        group=GROUP,
    ),
}
