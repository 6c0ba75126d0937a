"""
速裁待办: a person's cases before the tribunal, the most pressing act first.

However many cases there are, they are read in a fixed number of queries; of more than `LOADED`
those whose next running deadline is nearest are read.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from adjudication.choices import OPEN, ArbitrationState, AwardState
from adjudication.models import Arbitration, Award, Hearing, Seat
from adjudication.queries.next_acts import Next, Stage, day_of, next_act
from adjudication.queries.standings import (
    OPEN_HEARINGS,
    OVER,
    RULES,
    Standing,
    annotated,
    standings,
)
from cases.choices import DeadlineState
from cases.models import Deadline
from staff.choices import Role
from staff.models import User

LOADED = 600
SOON = timedelta(days=3)
FAR = date.max


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty is everything."""

    mine: bool = False
    stage: str = ""
    due: str = ""  # soon, over, today
    collective: bool = False
    held: bool = False
    ours: bool = False  # the tribunal's turn, not the parties'


@dataclass(frozen=True)
class DeskRow:
    standing: Standing
    next: Next | None

    @property
    def arbitration(self) -> Arbitration:
        return self.standing.arbitration

    @property
    def due_on(self) -> date | None:
        return self.next.due_on if self.next else None

    @property
    def held(self) -> bool:
        return self.arbitration.state in (ArbitrationState.SUSPENDED, ArbitrationState.CORRECTING)


@dataclass
class Desk:
    """The rows asked for, and the figures over all that is open."""

    rows: list[DeskRow]
    every: list[DeskRow] = field(default_factory=list)
    more: int = 0


def of_tribunal(user: User) -> QuerySet[Arbitration]:
    """Return the cases a person works on at the tribunal: of their commission, or with a seat."""
    rule = Q(pk__in=[])
    if user.body_id and user.has_role(Role.TRIBUNAL_SECRETARY):
        rule |= Q(commission=user.body_id)
    if user.has_role(Role.ARBITRATOR):
        seats = Seat.objects.filter(arbitration=OuterRef("pk"), user=user, until_on=None)
        rule |= Q(Exists(seats))
    return Arbitration.objects.filter(rule)


def desk(user: User, wanted: Wanted, *, on: date) -> Desk:
    """Return the open cases of a person, and those decided whose papers are still to be served."""
    rows = of_tribunal(user).filter(state__in=(*OPEN, *OVER), file_closed_on=None)
    loaded = _rows(rows, on=on)
    every = [row for row in loaded if row.next or row.arbitration.state in OPEN]
    more = rows.count() - LOADED if len(loaded) == LOADED else 0
    found = every
    if wanted != Wanted():
        found = [row for row in every if matches(row, wanted, user, on=on)]
    return Desk(found, every, more)


def _rows(rows: QuerySet[Arbitration], *, on: date) -> list[DeskRow]:
    own = Q()
    for start in RULES:
        own |= Q(rule__startswith=start)
    running = Deadline.objects.filter(own, case=OuterRef("case_id"), state=DeadlineState.RUNNING)
    nearest = running.order_by().values("case").annotate(day=Min("due_on")).values("day")
    loaded = annotated(rows).annotate(nearest=Subquery(nearest))
    loaded = loaded.order_by(F("nearest").asc(nulls_last=True), "pk")[:LOADED]
    found = [DeskRow(s, next_act(s, on=on)) for s in standings(loaded)]
    return sorted(found, key=_pressing)


def _pressing(row: DeskRow) -> tuple:
    """The nearest day first; of one day the crews first (COL-05), what we only wait for last."""
    return (
        row.due_on or FAR,
        not row.arbitration.priority,
        row.next is None or row.next.waits,
        row.arbitration.pk,
    )


def matches(row: DeskRow, wanted: Wanted, user: User, *, on: date) -> bool:
    due = row.due_on
    checks = (
        not wanted.mine or _sits(row.standing, user),
        not wanted.stage or (row.next is not None and row.next.stage == wanted.stage),
        not wanted.collective or row.standing.collective,
        not wanted.held or row.held,
        not wanted.ours or (row.next is not None and not row.next.waits),
        _due(due, wanted.due, on),
    )
    return all(checks)


def _due(due: date | None, wanted: str, on: date) -> bool:
    if not wanted:
        return True
    if due is None:
        return False
    if wanted == "over":
        return due < on
    return due == on if wanted == "today" else on <= due <= on + SOON


def _sits(standing: Standing, user: User) -> bool:
    return any(chair.user_id == user.pk for chair in standing.chairs)


def figures(rows: Iterable[DeskRow], *, on: date) -> list[tuple[str, int, str]]:
    """Return what the day holds: (label, count, the query that lists it)."""
    rows = list(rows)
    days = [row.due_on for row in rows]
    stages = Counter(row.next.stage for row in rows if row.next)
    return [
        ("已超期", sum(_due(day, "over", on) for day in days), "due=over"),
        ("三天内到期", sum(_due(day, "soon", on) for day in days), "due=soon"),
        *((stage.label, stages[stage], f"stage={stage}") for stage in Stage),
        ("集体争议", sum(row.standing.collective for row in rows), "collective=1"),
        ("补正、中止", sum(row.held for row in rows), "held=1"),
    ]


def hearings_today(rows: Iterable[DeskRow], *, on: date) -> list[tuple[Hearing, Arbitration]]:
    """Return the hearings of these cases on that day, by the hour."""
    today = [
        (hearing, row.arbitration)
        for row in rows
        for hearing in row.standing.hearings
        if hearing.state in OPEN_HEARINGS and day_of(hearing) == on
    ]
    return sorted(today, key=lambda pair: (pair[0].starts_at, pair[0].pk))


def awaiting_countersign(user: User) -> QuerySet[Award]:
    """Return the drafts of the commission somebody may countersign: not their own, oldest first."""
    if not user.body_id or not user.has_role(Role.ARBITRATOR):
        return Award.objects.none()
    rows = Award.objects.filter(
        state=AwardState.REVIEW, arbitration__commission=user.body_id
    ).exclude(drafted_by=user)
    return rows.select_related("arbitration__case", "drafted_by").order_by("id")


__all__ = [
    "Desk",
    "DeskRow",
    "Wanted",
    "awaiting_countersign",
    "desk",
    "figures",
    "hearings_today",
    "of_tribunal",
]
