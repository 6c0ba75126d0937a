"""
What a printed formula comes to: 6600.00元/月÷21.75日×2×9日 is 5,462.07 yuan.

A formula is tied to the facts it rests on by naming them, {E6}元/月÷21.75日×2×{E10}日, so that
another finding gives another sum without anybody typing it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from law.money import half_up

_RATE = re.compile(r"元[/／](?:个?月|日|天|小时|时|件|米|平方米|立方米|吨|人)")
_DAYS_PER = re.compile(r"(?<=[日天时])[/／](?:个?月|日|天)")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?[%％]?)|(?P<sign>[-+*/()×÷＋－\u2212\uff0a／（）])|(?P<word>[\u4e00-\u9fff\s]+)"
)
_SIGNS = str.maketrans("×÷＋－\u2212\uff0a／（）", "*/+--*/()")


class NotAFormula(ValueError):
    """The text cannot be worked out; the message says why, in Chinese."""


def worth_fen(formula: str) -> int:
    """
    The formula's result in fen, rounded half up once, at the end.

    Units and words are skipped: the formula reads as it is printed. A rate that was rounded before
    it was multiplied stands in the formula as the rounded number.

    Raises:
        NotAFormula: it is empty, unbalanced, divides by zero or holds what is no number.
    """
    tokens = list(_tokens(formula))
    if not tokens:
        raise NotAFormula("算式没有数字")
    value, rest = _sum(tokens)
    if rest:
        raise NotAFormula(f"算式在“{rest[0]}”处不能继续计算")
    return half_up(value * 100)


def reproduces(formula: str, fen: int) -> bool:
    """
    Whether a printed calculation comes to the amount, rounded at the end or summand by summand.

    Words that are no calculation (见工资明细) contradict no amount.
    """
    if "×" not in formula:
        return True
    try:
        return fen in (worth_fen(formula), sum(map(worth_fen, re.split("[＋+]", formula))))
    except NotAFormula:
        return True


def _tokens(formula: str) -> Iterator[str]:
    text = _DAYS_PER.sub("", _RATE.sub("", formula))
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if not found:
            raise NotAFormula(f"算式中有不能计算的字符“{text[place]}”")
        if found["number"]:
            yield found["number"].replace("％", "%")
        elif found["sign"]:
            yield found["sign"].translate(_SIGNS)
        place = found.end()


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        sign, (term, after) = rest[0], _product(rest[1:])
        value, rest = (value + term if sign == "+" else value - term), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _number(tokens)
    while rest and rest[0] in "*/":
        sign, (factor, after) = rest[0], _number(rest[1:])
        if sign == "/" and not factor:
            raise NotAFormula("算式中除数为零")
        value, rest = (value * factor if sign == "*" else value / factor), after
    return value, rest


def _number(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if not tokens:
        raise NotAFormula("算式不完整")
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        value, rest = _sum(rest)
        if not rest or rest[0] != ")":
            raise NotAFormula("算式的括号不成对")
        return value, rest[1:]
    if not first[0].isdigit():
        raise NotAFormula(f"算式在“{first}”处缺少数字")
    if first.endswith("%"):
        return Fraction(first[:-1]) / 100, rest
    return Fraction(first), rest


_PLACE = re.compile(r"\{(E\d{1,2})\}")
_NUMBER = re.compile(r"(?<![\d.{E])\d+(?:\.\d+)?(?![\d.%％}])")
_VALUE = re.compile(r"(\d+(?:\.\d+)?)[^\d.]*")


def tie(formula: str, values: Mapping[str, str]) -> str:
    """
    The formula with the facts it holds named: 6600.00×4 with E6=6600.00 is {E6}×4.

    A fact is named only where its number stands exactly once and no other fact has the same
    number; the rest stays as written, because nobody can tell what it counts.
    """
    known = {code: number for code, text in values.items() if (number := number_of(text))}
    for code, number in known.items():
        same = [other for other in known.values() if other == number]
        places = [m for m in _NUMBER.finditer(formula) if Decimal(m[0]) == number]
        if len(same) == 1 and len(places) == 1:
            place = places[0]
            formula = f"{formula[: place.start()]}{{{code}}}{formula[place.end() :]}"
    return formula


def fill(tied: str, values: Mapping[str, str]) -> str:
    """
    The formula with the numbers of its facts, as it is printed and reckoned.

    Raises:
        NotAFormula: a fact it names has no value, or one that is no number.
    """

    def number(place: re.Match[str]) -> str:
        found = _VALUE.fullmatch(values.get(place[1], "").strip())
        if not found:
            raise NotAFormula(f"算式所依的要素{place[1]}没有可以计算的数值")
        return found[1]

    return _PLACE.sub(number, tied)


def facts_named(tied: str) -> list[str]:
    """The codes a tied formula names, in the order of their first place."""
    return list(dict.fromkeys(_PLACE.findall(tied)))


def number_of(text: str) -> Decimal | None:
    """The number a fact's value says, 9 or 9天; None for what is no single number."""
    found = _VALUE.fullmatch(text.strip())
    return Decimal(found[1]) if found else None
