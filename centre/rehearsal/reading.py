"""Loading a scenario file and the small conventions of its format (docs/scenarios.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from law.money import fen


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ScenarioFault(Exception):
    """The file is not a scenario; the message says where and why, in Chinese."""


class ActNotBuilt(Exception):
    """The act belongs to a part of the system that does not exist yet."""

    def __init__(self, act: str, detail: str = "") -> None:
        super().__init__(f"行为“{act}”尚未实现" + (f"（{detail}）" if detail else ""))


@dataclass
class Act:
    """One act of a scenario: its day, name, actor key and data."""

    on: date
    name: str
    by: str
    data: dict[str, Any]
    place: int

    @property
    def documents(self) -> list[str]:
        return list(self.data.get("documents", []))

    @property
    def label(self) -> str:
        return f"第{self.place}步 {self.on:%Y-%m-%d} {self.name}（{self.by}）"


@dataclass
class Scenario:
    """A loaded file; `raw` keeps every top-level key as it stands."""

    id: str
    title: str
    raw: dict[str, Any]
    acts: list[Act]

    def get(self, key: str, default: Any = None) -> Any:
        return self.raw.get(key, default)

    @property
    def expected(self) -> dict[str, Any]:
        return self.raw.get("expected", {})

    def worker_row(self, no: int) -> dict[str, Any]:
        for row in self.raw.get("workers", []):
            if row["no"] == no:
                return row
        raise ScenarioFault(f"花名册中没有第{no}行。")


def load(path: Path) -> Scenario:
    """
    Read one scenario.

    Raises:
        ScenarioFault: not readable, not YAML, a float anywhere, a required key or an act's part
            missing.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise ScenarioFault(f"无法读取{path.name}：{error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScenarioFault(f"{path.name}不是有效的 YAML 文件：{error}") from error
    if not isinstance(raw, dict):
        raise ScenarioFault(f"{path.name}不是情景文件。")
    for key in ("id", "title", "city", "staff", "parties", "acts"):
        if key not in raw:
            raise ScenarioFault(f"{path.name}缺少“{key}”。")
    _refuse_floats(raw, path.name)
    return Scenario(raw["id"], raw["title"], raw, parse_acts(raw["acts"]))


def parse_acts(rows: Iterable[Mapping[str, Any]]) -> list[Act]:
    acts = []
    for place, row in enumerate(rows, start=1):
        missing = {"on", "act", "by", "with"} - set(row)
        if missing:
            raise ScenarioFault(f"第{place}步缺少{'、'.join(sorted(missing))}。")
        acts.append(Act(day(row["on"]), row["act"], row["by"], dict(row["with"]), place))
    return acts


def _refuse_floats(value: Any, where: str) -> None:
    if isinstance(value, float):
        raise ScenarioFault(f"{where}是浮点数；金额和数量应写成带引号的文字。")
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_floats(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _refuse_floats(inner, f"{where}[{place}]")


def day(text: str) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError as error:
        raise ScenarioFault(f"“{text}”不是日期。") from error


def money(text: str) -> int:
    """Return fen; money in a scenario is a quoted decimal string in yuan."""
    return fen(str(text))
