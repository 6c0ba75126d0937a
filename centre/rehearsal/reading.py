"""Loading a scenario file and the small conventions of its format (docs/scenarios.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from law.money import NotAnAmount, fen

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_KEYS = {"on", "act", "by", "with"}


class ScenarioFault(Exception):
    """The file is not a scenario; the message says where and why, in Chinese."""


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
    if not raw["acts"]:
        raise ScenarioFault(f"{path.name}没有任何行为。")
    _refuse_floats(raw, path.name)
    return Scenario(raw["id"], raw["title"], raw, parse_acts(raw["acts"]))


def parse_acts(rows: Iterable[Mapping[str, Any]]) -> list[Act]:
    """
    Return the acts in order.

    Raises:
        ScenarioFault: an act that has not exactly its four keys.
    """
    acts = []
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise ScenarioFault(f"第{place}步不是行为。")
        if True in row:
            raise ScenarioFault(f"第{place}步的键 on 须加引号：YAML 把不加引号的 on 读成“是”。")
        missing = _KEYS - set(row)
        if missing:
            raise ScenarioFault(f"第{place}步缺少{'、'.join(sorted(missing))}。")
        if set(row) - _KEYS:
            extra = "、".join(sorted(map(str, set(row) - _KEYS)))
            raise ScenarioFault(f"第{place}步多出{extra}；行为只有 on、act、by、with 四个键。")
        by = row["by"]
        acts.append(
            Act(
                day(row["on"]),
                row["act"],
                by[0] if isinstance(by, list) and by else by,
                dict(row["with"] or {}),
                place,
            )
        )
    return acts


def _refuse_floats(value: Any, where: str) -> None:
    if isinstance(value, float) and not where.endswith(".percent"):
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


def money(text: Any) -> int:
    """
    Return fen; money in a scenario is a quoted decimal string in yuan.

    Raises:
        ScenarioFault: a bare number, or not an amount.
    """
    if not isinstance(text, str):
        raise ScenarioFault(f"金额“{text}”应写成带引号的文字。")
    try:
        return fen(text)
    except NotAnAmount as error:
        raise ScenarioFault(f"{error}。") from error
