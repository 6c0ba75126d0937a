"""
A signature drawn on the screen: the pad's SVG, read strictly, and its picture for the paper.

Only what the signature pad writes is read: curves, straight strokes and dots in one view box.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from PIL import Image, ImageDraw

from documents.signing.port import SigningFault

PREFIX = "data:image/svg+xml;base64,"
MEDIA_TYPE = "image/svg+xml"
BYTES_AT_MOST = 200_000
STROKES_AT_MOST = 20_000
SIDE_AT_MOST = 10_000
DOTS_HIGH = 260
INK = 0x22
_STEPS = 8
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = r"-?\d+(?:\.\d+)?"
_CURVE = re.compile(
    rf"M ({_NUMBER}),({_NUMBER}) C ({_NUMBER}),({_NUMBER}) ({_NUMBER}),({_NUMBER})"
    rf" ({_NUMBER}),({_NUMBER})"
)
_VIEW = re.compile(rf"0 0 ({_NUMBER}) ({_NUMBER})")
_UNREADABLE = "手写签名没有读到，请重新签写。"

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """A line through the points with round ends; one point is a dot."""

    points: tuple[Point, ...]
    width: float


@dataclass(frozen=True)
class Handwriting:
    width: float
    height: float
    strokes: tuple[Stroke, ...]
    svg: bytes

    def picture(self) -> tuple[bytes, float]:
        """The strokes cut to their edges as a grey PNG, and its width over its height."""
        left, top, right, bottom = self._edges()
        scale = DOTS_HIGH / max(bottom - top, (right - left) / 6, 1)
        size = (max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1))
        image = Image.new("L", size, 255)
        pen = ImageDraw.Draw(image)
        for stroke in self.strokes:
            at = [((x - left) * scale, (y - top) * scale) for x, y in stroke.points]
            half = max(stroke.width * scale / 2, 1)
            for (x1, y1), (x2, y2) in pairwise(at):
                pen.line((x1, y1, x2, y2), fill=INK, width=round(half * 2))
            for x, y in at:
                pen.ellipse((x - half, y - half, x + half, y + half), fill=INK)
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue(), size[0] / size[1]

    def _edges(self) -> tuple[float, float, float, float]:
        wide = max(stroke.width for stroke in self.strokes) / 2 + 1
        xs = [x for stroke in self.strokes for x, _ in stroke.points]
        ys = [y for stroke in self.strokes for _, y in stroke.points]
        return (
            max(min(xs) - wide, 0),
            max(min(ys) - wide, 0),
            min(max(xs) + wide, self.width),
            min(max(ys) + wide, self.height),
        )


def read(drawing: str) -> Handwriting:
    """
    The drawing of a signature field, a data URL as the pad writes it.

    Raises:
        SigningFault: it is empty or not of the pad's making.
    """
    if not drawing.startswith(PREFIX) or len(drawing) > BYTES_AT_MOST:
        raise SigningFault(_UNREADABLE)
    try:
        return of_svg(base64.b64decode(drawing.removeprefix(PREFIX), validate=True))
    except binascii.Error as broken:
        raise SigningFault(_UNREADABLE) from broken


def of_svg(svg: bytes) -> Handwriting:
    """
    The strokes of the pad's SVG.

    Raises:
        SigningFault: it is empty or not of the pad's making.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(svg, parser)
        view = _VIEW.fullmatch(root.get("viewBox") or "")
        strokes = tuple(_strokes(root))
    except (etree.XMLSyntaxError, TypeError, ValueError) as broken:
        raise SigningFault(_UNREADABLE) from broken
    if root.tag != f"{_SVG}svg" or view is None or len(strokes) > STROKES_AT_MOST:
        raise SigningFault(_UNREADABLE)
    width, height = float(view[1]), float(view[2])
    if not (0 < width <= SIDE_AT_MOST and 0 < height <= SIDE_AT_MOST):
        raise SigningFault(_UNREADABLE)
    inside = tuple(
        stroke
        for stroke in strokes
        if all(0 <= x <= width and 0 <= y <= height for x, y in stroke.points)
    )
    if not inside:
        raise SigningFault("签名板上还没有笔迹，请签写后再提交。")
    return Handwriting(width, height, inside, svg)


def _strokes(root: etree._Element) -> Iterator[Stroke]:
    for element in root:
        called = etree.QName(element).localname
        if called == "path":
            curve = _CURVE.fullmatch(element.get("d") or "")
            if curve is None:
                raise ValueError("not a stroke of the pad")
            yield Stroke(_sampled([float(part) for part in curve.groups()]), _width(element))
        elif called == "line":
            ends = [float(element.get(name)) for name in ("x1", "y1", "x2", "y2")]
            yield Stroke(((ends[0], ends[1]), (ends[2], ends[3])), _width(element))
        elif called == "circle":
            centre = (float(element.get("cx")), float(element.get("cy")))
            yield Stroke((centre,), min(float(element.get("r")), 20.0) * 2)
        else:
            raise ValueError(f"not of the pad: {called}")


def _width(element: etree._Element) -> float:
    return min(float(element.get("stroke-width")), 40.0)


def _sampled(curve: list[float]) -> tuple[Point, ...]:
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(w * curve[2 * n + axis] for n, w in enumerate(weights)) for axis in (0, 1))
        points.append((x, y))
    return tuple(points)
