"""
The rows of 速裁待办 as they stand on the page.

Between two looks at a desk of hundreds a few rows change: a row is drawn once from all it shows,
and the process keeps the last drawings.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString

from adjudication.choices import Procedure
from adjudication.queries.desk import DeskRow
from adjudication.queries.next_acts import Next
from adjudication.views.file import act_url
from staff.models import User

KEPT = 4096


class Line(NamedTuple):
    """All that a row shows; equal lines look the same."""

    pk: int
    name: str
    state: str
    simplified: bool
    priority: bool
    applicant: str
    applicants: int
    respondent: str
    respondents: int
    claimed_fen: int | None
    next: Next | None
    conducts: bool  # whether its next act is theirs to do: see `act_url`
    runs: bool
    today: date


def drawn(rows: Iterable[DeskRow], user: User, *, secretary: bool, on: date) -> list[SafeString]:
    """Return the rows of the table; `secretary`: the person is one of their commission."""
    return [draw(_line(row, user, secretary=secretary, on=on)) for row in rows]


def _line(row: DeskRow, user: User, *, secretary: bool, on: date) -> Line:
    standing, a = row.standing, row.arbitration
    runs = secretary and user.body_id == a.commission_id
    sits = any(chair.user_id == user.pk and not chair.halted for chair in standing.panel)
    return Line(
        pk=a.pk,
        name=str(a),
        state=a.get_state_display(),
        simplified=a.procedure == Procedure.SIMPLIFIED,
        priority=a.priority,
        applicant=standing.applicants[0].name if standing.applicants else "",
        applicants=len(standing.applicants),
        respondent=standing.respondents[0].name if standing.respondents else "",
        respondents=len(standing.respondents),
        claimed_fen=getattr(a, "claimed_fen", None),
        next=row.next,
        conducts=runs or sits,
        runs=runs,
        today=on,
    )


@lru_cache(maxsize=KEPT)
def draw(line: Line) -> SafeString:
    url = act_url(line.pk, line.next, conducts=line.conducts, runs=line.runs) if line.next else ""
    shown = {**line._asdict(), "url": url}
    return get_template("adjudication/desk/row.html").render(shown)
