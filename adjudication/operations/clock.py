"""What moves the 45 days (ARB-19, ARB-20): each move is an event, the last day follows from all."""

from datetime import date

from adjudication.choices import ClockChange
from adjudication.clock import Reading
from adjudication.models import Arbitration, ClockEvent, Decision
from adjudication.queries import clock_reading, suffix_of
from cases.choices import DeadlineState
from cases.operations import start_deadline
from law.time_limits import CalendarYearMissing
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


def move_clock(
    arbitration: Arbitration,
    change: ClockChange,
    *,
    cause: str,
    rule: str,
    by: User,
    on: date,
    until: date | None = None,
    decision: Decision | None = None,
) -> Reading:
    """Add one event to the clock of a locked arbitration and set its deadline by all of them."""
    ClockEvent.objects.create(
        arbitration=arbitration,
        change=change,
        on=on,
        cause=cause,
        rule=rule,
        until=until,
        decision=decision,
    )
    return set_award_limit(arbitration, cause=cause, by=by, on=on)


def set_award_limit(arbitration: Arbitration, *, cause: str, by: User, on: date) -> Reading:
    """Write the deadline ARB-19 as the clock shows it now; while it stands it is no deadline."""
    reading = clock_reading(arbitration, on=on)
    assert reading is not None  # an event has been added
    deadline = start_deadline(
        case=arbitration.case,
        rule="ARB-19",
        event=cause,
        trigger=reading.trigger,
        by=by,
        amount=reading.amount,
        suffix=suffix_of(arbitration),
    )
    deadline.due_on = reading.due_on
    if reading.extended:
        deadline.raw_on, deadline.roll = None, "none"
    deadline.provisional = reading.provisional
    deadline.steps = list(reading.steps)
    if reading.standing:
        deadline.state = DeadlineState.SUSPENDED
    save_with_reason(deadline, by=by, reason=cause)
    return reading


def printable(reading: Reading) -> date:
    """
    Return the last day as a paper prints it.

    Raises:
        ActRefused: it depends on a year whose holidays are not known yet (V-D4).
    """
    if reading.provisional:
        raise ActRefused(str(CalendarYearMissing(reading.due_on.year)), source="V-D4")
    return reading.due_on
