"""The PDF of a rendered .docx: same input, same bytes, every font embedded."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace

from reportlab import rl_config
from reportlab.lib.rl_accel import fp_str
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen.canvas import Canvas

from documents.layout.flow import paginate
from documents.layout.fonts import FontSet
from documents.layout.page import Fill, Page, Rule, Text

PRODUCER = "Kuaijie"
_CHINA_OFFSET = 8
_PAGE = re.compile(rb"/Type /Page\b")


def convert(docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes:
    """
    The .docx as PDF.

    Raises:
        UnsupportedElement: the file holds what the layout does not know.
        GlyphMissing: no face has a character of the text.
        NotADocx: the bytes are no Word file.
    """
    pages = paginate(docx, fonts)
    out = io.BytesIO()
    canvas = _Canvas(out, invariant=1, pageCompression=1, pdfVersion=(1, 7), lang="zh-CN")
    document = canvas._doc
    document._timeStamp = SimpleNamespace(
        YMDhms=(created.year, created.month, created.day, 0, 0, 0), dhh=_CHINA_OFFSET, dmm=0
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        draw(page, canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that ``convert`` made; other files may hide their pages from this."""
    return len(_PAGE.findall(pdf))


class _Canvas(Canvas):
    def _make_preamble(self) -> None:
        # ReportLab's own preamble selects Helvetica, which is not embedded.
        self._preamble = ""


def draw(page: Page, canvas: Canvas) -> None:
    """The page's operations on the canvas's current page."""
    write = canvas._code.append
    for fill in page.fills:
        write(_fill(fill, page.height))
    for placed in page.pictures:
        picture = placed.picture
        canvas.drawImage(
            ImageReader(io.BytesIO(picture.content)),
            placed.x,
            page.height - placed.y - picture.height,
            picture.width,
            picture.height,
            mask="auto",
        )
    for rule in page.joined_rules():
        write(_rule(rule, page.height))
    write(" ".join(_texts(page.texts, page.height, canvas._doc)))


def _texts(texts: Iterable[Text], height: float, document: object) -> Iterable[str]:
    colour, font_set, gap_set, thickened = "000000", ("", 0.0), 0.0, ""
    yield "0 g BT"
    for x, y, text, ink, gap in texts:
        if ink.colour != colour:
            colour = ink.colour
            yield f"{_rgb(colour)} rg"
        outline = f"2 Tr {_rgb(ink.colour)} RG {_number(ink.size / 36)} w" if ink.thick else ""
        if outline != thickened:
            thickened = outline
            yield outline or "0 Tr"
        if round(gap, 3) != gap_set:
            gap_set = round(gap, 3)
            yield f"{_number(gap_set)} Tc"
        yield f"1 0 0 1 {_number(x)} {_number(height - y)} Tm"
        for subset, codes in ink.face.drawn.splitString(text, document):
            font = (ink.face.drawn.getSubsetInternalName(subset, document), ink.size)
            if font != font_set:
                font_set = font
                yield f"{font[0]} {_number(ink.size)} Tf"
            yield f"<{codes.hex()}> Tj"
    yield "ET"


def _rule(rule: Rule, height: float) -> str:
    return (
        f"{_rgb(rule.colour)} RG {_number(rule.width)} w"
        f" {_number(rule.x1)} {_number(height - rule.y1)} m"
        f" {_number(rule.x2)} {_number(height - rule.y2)} l S"
    )


def _fill(fill: Fill, height: float) -> str:
    return (
        f"{_rgb(fill.colour)} rg {_number(fill.x)} {_number(height - fill.y - fill.height)}"
        f" {_number(fill.width)} {_number(fill.height)} re f"
    )


def _rgb(colour: str) -> str:
    return " ".join(_number(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _to_unicode(font: str, subset: list[int]) -> str:
    """
    The map by which text is copied and searched: code -> UTF-16BE.

    ReportLab writes five hex digits above U+FFFF, which readers take for another character.
    """
    rows = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
        f"/CMapName /{font} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        [*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end end"]
    )


def _compress(content: str | bytes) -> bytes:
    """Deflated at a level that takes half the time of the usual one for a fiftieth more bytes."""
    return zlib.compress(content.encode() if isinstance(content, str) else content, 3)


def _figures(*values: float) -> str:
    """ReportLab's figures; most are whole numbers, which need no formatting."""
    if len(values) == 1 and type(values[0]) is int:
        return str(values[0])
    return fp_str(*values)


ttfonts.makeToUnicodeCMap = _to_unicode
pdfdoc.fp_str = _figures
pdfdoc.PDFStreamFilterZCompress.encode = staticmethod(_compress)
rl_config.useA85 = 0  # text armour: a quarter more bytes for nothing
