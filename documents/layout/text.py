"""
Lines of Chinese text: what may stand together, where a line may end, how it is stretched.

No mark of the closing kind begins a line and none of the opening kind ends one (避头尾); numbers,
words and dates stay whole; a quarter of an em stands between hanzi and Latin letters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from documents.layout.fonts import Face, FontSet
from documents.layout.reading import LINE_BREAK, PAGE_BREAK, PICTURE, Paragraph, Picture, Run
from documents.layout.styles import TabStop

NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—～·％‰℃,.;:?!)]}%")
NEVER_LAST = frozenset("（《〈「『【〔“‘([{￥$")
MAY_HANG = frozenset("，。、；：？！,.;")
STAY_WITH_DIGITS = frozenset("年月日元万亿")
NEVER_PARTED = ("——", "……")

# A number stays with the bracket before it, as in 〔2026〕268号 and （二）2026年, and with the sign
# it is multiplied or divided by.
BEFORE_DIGITS = frozenset("〕）×÷")
AFTER_DIGITS = frozenset("×÷")

_FORCED = frozenset((LINE_BREAK, PAGE_BREAK))
_MARKS = _FORCED | {"\t", PICTURE}
_FULL_WIDTH_MARKS = frozenset("“”‘’…—·×÷±°℃‰§")
_LEADERS = {"dot": ".", "underscore": "_", "middleDot": "·"}
_TOLERANCE = 0.01

# Between hanzi and Latin letters or digits, in em.
AUTOSPACE = 0.25

# In em, between two characters. A line with more to fill, as before a long number that may not be
# broken, is left ragged: it reads better than one torn apart.
STRETCH_AT_MOST = 0.2

# Word sets every character of a run wider or closer; LibreOffice not the last one before Latin
# letters or after them.
SPACED_BETWEEN_SCRIPTS = True

# Paragraphs whose lines are remembered: most of a paper is the same in the next one.
LINES_KEPT = 4096


@lru_cache(maxsize=8192)
def is_wide(char: str) -> bool:
    """A character set in the Chinese font: hanzi, kana, full-width marks."""
    return ord(char) >= 0x2000 or char in _FULL_WIDTH_MARKS


@lru_cache(maxsize=8192)
def is_hanzi(char: str) -> bool:
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or code >= 0x20000 or code == 0x3007


@lru_cache(maxsize=16384)
def may_break(before: str, after: str) -> bool:
    """Whether a line may end between the two characters."""
    if after == " " or after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before == " " or before == "\t":
        return True
    if before.isdigit() and (after in STAY_WITH_DIGITS or after in AFTER_DIGITS):
        return False
    if before in BEFORE_DIGITS and after.isdigit():
        return False
    return is_wide(before) or is_wide(after) or after == "\t"


def may_hang(text: str, place: int) -> bool:
    """Whether the mark may stand beyond the end of a full line."""
    return text[place] in MAY_HANG


def break_lines(
    text: str,
    widths: Sequence[float],
    width: float,
    first_indent: float = 0.0,
    *,
    spaces: Sequence[float] | None = None,
    hang: bool = True,
) -> list[tuple[int, int]]:
    """
    The lines of a text without tabs, as (start, end).

    ``spaces[i]`` is the space before character i, dropped where i begins a line. A mark that
    hangs is the last character of its line.
    """
    breaker = _Breaker(text, widths, spaces or [0.0] * len(text), hang)
    lines = []
    start = 0
    while start < len(text):
        end = breaker.end(start, width - (0 if lines else first_indent))
        lines.append((start, end))
        start = end
    return lines


class _Breaker:
    def __init__(
        self, text: str, widths: Sequence[float], spaces: Sequence[float], hang: bool
    ) -> None:
        self.text = text
        self.spaces = spaces
        self.hang = hang
        self.edges = edges = [0.0]
        self.last_break = last_break = [0]
        total = 0.0
        before = ""
        broken = 0
        for place, char in enumerate(text):
            total += spaces[place] + widths[place]
            edges.append(total)
            if place:
                if before in _FORCED or (char not in _FORCED and may_break(before, char)):
                    broken = place
                last_break.append(broken)
            before = char
        last_break.append(len(text))

    def width(self, start: int, end: int) -> float:
        if end <= start:
            return 0.0
        return self.edges[end] - self.edges[start] - self.spaces[start]

    def end(self, start: int, width: float) -> int:
        """Where the line that begins at ``start`` ends; always beyond ``start``."""
        text, size = self.text, len(self.text)
        limit = self.edges[start] + self.spaces[start] + width + _TOLERANCE
        fits = max(bisect_right(self.edges, limit, start) - 1, start)
        if fits >= size:
            return size
        beyond = fits
        while beyond < size and text[beyond] == " ":
            beyond += 1
        if beyond == size or (beyond > fits and self._is_break(beyond)):
            return beyond
        if (
            self.hang
            and fits > start
            and may_hang(text, fits)
            and (fits + 1 == size or self._is_break(fits + 1))
        ):
            return fits + 1
        if self.last_break[fits] > start:
            return self.last_break[fits]
        return self._inside_unit(start, fits)

    def _is_break(self, place: int) -> bool:
        return self.last_break[place] == place

    def _inside_unit(self, start: int, fits: int) -> int:
        """A unit longer than the line is cut, at a place no mark forbids if there is one."""
        text = self.text
        for place in range(fits, start, -1):
            if text[place] not in NEVER_FIRST and text[place - 1] not in NEVER_LAST:
                return place
        return max(fits, start + 1)


@dataclass(frozen=True, slots=True)
class Ink:
    face: Face
    size: float
    colour: str
    underline: bool
    thick: bool = False
    """Bold where the font has no bold face: its outlines are drawn over."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text drawn at once; x from the left edge of the text column, ``gap`` after each character."""

    x: float
    text: str
    ink: Ink
    gap: float


@dataclass(slots=True)
class Line:
    height: float
    baseline: float
    segments: list[Segment] = field(default_factory=list)
    underlines: list[tuple[float, float, Ink]] = field(default_factory=list)
    pictures: list[tuple[float, Picture]] = field(default_factory=list)
    ends_page: bool = False


def set_lines(
    paragraph: Paragraph,
    width: float,
    fonts: FontSet,
    fields: Mapping[str, str],
    tab_width: float = 36.0,
    *,
    ruled: bool = False,
) -> list[Line]:
    """
    The paragraph's lines in a column of the width; at least one.

    Before the line of a ``ruled`` cell no mark hangs: it would stand on it.

    Raises:
        GlyphMissing: no face has a character.
        KeyError: a field of the paragraph has no value in ``fields``.
    """
    values = tuple(fields[run.field] for run in paragraph.runs if run.field)
    key = (paragraph, width, tab_width, ruled, values)
    known = fonts.lines.get(key)
    if known is None:
        if len(fonts.lines) >= LINES_KEPT:
            fonts.lines.clear()
        known = fonts.lines[key] = _Setter(
            paragraph, width, fonts, fields, tab_width, hang=paragraph.format.hang and not ruled
        ).lines()
    return known


class _Setter:
    def __init__(
        self,
        paragraph: Paragraph,
        width: float,
        fonts: FontSet,
        fields: Mapping[str, str],
        tab_width: float,
        *,
        hang: bool,
    ) -> None:
        self.format = paragraph.format
        self.width = width - self.format.left - self.format.right
        self.fonts = fonts
        self.tab_width = tab_width
        self.mark = paragraph.mark
        self.inks: list[Ink] = []
        self.widths: list[float] = []
        self.pictures: dict[int, Picture] = {}
        chars: list[str] = []
        spaced: list[tuple[int, int, float]] = []
        for run in paragraph.runs:
            begun = len(chars)
            if run.picture:
                self.pictures[begun] = run.picture
            self._measure(fields[run.field] if run.field else run.text, run, chars)
            if run.format.spacing:
                spaced.append((begun, len(chars), run.format.spacing))
        self.text = "".join(chars)
        self.spaces = self._autospaces() if self.format.autospace else [0.0] * len(chars)
        for begun, end, spacing in spaced:
            for place in range(begun + 1, min(end + 1, len(chars))):
                if SPACED_BETWEEN_SCRIPTS or not self.spaces[place]:
                    self.spaces[place] += spacing
        self.breaker = _Breaker(self.text, self.widths, self.spaces, hang)

    def _measure(self, text: str, run: Run, chars: list[str]) -> None:
        format_ = run.format
        latin = self.fonts.glyphs(format_.latin, format_.bold)
        chinese = self.fonts.glyphs(format_.chinese, format_.bold)
        regular = self.fonts.glyphs(format_.chinese, False)
        regular_latin = self.fonts.glyphs(format_.latin, False)
        size = format_.size
        inks: dict[Face, Ink] = {}
        set_inks, widths = self.inks, self.widths
        for char in text:
            glyphs = chinese if is_wide(char) else latin
            if char not in _MARKS:
                face, em = glyphs[char]
            elif char == PICTURE:
                face, em = glyphs.main, run.picture.width / size
            else:
                face, em = glyphs.main, 0.0
            ink = inks.get(face)
            if ink is None:
                usual = regular if glyphs is chinese else regular_latin
                thick = format_.bold and char not in _MARKS and usual[char][0] is face
                ink = inks[face] = Ink(face, size, format_.colour, format_.underline, thick)
            set_inks.append(ink)
            widths.append(em * size)
        chars += text

    def _autospaces(self) -> list[float]:
        spaces = [0.0] * len(self.text)
        for place, (before, char) in enumerate(pairwise(self.text), 1):
            if _needs_space(before, char):
                hanzi = place if is_hanzi(char) else place - 1
                spaces[place] = self.inks[hanzi].size * AUTOSPACE
        return spaces

    def lines(self) -> list[Line]:
        if not self.text:
            return [self._measured(Line(0, 0), [])]
        lines = []
        start = 0
        while start < len(self.text):
            indent = 0.0 if lines else self.format.first
            line, start = self._line(start, indent)
            lines.append(line)
        if self.text[-1] == LINE_BREAK:
            lines.append(self._measured(Line(0, 0), []))
        return lines

    def _line(self, start: int, indent: float) -> tuple[Line, int]:
        """The line that begins at ``start``, and where the next one begins."""
        text = self.text
        forced = min(
            (at for mark in _FORCED if (at := text.find(mark, start)) >= 0), default=len(text)
        )
        x = indent
        chunks: list[tuple[int, int, float]] = []
        leaders: list[Segment] = []
        while True:
            end = min(self.breaker.end(start, self.width - x), forced)
            tab = text.find("\t", start, end) if end > start else -1
            if tab < 0 and end < forced and text[end] == "\t":
                tab = end
            if tab < 0:
                chunks.append((start, end, x))
                break
            chunks.append((start, tab, x))
            x += self.breaker.width(start, tab)
            target = self._after_tab(tab, forced, x)
            leaders += self._leader(tab, x, target)
            x, start = target[0], tab + 1
            if start >= forced:
                chunks.append((start, forced, x))
                end = forced
                break
        last = end >= len(text) or text[end] in _FORCED
        line = self._set(chunks, last)
        line.segments += leaders
        if end < len(text) and text[end] in _FORCED:
            line.ends_page = text[end] == PAGE_BREAK
            end += 1
        return line, end

    def _after_tab(self, tab: int, forced: int, x: float) -> tuple[float, TabStop | None]:
        """Where the text after a tab begins, from the line's left edge."""
        reached = x + self.format.left + _TOLERANCE
        stops = list(self.format.tabs)
        if self.format.first < 0:
            stops.append(TabStop(self.format.left, "left", "none"))
        stop = min(
            (s for s in stops if s.position > reached), key=lambda s: s.position, default=None
        )
        if stop is None:
            steps = int(reached // self.tab_width) + 1
            return steps * self.tab_width - self.format.left, None
        position = stop.position - self.format.left
        if stop.kind in ("right", "center"):
            following = self.text.find("\t", tab + 1, forced)
            end = forced if following < 0 else following
            width = self.breaker.width(tab + 1, end)
            position = max(position - (width if stop.kind == "right" else width / 2), x)
        return position, stop

    def _leader(self, tab: int, x: float, target: tuple[float, TabStop | None]) -> list[Segment]:
        position, stop = target
        if stop is None or stop.leader == "none":
            return []
        ink = self.inks[tab]
        mark = _LEADERS[stop.leader]
        step = (ink.face.width(ord(mark)) or 0.5) * ink.size
        count = int((position - x) / step)
        if count < 1:
            return []
        return [Segment(self.format.left + position - count * step, mark * count, ink, 0.0)]

    def _set(self, chunks: list[tuple[int, int, float]], last: bool) -> Line:
        start, end, x = chunks[-1]
        if not last:
            while end > start and self.text[end - 1] == " ":
                end -= 1
        chunks = [*chunks[:-1], (start, end, x)]
        room = self.width - x
        used = self.breaker.width(start, end)
        gap, stretched_to = 0.0, end
        if used > room + _TOLERANCE and end - start > 1 and may_hang(self.text, end - 1):
            stretched_to = end - 1
            used = self.breaker.width(start, stretched_to)
        align = self.format.align
        if align == "distribute" or (align == "both" and not last):
            gaps = sum(self._stretching[start + 1 : stretched_to])
            gap = max(room - used, 0.0) / gaps if gaps else 0.0
            if align == "both" and gap > STRETCH_AT_MOST * self.inks[start].size:
                gap = 0.0
        elif align in ("center", "right") and len(chunks) == 1:
            slack = max(room - used, 0.0)
            chunks = [(start, end, x + (slack / 2 if align == "center" else slack))]
        line = Line(0, 0)
        used: list[int] = []
        for start, end, x in chunks:
            self._draw(line, start, end, x + self.format.left, gap, stretched_to)
            used += range(start, end)
        return self._measured(line, used)

    @cached_property
    def _stretching(self) -> list[bool]:
        """For every character whether the place before it may be widened."""
        return [False, *map(_stretches, self.text, self.text[1:])]

    def _draw(
        self, line: Line, start: int, end: int, x: float, gap: float, stretched_to: int
    ) -> None:
        """Segments of one face, each with one space after its characters."""
        begun, begun_at, between = start, x, 0.0
        inks, spaces, widths, pictures = self.inks, self.spaces, self.widths, self.pictures
        stretching = self._stretching if gap else []
        for place in range(start, end):
            ink, following = inks[place], place + 1
            if place in pictures:
                line.pictures.append((x, pictures[place]))
            after = 0.0
            if following < end:
                after = spaces[following]
                if gap and following < stretched_to and stretching[following]:
                    after += gap
            if place == begun:
                between = after
            width = widths[place] + after
            if ink.underline:
                underlines = line.underlines
                if underlines and underlines[-1][2] is ink and underlines[-1][1] == x:
                    underlines[-1] = (underlines[-1][0], x + width, ink)
                else:
                    underlines.append((x, x + width, ink))
            x += width
            ends = following == end or after != between or inks[following] is not ink
            if ends or place in pictures or following in pictures:
                text = self.text[begun:following]
                if text.strip(" " + PICTURE):
                    line.segments.append(
                        Segment(begun_at, text, ink, between if len(text) > 1 else 0)
                    )
                begun, begun_at = following, x

    def _measured(self, line: Line, used: list[int]) -> Line:
        heights = {(self.pictures[place].height, 0.0) for place in used if place in self.pictures}
        inks = (self.inks[place] for place in used if place not in self.pictures)
        for ink in {id(ink): ink for ink in inks}.values():
            ascent, descent = ink.face.ascent_and_descent
            heights.add((ascent * ink.size, descent * ink.size))
        if not heights:
            mark = self.mark
            ascent, descent = self.fonts.glyphs(mark.chinese, mark.bold).main.ascent_and_descent
            heights.add((ascent * mark.size, descent * mark.size))
        ascent = max(height for height, _ in heights)
        descent = max(depth for _, depth in heights)
        rule, value = self.format.line_rule, self.format.line
        if rule == "exact" and not line.pictures:
            line.height, line.baseline = value, value * 0.8
        elif rule == "auto":
            line.height = (ascent + descent) * max(value, 0.01)
            line.baseline = line.height - descent
        else:
            line.height = max(ascent + descent, value)
            line.baseline = line.height - descent
        return line


@lru_cache(maxsize=16384)
def _stretches(before: str, after: str) -> bool:
    if before + after in NEVER_PARTED:
        return False
    return before == " " or is_wide(before) or is_wide(after)


@lru_cache(maxsize=16384)
def _needs_space(before: str, after: str) -> bool:
    return (is_hanzi(before) and _is_letter(after)) or (_is_letter(before) and is_hanzi(after))


def _is_letter(char: str) -> bool:
    return not is_wide(char) and char.isalnum()
