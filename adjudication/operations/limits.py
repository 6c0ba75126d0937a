"""中止、恢复、延期: decided by the head of the commission, each with its paper (A16)."""

from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, ClockChange, Matter
from adjudication.clock import longest_extension
from adjudication.models import Arbitration, Decision
from adjudication.operations.clock import move_clock, printable
from adjudication.operations.records import begin, issue, keep, note
from adjudication.papers import decisions as papers
from adjudication.papers.decisions import Approval
from adjudication.permissions import can_run_docket
from adjudication.queries import clock_reading
from cases.queries import current_calendar
from law.calendar import in_words
from staff.models import User
from staff.refusals import ActRefused

ACCEPTED, SUSPENDED = ArbitrationState.ACCEPTED, ArbitrationState.SUSPENDED
STOP = "中止审理"


@transaction.atomic
def suspend_arbitration(
    *,
    arbitration: Arbitration,
    ground: str,
    findings: str,
    approval: Approval,
    by: User,
    on: date,
    until: date | None = None,
) -> Decision:
    """
    中止审理: the clock stands from this day (ARB-20) until the case is resumed; A16.

    `until` is the day by which the cause is expected to be gone: then it is looked at again.

    Raises:
        ActRefused: that day is not later than this one.
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    if until is not None and until <= on:
        raise ActRefused("预计恢复的日期应当晚于中止的日期。", source="V-D1")
    arbitration.state = SUSPENDED
    keep(arbitration, by=by, reason=f"中止：{ground}"[:200])
    decision = _decide(
        arbitration,
        Matter.SUSPENSION,
        ground=ground,
        findings=findings,
        clock_on=on,
        new_limit_on=None,
        approval=approval,
        by=by,
        on=on,
    )
    if until is not None:
        decision.until = until
        decision.save(update_fields=["until"])
    move_clock(
        arbitration,
        ClockChange.STOPPED,
        cause=STOP,
        rule="ARB-20",
        by=by,
        on=on,
        decision=decision,
    )
    return decision


@transaction.atomic
def resume_arbitration(
    *,
    arbitration: Arbitration,
    ground: str,
    findings: str,
    approval: Approval,
    by: User,
    on: date,
) -> Decision:
    """恢复审理: the clock goes on; the days it stood are added to the last day (ARB-20); A16."""
    arbitration = begin(arbitration, can_run_docket, by, SUSPENDED)
    arbitration.state = ACCEPTED
    keep(arbitration, by=by, reason=f"恢复：{ground}"[:200])
    reading = move_clock(arbitration, ClockChange.RESUMED, cause=STOP, rule="ARB-20", by=by, on=on)
    return _decide(
        arbitration,
        Matter.RESUMPTION,
        ground=ground,
        findings=findings,
        clock_on=on,
        new_limit_on=printable(reading),
        approval=approval,
        by=by,
        on=on,
    )


@transaction.atomic
def extend_award_limit(
    *,
    arbitration: Arbitration,
    until: date,
    ground: str,
    findings: str,
    approval: Approval,
    by: User,
    on: date,
) -> Decision:
    """
    延长审限: once, at most fifteen days, before the limit ends, by a named approver (ARB-19); A16.

    Raises:
        ActRefused: too long, too late, extended before, nobody approved it.
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    reading = clock_reading(arbitration, on=on)
    if reading is None or reading.standing:
        raise ActRefused("审限没有在计算，不能延长。", source="ARB-19")
    if reading.extended:
        raise ActRefused("审限已经延长过，只能延长一次。", source="ARB-19")
    if on > reading.due_on:
        raise ActRefused(f"审限已于{in_words(reading.due_on)}届满，不能再延长。", source="ARB-19")
    latest = longest_extension(reading.due_on, current_calendar())
    if not reading.due_on < until <= latest:
        raise ActRefused(
            f"延长后的审限应在{in_words(reading.due_on)}以后，最迟{in_words(latest)}。",
            source="ARB-19",
        )
    decision = _decide(
        arbitration,
        Matter.EXTENSION,
        ground=ground,
        findings=findings,
        clock_on=reading.due_on,
        new_limit_on=until,
        approval=approval,
        by=by,
        on=on,
    )
    decision.until = until
    decision.save(update_fields=["until"])
    move_clock(
        arbitration,
        ClockChange.EXTENDED,
        cause=f"{approval.post}{approval.name}批准延期",
        rule="ARB-19",
        by=by,
        on=on,
        until=until,
        decision=decision,
    )
    return decision


def _decide(
    arbitration: Arbitration,
    matter: Matter,
    *,
    ground: str,
    findings: str,
    clock_on: date,
    new_limit_on: date | None,
    approval: Approval,
    by: User,
    on: date,
) -> Decision:
    if not ground.strip() or not findings.strip():
        raise ActRefused(f"请写明{matter.label}的事由和查明的情况。", source="A16")
    if not approval.name.strip():
        raise ActRefused(
            f"{matter.label}须经仲裁委员会主任或者其委托的仲裁院负责人批准。", source="ARB-19"
        )
    event = note(
        arbitration,
        f"decide_{matter.value}",
        by=by,
        on=on,
        summary=f"决定{matter.label}：{ground.strip()}",
        facts={"approver": approval.name, "matter": matter.value},
    )
    fields = papers.decision(
        arbitration,
        matter=matter.label,
        ground=ground,
        findings=findings,
        clock_on=clock_on,
        new_limit_on=new_limit_on,
        approval=approval,
        clerk=by,
        on=on,
    )
    decision = Decision(
        arbitration=arbitration,
        matter=matter,
        reason=ground.strip()[:400],
        decided_on=on,
        approver=approval.name,
        document=issue(arbitration, "A16", fields, event=event, by=by, on=on),
        by=by,
    )
    decision.save()
    return decision
