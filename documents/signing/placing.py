"""
Where the seal goes: on the name and the day of the body, 骑年盖月.

The seal's centre stands over the middle of the day, a little above the two lines (GB/T 9704-2012
7.3.5: 署名和成文日期居印章中心偏下位置).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from documents.layout.page import Page, Text
from documents.signing.appearance import POINTS_PER_MM
from documents.signing.port import SigningFault

_MARK = "（盖章）"
_DAY = re.compile(r"年.*月")
_BELOW_AT_MOST = 90.0
_RAISED_MM = 5.0
_EDGE_MM = 4.0


@dataclass(frozen=True)
class _Line:
    page: int
    text: str
    left: float
    right: float
    baseline: float


def seal_box(
    pages: list[Page], body: str, diameter: float
) -> tuple[int, tuple[float, float, float, float]]:
    """
    The page from 0 and the box (left, bottom, right, top) of the body's seal.

    Raises:
        SigningFault: the paper names the body nowhere at its end.
    """
    lines = [line for number, page in enumerate(pages) for line in _lines(number, page)]
    signed = [n for n, line in enumerate(lines) if _same(line.text, body + _MARK)]
    signed = signed or [n for n, line in enumerate(lines) if _same(line.text, body)][1:]
    if not signed:
        raise SigningFault("文书末尾没有盖章机构的署名，找不到盖章的位置，请管理员检查模板。")
    name = lines[signed[-1]]
    day = next((line for line in lines[signed[-1] + 1 :] if _is_day_of(line, name)), name)
    page = pages[name.page]
    x = (day.left + day.right) / 2
    y = (name.baseline + day.baseline) / 2 - _RAISED_MM * POINTS_PER_MM
    half, edge = diameter / 2, _EDGE_MM * POINTS_PER_MM
    x = min(max(x, half + edge), page.width - half - edge)
    y = min(max(y, half + edge), page.height - half - edge)
    return name.page, (x - half, page.height - y - half, x + half, page.height - y + half)


def _same(text: str, wanted: str) -> bool:
    return re.sub(r"\s", "", text) == re.sub(r"\s", "", wanted)


def _is_day_of(line: _Line, name: _Line) -> bool:
    below = line.baseline - name.baseline
    return line.page == name.page and 0 < below < _BELOW_AT_MOST and bool(_DAY.search(line.text))


def _lines(number: int, page: Page) -> Iterable[_Line]:
    rows: dict[float, list[Text]] = {}
    for text in page.texts:
        rows.setdefault(round(text.y, 1), []).append(text)
    for baseline, texts in sorted(rows.items()):
        texts.sort(key=lambda text: text.x)
        yield _Line(
            number,
            "".join(text.text for text in texts),
            texts[0].x,
            texts[-1].x + _wide(texts[-1]),
            baseline,
        )


def _wide(text: Text) -> float:
    widths = (text.ink.face.width(ord(char)) or 0.0 for char in text.text)
    return sum(widths) * text.ink.size + text.gap * max(len(text.text) - 1, 0)
