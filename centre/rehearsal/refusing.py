"""Planning what a scenario says must be refused or warned about: where to start, which acts."""

import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from centre.rehearsal.reading import Act, Scenario, ScenarioFault, day

# Keys by which a change of a row says which row it means.
_SELECTORS = ("worker", "instalment", "party", "contract", "claim")
# Lists of people in which `drop_signer` finds the one who does not sign.
_SIGNERS = ("signed_by", "signed_rows", "received_by", "acknowledged_rows", "rows")
# Where the file itself keeps the row a change speaks of: table, key in the table, the act that
# enters it into the case.
_TABLES = {
    "worker": ("workers", ("no",), "import_roster"),
    "party": ("parties", ("key", "name"), "file_lead"),
    "contract": ("contracts", ("name", "no", "between"), "file_lead"),
}


@dataclass
class Attempt:
    """
    One entry of `refusals`: from act number `start` on, `acts` are performed instead.

    `scenario` is the file as changed (a roster figure, a body's registration, then in `city`);
    `plain` asks for an attempt without data of its own; `fault` says why it cannot be planned.
    """

    entry: dict[str, Any]
    start: int
    acts: list[Act]
    scenario: Scenario
    city: dict[str, Any] = field(default_factory=dict)
    plain: str = ""
    fault: str = ""
    done: bool = False

    @property
    def label(self) -> str:
        entry = self.entry
        return f"{entry.get('attempt')}（{entry.get('expect')}，{entry.get('source')}）"


def plan(scenario: Scenario) -> list[Attempt]:
    """Return every attempt of a scenario with the point of the replay it branches off."""
    attempts = []
    for entry in scenario.expected.get("refusals") or []:
        try:
            attempts.append(_plan(scenario, entry))
        except KeyError as missing:
            fault = f"缺少“{missing.args[0]}”。"
            attempts.append(Attempt(entry, 0, [], scenario, fault=fault))
        except (ScenarioFault, ValueError, TypeError) as error:
            attempts.append(Attempt(entry, 0, [], scenario, fault=str(error)))
    return attempts


def _plan(scenario: Scenario, entry: dict[str, Any]) -> Attempt:
    if entry["expect"] not in ("refused", "warned"):
        raise ScenarioFault(f"expect“{entry['expect']}”不在格式之内。")
    if "with" in entry:
        on = day(entry["on"]) if "on" in entry else scenario.acts[-1].on
        step = Act(on, entry["attempt"], entry.get("by", "intake_clerk"), dict(entry["with"]), 0)
        return Attempt(entry, _after(scenario, on), [step], scenario)
    change = dict(entry.get("change") or {})
    target = _target(scenario, entry, change)
    if target is None:
        on = day(entry["on"])
        return Attempt(entry, _after(scenario, on), [], scenario, plain=entry["attempt"])
    if "on" in entry and day(entry["on"]) != scenario.acts[target].on:
        change.setdefault("on", entry["on"])
    return _Branch(scenario, target).attempt(entry, change)


class _Branch:
    """The acts of a scenario up to the attempted one, changed in one point."""

    def __init__(self, scenario: Scenario, target: int) -> None:
        self.scenario = scenario
        self.target = target
        self.acts = copy.deepcopy(scenario.acts[: target + 1])
        self.later = copy.deepcopy(scenario.acts[target + 1 :])
        self.entered_by = ""
        self.city: dict[str, Any] = {}

    def attempt(self, entry: dict[str, Any], change: dict[str, Any]) -> Attempt:
        last = self.acts[-1]
        changed = last
        if "in" in change:
            number = _find(self.acts, change.pop("in"))
            changed = self.acts[number]
        if "drop_act" in change:
            self._drop_act(change.pop("drop_act"))
        if "drop_from" in change:
            gone = day(change.pop("drop_from"))
            self.acts = [a for a in self.acts[:-1] if a.on < gone] + [last]
        self._move(changed, change)
        self._change(changed, change)
        start = self._start()
        return Attempt(entry, start, self.acts[start:], self.scenario, city=self.city)

    def _start(self) -> int:
        """Return the number of the first act that is not as in the file."""
        before = self.scenario
        same = 0
        for act, original in zip(self.acts[:-1], before.acts, strict=False):
            if act != original or act.name == self.entered_by:
                break
            same += 1
        return same

    def _drop_act(self, selector: Any) -> None:
        wanted = _selector(selector)
        numbers = [n for n, a in enumerate(self.acts[:-1]) if _matches(a, wanted)]
        if numbers:
            del self.acts[numbers[-1] if "by" not in wanted else numbers[0]]
            return
        signer = wanted.pop("by", "")
        acts = [a for a in self.acts[:-1] if _matches(a, wanted)]
        if not signer or not acts:
            raise ScenarioFault(f"没有与{selector}相符的行为。")
        for act in acts:  # one row of an act done by a whole group
            act.data["left_out"] = [signer]

    def _move(self, act: Act, change: dict[str, Any]) -> None:
        """Let an act happen on another day: what comes before that day happens first."""
        moved = change.pop("on", None) or (change.get("set") or {}).get("on")
        if moved is None:
            return
        if "set" in change:
            change["set"] = {k: v for k, v in change["set"].items() if k != "on"}
        attempted = self.acts[-1]
        act.on = day(moved)
        if act is not attempted:
            rest = [a for a in self.acts[:-1] if a is not act]
            if act.on <= attempted.on:
                rest = _inserted(rest, act)
            self.acts = [*rest, attempted]
        elif act.on >= self.scenario.acts[self.target].on:
            self.acts[-1:] = [*(a for a in self.later if a.on <= act.on), act]
        else:
            self.acts = [*(a for a in self.acts[:-1] if a.on <= act.on), act]

    def _change(self, act: Act, change: dict[str, Any]) -> None:
        change |= change.pop("set", None) or {}
        for key in change.pop("drop_keys", []):
            _blank(act.data, key)
        if "drop_signer" in change:
            self._drop_signer(act, change.pop("drop_signer"))
        if "add_item" in change:
            _add_item(act.data, change.pop("add_item"))
        act.by = change.pop("by", act.by)
        key = next((k for k in _SELECTORS if k in change), None)
        if key is not None and self._change_row(act, key, change):
            return
        city = {k for k in change if k in self.scenario.raw["city"]}
        if city and not any(_holders(act.data, k) for k in city):
            self.city = {k: change.pop(k) for k in city}
        for name, value in change.items():
            _set(act.data, name, value)

    def _drop_signer(self, act: Act, signer: str) -> None:
        if any(act.data.get(k) for k in _SIGNERS) or act.name in ("sign_agreement",):
            _leave_out(act, signer)
        else:
            self._drop_act({"act": "sign_agreement", "by": signer})

    def _change_row(self, act: Act, key: str, change: dict[str, Any]) -> bool:
        """Apply a change of one row, in the act's data or else in the file's own tables."""
        wanted = change[key]
        rest = {k: v for k, v in change.items() if k != key}
        rows = _rows_with(act.data, key, wanted)
        if rows and rest and "column" not in rest:
            rows[0] |= rest
            return True
        tables = [t for t in _tables(act.data.get("rows")) if "column" not in rest]
        if key == "worker" and tables:
            value = next(iter(rest.values()))
            tables[0].setdefault("except", []).append({"worker": wanted, "value": value})
            return True
        if key not in _TABLES or not rest:
            return False
        name, columns, entered_by = _TABLES[key]
        raw = copy.deepcopy(self.scenario.raw)
        row = next((r for r in raw.get(name) or [] if wanted in [r.get(c) for c in columns]), None)
        if row is None:
            return False
        if "column" in rest:
            rest = {rest["column"]: rest["value"]}
        for column, value in rest.items():
            _put(row, column, value)
        self.scenario = Scenario(self.scenario.id, self.scenario.title, raw, self.scenario.acts)
        self.entered_by = entered_by
        return True


def _after(scenario: Scenario, on: date) -> int:
    """Return the number of the first act later than `on`."""
    return next((n for n, a in enumerate(scenario.acts) if a.on > on), len(scenario.acts))


def _inserted(acts: list[Act], act: Act) -> list[Act]:
    place = next((n for n, a in enumerate(acts) if a.on > act.on), len(acts))
    return [*acts[:place], act, *acts[place:]]


def _selector(value: Any) -> dict[str, Any]:
    """Return a selector as a mapping; a bare word is the name of an act or who does it."""
    if isinstance(value, dict):
        return dict(value)
    return {"act": value}


def _matches(act: Act, selector: dict[str, Any]) -> bool:
    for key, value in selector.items():
        if key == "act" and act.name != value:
            return False
        if key == "by" and act.by != value:
            return False
        if key == "on" and act.on != day(value):
            return False
        if key == "with" and any(act.data.get(k) != v for k, v in value.items()):
            return False
        if key not in ("act", "by", "on", "with") and act.data.get(key) != value:
            return False
    return True


def _find(acts: list[Act], selector: Any) -> int:
    wanted = _selector(selector)
    for number, act in enumerate(acts):
        if _matches(act, wanted):
            return number
    raise ScenarioFault(f"没有与{selector}相符的行为。")


def place_of(scenario: Scenario, selector: Any) -> int:
    """
    Return the number of the act up to which a variant keeps the replay.

    `selector` is a mapping, the number or name of an act (the last of that name), or a day (the
    last act of that day or before).

    Raises:
        ScenarioFault: no such act.
    """
    if isinstance(selector, dict):
        return _find(scenario.acts, selector)
    if isinstance(selector, int):
        found = [selector - 1] if 0 < selector <= len(scenario.acts) else []
    else:
        found = [n for n, a in enumerate(scenario.acts) if a.name == selector]
        if not found and str(selector)[:1].isdigit():
            found = [n for n, a in enumerate(scenario.acts) if a.on <= day(selector)]
    if not found:
        raise ScenarioFault(f"没有与{selector}相符的行为。")
    return found[-1]


def _target(scenario: Scenario, entry: dict[str, Any], change: dict[str, Any]) -> int | None:
    """Return the number of the act the attempt varies."""
    select = entry.get("select")
    if isinstance(select, str):
        select = {"by": select}
    wanted = {"act": entry["attempt"], **(select if isinstance(select, dict) else {})}
    found = [n for n, act in enumerate(scenario.acts) if _matches(act, wanted)]
    if not found:
        if select:
            raise ScenarioFault(f"没有与{select}相符的行为{entry['attempt']}。")
        return None
    if isinstance(select, int):
        return found[select - 1]
    if "on" in entry and "on" not in change:
        same_day = [n for n in found if scenario.acts[n].on == day(entry["on"])]
        found = same_day or found
    holding = [n for n in found if _holds(scenario.acts[n], change)]
    signing = [n for n in found if scenario.acts[n].by == change.get("drop_signer", "")]
    return (signing or holding or found)[0]


def _holds(act: Act, change: dict[str, Any]) -> bool:
    """Tell whether an act has the row a change speaks of."""
    key = next((k for k in _SELECTORS if k in change), None)
    if key is None:
        return True
    return bool(_rows_with(act.data, key, change[key]))


def _rows_with(data: Any, key: str, value: Any) -> list[dict]:
    """Return the mappings in which `key` is `value`, rows of a list before the act itself."""
    found: list[dict] = []
    if isinstance(data, dict):
        for inner in data.values():
            found += _rows_with(inner, key, value)
        if data.get(key) == value:
            found.append(data)
    elif isinstance(data, list):
        for inner in data:
            found += _rows_with(inner, key, value)
    return found


def _tables(rows: Any) -> list[dict]:
    """Return the tables by column among an act's rows."""
    rows = rows if isinstance(rows, list) else [rows]
    return [r for r in rows if isinstance(r, dict) and "roster_column" in r]


def _holders(data: Any, key: str) -> list[dict]:
    """Return every mapping that has `key`, the outermost first."""
    if isinstance(data, list):
        return [d for inner in data for d in _holders(inner, key)]
    if not isinstance(data, dict):
        return []
    inside = [d for inner in data.values() for d in _holders(inner, key)]
    return [data, *inside] if key in data else inside


def _set(data: dict[str, Any], key: str, value: Any) -> None:
    """Set a key where the act has it; mappings are merged, so that a part may be named alone."""
    if "." in key:
        _put(data, key, value)
        return
    holder = next(iter(_holders(data, key)), data.get("terms", data))
    old = holder.get(key)
    if isinstance(old, dict) and isinstance(value, dict):
        for name, inner in value.items():
            old[name] = inner
    else:
        holder[key] = value


def _put(row: Any, path: str, value: Any) -> None:
    """Set a value by its path: `rate`, `periods.1.qty`; list places count from 1."""
    *parents, last = path.split(".")
    for part in parents:
        row = row[int(part) - 1] if isinstance(row, list) else row[part]
    if isinstance(row, list):
        row[int(last) - 1] = value
    else:
        row[last] = value


def _blank(data: dict[str, Any], key: str) -> None:
    """Leave a field of the act empty, as a user would."""
    for holder in _holders(data, key)[:1]:
        value = holder[key]
        holder[key] = type(value)() if isinstance(value, str | list | dict | bool) else None


def _leave_out(act: Act, signer: str) -> None:
    """Take one person out of every list of the act; a group leaves them out by name."""
    number = str(signer).rpartition("_")[2]
    gone = {signer, int(number)} if number.isdigit() else {signer}
    for name in _SIGNERS:
        value = act.data.get(name)
        if isinstance(value, list):
            act.data[name] = [v for v in value if isinstance(v, dict) or v not in gone]
    act.data["left_out"] = [signer]


def _add_item(data: dict[str, Any], item: Any) -> None:
    """Append to the list of the act that holds things of the same kind."""
    if isinstance(item, dict) and len(item) == 1:
        name, value = next(iter(item.items()))
        lists = [h[name] for h in _holders(data, name) if isinstance(h[name], list)]
        if lists:
            lists[0].append(value)
            return
    best, likeness = None, -1
    for values in _lists(data):
        if isinstance(item, dict):
            alike = max((len(item.keys() & v) for v in values if isinstance(v, dict)), default=-1)
        else:
            alike = sum(isinstance(v, type(item)) for v in values) or -1
        if alike > likeness:
            best, likeness = values, alike
    if best is None:
        raise ScenarioFault(f"没有可以加入{item}的列表。")
    best.append(item)


def _lists(data: Any) -> list[list]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    found = [data] if isinstance(data, list) else []
    return found + [values for value in inner for values in _lists(value)]
