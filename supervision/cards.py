"""Reads: what the city's rules say of the cards, what counts as progress, which clocks run."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from cases.choices import DeadlineState
from cases.models import Case, Deadline
from cases.queries import current_calendar, parameter
from law.areas import ParameterUnconfirmed
from law.time_limits import OF_PARTIES
from staff.refusals import ActRefused
from supervision.choices import CardColour


@dataclass(frozen=True)
class CardRules:
    """What the city's rules say of the cards; only a red card needs unit and progress."""

    red_after_days: int
    unit: str = "natural_day"
    progress: str = "any_step"
    copied_to: list[str] = field(default_factory=list)

    def counted(self, due_on: date, on: date) -> int:
        """Return the days over the limit in the unit of the rules."""
        if self.unit == "natural_day":
            return days_over(due_on, on)
        calendar = current_calendar()
        return sum(
            calendar.is_working_day(due_on + timedelta(days=n))
            for n in range(1, days_over(due_on, on) + 1)
        )


def days_over(due_on: date, on: date) -> int:
    return (on - due_on).days


def late_deadlines(case: Case, *, on: date) -> QuerySet[Deadline]:
    """Return the time limits of a case that are over and not met, the oldest first; no party's."""
    rows = case.deadlines.filter(due_on__lt=on, met_on=None).exclude(rule__in=OF_PARTIES)
    return rows.exclude(state=DeadlineState.CANCELLED).order_by("due_on", "id")


def card_rules(case: Case, *, colour: CardColour, on: date) -> CardRules:
    """
    Return the rules of the cards in force.

    Raises:
        ActRefused: a red card is asked for and its unit, or what progress is, is not confirmed.
    """
    try:
        after = int(parameter("red_card_days", case=case, on=on).value)
        if colour == CardColour.YELLOW:
            return CardRules(after)
        copied = str(parameter("red_card_copied_to", case=case, on=on).value)
        return CardRules(
            after,
            str(parameter("card_day_unit", case=case, on=on).value),
            str(parameter("card_progress", case=case, on=on).value),
            [name.strip() for name in copied.split("、") if name.strip()],
        )
    except ParameterUnconfirmed as missing:
        raise ActRefused(
            f"“{missing.title}”尚未核定，不能发出红牌。",
            source="V-L1",
            suggest="请中心主任在“参数”中核定后再办理。",
        ) from missing


# What is done about the case from outside it is no progress of the case.
_NO_PROGRESS = ("show_warning_card",)


def progress_after(
    case: Case, *, deadline: Deadline, rules: CardRules, until: date
) -> list[dict[str, str]]:
    """Return the steps that count as progress (办理进展), from the start of the limit on."""
    rows = case.events.filter(private=False, on__gte=deadline.starts_on, on__lte=until).exclude(
        act__in=_NO_PROGRESS
    )
    if rules.progress == "stage_change":
        rows = rows.filter(act__in=_STAGES)
    return [{"on": e.on.isoformat(), "what": e.summary[:60]} for e in rows.order_by("seq")]


# Acts that move the case to another stage.
_STAGES = (
    "accept_application",
    "decline_application",
    "seal_agreement",
    "terminate_mediation",
    "file_arbitration",
    "accept_arbitration",
    "issue_award",
    "close_case",
)


def running_out(case: Case, *, on: date, other: date | None) -> list[tuple[str, date]]:
    """Return the running time limits of a case, by the last day; `other` is one from outside."""
    rows = case.deadlines.filter(state=DeadlineState.RUNNING, met_on=None, due_on__gte=on)
    found = [(d.title, d.due_on) for d in rows.order_by("due_on", "id")]
    if other is not None:
        found.append(("当事人说明的期限", other))
    return sorted(found, key=lambda row: row[1])
