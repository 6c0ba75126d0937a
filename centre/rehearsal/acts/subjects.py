"""Whom and what an act of the format speaks of, found in the case on the stage."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from centre.rehearsal.reading import Act, ScenarioFault, money
from centre.rehearsal.stage import Stage
from mediation.choices import AgreementState
from mediation.models import Instalment
from mediation.queries import instalment_outstanding_fen
from staff.choices import Role

SHANGHAI = ZoneInfo("Asia/Shanghai")
_PLACE = re.compile(r"(?P<name>.+?)s?[._\[](?P<place>\d+)\]?")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def intake_of(stage: Stage, step: Act):
    return stage.officer(step.by, Role.INTAKE_OFFICER)


def mediator_of(stage: Stage, step: Act):
    """Return the mediator at work on the case, or the one the act names."""
    if step.by in stage.people and stage.people[step.by].has_role(Role.MEDIATOR):
        return stage.people[step.by]
    row = stage.case.officers.filter(capacity="mediator", until_on=None).first()
    return row.user if row else stage.officer(step.by, Role.INTAKE_OFFICER)


def recorder_of(stage: Stage, step: Act):
    """Return who keeps the minutes: the person named if assigned to the case, else a mediator."""
    person = stage.people.get(step.by)
    if person and stage.case.officers.filter(user=person, until_on=None).exists():
        return person
    return mediator_of(stage, Act(step.on, step.name, "", step.data, step.place))


def session_of(stage: Stage, step: Act):
    found = stage.case.sessions.filter(no=step.data["session"]).first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有第{step.data['session']}次调解会。")
    return found


def proposal_of(stage: Stage, step: Act):
    found = stage.case.proposals.filter(number=step.data["proposal"]).first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有方案{step.data['proposal']}。")
    return found


def instalment_of(stage: Stage, step: Act):
    """
    Return the instalment an act means; where a case has several agreements, of the right one.

    That is the agreement whose workers the act's rows name, else the one of which the instalment
    is open with the sum stated, else the earliest in which it is open.
    """
    no = step.data["instalment"]
    agreements = stage.case.agreements.exclude(state=AgreementState.VOID).order_by("id")
    found = list(Instalment.objects.filter(agreement__in=agreements, no=no).order_by("agreement"))
    if not found:
        raise ScenarioFault(f"{step.label}：没有第{no}期。")
    if len(found) == 1:
        return found[0]
    rows = step.data.get("rows") or step.data.get("unpaid")
    if isinstance(rows, list) and rows and isinstance(rows[0], dict) and "worker" in rows[0]:
        worker = stage.worker(rows[0]["worker"])
        return next((i for i in found if i.shares.filter(worker=worker).exists()), found[-1])
    if rows:
        worker = stage.worker(stage.numbers(rows)[0])
        return next((i for i in found if i.shares.filter(worker=worker).exists()), found[-1])
    left = {i: instalment_outstanding_fen(i) for i in found}
    stated = step.data.get("unpaid_total") or step.data.get("outstanding")
    exact = [i for i in found if stated and left[i] == money(stated)]
    return next(iter([*exact, *(i for i in found if left[i])]), found[-1])


def listed(value: Any) -> list:
    """Return what the format allows as one thing or a list of them as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def through_of(stage: Stage, data: dict) -> str:
    """Return the name of the person through whom a party acts; the format gives name or key."""
    through = data.get("through") or ""
    if stage.is_person(through) or stage.rows_of(through) or through.startswith("worker_"):
        return stage.name_of(through)
    return through


def evidence_of(stage: Stage, numbers: list) -> list:
    return list(stage.case.evidence.filter(no__in=[n for n in numbers if isinstance(n, int)]))


def without(stage: Stage, people: list, data: dict) -> list:
    """Leave out whom a refusal takes out of a group's act."""
    gone = {stage.party(key).pk for key in data.get("left_out", [])}
    return [p for p in people if p.pk not in gone]


def column_of(stage: Stage, workers, column: str, place: int = 1) -> dict[int, int]:
    """
    Return each worker's part in fen from a column of the roster, by roster number.

    A column that is a list is read at `place`, from 1, or at the place its own name ends with:
    instalments.2, instalment_2. Who has nothing in a column others have gets nothing.
    """
    rows = {w.roster_no: stage.scenario.worker_row(w.roster_no) for w in workers}
    named = _PLACE.fullmatch(column)
    if named and not any(column in row for row in rows.values()):
        place = int(named["place"])
        column = next(
            (c for c in (named["name"], f"{named['name']}s") if any(c in r for r in rows.values())),
            column,
        )
    if not any(column in row for row in rows.values()):
        raise ScenarioFault(f"花名册没有“{column}”一列。")
    parts = {}
    for no, row in rows.items():
        cell = row.get(column, "0.00")
        if isinstance(cell, list):
            cell = cell[place - 1] if place <= len(cell) else "0.00"
        parts[no] = money(cell)
    return parts
