"""
The training installation: invented people for every role, and cases at every stage.

Each case is a scenario file of this folder (docs/scenarios.md), played through the operations, so
that what a newcomer sees was done the way they will do it. Its acts stop where the case is to
stand. Nothing of it may stand in a production installation.
"""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from cases.models import Case, Lead
from cases.operations import file_lead
from centre.demonstration.people import CITY, LOGINS, PASSWORD, STAFF, people
from centre.rehearsal.reading import Scenario, parse_acts
from centre.rehearsal.replay import rehearse
from centre.rehearsal.stage import Stage
from law.money import fen
from staff.choices import Role
from staff.models import Body, User

__all__ = ["LOGINS", "PASSWORD", "load"]

HERE = Path(__file__).parent


def load(say=print) -> None:
    """
    Load what is missing of the demonstration; a second call changes nothing.

    A case, or the leads, stand whole or not at all: what failed half way is loaded anew.

    Raises:
        RuntimeError: a case did not go as its file says.
    """
    intake = people()[Role.INTAKE_OFFICER]
    in_order = sorted((HERE / "cases").glob("*.yaml"), key=lambda p: int(p.name.split("-")[0]))
    scenarios = [_scenario(path) for path in in_order]
    for place, scenario in enumerate(scenarios, start=1):
        site = scenario.acts[0].data["site"]
        if Case.objects.filter(demo=True, site=site).exists():
            continue
        say(f"  演示案件 {place}/{len(scenarios)}：{site}")
        with transaction.atomic():
            outcome = rehearse(scenario, say=lambda _: None, keep=True)
            if outcome.differences:
                raise RuntimeError(f"演示案件“{site}”未能办到底：{outcome.differences[0]}")
    _file_leads(scenarios[0], by=intake)


@transaction.atomic
def _file_leads(first: Scenario, *, by: User) -> None:
    """File the reports nobody has looked at yet; `first` names the installation they come to."""
    leads = yaml.safe_load((HERE / "leads.yaml").read_text(encoding="utf-8"))
    if not Lead.objects.filter(source_number=leads[0]["source_number"]).exists():
        Stage(first).set_up(first.acts[0])
        centre = Body.objects.get(name=CITY["centre"])
        for lead in leads:
            file_lead(centre=centre, by=by, **_lead(lead))


def _scenario(path: Path) -> Scenario:
    """Read a case; city, staff and parameters are those of the installation."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw |= {"city": CITY, "staff": STAFF, "parameters": {}, "expected": {}}
    return Scenario(raw["id"], raw["title"], raw, parse_acts(raw["acts"]))


def _lead(row: dict[str, Any]) -> dict[str, Any]:
    days = {key: date.fromisoformat(row[key]) for key in ("period_from", "period_to", "on")}
    amount = {"amount_fen": fen(row["amount"])}
    return {**{key: row[key] for key in row if key != "amount"}, **days, **amount}
