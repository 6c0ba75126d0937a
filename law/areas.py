"""Local numbers: which layer's value holds on a day, and which the centre has to confirm first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from law.data import read
from law.money import fen
from law.statutes import article

Kind = Literal["money", "ratio", "integer", "text", "choice"]
Status = Literal["verified", "待核定"]
Value = int | Decimal | str


@dataclass(frozen=True)
class Profile:
    """
    The layers of law in force at the centre, the widest first.

    `prefix` begins the suggested numbers (示农薪调字) until a centre settles its own.
    """

    layers: tuple[str, ...] = ("国家", "河北省", "保定市")
    prefix: str = "示"

    def holds(self, rule: str) -> bool:
        """Whether a provision applies here; those of other places are kept for comparison."""
        return article(rule).layer in self.layers


@dataclass(frozen=True)
class ParameterValue:
    """money is fen, ratio a Decimal, integer an int, text and choice a str."""

    value: Value
    layer: str
    source: str
    status: Status
    effective_from: date | None


@dataclass(frozen=True)
class ShippedValue:
    """What the system brings along at one layer; a 待核定 value is a starting value or None."""

    layer: str
    status: Status
    source: str
    value: Value | None
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True)
class Parameter:
    """
    One local number.

    `layer` is where it is set; `minimum` and `maximum` bound what may be entered, in the same
    form as the value.
    """

    code: str
    title: str
    kind: Kind
    layer: str
    rules: tuple[str, ...]
    values: tuple[ShippedValue, ...]
    choices: Mapping[str, str]
    minimum: Value | None = None
    maximum: Value | None = None

    def parse(self, text: str) -> Value:
        """
        The value a person wrote, money in yuan.

        Raises:
            ValueError: it is none, or outside the bounds; the message is Chinese.

        """
        value = _parse(self.kind, text)
        if self.kind == "choice" and value not in self.choices:
            raise ValueError(f"“{self.title}”没有这个选项：{text}")
        if isinstance(value, int | Decimal):
            if isinstance(self.minimum, int | Decimal) and value < self.minimum:
                raise ValueError(f"“{self.title}”低于规定的下限")
            if isinstance(self.maximum, int | Decimal) and value > self.maximum:
                raise ValueError(f"“{self.title}”高于规定的上限")
        return value


class ParameterUnconfirmed(Exception):
    """A case would rest on a number the centre has not confirmed."""

    def __init__(self, code: str, title: str) -> None:
        self.code = code
        self.title = title
        super().__init__(f"“{title}”尚未核定。请先在“参数”中录入数值、依据和生效日期，再继续办理。")


@cache
def parameters() -> Mapping[str, Parameter]:
    """By code."""
    return MappingProxyType({row["code"]: _parameter(row) for row in read("parameters")})


def lookup(
    code: str,
    on: date,
    profile: Profile,
    confirmed: Mapping[str, Sequence[Mapping[str, Any]]],
) -> ParameterValue:
    """
    The value in force on a day: the narrowest layer's, and the centre's own before a shipped one.

    `confirmed` maps a code to {value, from, to, source, confirmed_by, confirmed_on} and, where it
    is not the parameter's own, `layer`; values and days may be text. Of several the latest wins.

    Raises:
        ParameterUnconfirmed: nothing verified or confirmed holds on that day.
        KeyError: there is no such parameter.

    """
    parameter = parameters()[code]
    for layer in reversed(profile.layers):
        entered = _confirmed(parameter, on, layer, confirmed.get(code, ()))
        if entered is not None:
            return entered
        shipped = [
            value
            for value in parameter.values
            if value.layer == layer and _holds(on, value.effective_from, value.effective_to)
        ]
        for value in shipped:
            if value.status == "待核定" or value.value is None:
                raise ParameterUnconfirmed(code, parameter.title)
            return ParameterValue(
                value.value, layer, value.source, value.status, value.effective_from
            )
    raise ParameterUnconfirmed(code, parameter.title)


def _confirmed(
    parameter: Parameter, on: date, layer: str, entries: Sequence[Mapping[str, Any]]
) -> ParameterValue | None:
    holding = [
        entry
        for entry in entries
        if entry.get("layer", parameter.layer) == layer
        and _holds(on, _day(entry.get("from")), _day(entry.get("to")))
    ]
    if not holding:
        return None
    entry = max(holding, key=lambda entry: _day(entry.get("from")) or date.min)
    value = entry["value"]
    if isinstance(value, str):
        value = parameter.parse(value)
    return ParameterValue(value, layer, entry["source"], "verified", _day(entry.get("from")))


def _holds(on: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _parse(kind: Kind, text: str) -> Value:
    text = text.strip()
    if not text:
        raise ValueError("参数值不能为空")
    if kind == "money":
        return fen(text)
    if kind == "ratio":
        number = text.removesuffix("%")
        if not re.fullmatch(r"\d+(\.\d+)?", number, re.ASCII):
            raise ValueError(f"不是比例：{text}")
        return Decimal(number) / (100 if number != text else 1)
    if kind == "integer":
        if not (text.isascii() and text.isdigit()):
            raise ValueError(f"不是非负整数：{text}")
        return int(text)
    return text


def _parameter(row: Mapping[str, Any]) -> Parameter:
    kind: Kind = row["kind"]

    def parsed(text: str | None) -> Value | None:
        return None if text is None else _parse(kind, text)

    return Parameter(
        code=row["code"],
        title=row["title"],
        kind=kind,
        layer=row["layer"],
        rules=tuple(row["rules"]),
        values=tuple(
            ShippedValue(
                layer=value.get("layer", row["layer"]),
                status=value["status"],
                source=value["source"],
                value=parsed(value.get("value")),
                effective_from=_day(value.get("effective_from")),
                effective_to=_day(value.get("effective_to")),
            )
            for value in row["values"]
        ),
        choices=MappingProxyType(row.get("choices", {})),
        minimum=parsed(row.get("minimum")),
        maximum=parsed(row.get("maximum")),
    )
