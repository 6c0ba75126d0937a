"""庭期: which hearings are fixed, in which rooms, and the first day one may be held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from adjudication.choices import HearingState
from adjudication.models import Arbitration, Hearing
from adjudication.queries.docket import answer_due_on, answer_ends_on, respondents
from cases.queries import current_calendar
from law.calendar import in_words
from law.time_limits import latest_day_before

FIXED = (HearingState.SCHEDULED, HearingState.HELD)
NOTICE = "ARB-18"


@dataclass(frozen=True)
class FirstDay:
    """The first day a hearing may be held, found by `steps`; None with what it waits for."""

    day: date | None
    serve_by: date | None
    steps: tuple[str, ...]
    waits_for: str = ""


def first_hearing_day(arbitration: Arbitration, *, on: date) -> FirstDay:
    """Return the first day after the answer period that leaves the time to serve the notice."""
    ends = answer_ends_on(arbitration)
    if ends is None:
        missing = [
            p.name for p in respondents(arbitration) if answer_due_on(arbitration, p) is None
        ]
        return FirstDay(
            None, None, (), f"申请书副本还没有送达{'、'.join(missing)}，答辩期没有起算。"
        )
    calendar = current_calendar()
    day = calendar.next_working_day(max(ends, on) + timedelta(days=1))
    found = latest_day_before(NOTICE, day, calendar)
    while found.due_on < on:
        day = calendar.next_working_day(day + timedelta(days=1))
        found = latest_day_before(NOTICE, day, calendar)
    steps = (
        f"答辩期至{in_words(ends)}，开庭在这以后。",
        f"今天（{in_words(on)}）送达通知的，最早可以在{in_words(day)}开庭。",
        *found.steps,
    )
    return FirstDay(day, found.due_on, steps)


def hearings_from(commission: int, *, on: date, until: date | None = None) -> QuerySet[Hearing]:
    """Return the hearings fixed before a commission from a day on, by the hour."""
    zone = timezone.get_current_timezone()
    rows = Hearing.objects.filter(
        arbitration__commission=commission,
        state__in=FIXED,
        starts_at__gte=datetime.combine(on, time.min, zone),
    )
    if until:
        rows = rows.filter(starts_at__lt=datetime.combine(until, time.min, zone))
    return rows.select_related("arbitration__case").order_by("starts_at", "id")


def hearing_places(commission: int) -> list[str]:
    """Return the places hearings were held in, the most recent first."""
    rows = Hearing.objects.filter(arbitration__commission=commission).order_by("-starts_at", "-id")
    return list(dict.fromkeys(rows.values_list("place", flat=True)[:200]))
