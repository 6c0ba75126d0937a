"""Formats of paragraphs and runs: what Word's styles, basedOn and direct formatting come to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.layout.vocabulary import Element, W, children, is_on, points, refuse, tags, value

Properties = dict[str, Any]

DEFAULT_FONT = "宋体"
THEME_FONT = "主题字体"
LAYERED_KEPT = 1024
TAB_LEADERS = ("none", "dot", "underscore", "middleDot")


@dataclass(frozen=True, slots=True)
class RunFormat:
    latin: str = DEFAULT_FONT
    chinese: str = DEFAULT_FONT
    size: float = 10.0
    bold: bool = False
    underline: bool = False
    colour: str = "000000"
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class TabStop:
    position: float
    kind: str
    leader: str


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """Lengths in points; ``line`` is points for exact and atLeast, a factor for auto."""

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    line_rule: str = "auto"
    keep_next: bool = False
    keep_lines: bool = False
    widow: bool = True
    page_break_before: bool = False
    autospace: bool = True
    hang: bool = True
    unhyphenated: bool = False
    tabs: tuple[TabStop, ...] = ()


@dataclass(frozen=True)
class Style:
    paragraph: Properties
    run: Properties
    table: Element | None
    based_on: str | None


@dataclass
class Styles:
    """The styles part of a file; a style is read, and refused, only when a paragraph uses it."""

    elements: dict[str, Element] = field(default_factory=dict)
    default_paragraph: str | None = None
    default_table: str | None = None
    paragraph: Properties = field(default_factory=dict)
    run: Properties = field(default_factory=dict)
    _read: dict[str, Style] = field(default_factory=dict)
    _layered: dict[tuple, Layered] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        styles = cls()
        if root is None:
            return styles
        for defaults, into, read in (
            ("rPr", styles.run, run_properties),
            ("pPr", styles.paragraph, paragraph_properties),
        ):
            found = root.find(f"{W}docDefaults/{W}{defaults}Default/{W}{defaults}")
            if found is not None:
                into.update(read(found))
        for element in root.findall(W + "style"):
            styles.elements[value(element, "styleId")] = element
            if value(element, "default") in ("1", "true"):
                if value(element, "type") == "paragraph":
                    styles.default_paragraph = value(element, "styleId")
                elif value(element, "type") == "table":
                    styles.default_table = value(element, "styleId")
        return styles

    def chain(self, style_id: str | None) -> list[Style]:
        """The style and what it is based on, the most basic first."""
        found: list[Style] = []
        seen = set()
        while style_id in self.elements and style_id not in seen:
            seen.add(style_id)
            style = self._style(style_id)
            found.insert(0, style)
            style_id = style.based_on
        return found

    def _style(self, style_id: str) -> Style:
        if style_id not in self._read:
            element = self.elements[style_id]
            if element.find(W + "tblStylePr") is not None:
                refuse(element.find(W + "tblStylePr"))
            paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
            _refuse_table_places(element.find(W + "tblPr"))
            self._read[style_id] = Style(
                {} if paragraph is None else paragraph_properties(paragraph),
                {} if run is None else run_properties(run),
                element.find(W + "tblPr"),
                value(element.find(W + "basedOn")),
            )
        return self._read[style_id]

    def layered(self, properties: Element | None, outer: list[Style]) -> Layered:
        """What a pPr comes to inside ``outer``; one that comes again is not read again."""
        key = (_written(properties), *map(id, outer))
        if key not in self._layered:
            if len(self._layered) >= LAYERED_KEPT:
                self._layered.clear()
            self._layered[key] = Layered(self, properties, outer)
        return self._layered[key]


class Layered:
    """The formats of a paragraph and its runs: defaults, styles, direct formatting, in order."""

    def __init__(self, styles: Styles, properties: Element | None, outer: list[Style]) -> None:
        self._styles = styles
        self._direct = {} if properties is None else paragraph_properties(properties)
        self.style_id: str | None = self._direct.get("style", styles.default_paragraph)
        chain = [*outer, *styles.chain(self.style_id)]
        self._base = [styles.run, *(style.run for style in chain)]
        self._layers = [styles.paragraph, *(style.paragraph for style in chain)]
        stronger = (self._direct, *reversed(self._layers))
        numbers = (layer["numbering"] for layer in stronger if "numbering" in layer)
        self.numbering: tuple[str, int] = next(numbers, ("0", 0))
        mark = None if properties is None else properties.find(W + "rPr")
        self._mark = {} if mark is None else run_properties(mark)
        self.mark = self._run_format(self._mark)
        self._runs: dict[bytes, RunFormat] = {}
        self._paragraphs: dict[float, ParagraphFormat] = {}

    def run_format(self, properties: Element | None) -> RunFormat:
        key = _written(properties)
        if key not in self._runs:
            self._runs[key] = self._run_format(
                {} if properties is None else run_properties(properties)
            )
        return self._runs[key]

    def label_format(self, level: Properties) -> RunFormat:
        """Of a number: that of the paragraph mark, and what its level sets."""
        return self._run_format({**self._mark, **level})

    def paragraph_format(self, size: float, indents: Properties) -> ParagraphFormat:
        """``indents`` are those of a numbering level; text of ``size`` counts for ``*Chars``."""
        if indents:
            return paragraph_format(size, *self._layers, indents, self._direct)
        if size not in self._paragraphs:
            self._paragraphs[size] = paragraph_format(size, *self._layers, self._direct)
        return self._paragraphs[size]

    def _run_format(self, direct: Properties) -> RunFormat:
        character = [style.run for style in self._styles.chain(direct.get("style"))]
        return run_format(*self._base, *character, direct)


def _written(element: Element | None) -> bytes:
    return b"" if element is None else etree.tostring(element, with_tail=False)


def _refuse_table_places(table: Element | None) -> None:
    """A table style may set lines and margins; where the table stands, the table itself says."""
    for called, child in () if table is None else children(table, _TABLE_STYLE_KNOWN):
        if called != "w:tblInd" or value(child, "w") not in (None, "0"):
            refuse(child)


def run_properties(element: Element) -> Properties:
    """The properties an rPr sets, by name of RunFormat; ``style`` is a character style's id."""
    found: Properties = {}
    for called, child in children(element, _RUN_IGNORED):
        if called in _RUN_READERS:
            found.update(_RUN_READERS[called](child))
        elif called in _RUN_NEUTRAL:
            if value(child) != _RUN_NEUTRAL[called]:
                refuse(child, f"={value(child)}")
        elif called not in _RUN_OFF or is_on(child):
            refuse(child)
    return found


def paragraph_properties(element: Element) -> Properties:
    """The properties a pPr sets; ``style`` and ``numbering`` (numId, level) are references."""
    found: Properties = {}
    for called, child in children(element, _PARAGRAPH_IGNORED):
        if called in _FLAGS:
            found[_FLAGS[called]] = is_on(child)
        elif called in _PARAGRAPH_READERS:
            found.update(_PARAGRAPH_READERS[called](child))
        elif called not in _PARAGRAPH_OFF or is_on(child):
            refuse(child)
    return found


def _fonts(element: Element) -> Properties:
    named = {
        key: THEME_FONT if value(element, f"{script}Theme") else value(element, script)
        for key, script in (("latin", "ascii"), ("chinese", "eastAsia"))
    }
    return {key: font for key, font in named.items() if font}


def _underline(element: Element) -> Properties:
    if value(element) not in ("single", "none"):
        refuse(element, f"={value(element)}")
    return {"underline": value(element) == "single"}


def _colour(element: Element) -> Properties:
    colour = "000000" if value(element) == "auto" else value(element) or ""
    if not _COLOUR.fullmatch(colour):
        refuse(element, f"={colour}")
    return {"colour": colour}


def _style(element: Element) -> Properties:
    return {"style": value(element)}


def _no_shading(element: Element) -> Properties:
    if value(element, "fill") not in (None, "auto", "FFFFFF"):
        refuse(element)
    return {}


def _alignment(element: Element) -> Properties:
    align = _ALIGN.get(value(element), value(element))
    if align not in ("left", "center", "right", "both", "distribute"):
        refuse(element, f"={align}")
    return {"align": align}


def _numbered(element: Element) -> Properties:
    number, level = element.find(W + "numId"), element.find(W + "ilvl")
    return {"numbering": (value(number) or "0", int(value(level) or 0))}


def _on_baseline(element: Element) -> Properties:
    if value(element) not in ("auto", "baseline"):
        refuse(element, f"={value(element)}")
    return {}


def _spacing(element: Element) -> Properties:
    found: Properties = {}
    for side in ("before", "after"):
        if value(element, f"{side}Autospacing") in ("1", "true", "on"):
            refuse(element, f" {side}Autospacing")
        if value(element, side):
            found[side] = points(value(element, side))
        if value(element, f"{side}Lines"):
            found[side] = float(value(element, f"{side}Lines")) / 100 * 12
    line = value(element, "line")
    if line:
        rule = value(element, "lineRule") or "auto"
        found["line_rule"] = rule
        found["line"] = float(line) / 240 if rule == "auto" else points(line)
    return found


def _indents(element: Element) -> Properties:
    found: Properties = {}
    for key, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for local in names:
            if value(element, local):
                found[key] = points(value(element, local))
            if value(element, f"{local}Chars"):
                found[f"{key}_chars"] = float(value(element, f"{local}Chars")) / 100
    for local, sign in (("firstLine", 1), ("hanging", -1)):
        if value(element, local):
            found["first"] = sign * points(value(element, local))
        if value(element, f"{local}Chars"):
            found["first_chars"] = sign * float(value(element, f"{local}Chars")) / 100
    return found


def _tabs(element: Element) -> Properties:
    found: dict[float, TabStop | None] = {}
    for stop in element:
        position = points(value(stop, "pos"))
        kind = _ALIGN.get(value(stop), value(stop))
        leader = value(stop, "leader") or "none"
        if kind == "clear":
            found[position] = None
        elif kind in ("left", "center", "right") and leader in TAB_LEADERS:
            found[position] = TabStop(position, kind, leader)
        else:
            refuse(stop, f" {kind} {leader}")
    return {"tabs": found}


_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_ALIGN = {"start": "left", "end": "right"}

_RUN_READERS: dict[str, Callable[[Element], Properties]] = {
    "w:rFonts": _fonts,
    "w:sz": lambda element: {"size": float(value(element)) / 2},
    "w:b": lambda element: {"bold": is_on(element)},
    "w:u": _underline,
    "w:color": _colour,
    "w:rStyle": _style,
    "w:shd": _no_shading,
    "w:spacing": lambda element: {"spacing": points(value(element) or "0")},
}
_RUN_IGNORED = tags("szCs bCs iCs lang kern noProof rtl cs snapToGrid webHidden specVanish")
_RUN_OFF = tags("i strike dstrike caps smallCaps outline shadow emboss imprint vanish oMath")
_RUN_NEUTRAL = {
    "w:position": "0",
    "w:w": "100",
    "w:em": "none",
    "w:effect": "none",
    "w:highlight": "none",
    "w:vertAlign": "baseline",
}

_TABLE_STYLE_KNOWN = tags("tblBorders tblCellMar tblStyleRowBandSize tblStyleColBandSize")

_PARAGRAPH_READERS: dict[str, Callable[[Element], Properties]] = {
    "w:pStyle": _style,
    "w:jc": _alignment,
    "w:spacing": _spacing,
    "w:ind": _indents,
    "w:tabs": _tabs,
    "w:numPr": _numbered,
    "w:textAlignment": _on_baseline,
    "w:shd": _no_shading,
}
_FLAGS = {
    "w:keepNext": "keep_next",
    "w:keepLines": "keep_lines",
    "w:widowControl": "widow",
    "w:pageBreakBefore": "page_break_before",
    "w:overflowPunct": "hang",
    "w:suppressAutoHyphens": "unhyphenated",
    "w:autoSpaceDE": "autospace",
    "w:autoSpaceDN": "autospace",
}
_PARAGRAPH_IGNORED = tags(
    "rPr sectPr suppressLineNumbers adjustRightInd snapToGrid outlineLvl"
    " kinsoku wordWrap cnfStyle divId"
)
_PARAGRAPH_OFF = tags("bidi mirrorIndents contextualSpacing topLinePunct")


def run_format(*layers: Properties) -> RunFormat:
    """The layers in order, the last one strongest."""
    merged: Properties = {}
    for layer in layers:
        merged.update(layer)
    merged.pop("style", None)
    return RunFormat(**merged)


def paragraph_format(size: float, *layers: Properties) -> ParagraphFormat:
    """The layers in order; indents in characters (``*Chars``) are of ``size`` points."""
    merged: Properties = {}
    tabs: dict[float, TabStop | None] = {}
    for layer in layers:
        # An indent in points of a stronger layer replaces one in characters of a weaker one.
        for key in ("left", "right", "first"):
            if key in layer and f"{key}_chars" not in layer:
                merged.pop(f"{key}_chars", None)
        merged.update(layer)
        tabs.update(layer.get("tabs", {}))
    for key in ("left", "right", "first"):
        chars = merged.pop(f"{key}_chars", 0)
        if chars:
            merged[key] = chars * size
    for reference in ("style", "numbering"):
        merged.pop(reference, None)
    merged["tabs"] = tuple(tabs[position] for position in sorted(tabs) if tabs[position])
    return ParagraphFormat(**merged)
