"""
Many papers as one PDF: cover, index with page numbers, bookmarks, one run of page numbers.

Everything is drawn on one canvas, so that a character that stands in three hundred papers is
embedded once; three hundred notices of a megabyte and a half instead of twenty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from documents import scans
from documents.drafting import writing
from documents.layout.flow import paginate
from documents.layout.fonts import FontSet
from documents.layout.page import Page, Text
from documents.layout.text import Ink
from documents.pdf import Entry, Made, write

INDEX = "目录"
_MILLIMETRE = 72 / 25.4
_STAMP_SIZE = 9.0
_STAMP_TOP, _STAMP_RIGHT = 12 * _MILLIMETRE, 12 * _MILLIMETRE


class Part(NamedTuple):
    """A paper of the bundle under the name it has in the index."""

    title: str
    docx: bytes


class Enclosed(NamedTuple):
    """A scan that comes behind the papers: its name in the index, the file, how many pages."""

    title: str
    content: bytes
    pages: int


@dataclass(frozen=True)
class Cover:
    """The first page: the body's name, what this is, and lines of a name and what is said."""

    organisation: str
    title: str
    lines: Sequence[tuple[str, str]] = ()


def bundle(
    papers: Iterable[tuple[str, bytes]],
    *,
    title: str,
    created: date,
    fonts: FontSet,
    cover: Cover | None = None,
    index: bool = True,
    numbered: bool = True,
    enclosed: Sequence[Enclosed] = (),
) -> Made:
    """
    The papers, (title, docx) each, in their order.

    With `index` a table of the titles and the page each begins on comes first; with `numbered`
    every page bears its number in the bundle in the upper right corner, beside the paper's own.
    Scans come last, in the same index and the same run of numbers.

    Raises:
        UnsupportedElement, GlyphMissing, NotADocx: as for one paper.
        ValueError: there is no paper.
    """
    parts = [Part(*paper) for paper in papers]
    if not parts:
        raise ValueError("a bundle needs a paper")
    bodies = [paginate(part.docx, fonts) for part in parts]
    front = paginate(_cover(cover), fonts) if cover else []
    pages, outline = list(front), []
    if index:
        behind = [(scan.title, scan.pages) for scan in enclosed]
        within = [(p.title, len(b)) for p, b in zip(parts, bodies, strict=True)]
        listed = _index_pages(title, [*within, *behind], before=len(front), fonts=fonts)
        outline.append(Entry(1, INDEX, len(pages), 0.0))
        pages += listed
    for part, body in zip(parts, bodies, strict=True):
        outline.append(Entry(1, part.title, len(pages), 0.0))
        outline += _below(body, len(pages))
        pages += body
    if numbered:
        _stamp(pages[len(front) :], fonts, first=len(front) + 1)
    made = write(pages, title=title, created=created, outline=outline)
    if not enclosed:
        return made
    blank = [_blank(page) for scan in enclosed for page in scans.sizes(scan.content)]
    if numbered:
        _stamp(blank, fonts, first=len(pages) + 1)
    stamps = write(blank, title=title, created=created)
    parts_behind = [(scan.title, scan.content) for scan in enclosed]
    content = scans.joined(made.content, parts_behind, stamps.content, first=len(pages))
    return Made(content, len(pages) + len(blank), made.fonts | stamps.fonts)


def _blank(size: tuple[float, float]) -> Page:
    return Page(*size, number=1)


def _below(body: list[Page], start: int) -> Iterable[Entry]:
    """The headings of a paper without its own name, which the index has given it."""
    for place, page in enumerate(body):
        for heading in page.headings:
            if heading.level > 1:
                yield Entry(heading.level, heading.words, start + place, heading.y)


def _index_pages(
    title: str, parts: list[tuple[str, int]], *, before: int, fonts: FontSet
) -> list[Page]:
    """The index; how many pages it takes decides the numbers it prints."""
    taken = 1
    while True:
        first, starts = before + taken + 1, []
        for _, count in parts:
            starts.append(first)
            first += count
        pages = paginate(_index(title, [name for name, _ in parts], starts), fonts)
        if len(pages) == taken:
            return pages
        taken = len(pages)


def _index(title: str, names: list[str], starts: list[int]) -> bytes:
    rows = [
        writing.Row(
            [writing.Cell(words, writing.CELL_HEAD) for words in ("序号", "文书", "页码")],
            header=True,
        )
    ]
    for no, (name, start) in enumerate(zip(names, starts, strict=True), 1):
        cells = [
            writing.Cell(str(no), writing.CELL_CENTRE),
            writing.Cell(name),
            writing.Cell(str(start), writing.CELL_CENTRE),
        ]
        rows.append(writing.Row(cells, height_mm=7))
    body = (
        writing.paragraph(INDEX, writing.TITLE)
        + writing.paragraph(title, writing.CELL_CENTRE, before=6, after=12)
        + writing.table((16, 120, 20), rows)
    )
    return writing.docx(body, footer_note=None)


def _cover(cover: Cover) -> bytes:
    rows = [
        writing.Row([writing.Cell(name, writing.LABEL), writing.Cell(words, writing.FORM)], 12)
        for name, words in cover.lines
    ]
    body = (
        writing.paragraph(cover.organisation, writing.ORGANISATION, before=120)
        + writing.paragraph(cover.title, writing.TITLE, before=30, after=120)
        + (writing.table((40, 100), rows) if rows else "")
        + writing.paragraph("", writing.PLAIN)
    )
    return writing.docx(body, footer_note=None)


def _stamp(pages: list[Page], fonts: FontSet, *, first: int) -> None:
    """The number of a page in the bundle, above the text where no paper prints anything."""
    glyphs = fonts.glyphs("宋体", False)
    for number, page in enumerate(pages, first):
        placed = [glyphs[char] for char in f"总第{number}页"]
        x = page.width - _STAMP_RIGHT - sum(width for _, width in placed) * _STAMP_SIZE
        for char, (face, width) in zip(f"总第{number}页", placed, strict=True):
            ink = Ink(face, _STAMP_SIZE, "000000", False)
            page.texts.append(Text(x, _STAMP_TOP, char, ink, 0.0))
            x += width * _STAMP_SIZE
