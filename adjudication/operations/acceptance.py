"""受理: what the commission says to an application within five working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, ClockChange
from adjudication.models import Arbitration
from adjudication.operations.clock import move_clock, printable
from adjudication.operations.ends import barred_by_absence
from adjudication.operations.records import begin, issue, keep, meet, note, start
from adjudication.papers import acceptance as papers
from adjudication.permissions import can_run_docket
from adjudication.queries import addressees, is_collective
from cases.operations import take_number
from documents.contracts.tribunal.acceptance import GROUNDS
from staff.models import User
from staff.refusals import ActRefused

FILED, CORRECTING = ArbitrationState.FILED, ArbitrationState.CORRECTING


@dataclass(frozen=True)
class Lacking:
    """A paper that lacks: essential ones are corrected first, others may follow (容缺, SUM-11)."""

    what: str
    may_follow_later: bool
    due_on: date
    note: str = ""


@transaction.atomic
def accept_arbitration(
    *,
    arbitration: Arbitration,
    by: User,
    on: date,
    number: str = "",
    cause: str = "",
    supplements: Sequence[str] = (),
    supplement_by: date | None = None,
    evidence_by: date | None = None,
    authority_by: date | None = None,
) -> Arbitration:
    """
    受理: give the case its number, start its clocks, tell the applicants (A02).

    `number` is that of the commission's own register; empty takes the next of the series. Ten or
    more go first (COL-05).

    Raises:
        ActRefused: an essential paper still lacks (SUM-11); the number is taken (V-N1); the day
            is past the five working days (V-D2, by A02).
    """
    arbitration = begin(arbitration, can_run_docket, by, FILED, CORRECTING)
    if waiting := [row["what"] for row in arbitration.lacking if not row["may_follow_later"]]:
        raise ActRefused(
            f"{waiting[0]}还没有补正，不能受理。",
            source="SUM-11",
            suggest="材料补齐的，先登记收到补正材料。",
        )
    if barred := barred_by_absence(arbitration):
        raise ActRefused(
            f"{barred[0].name}的同一请求因无正当理由不到庭已按撤回处理，不能再次受理。",
            source="ARB-21",
            suggest="请出具不予受理通知书。",
        )
    commission = arbitration.commission
    taken = Arbitration.objects.filter(commission=commission, number=number.strip())
    if number.strip() and taken.exists():
        raise ActRefused(f"案号{number}已经使用。", source="V-N1")
    arbitration.number = number.strip() or take_number(
        body=commission, code="arbitration_case", on=on
    )
    arbitration.cause = cause.strip() or arbitration.cause
    arbitration.accepted_on, arbitration.state = on, ArbitrationState.ACCEPTED
    arbitration.priority = is_collective(arbitration)
    arbitration.evidence_due_on = evidence_by
    keep(arbitration, by=by, reason="受理仲裁申请")
    supplemented = arbitration.received_on > arbitration.filed_on
    reading = move_clock(
        arbitration,
        ClockChange.STARTED,
        cause="收到补正材料，受理仲裁申请" if supplemented else "受理仲裁申请",
        rule="ARB-20" if supplemented else "ARB-19",
        by=by,
        on=arbitration.received_on if supplemented else on,
    )
    event = note(
        arbitration,
        "accept_arbitration",
        by=by,
        on=on,
        summary=f"{commission.name}受理，案号{arbitration.number}",
        facts={"number": arbitration.number, "priority": arbitration.priority},
    )
    later = [row for row in arbitration.lacking if row["may_follow_later"]]
    days = [date.fromisoformat(row["due_on"]) for row in later]
    for party in addressees(arbitration):
        fields = papers.acceptance(
            arbitration,
            party,
            award_due=printable(reading),
            supplements=[*supplements, *(row["what"] for row in later)],
            supplement_by=supplement_by or max(days, default=None),
            evidence_by=evidence_by,
            authority_by=authority_by,
            contact=by,
        )
        issue(arbitration, "A02", fields, event=event, by=by, on=on, party=party)
    meet(arbitration, "ARB-06", "ARB-07", on=on, by=by)
    rules = ["ARB-09", "ARB-13", *(["COL-03"] if arbitration.priority else [])]
    for rule in rules:
        start(arbitration, rule, event="受理仲裁申请", trigger=on, by=by)
    return arbitration


@transaction.atomic
def request_correction(
    *,
    arbitration: Arbitration,
    items: Sequence[Lacking],
    by: User,
    on: date,
) -> Arbitration:
    """
    一次性补正（容缺）告知: name everything that lacks, once (ARB-06), with the day of each.

    What may follow later does not stop the acceptance. Raises:
        ActRefused: it has been asked before (ARB-06): nothing may be asked for a second time.
    """
    arbitration = begin(arbitration, can_run_docket, by, FILED)
    if arbitration.lacking:
        raise ActRefused("需要补正的材料已经告知过，应当一次告知，不能再次要求。", source="ARB-06")
    if not items:
        raise ActRefused("请列明需要补正的材料。", source="ARB-06")
    arbitration.lacking = [
        {
            "what": item.what,
            "may_follow_later": item.may_follow_later,
            "due_on": item.due_on.isoformat(),
            "note": item.note,
        }
        for item in items
    ]
    must = any(not item.may_follow_later for item in items)
    arbitration.state = CORRECTING if must else FILED
    keep(arbitration, by=by, reason="一次性告知补正")
    event = note(
        arbitration,
        "request_correction",
        by=by,
        on=on,
        summary=f"一次性告知欠缺{len(items)}项材料" + ("" if must else "，均可后补，容缺受理"),
        facts={"lacking": [item.what for item in items]},
    )
    for party in addressees(arbitration):
        fields = papers.correction(arbitration, party, provisional=not must, contact=by)
        issue(arbitration, "A02B", fields, event=event, by=by, on=on, party=party)
    meet(arbitration, "ARB-06", on=on, by=by)
    return arbitration


@transaction.atomic
def receive_correction(
    *, arbitration: Arbitration, received: Sequence[str], by: User, on: date
) -> Arbitration:
    """
    收到补正材料: strike off what has come; with the last essential paper ARB-07 runs anew.

    Raises:
        ActRefused: a paper that was not asked for.
    """
    arbitration = begin(arbitration, can_run_docket, by)
    known = {row["what"] for row in arbitration.lacking}
    if strangers := [what for what in received if what not in known]:
        raise ActRefused(f"没有告知过需要补正“{strangers[0]}”。", source="ARB-06")
    rest = [row for row in arbitration.lacking if row["what"] not in received]
    complete = arbitration.state == CORRECTING and all(row["may_follow_later"] for row in rest)
    arbitration.lacking = rest
    if complete:
        arbitration.state, arbitration.received_on = FILED, on
    keep(arbitration, by=by, reason="收到补正材料")
    note(
        arbitration,
        "receive_correction",
        by=by,
        on=on,
        summary=f"收到补正材料：{'、'.join(received)}",
        facts={"received": list(received)},
    )
    if complete:
        start(arbitration, "ARB-07", event="收到补正材料", trigger=on, by=by)
    return arbitration


@transaction.atomic
def decline_arbitration(
    *,
    arbitration: Arbitration,
    ground: str,
    reason: str,
    court: str,
    by: User,
    on: date,
    competent: str = "",
) -> Arbitration:
    """
    不予受理: with the ground and the court that may be turned to within fifteen days (ARB-08).

    Raises:
        ActRefused: what A02N checks; limitation is no ground (ARB-02).
    """
    arbitration = begin(arbitration, can_run_docket, by, FILED, CORRECTING)
    if ground not in GROUNDS:
        raise ActRefused("请选择不予受理的事由。", source="A02N")
    event = note(
        arbitration,
        "decline_arbitration",
        by=by,
        on=on,
        summary=f"不予受理：{ground}",
        facts={"ground": ground},
    )
    for party in addressees(arbitration):
        fields = papers.refusal(
            arbitration,
            party,
            ground=ground,
            reason=reason,
            competent=competent,
            court=court,
            contact=by,
            on=on,
        )
        issue(arbitration, "A02N", fields, event=event, by=by, on=on, party=party)
    arbitration.state, arbitration.ended_on = ArbitrationState.DECLINED, on
    keep(arbitration, by=by, reason=f"不予受理：{ground}")
    meet(arbitration, "ARB-06", "ARB-07", on=on, by=by)
    return arbitration
