"""A page as draw operations, and the column of text that is being filled on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from documents.layout.reading import Borders, Picture
from documents.layout.text import Ink, Line

TOLERANCE = 0.05


class Text(NamedTuple):
    """Drawn at a baseline; all lengths in points from the upper left corner of the page."""

    x: float
    y: float
    text: str
    ink: Ink
    gap: float


class Rule(NamedTuple):
    """A line, horizontal or vertical."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str


class Fill(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    colour: str


class Placed(NamedTuple):
    x: float
    y: float
    picture: Picture


class Heading(NamedTuple):
    """A heading of the outline; its text on this page is ``texts[first:last]``."""

    level: int
    words: str
    y: float
    first: int
    last: int


@dataclass(slots=True)
class Page:
    width: float
    height: float
    number: int
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Placed] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)

    def draw(self, line: Line, x: float, y: float) -> None:
        """The line with its upper left corner at (x, y)."""
        baseline = y + line.baseline
        for segment in line.segments:
            place = x + segment.x
            self.texts.append(Text(place, baseline, segment.text, segment.ink, segment.gap))
        for start, end, ink in line.underlines:
            at = baseline + ink.size * 0.12
            self.rules.append(Rule(x + start, at, x + end, at, ink.size / 18, ink.colour))
        for start, picture in line.pictures:
            self.pictures.append(Placed(x + start, baseline - picture.height, picture))

    def frame(self, box: tuple[float, float, float, float], sides: Borders) -> None:
        """The four lines of a cell whose box is (left, top, right, bottom)."""
        left, top, right, bottom = box
        for side, ends in (
            ("top", (left, top, right, top)),
            ("bottom", (left, bottom, right, bottom)),
            ("left", (left, top, left, bottom)),
            ("right", (right, top, right, bottom)),
        ):
            border = sides.get(side)
            if border:
                self.rules.append(Rule(*ends, border.width, border.colour))

    def joined_rules(self) -> list[Rule]:
        """The lines with those that continue or repeat each other made one."""
        # Cells that touch say the same line twice; others are the same only when rounded.
        joined: list[_Stretch] = []
        for stretch in sorted(set(map(_stretch, set(self.rules)))):
            last = joined[-1] if joined else None
            if last and last.track == stretch.track and stretch.start <= last.end + TOLERANCE:
                joined[-1] = last._replace(end=max(last.end, stretch.end))
            else:
                joined.append(stretch)
        return [stretch.rule for stretch in joined]


class _Stretch(NamedTuple):
    """A line as a part of the endless one it lies on: (is flat, where, width, colour)."""

    track: tuple[bool, float, float, str]
    start: float
    end: float

    @property
    def rule(self) -> Rule:
        (is_flat, at, width, colour), start, end = self
        if is_flat:
            return Rule(start, at, end, at, width, colour)
        return Rule(at, start, at, end, width, colour)


def _stretch(rule: Rule) -> _Stretch:
    x1, y1, x2, y2, width, colour = rule
    is_flat = round(y1, 2) == round(y2, 2)
    at, start, end = (y1, x1, x2) if is_flat else (x1, y1, y2)
    track = (is_flat, round(at, 2), round(width, 2), colour)
    return _Stretch(track, round(start, 2), round(end, 2))


@dataclass(slots=True)
class Column:
    """
    Where the next line goes.

    ``after`` is the space the last paragraph asks for below it: the larger of it and the next
    paragraph's own space counts.
    """

    page: Page
    left: float
    width: float
    top: float
    bottom: float
    turn: Callable[[], None]
    y: float = 0.0
    after: float = 0.0
    at_top: bool = True

    @property
    def room(self) -> float:
        return self.bottom - self.y + TOLERANCE

    @property
    def whole(self) -> float:
        return self.bottom - self.top + TOLERANCE

    def begin(self, page: Page) -> None:
        self.page, self.y, self.after, self.at_top = page, self.top, 0.0, True
