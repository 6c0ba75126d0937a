"""
The PDF of rendered .docx files: same input, same bytes, every font embedded, PDF/A-2b structure.

One ReportLab canvas writes the file once; what ISO 19005-2 asks beyond plain PDF (XMP metadata
equal to the document information, output intent, language, a structure tree of the headings) is
written with it.
``documents.archive`` checks the result.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from documents import pdffile
from documents.colour import NAME as COLOUR_NAME
from documents.colour import srgb_profile
from documents.embedding import Embedded
from documents.layout.flow import paginate
from documents.layout.fonts import Face, FontSet
from documents.layout.page import Fill, Heading, Page, Placed, Rule
from documents.layout.text import Ink
from documents.pdffile import Direct, File, number, own_reference, stream

PRODUCER = "Kuaijie"
LANGUAGE = "zh-CN"
_CHINA_OFFSET = 8
_PAGE = re.compile(rb"/Type ?/Page\b")


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
    canvas = _Canvas(out, invariant=1, pdfVersion=(1, 7), lang=LANGUAGE)
    canvas.describe(title, created)
    for page in pages:
        canvas.draw(page)
    canvas.finish(headings(pages) if outline is None else outline)
    canvas.save()
    digests = {face.path.name: font_digest(face.path) for face in canvas.faces}
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

    def __init__(self, out: io.BytesIO, **how: object) -> None:
        super().__init__(out, **how)
        self.file = File(self._doc)
        self.drawing = _Drawing(self.file)
        self.fonts = self.file.reserve()
        self.tagged: list[tuple[str, list[Heading]]] = []

    def _make_preamble(self) -> None:
        # ReportLab's own preamble selects Helvetica, which is not embedded.
        self._preamble = ""

    @property
    def faces(self) -> Iterable[Face]:
        return self.drawing.faces

    def describe(self, title: str, created: date) -> None:
        """The document information, the same in XMP, and the colours meant."""
        document, catalog = self._doc, self._doc.Catalog
        document.info = _Information(title, created)
        document.updateSignature(created.isoformat())
        catalog.Metadata = stream(_xmp(title, created), "/Type/Metadata/Subtype/XML", packed=False)
        profile = self.file.stream(_packed_profile(), "/N 3/Filter/FlateDecode", packed=False)
        colours = pdffile.text(COLOUR_NAME)
        catalog.OutputIntents = Direct(
            "[<</Type/OutputIntent/S/GTS_PDFA1"
            f"/OutputConditionIdentifier{colours}/Info{colours}/DestOutputProfile {profile}>>]"
        )
        catalog.ViewerPreferences = Direct("<</DisplayDocTitle true>>")
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]

    def draw(self, page: Page) -> None:
        self.setPageSize((page.width, page.height))
        code = self.drawing.of(page)
        self._doc.updateSignature(code)
        self.showPage()
        written = self._doc.Pages.pages[-1]
        written.Trans = None
        written.Contents = stream(code.encode("ascii"))
        written.Resources = Direct(
            f"<</Font {self.fonts}/XObject<<{self.drawing.pictures_of(page)}>>>>"
        )
        if page.headings:
            written.__NoDefault__ = [*written.__NoDefault__, "StructParents"]
            written.StructParents = len(self.tagged)
            self.tagged.append((self.file.refer(written), page.headings))

    def finish(self, entries: Sequence[Entry]) -> None:
        """The fonts, the outline, and the headings as elements of a structure."""
        document, catalog = self._doc, self._doc.Catalog
        self.file.put(self.fonts, f"<<{self.drawing.fonts()}>>")
        document.Outlines = SimpleNamespace(prepare=lambda document, canvas: None, ready=0)
        catalog.Outlines = None
        if entries:
            pages = [self.file.refer(page) for page in document.Pages.pages]
            heights = [page.pageheight for page in document.Pages.pages]
            catalog.Outlines = own_reference(_outline(self.file, pages, heights, entries))
        if self.tagged:
            # Headings are tagged and the rest is not, so the file does not claim to be tagged.
            catalog.StructTreeRoot = own_reference(_structure_tree(self.file, self.tagged))
            catalog.MarkInfo = Direct("<</Marked false>>")


@lru_cache(maxsize=1)
def _packed_profile() -> bytes:
    return pdffile.deflated(srgb_profile())


class _Information(pdfdoc.PDFInfo):
    """Only entries that XMP repeats."""

    def __init__(self, title: str, created: date) -> None:
        super().__init__()
        made = f"(D:{created:%Y%m%d}000000+{_CHINA_OFFSET:02}'00')"
        self.ready = (
            f"<</Title{pdffile.text(title)}/Creator({PRODUCER})/Producer({PRODUCER})"
            f"/CreationDate{made}/ModDate{made}>>"
        )

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.ready.encode("ascii")


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


def _outline(
    file: File, pages: Sequence[str], heights: Sequence[float], entries: Sequence[Entry]
) -> str:
    """The tree of bookmarks; a level that is skipped is taken as the next one."""
    root = file.reserve()
    references = [file.reserve() for _ in entries]
    children: dict[str, list[int]] = {root: []}
    parents: list[str] = []
    above = [(0, root)]
    for at, (entry, reference) in enumerate(zip(entries, references, strict=True)):
        while above[-1][0] >= entry.level:
            above.pop()
        parents.append(above[-1][1])
        children[reference] = []
        children[parents[-1]].append(at)
        above.append((entry.level, reference))

    def below(reference: str) -> str:
        inside = children[reference]
        if not inside:
            return ""
        # The first level is shown; what lies below it is folded.
        count = len(inside) if reference == root else -len(inside)
        return f"/First {references[inside[0]]}/Last {references[inside[-1]]}/Count {count}"

    for siblings in children.values():
        for place, at in enumerate(siblings):
            entry = entries[at]
            beside = f"/Prev {references[siblings[place - 1]]}" if place else ""
            if place + 1 < len(siblings):
                beside += f"/Next {references[siblings[place + 1]]}"
            top = number(heights[entry.page] - entry.y)
            file.put(
                references[at],
                f"<</Title{pdffile.text(entry.words)}/Parent {parents[at]}{beside}"
                f"/Dest[{pages[entry.page]}/XYZ null {top} null]{below(references[at])}>>",
            )
    file.put(root, f"<</Type/Outlines{below(root)}>>")
    return root


def _structure_tree(file: File, tagged: Sequence[tuple[str, list[Heading]]]) -> str:
    """Headings as elements H1 and H2 of one document element, and the way back from the pages."""
    root, whole = file.reserve(), file.reserve()
    elements: list[str] = []
    numbers: list[str] = []
    for place, (page, of_page) in enumerate(tagged):
        first = len(elements)
        for marked, heading in enumerate(of_page):
            element = f"<</Type/StructElem/S/H{heading.level}/P {whole}/Pg {page}/K {marked}>>"
            elements.append(file.add(element))
        numbers.append(f"{place}[{' '.join(elements[first:])}]")
    file.put(whole, f"<</Type/StructElem/S/Document/P {root}/K[{' '.join(elements)}]>>")
    file.put(
        root,
        f"<</Type/StructTreeRoot/K {whole}/ParentTree<</Nums[{' '.join(numbers)}]>>"
        f"/ParentTreeNextKey {len(tagged)}>>",
    )
    return root


class _Drawing:
    """What is drawn on the pages, with the fonts and pictures it takes."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._fonts: dict[Face, Embedded] = {}
        self._pictures: dict[bytes, tuple[str, str]] = {}

    @property
    def faces(self) -> Iterable[Face]:
        return self._fonts

    def of(self, page: Page) -> str:
        return "\n".join(
            (
                *(_fill(fill, page.height) for fill in page.fills),
                *(self._placed(placed, page.height) for placed in page.pictures),
                *(_rule(rule, page.height) for rule in page.joined_rules()),
                " ".join(self._texts(page)),
            )
        )

    def pictures_of(self, page: Page) -> str:
        """The pictures by name; a dictionary of each page's own, because a seal may be added."""
        placed = {self._pictures[placed.picture.content] for placed in page.pictures}
        return " ".join(f"/{name} {reference}" for name, reference in sorted(placed))

    def fonts(self) -> str:
        """The fonts by name, when all pages have been drawn."""
        return " ".join(
            f"/{name} {reference}"
            for embedded in self._fonts.values()
            for name, reference in embedded.write(self._file)
        )

    def _placed(self, placed: Placed, height: float) -> str:
        picture = placed.picture
        if picture.content not in self._pictures:
            name = f"P{len(self._pictures) + 1}"
            self._pictures[picture.content] = (name, _picture(self._file, picture.content))
        name, _ = self._pictures[picture.content]
        return (
            f"q {number(picture.width)} 0 0 {number(picture.height)} {number(placed.x)}"
            f" {number(height - placed.y - picture.height)} cm /{name} Do Q"
        )

    def _embedded(self, face: Face) -> Embedded:
        if face not in self._fonts:
            self._fonts[face] = Embedded(face, f"F{len(self._fonts) + 1}")
        return self._fonts[face]

    def _texts(self, page: Page) -> Iterator[str]:
        tagged = {heading.first: (heading, at) for at, heading in enumerate(page.headings)}
        ends = {heading.last for heading in page.headings}
        height, ink_set, font_set, gap_set = page.height, None, "", 0.0
        yield "0 g BT"
        for place, (x, y, text, ink, gap) in enumerate(page.texts):
            if place in ends:
                yield "EMC"
            if place in tagged:
                heading, marked = tagged[place]
                yield f"/H{heading.level} <</MCID {marked}>> BDC"
            if ink is not ink_set:
                yield from _changes(ink_set, ink)
                embedded, size, ink_set = self._embedded(ink.face), number(ink.size), ink
            if gap != gap_set:
                gap_set = gap
                yield f"{number(gap)} Tc"
            yield f"1 0 0 1 {x:.2f} {height - y:.2f} Tm"
            for name, codes in embedded.shown(text):
                font = f"/{name} {size} Tf"
                if font != font_set:
                    font_set = font
                    yield font
                yield f"<{codes.hex()}> Tj"
        if len(page.texts) in ends:
            yield "EMC"
        yield "ET"


def _changes(before: Ink | None, ink: Ink) -> Iterator[str]:
    if ink.colour != (before.colour if before else "000000"):
        yield f"{_rgb(ink.colour)} rg"
    thickened = _thickened(ink)
    if thickened != (_thickened(before) if before else ""):
        yield thickened or "0 Tr"


def _thickened(ink: Ink) -> str:
    return f"2 Tr {_rgb(ink.colour)} RG {number(ink.size / 36)} w" if ink.thick else ""


def _picture(file: File, content: bytes) -> str:
    """A picture in grey or RGB on white: an archive file is drawn without transparency."""
    if plain := _plain_png(content):
        width, height, depth, colours, packed = plain
        parameters = f"/Predictor 15/Colors {colours}/BitsPerComponent {depth}/Columns {width}"
        held = f"/Filter/FlateDecode/DecodeParms<<{parameters}>>"
    else:
        opaque = _opaque(content)
        width, height = opaque.size
        depth, colours, packed = 8, len(opaque.getbands()), pdffile.deflated(opaque.tobytes())
        held = "/Filter/FlateDecode"
    space = "/DeviceGray" if colours == 1 else "/DeviceRGB"
    entries = (
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}"
        f"/BitsPerComponent {depth}/ColorSpace{space}{held}"
    )
    return file.stream(packed, entries, packed=False)


def _plain_png(content: bytes) -> tuple[int, int, int, int, bytes] | None:
    """
    Width, height, depth, colours and data of a PNG whose data can stand in a PDF as they are.

    None for other pictures, and for a PNG with a palette, transparency or interlaced rows.
    """
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    width, height, depth, kind, _, _, interlaced = struct.unpack_from(">2L5B", content, 16)
    if kind not in (0, 2) or depth > 8 or interlaced:
        return None
    data, at = [], 8
    while at + 12 <= len(content):
        size, name = struct.unpack_from(">L4s", content, at)
        if name == b"tRNS":
            return None
        if name == b"IDAT":
            data.append(content[at + 8 : at + 8 + size])
        at += size + 12
    return width, height, depth, 1 if kind == 0 else 3, b"".join(data)


def _opaque(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    if picture.mode in ("L", "RGB") and "transparency" not in picture.info:
        return picture
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("RGB")


def _rule(rule: Rule, height: float) -> str:
    return (
        f"{_rgb(rule.colour)} RG {number(rule.width)} w {rule.x1:.2f} {height - rule.y1:.2f} m"
        f" {rule.x2:.2f} {height - rule.y2:.2f} l S"
    )


def _fill(fill: Fill, height: float) -> str:
    return (
        f"{_rgb(fill.colour)} rg {fill.x:.2f} {height - fill.y - fill.height:.2f}"
        f" {fill.width:.2f} {fill.height:.2f} re f"
    )


@lru_cache(maxsize=64)
def _rgb(colour: str) -> str:
    return " ".join(number(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
