"""
The round seal as vector drawing: ring, name along the arc, star, level below.

Drawn in outlines: no font has to be embedded for it, and the same seal has the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from documents.layout.fonts import FontSet

POINTS_PER_MM = 72 / 25.4
SEAL_MM = 42
RED = (0.82, 0.07, 0.07)
FONT = "宋体"
# In radii of the seal.
_RING = 0.045
_NAME_TOP = 0.89
_NAME_HEIGHT = 0.25
_STAR = 0.27
_LEVEL_HEIGHT = 0.15
_LEVEL_BASE = -0.52
# Degrees: of one character at most, and of the whole name.
_STEP_AT_MOST = 27.0
_ARC = 262.0
_WIDEST = 0.92


@dataclass(frozen=True)
class Drawing:
    """PDF operators in a box of `width` by `height` points whose lower left corner is (0, 0)."""

    width: float
    height: float
    content: bytes


def seal(name: str, level: str, fonts: FontSet, *, diameter_mm: float = SEAL_MM) -> Drawing:
    """
    The seal of a body, with the level of the signature named in it.

    Raises:
        GlyphMissing: no face has a character of the name.
    """
    size = diameter_mm * POINTS_PER_MM
    radius = size / 2
    red = " ".join(_number(part) for part in RED)
    ring = _RING * radius
    parts = [
        f"q {red} rg {red} RG 1 0 0 1 {_number(radius)} {_number(radius)} cm",
        f"{_number(ring)} w {_circle(radius - ring / 2)} S",
        f"{_star(_STAR * radius)} f",
        *_along_arc(name, radius, fonts),
        *_level_line(level, radius, fonts),
        "Q",
    ]
    return Drawing(size, size, " ".join(parts).encode("ascii"))


def _along_arc(name: str, radius: float, fonts: FontSet) -> Iterable[str]:
    step = min(_STEP_AT_MOST, _ARC / max(len(name), 1))
    height = _NAME_HEIGHT * radius
    base = _NAME_TOP * radius - height
    room = math.radians(step) * (base + height * 0.4) * _WIDEST
    narrow = min(1.0, room / height)
    for place, char in enumerate(name):
        turn = math.radians((place - (len(name) - 1) / 2) * step)
        # Up along the radius; the character's middle stands on it.
        cos, sin = math.cos(turn), math.sin(turn)
        wide = height * narrow
        x, y = base * sin - wide / 2 * cos, base * cos + wide / 2 * sin
        yield _placed(char, fonts, (wide * cos, -wide * sin, height * sin, height * cos, x, y))


def _level_line(level: str, radius: float, fonts: FontSet) -> Iterable[str]:
    height = _LEVEL_HEIGHT * radius
    left = -len(level) * height / 2
    for place, char in enumerate(level):
        at = (height, 0.0, 0.0, height, left + place * height, _LEVEL_BASE * radius)
        yield _placed(char, fonts, at)


def _placed(char: str, fonts: FontSet, matrix: tuple[float, ...]) -> str:
    """The character, one em wide and high above its descent, under the matrix."""
    face, _ = fonts.glyphs(FONT, True)[char]
    outline = _outline(face.path, char)
    # The matrix holds sines: rounded like lengths, the characters would lean.
    turned = " ".join(f"{part:.5f}" for part in matrix)
    return f"q {turned} cm {outline} f Q" if outline else ""


def _circle(radius: float) -> str:
    bend = radius * 4 / 3 * math.tan(math.pi / 8)
    r, b = _number(radius), _number(bend)
    return (
        f"{r} 0 m {r} {b} {b} {r} 0 {r} c -{b} {r} -{r} {b} -{r} 0 c"
        f" -{r} -{b} -{b} -{r} 0 -{r} c {b} -{r} {r} -{b} {r} 0 c h"
    )


def _star(radius: float) -> str:
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for corner in range(10):
        length, turn = (inner if corner % 2 else radius), math.radians(36 * corner)
        points.append((length * math.sin(turn), length * math.cos(turn)))
    path = " ".join(f"{_number(x)} {_number(y)} l" for x, y in points[1:])
    return f"{_number(points[0][0])} {_number(points[0][1])} m {path} h"


class _Operators(BasePen):
    """A glyph's outline as PDF path operators in em."""

    def __init__(self, glyphs: object, scale: float, rise: float) -> None:
        super().__init__(glyphs)
        self.written: list[str] = []
        self._scale, self._rise = scale, rise

    def _point(self, point: tuple[float, float]) -> str:
        return f"{_number(point[0] * self._scale)} {_number(point[1] * self._scale + self._rise)}"

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - named by the pen protocol
        self.written.append(f"{self._point(pt)} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.written.append(f"{self._point(pt)} l")

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.written.append(f"{self._point(pt1)} {self._point(pt2)} {self._point(pt3)} c")

    def _closePath(self) -> None:  # noqa: N802
        self.written.append("h")


@lru_cache(maxsize=512)
def _outline(path: Path, char: str) -> str:
    font = _opened(path)
    glyphs = font.getGlyphSet()
    pen = _Operators(glyphs, 1 / font["head"].unitsPerEm, 0.12)
    glyphs[font.getBestCmap()[ord(char)]].draw(pen)
    return " ".join(pen.written)


@lru_cache(maxsize=4)
def _opened(path: Path) -> TTFont:
    return TTFont(path, lazy=True, fontNumber=0)


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
