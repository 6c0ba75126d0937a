"""How money, days and people are written on a page, and the geometry of its small drawings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Literal

from django import template
from django.template import Context
from django.utils import timezone

from law import identity, money, statutes
from law.calendar import WEEKDAYS, in_words

register = template.Library()

Level = Literal["calm", "soon", "today", "over"]
SOON_DAYS = 3
COUNT_CAP = 200
BAR_WIDTH = 1000


@register.filter
def fen(amount_fen: int | None) -> str:
    """`6,010.00`; a dash where there is no amount, which is not the same as 0.00."""
    return "—" if amount_fen is None else money.grouped(amount_fen)


@register.filter
def fen_upper(amount_fen: int) -> str:
    return money.upper(amount_fen)


@register.filter
def cn_date(day: date | None) -> str:
    """`2026年2月13日 周五`; of a moment, its day in the office's time zone."""
    if day is None:
        return "—"
    day = _local_day(day)
    return f"{in_words(day)} 周{WEEKDAYS[day.weekday()]}"


@register.filter
def short_date(day: date | None) -> str:
    """`2026-02-13`, for tables."""
    return "—" if day is None else _local_day(day).isoformat()


@register.filter
def mask_id(number: str | None) -> str:
    return identity.mask_id(number or "")


@register.filter
def mask_phone(phone: str | None) -> str:
    return identity.mask_phone(phone or "")


@register.filter
def mask_account(account: str | None) -> str:
    return identity.mask_account(account or "")


@register.filter
def cite(article_id: str) -> str:
    return statutes.cite(article_id)


@register.filter
def capped(count: int) -> str:
    """A tab's count: exact up to the cap, `200+` above, so that no list has to be counted out."""
    return str(count) if count <= COUNT_CAP else f"{COUNT_CAP}+"


@dataclass(frozen=True)
class DaysLeft:
    """How far off a last day is; as text, the words."""

    days: int

    @property
    def level(self) -> Level:
        if self.days < 0:
            return "over"
        if self.days == 0:
            return "today"
        return "soon" if self.days <= SOON_DAYS else "calm"

    @property
    def words(self) -> str:
        if self.days < 0:
            return f"已超{-self.days}天"
        return f"还有{self.days}天" if self.days else "今天到期"

    def __str__(self) -> str:
        return self.words


@register.simple_tag(takes_context=True)
def days_left(context: Context, due_on: date) -> DaysLeft:
    """Counted from the page's `today`."""
    return DaysLeft((_local_day(due_on) - context["today"]).days)


@dataclass(frozen=True)
class BarPart:
    """A stretch of a bar, in units of which the whole bar has `BAR_WIDTH`."""

    x: int
    width: int


@register.simple_tag
def bar_parts(*amounts: int) -> list[BarPart]:
    """The parts of a bar in proportion to the amounts, in their order, together the whole width."""
    if not any(amounts):
        return [BarPart(0, 0) for _ in amounts]
    widths = money.largest_remainder(BAR_WIDTH, amounts)
    starts = accumulate(widths[:-1], initial=0)
    return [BarPart(x, width) for x, width in zip(starts, widths, strict=True)]


BOX_WIDTH = 288
BOX_LINE = 20
BOX_PADDING = 34
NAME_LENGTH = 18
GAP = 56
BYPASS_X = 520
BYPASS_STEP = 16
CHAIN_WIDTH = 800


@dataclass(frozen=True)
class Box:
    """One party of the chain; `lines` are its name cut to the box's width."""

    y: int
    height: int
    role: str
    lines: Sequence[tuple[int, str]]
    liable: bool

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Arrow:
    """`path` is an SVG path; the two lines of text stand to the right of (`x`, `y`)."""

    path: str
    x: int
    y: int
    words: str
    article: str


@dataclass(frozen=True)
class ChainDrawing:
    height: int
    boxes: Sequence[Box]
    arrows: Sequence[Arrow] = field(default_factory=tuple)
    width: int = CHAIN_WIDTH
    box_width: int = BOX_WIDTH


@register.simple_tag
def chain_drawing(nodes: Sequence[Mapping], edges: Sequence[Mapping]) -> ChainDrawing:
    """
    The liability chain from top to bottom; an edge that skips a party runs beside the boxes.

    `nodes`: mappings with `role`, `name`, `liable` (has to pay). `edges`: mappings with `source`
    and `target` (positions in `nodes`), `words` (先行清偿) and `article` (an article's id or "").
    """
    boxes: list[Box] = []
    y = 1
    for node in nodes:
        name = str(node["name"])
        rows = [name[at : at + NAME_LENGTH] for at in range(0, len(name), NAME_LENGTH)]
        lines = [(y + BOX_PADDING + 8 + BOX_LINE * at, row) for at, row in enumerate(rows)]
        height = BOX_PADDING + BOX_LINE * len(rows)
        boxes.append(Box(y, height, str(node["role"]), lines, bool(node.get("liable"))))
        y += height + GAP
    bypasses = 0
    arrows = []
    for edge in edges:
        source, target = boxes[edge["source"]], boxes[edge["target"]]
        words, article = edge["words"], edge.get("article", "")
        if edge["target"] - edge["source"] == 1:
            x = BOX_WIDTH // 2
            path = f"M{x} {source.bottom}V{target.y - 2}"
            label = (x + 16, source.bottom + GAP // 2 - 4)
        else:
            x = BYPASS_X + BYPASS_STEP * bypasses
            bypasses += 1
            path = f"M{BOX_WIDTH} {source.middle}H{x}V{target.middle}H{BOX_WIDTH + 2}"
            label = (x + 16, (source.middle + target.middle) // 2 - 4)
        arrows.append(Arrow(path, *label, words, statutes.cite(article) if article else ""))
    return ChainDrawing(max(y - GAP, 0) + 1, boxes, arrows)


def _local_day(day: date) -> date:
    if isinstance(day, datetime):
        return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day
