"""The statutes the system rests on, and every provision it applies."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from law.data import read

Use = Literal["clock", "admissibility", "document", "permission", "calculation"]
Mark = Literal["E", "F", "P", "B", "N", "M"]

USES: Mapping[Use, str] = MappingProxyType(
    {
        "clock": "期限",
        "admissibility": "受理条件",
        "document": "文书",
        "permission": "权限",
        "calculation": "计算",
    }
)
MARKS: Mapping[Mark, str] = MappingProxyType(
    {
        "E": "已与2025年4月版本逐字核对",
        "F": "已通读2026年9月现行文本",
        "P": "已与政策文件逐字核对",
        "B": "仅见公布页面的开头",
        "N": "仅见新闻报道，使用前须核实",
        "M": "未见文本，使用前须核实",
    }
)
VERIFIED_MARKS: frozenset[Mark] = frozenset({"E", "F", "P", "B"})

_PLACE = re.compile(
    r"(?P<article>\d+)(?P<inserted>之[一二三四五六七八九十])?"
    r"(?:\((?P<paragraph>\d+)\))?(?:\((?P<item>[一二三四五六七八九十]+)\))?"
)


@dataclass(frozen=True)
class Statute:
    """
    One enactment in the edition the provisions were taken from.

    `name` stands between 《》 in a citation unless it is not a title (`titled`), as with policy
    papers known by their number or place; `full_name` is the name an official paper prints.
    `checked` says which state of the text the wording was compared with.
    """

    key: str
    name: str
    full_name: str
    edition: str
    effective_on: date | None
    checked: str
    titled: bool = True


@dataclass(frozen=True)
class Article:
    """
    One provision and what it does here.

    `place` is written `85(2)` for 第八十五条第二款, `9(一)` for an item; None: the whole document.
    `confirm` is what the centre has to settle before first use.
    """

    id: str
    layer: str
    statute: str
    place: str | None
    quote: str | None
    mark: Mark
    use: Use
    title: str
    effect: str
    note: str | None = None
    confirm: str | None = None

    @property
    def verified(self) -> bool:
        return self.mark in VERIFIED_MARKS


@cache
def statutes() -> Mapping[str, Statute]:
    """By key: LDZ, MSS, TL …"""
    return MappingProxyType(
        {
            row["key"]: Statute(
                key=row["key"],
                name=row["name"],
                full_name=row.get("full_name", row["name"]),
                edition=row["edition"],
                effective_on=(
                    date.fromisoformat(row["effective_on"]) if row.get("effective_on") else None
                ),
                checked=row["checked"],
                titled=row.get("titled", True),
            )
            for row in read("statutes")
        }
    )


@cache
def _articles() -> Mapping[str, Article]:
    return MappingProxyType({row["id"]: Article(**row) for row in read("articles")})


def all_articles() -> tuple[Article, ...]:
    """Every provision, in the order of the printed table."""
    return tuple(_articles().values())


def article(id: str) -> Article:
    """Raises KeyError for an unknown id."""
    return _articles()[id]


def cite(id: str, *, full: bool = False) -> str:
    """《民事诉讼法》第二百零五条; with `full`, the name an official paper prints."""
    provision = article(id)
    statute = statutes()[provision.statute]
    name = statute.full_name if full else statute.name
    return (f"《{name}》" if statute.titled else name) + _place_in_words(provision.place)


def cite_all(ids: Iterable[str]) -> str:
    """《民事诉讼法》第二百零六条、第二百五十条: the name once for provisions that follow each other."""
    cited: list[str] = []
    last = None
    for id in {cite(id): id for id in ids}.values():
        statute = article(id).statute
        place = _place_in_words(article(id).place)
        # Policy papers have no title to lean on, and a whole document has no place.
        repeated = statute == last and statutes()[statute].titled and place
        cited.append(place if repeated else cite(id))
        last = statute
    return "、".join(cited)


def number_in_words(number: int) -> str:
    """1 to 999 as article numbers are written: 十二, 一百零一, 二百零五, 二百七十六."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and units:
        words += "零"
    return words + (digits[units] if units else "")


def _place_in_words(place: str | None) -> str:
    if place is None:
        return ""
    parts = re.split(r"([–、])", place)
    words = [_single_place(part) if part not in "–、" else part for part in parts]
    return "".join(words).replace("–", "至")


def _single_place(place: str) -> str:
    """A place that is not an article number stands as written, as policy papers number freely."""
    found = _PLACE.fullmatch(place)
    if not found:
        return place
    words = f"第{number_in_words(int(found['article']))}条{found['inserted'] or ''}"
    if found["paragraph"]:
        words += f"第{number_in_words(int(found['paragraph']))}款"
    if found["item"]:
        words += f"第（{found['item']}）项"
    return words
