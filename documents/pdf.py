"""
The PDF of rendered .docx files: same input, same bytes, every font embedded, PDF/A-2b structure.

One canvas writes the file once; what ISO 19005-2 asks beyond plain PDF (XMP metadata equal to the
document information, output intent, language, a structure tree of the headings) is written with it.
``documents.archive`` checks the result.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from xml.sax.saxutils import escape

from PIL import Image
from reportlab import rl_config
from reportlab.lib.rl_accel import fp_str
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen.canvas import Canvas

from documents.colour import NAME as COLOUR_NAME
from documents.colour import srgb_profile
from documents.layout.flow import paginate
from documents.layout.fonts import FontSet
from documents.layout.page import Fill, Heading, Page, Rule

PRODUCER = "Kuaijie"
LANGUAGE = "zh-CN"
_CHINA_OFFSET = 8
_PAGE = re.compile(rb"/Type /Page\b")


class Entry(NamedTuple):
    """A bookmark; ``level`` 1 is outermost, ``page`` counts from 0, ``y`` is from its top."""

    level: int
    words: str
    page: int
    y: float


class Made(NamedTuple):
    """A PDF, its pages, and the SHA-256 of every font file whose glyphs are in it, by file name."""

    content: bytes
    pages: int
    fonts: dict[str, str]


def make(docx: bytes, *, title: str, created: date, fonts: FontSet) -> Made:
    """
    The .docx as PDF.

    Raises:
        UnsupportedElement: the file holds what the layout does not know.
        GlyphMissing: no face has a character of the text.
        NotADocx: the bytes are no Word file.
    """
    return write(paginate(docx, fonts), title=title, created=created)


def convert(docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes:
    """The bytes alone of what ``make`` makes."""
    return make(docx, title=title, created=created, fonts=fonts).content


def write(
    pages: Sequence[Page], *, title: str, created: date, outline: Sequence[Entry] | None = None
) -> Made:
    """Pages as one PDF; its outline is that of their headings unless one is given."""
    out = io.BytesIO()
    canvas = _Canvas(out, invariant=1, pageCompression=1, pdfVersion=(1, 7), lang=LANGUAGE)
    canvas.describe(title, created)
    for page in pages:
        canvas.draw(page)
    canvas.outline(headings(pages) if outline is None else outline)
    canvas.save()
    faces = {text.ink.face for page in pages for text in page.texts}
    digests = {face.path.name: font_digest(face.path) for face in faces}
    return Made(out.getvalue(), len(pages), dict(sorted(digests.items())))


def headings(pages: Iterable[Page]) -> list[Entry]:
    return [
        Entry(heading.level, heading.words, place, heading.y)
        for place, page in enumerate(pages)
        for heading in page.headings
    ]


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that ``convert`` made; other files may hide their pages from this."""
    return len(_PAGE.findall(pdf))


@lru_cache(maxsize=64)
def font_digest(path: Path) -> str:
    """The SHA-256 of a font file; read once per process, as the face itself is."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Canvas(Canvas):
    """ReportLab's canvas with what an archive file has and without what it may not have."""

    def _make_preamble(self) -> None:
        # ReportLab's own preamble selects Helvetica, which is not embedded.
        self._preamble = ""

    def describe(self, title: str, created: date) -> None:
        """The document information, the same in XMP, and the colours meant."""
        document, catalog = self._doc, self._doc.Catalog
        document._timeStamp = SimpleNamespace(
            YMDhms=(created.year, created.month, created.day, 0, 0, 0), dhh=_CHINA_OFFSET, dmm=0
        )
        document.info = _Information()
        document.info.title, document.info.producer = title, PRODUCER
        document.updateSignature(created.isoformat())
        metadata = _stream(_xmp(title, created), Type="Metadata", Subtype="XML")
        catalog.Metadata = metadata
        profile = _stream(srgb_profile(), compressed=True)
        profile.dictionary["N"] = 3
        intent = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("OutputIntent"),
                "S": pdfdoc.PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": pdfdoc.PDFString(COLOUR_NAME),
                "Info": pdfdoc.PDFString(COLOUR_NAME),
                "DestOutputProfile": document.Reference(profile),
            }
        )
        catalog.OutputIntents = pdfdoc.PDFArray([intent])
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        self._tagged: list[tuple[pdfdoc.PDFPage, list[Heading]]] = []

    def draw(self, page: Page) -> None:
        self.setPageSize((page.width, page.height))
        draw(page, self)
        document = self._doc
        document.updateSignature("\n".join(self._code))
        self.showPage()
        written = document.Pages.pages[-1]
        written.Trans = None
        if page.headings:
            written.__NoDefault__ = [*written.__NoDefault__, "StructParents"]
            written.StructParents = len(self._tagged)
            self._tagged.append((written, page.headings))

    def outline(self, entries: Sequence[Entry]) -> None:
        document = self._doc
        document.Outlines = SimpleNamespace(prepare=lambda document, canvas: None, ready=0)
        document.Catalog.Outlines = _outline(document, entries) if entries else None
        if self._tagged:
            document.Catalog.StructTreeRoot = _structure_tree(document, self._tagged)
            # Headings are tagged and the rest is not, so the file does not claim to be tagged.
            document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "false"})


class _Information(pdfdoc.PDFInfo):
    """Only entries that XMP repeats."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        made = pdfdoc.PDFDate(ts=document._timeStamp)
        return pdfdoc.PDFDictionary(
            {
                "Title": pdfdoc.PDFString(self.title),
                "Creator": pdfdoc.PDFString(self.producer),
                "Producer": pdfdoc.PDFString(self.producer),
                "CreationDate": made,
                "ModDate": made,
            }
        ).format(document)


def _stream(content: bytes, *, compressed: bool = False, **names: str) -> pdfdoc.PDFStream:
    entries = {key: pdfdoc.PDFName(name) for key, name in names.items()}
    filters = [pdfdoc.PDFZCompress] if compressed else []
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content, filters)


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _xmp(title: str, created: date) -> bytes:
    made = f"{created.isoformat()}T00:00:00+{_CHINA_OFFSET:02}:00"
    return _XMP.format(
        language=LANGUAGE, title=escape(title), producer=PRODUCER, made=made
    ).encode()


def _outline(document: pdfdoc.PDFDocument, entries: Sequence[Entry]) -> pdfdoc.PDFDictionary:
    """The tree of bookmarks; a level that is skipped is taken as the next one."""
    pages = document.Pages.pages
    root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Outlines")})
    open_items = [(0, root)]
    children: dict[int, list[pdfdoc.PDFDictionary]] = {}
    for entry in entries:
        while open_items[-1][0] >= entry.level:
            open_items.pop()
        parent = open_items[-1][1]
        page = pages[entry.page]
        top = _number(page.pageheight - entry.y)
        item = pdfdoc.PDFDictionary(
            {
                "Title": pdfdoc.PDFString(entry.words),
                "Parent": document.Reference(parent),
                "Dest": pdfdoc.PDFArray(
                    [document.Reference(page), pdfdoc.PDFName("XYZ"), "null", top, "null"]
                ),
            }
        )
        document.Reference(item)
        siblings = children.setdefault(id(parent), [])
        if siblings:
            item["Prev"] = document.Reference(siblings[-1])
            siblings[-1]["Next"] = document.Reference(item)
        siblings.append(item)
        parent["First"], parent["Last"] = (document.Reference(siblings[at]) for at in (0, -1))
        # The first level is shown; what lies below it is folded.
        parent["Count"] = len(siblings) if parent is root else -len(siblings)
        open_items.append((entry.level, item))
    return root


def _structure_tree(
    document: pdfdoc.PDFDocument, tagged: Sequence[tuple[pdfdoc.PDFPage, list[Heading]]]
) -> pdfdoc.PDFDictionary:
    """Headings as elements H1 and H2 of one document element, and the way back from the pages."""
    root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
    whole = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("StructElem"),
            "S": pdfdoc.PDFName("Document"),
            "P": document.Reference(root),
        }
    )
    elements: list[pdfdoc.PDFObjectReference] = []
    numbers: list[object] = []
    for page, of_page in tagged:
        first = len(elements)
        for number, heading in enumerate(of_page):
            element = pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("StructElem"),
                    "S": pdfdoc.PDFName(f"H{heading.level}"),
                    "P": document.Reference(whole),
                    "Pg": document.Reference(page),
                    "K": number,
                }
            )
            elements.append(document.Reference(element))
        numbers += [page.StructParents, pdfdoc.PDFArray(elements[first:])]
    whole["K"] = pdfdoc.PDFArray(elements)
    root["K"] = document.Reference(whole)
    parents = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
    root["ParentTree"] = document.Reference(parents)
    root["ParentTreeNextKey"] = len(tagged)
    return root


def draw(page: Page, canvas: Canvas) -> None:
    """The page's operations on the canvas's current page."""
    write = canvas._code.append
    for fill in page.fills:
        write(_fill(fill, page.height))
    for placed in page.pictures:
        picture = placed.picture
        canvas.drawImage(
            _opaque(picture.content),
            placed.x,
            page.height - placed.y - picture.height,
            picture.width,
            picture.height,
        )
    for rule in page.joined_rules():
        write(_rule(rule, page.height))
    write(" ".join(_texts(page, canvas._doc)))


def _opaque(content: bytes) -> ImageReader:
    """A picture in grey or RGB on white: an archive file is drawn without transparency."""
    picture = Image.open(io.BytesIO(content))
    if picture.mode in ("L", "RGB") and "transparency" not in picture.info:
        return ImageReader(io.BytesIO(content))
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return ImageReader(Image.alpha_composite(paper, seen).convert("RGB"))


def _texts(page: Page, document: object) -> Iterable[str]:
    tagged = {heading.first: (heading, at) for at, heading in enumerate(page.headings)}
    ends = {heading.last for heading in page.headings}
    colour, font_set, gap_set, thickened = "000000", ("", 0.0), 0.0, ""
    yield "0 g BT"
    for place, (x, y, text, ink, gap) in enumerate(page.texts):
        if place in ends:
            yield "EMC"
        if place in tagged:
            heading, number = tagged[place]
            yield f"/H{heading.level} <</MCID {number}>> BDC"
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
        yield f"1 0 0 1 {_number(x)} {_number(page.height - y)} Tm"
        for subset, codes in ink.face.drawn.splitString(text, document):
            font = (ink.face.drawn.getSubsetInternalName(subset, document), ink.size)
            if font != font_set:
                font_set = font
                yield f"{font[0]} {_number(ink.size)} Tf"
            yield f"<{codes.hex()}> Tj"
    if len(page.texts) in ends:
        yield "EMC"
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


def _format_stream(stream: pdfdoc.PDFStream, document: pdfdoc.PDFDocument) -> bytes:
    """ReportLab's own puts no line end before ``endstream`` (ISO 19005-2, 6.1.7.1)."""
    formatted = _reportlab_format(stream, document)
    return formatted.removesuffix(b"endstream\n") + b"\nendstream\n"


_reportlab_format = pdfdoc.PDFStream.format
pdfdoc.PDFStream.format = _format_stream
ttfonts.makeToUnicodeCMap = _to_unicode
pdfdoc.fp_str = _figures
pdfdoc.PDFStreamFilterZCompress.encode = staticmethod(_compress)
rl_config.useA85 = 0  # text armour: a quarter more bytes for nothing
