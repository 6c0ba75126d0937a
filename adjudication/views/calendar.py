"""庭期日历: a week of hearings by room, and who sits in them."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from adjudication import queries
from adjudication.models import Hearing
from adjudication.permissions import ARBITRATORS
from adjudication.queries.desk import of_tribunal as own_cases
from adjudication.views.desk import of_tribunal
from cases.queries import current_calendar

DAYS = 7


@of_tribunal
def hearing_calendar(request: HttpRequest) -> HttpResponse:
    """Show the hearings of a week, a row for each room and a column for each day."""
    today = timezone.localdate()
    monday = _monday(request.GET.get("week", ""), today)
    user, calendar = request.user, current_calendar()
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    rows = queries.hearings_from(user.body_id, on=monday, until=monday + timedelta(days=DAYS))
    mine = set(own_cases(user).values_list("pk", flat=True)) if rows else set()
    rooms: dict[str, dict[date, list]] = {}
    hearings = list(rows.prefetch_related("arbitration__seats__user"))
    for hearing in hearings:
        day = timezone.localdate(hearing.starts_at)
        room = rooms.setdefault(hearing.place, {})
        room.setdefault(day, []).append(_entry(hearing, shown=hearing.arbitration_id in mine))
    return render(
        request,
        "adjudication/desk/calendar.html",
        {
            "title": "庭期日历",
            "today": today,
            "days": [(day, calendar.is_working_day(day)) for day in days],
            "rooms": [
                (place, [(day, found.get(day, [])) for day in days])
                for place, found in sorted(rooms.items())
            ],
            "count": len(hearings),
            "before": monday - timedelta(days=DAYS),
            "after": monday + timedelta(days=DAYS),
        },
    )


def _monday(asked: str, today: date) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday())


def _entry(hearing: Hearing, *, shown: bool) -> dict:
    """Of a case that is not theirs, an arbitrator is told only that room and people are taken."""
    seats = [s for s in hearing.arbitration.seats.all() if s.until_on is None]
    return {
        "hearing": hearing,
        "shown": shown,
        "people": "、".join(s.user.name for s in seats if s.role in ARBITRATORS),
    }
