"""Planning what a scenario says must be refused or warned about: where to start, which acts."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from centre.rehearsal.reading import Act, Scenario, ScenarioFault, day

# Keys by which a change of a row says which row it means.
_SELECTORS = ("worker", "instalment", "party", "contract", "claim")


@dataclass
class Attempt:
    """
    One entry of `refusals`: from act number `start` on, `acts` are performed instead.

    `scenario` is the file as changed (a roster figure); `plain` asks for an attempt without data
    of its own.
    """

    entry: dict[str, Any]
    start: int
    acts: list[Act]
    scenario: Scenario
    plain: str = ""
    done: bool = False

    @property
    def label(self) -> str:
        return f"{self.entry['attempt']}（{self.entry['expect']}，{self.entry['source']}）"


def plan(scenario: Scenario) -> list[Attempt]:
    """Return every attempt of a scenario with the point of the replay it branches off."""
    return [_plan(scenario, entry) for entry in scenario.expected.get("refusals", [])]


def _plan(scenario: Scenario, entry: dict[str, Any]) -> Attempt:
    change = entry.get("change") or {}
    if "with" in entry:
        on = day(entry["on"])
        step = Act(on, entry["attempt"], entry["by"], dict(entry["with"]), 0)
        return Attempt(entry, _after(scenario, on), [step], scenario)
    target = _target(scenario, entry)
    if target is None:
        on = day(entry["on"])
        return Attempt(entry, _after(scenario, on), [], scenario, plain=entry["attempt"])
    if "on" in entry and not change:
        change = {"on": entry["on"]}
    if "column" in change:
        return _roster_change(scenario, entry, change, target)
    if "drop_act" in change:
        return _dropped(scenario, entry, change["drop_act"], target)
    if "in" in change:
        return _elsewhere(scenario, entry, change, target)
    if "on" in change:
        return _moved(scenario, entry, change, target)
    step = copy.deepcopy(scenario.acts[target])
    _change_data(step, change)
    return Attempt(entry, target, [step], scenario)


def _after(scenario: Scenario, on) -> int:
    """Return the number of the first act later than `on`."""
    return next((n for n, a in enumerate(scenario.acts) if a.on > on), len(scenario.acts))


def _matches(act: Act, selector: dict[str, Any]) -> bool:
    for key, value in selector.items():
        if key == "act" and act.name != value:
            return False
        if key == "by" and act.by != value:
            return False
        if key == "on" and act.on != day(value):
            return False
        if key not in ("act", "by", "on") and act.data.get(key) != value:
            return False
    return True


def _find(scenario: Scenario, selector: dict[str, Any]) -> int:
    for number, act in enumerate(scenario.acts):
        if _matches(act, selector):
            return number
    raise ScenarioFault(f"没有与{selector}相符的行为。")


def _target(scenario: Scenario, entry: dict[str, Any]) -> int | None:
    """Return the number of the act the attempt varies; the last of its name unless selected."""
    selector = {"act": entry["attempt"], **(entry.get("select") or {})}
    found = [n for n, act in enumerate(scenario.acts) if _matches(act, selector)]
    if not found:
        return None
    change = entry.get("change") or {}
    wanted = [n for n in found if _holds(scenario.acts[n], change)]
    return wanted[0] if wanted else found[0]


def _holds(act: Act, change: dict[str, Any]) -> bool:
    """Tell whether an act has the row a change speaks of."""
    key = next((k for k in _SELECTORS if k in change), None)
    if key is None:
        return True
    return bool(_rows_with(act.data, key, change[key]))


def _rows_with(data: Any, key: str, value: Any) -> list[dict]:
    found = []
    if isinstance(data, dict):
        if data.get(key) == value:
            found.append(data)
        for inner in data.values():
            found += _rows_with(inner, key, value)
    elif isinstance(data, list):
        for inner in data:
            found += _rows_with(inner, key, value)
    return found


def _between(scenario: Scenario, start: int, end: int, keep: Callable[[Act], bool]) -> list[Act]:
    return [copy.deepcopy(a) for a in scenario.acts[start:end] if keep(a)]


def _dropped(scenario: Scenario, entry, selector, target: int) -> Attempt:
    worker = selector.get("by", "")
    number = next((n for n, a in enumerate(scenario.acts) if _matches(a, selector)), None)
    if number is None and worker.startswith("worker_"):
        return _drop_row(scenario, entry, selector, target)
    if number is None:
        raise ScenarioFault(f"没有与{selector}相符的行为。")
    acts = _between(scenario, number + 1, target + 1, lambda a: True)
    return Attempt(entry, number, acts, scenario)


def _drop_row(scenario: Scenario, entry, selector, target: int) -> Attempt:
    """One row of an act done by a whole group is left out."""
    number = _find(scenario, {"act": selector["act"]})
    acts = _between(scenario, number, target + 1, lambda a: True)
    for act in acts:
        if act.name == selector["act"]:
            act.data["left_out"] = [selector["by"]]
    return Attempt(entry, number, acts, scenario)


def _roster_change(scenario: Scenario, entry, change, target: int) -> Attempt:
    changed = Scenario(scenario.id, scenario.title, copy.deepcopy(scenario.raw), scenario.acts)
    changed.worker_row(change["worker"])[change["column"]] = change["value"]
    start = _find(scenario, {"act": "import_roster"})
    return Attempt(entry, start, _between(scenario, start, target + 1, lambda a: True), changed)


def _elsewhere(scenario: Scenario, entry, change, target: int) -> Attempt:
    number = _find(scenario, change["in"])
    if "on" in (change.get("set") or {}):
        moved = copy.deepcopy(scenario.acts[number])
        moved.on = day(change["set"]["on"])
        rest = [copy.deepcopy(a) for n, a in enumerate(scenario.acts) if n > number and n <= target]
        acts = sorted([moved, *rest[:-1]], key=lambda a: a.on) + rest[-1:]
        return Attempt(entry, number, acts, scenario)
    acts = _between(scenario, number, target + 1, lambda a: True)
    _change_data(acts[0], {k: v for k, v in change.items() if k != "in"})
    return Attempt(entry, number, acts, scenario)


def _moved(scenario: Scenario, entry, change, target: int) -> Attempt:
    """The attempt happens on another day: what comes before that day happens first."""
    on = day(change["on"])
    step = copy.deepcopy(scenario.acts[target])
    step.on = on
    _change_data(step, {k: v for k, v in change.items() if k != "on"})
    if on >= scenario.acts[target].on:
        before = [copy.deepcopy(a) for a in scenario.acts[target + 1 :] if a.on <= on]
        return Attempt(entry, target, [*before, step], scenario)
    start = _after(scenario, on)
    return Attempt(entry, start, [step], scenario)


def _change_data(act: Act, change: dict[str, Any]) -> None:
    """Apply a change to an act's own data."""
    change = dict(change)
    for key in change.pop("drop_keys", []):
        act.data.pop(key, None)
    if "drop_signer" in change:
        _leave_out(act, change.pop("drop_signer"))
    if "add_item" in change:
        _add_item(act, change.pop("add_item"))
    change |= change.pop("set", {})
    act.by = change.pop("by", act.by)
    key = next((k for k in _SELECTORS if k in change and _rows_with(act.data, k, change[k])), None)
    if key is None:
        act.data |= change
        return
    rows = _rows_with(act.data, key, change.pop(key))
    rows[0] |= change


def _leave_out(act: Act, signer: str) -> None:
    """Take one person out of every list of the act; a group leaves them out by name."""
    number = signer.partition("_")[2]
    gone = {signer, int(number)} if number.isdigit() else {signer}
    for name in ("signed_by", "signed_rows", "received_by", "rows"):
        value = act.data.get(name)
        if isinstance(value, list):
            act.data[name] = [v for v in value if v not in gone]
    act.data["left_out"] = [signer]


def _add_item(act: Act, item: Any) -> None:
    for value in act.data.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value.append(item)
            return
