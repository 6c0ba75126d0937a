"""A .docx read into sections of paragraphs and tables, with every format resolved."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from documents import docxzip
from documents.layout import styles
from documents.layout.styles import ParagraphFormat, Properties, RunFormat, Styles
from documents.layout.vocabulary import (
    Element,
    W,
    children,
    is_on,
    name,
    points,
    refuse,
    tags,
    value,
)

EMU_PER_POINT = 12700
FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
HEADING_STYLES = {"PaperTitle": 1, "LetterTitle": 1, "Title": 1, "HeadingOne": 2, "Heading1": 2}
LINE_BREAK, PAGE_BREAK, PICTURE = "\n", "\f", "\ufffc"


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Run:
    """
    Text in one format.

    Tab, line break and page break are characters of the text. A field run has the field's name;
    a picture run has the picture, and ``PICTURE`` as its text.
    """

    text: str
    format: RunFormat
    field: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``level`` is its rank as a heading: 1 the paper's name, 2 a heading, 0 text."""

    format: ParagraphFormat
    runs: tuple[Run, ...]
    mark: RunFormat
    level: int = 0


@dataclass(frozen=True, slots=True)
class Border:
    width: float
    colour: str


Borders = dict[str, Border | None]
"""By side (top, left, bottom, right, insideH, insideV); None where a line is taken away."""


@dataclass(slots=True)
class Cell:
    column: int
    span: int
    paragraphs: list[Paragraph]
    merge: str = ""
    align: str = "top"
    fill: str = ""
    borders: Borders = field(default_factory=dict)
    margins: tuple[float, float, float, float] = (0, 5.4, 0, 5.4)


@dataclass(slots=True)
class Row:
    cells: list[Cell]
    height: float = 0.0
    exact: bool = False
    header: bool = False
    cant_split: bool = False


@dataclass(slots=True)
class Table:
    columns: list[float]
    rows: list[Row]
    align: str = "left"
    indent: float = 0.0


Block = Paragraph | Table


@dataclass(slots=True)
class Section:
    """One run of pages of the same geometry; headers and footers by default, first, even."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header_distance: float
    footer_distance: float
    title_page: bool
    first_number: int | None
    headers: dict[str, list[Block]]
    footers: dict[str, list[Block]]
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    sections: list[Section]
    even_and_odd: bool
    tab_width: float


def read(docx: bytes) -> Paper:
    """
    The file as sections.

    Raises:
        UnsupportedElement: an element or a value outside the vocabulary.
        docxzip.NotADocx: the bytes are no Word file.
    """
    return _Reader(docx).paper()


_BODY_IGNORED = tags(
    "bookmarkStart bookmarkEnd proofErr permStart permEnd sectPr"
    " lastRenderedPageBreak tblPr tblGrid trPr tcPr pPr rPr"
)
_INK = re.compile(r"[^\s]")
_DIGITS = "零一二三四五六七八九"


def _parsed(content: bytes, member: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise docxzip.NotADocx(f"文件的 {member} 已损坏。") from fault


@lru_cache(maxsize=32)
def _styles_of(content: bytes | None) -> Styles:
    """Papers of one template have one styles part: it is read once."""
    return Styles.of(None if content is None else _parsed(content, "word/styles.xml"))


class _Reader:
    def __init__(self, docx: bytes) -> None:
        self._members = {member.name: member for member in docxzip.read(docx)}
        self._styles = _styles_of(self._content("word/styles.xml"))
        self._numbering = _Numbering(self._xml("word/numbering.xml"))
        self._settings = self._xml("word/settings.xml")
        _refuse_settings(self._settings)
        self._hyphenation = _hyphenation(self._settings)
        self._part = "word/document.xml"
        self._relations: dict[str, dict[str, str]] = {}

    def paper(self) -> Paper:
        body = self._xml("word/document.xml").find(W + "body")
        settings = self._settings
        even_and_odd, tab_width = None, None
        if settings is not None:
            even_and_odd = settings.find(W + "evenAndOddHeaders")
            tab_width = value(settings.find(W + "defaultTabStop"))
        sections: list[Section] = []
        blocks: list[Block] = []
        for called, child in children(body, _BODY_IGNORED):
            blocks.append(self._block(called, child))
            ending = child.find(f"{W}pPr/{W}sectPr") if called == "w:p" else None
            if ending is not None:
                sections.append(self._section(ending, blocks, sections))
                blocks = []
        sections.append(self._section(body.find(W + "sectPr"), blocks, sections))
        return Paper(
            sections,
            even_and_odd is not None and is_on(even_and_odd),
            points(tab_width or "720"),
        )

    def _xml(self, member: str) -> Element | None:
        content = self._content(member)
        return None if content is None else _parsed(content, member)

    def _content(self, member: str) -> bytes | None:
        return self._members[member].content() if member in self._members else None

    def _related(self, relation: str) -> str:
        if self._part not in self._relations:
            folder, base = posixpath.split(self._part)
            root = self._xml(f"{folder}/_rels/{base}.rels")
            self._relations[self._part] = {
                entry.get("Id"): posixpath.normpath(
                    posixpath.join("/", folder, entry.get("Target"))
                )[1:]
                for entry in (root if root is not None else ())
                if entry.get("TargetMode") != "External"
            }
        return self._relations[self._part].get(relation, "")

    def _section(
        self, element: Element | None, blocks: list[Block], earlier: list[Section]
    ) -> Section:
        if element is None:
            element = etree.fromstring(_PLAIN_SECTION)
        known = {called: child for called, child in children(element, _SECTION_IGNORED)}
        for called, child in known.items():
            if called not in _SECTION_KNOWN:
                refuse(child)
        _refuse_section_values(known, first=not earlier)
        if not {"w:pgSz", "w:pgMar"} <= known.keys():
            refuse(element, " 缺少纸张大小或页边距")
        size, margins = known["w:pgSz"], known["w:pgMar"]
        margin = {side: points(value(margins, side) or "0") for side in _MARGINS}
        number = known.get("w:pgNumType")
        return Section(
            width=points(value(size, "w")),
            height=points(value(size, "h")),
            top=margin["top"],
            right=margin["right"],
            bottom=margin["bottom"],
            left=margin["left"] + margin["gutter"],
            header_distance=margin["header"],
            footer_distance=margin["footer"],
            title_page="w:titlePg" in known and is_on(known["w:titlePg"]),
            first_number=int(value(number, "start")) if value(number, "start") else None,
            headers=self._repeated(element, "headerReference", earlier and earlier[-1].headers),
            footers=self._repeated(element, "footerReference", earlier and earlier[-1].footers),
            blocks=blocks,
        )

    def _repeated(
        self, section: Element, reference: str, inherited: dict[str, list[Block]] | list
    ) -> dict[str, list[Block]]:
        found = dict(inherited or {})
        for element in section.findall(W + reference):
            part = self._related(element.get(name("r:id")))
            self._part = part
            root = self._xml(part)
            found[value(element, "type") or "default"] = [
                self._block(called, child) for called, child in children(root, _BODY_IGNORED)
            ]
            self._part = "word/document.xml"
        return found

    def _block(self, called: str, element: Element) -> Block:
        if called == "w:p":
            return self._paragraph(element, [])
        if called == "w:tbl":
            return self._table(element)
        refuse(element)

    def _paragraph(self, element: Element, outer: list[styles.Style]) -> Paragraph:
        layered = self._styles.layered(element.find(W + "pPr"), outer)
        runs = list(self._runs(element, layered))
        number, level = layered.numbering
        indents: Properties = {}
        if number != "0":
            label, indents, label_run = self._numbering.next_label(number, level, element)
            runs.insert(0, Run(label, layered.label_format(label_run)))
        sizes = [run.format.size for run in runs if _INK.search(run.text)]
        format_ = layered.paragraph_format(sizes[0] if sizes else layered.mark.size, indents)
        if format_.line_rule == "auto" and len(set(sizes)) > 1:
            refuse(element, "：字号不一的段落须用固定值行距")
        if self._hyphenation is not None and sizes and not format_.unhyphenated:
            refuse(self._hyphenation)
        rank = HEADING_STYLES.get(layered.style_id or "", 0)
        return Paragraph(format_, tuple(runs), layered.mark, rank)

    def _runs(self, paragraph: Element, layered: styles.Layered) -> Iterator[Run]:
        """The runs in order; what a field showed when the file was saved is passed over."""
        instruction: str | None = None
        for called, element, format_ in self._pieces(paragraph, layered):
            if called == "w:fldSimple":
                yield Run("", format_, field=_field(value(element, "instr") or "", element))
            elif called == "w:fldChar" and value(element, "fldCharType") == "begin":
                instruction = ""
            elif called == "w:fldChar" and value(element, "fldCharType") == "end":
                yield Run("", format_, field=_field(instruction or "", element))
                instruction = None
            elif called == "w:instrText":
                instruction = (instruction or "") + (element.text or "")
            elif instruction is None:
                yield self._piece(called, element, format_)

    def _pieces(
        self, paragraph: Element, layered: styles.Layered
    ) -> Iterator[tuple[str, Element, RunFormat]]:
        for called, element in children(paragraph, _BODY_IGNORED):
            if called not in ("w:r", "w:fldSimple"):
                refuse(element)
            properties = next(element.iter(W + "rPr"), None)
            format_ = layered.run_format(properties)
            if called == "w:fldSimple":
                yield called, element, format_
            else:
                for inner_called, inner in children(element, _BODY_IGNORED):
                    yield inner_called, inner, format_

    def _piece(self, called: str, element: Element, format_: RunFormat) -> Run:
        if called == "w:t":
            if styles.THEME_FONT in (format_.latin, format_.chinese):
                refuse(element, "：主题字体，请选定字体名")
            return Run(_shown(element), format_)
        if called in ("w:tab", "w:cr"):
            return Run("\t" if called == "w:tab" else LINE_BREAK, format_)
        if called == "w:noBreakHyphen":
            return Run("\u2011", format_)
        if called == "w:br":
            kind = value(element, "type") or "textWrapping"
            if kind == "column":
                refuse(element, " column")
            return Run(PAGE_BREAK if kind == "page" else LINE_BREAK, format_)
        if called == "w:drawing":
            return Run(PICTURE, format_, picture=self._picture(element))
        refuse(element)

    def _picture(self, drawing: Element) -> Picture:
        inline = drawing.find(name("wp:inline"))
        if inline is None:
            refuse(next(iter(drawing), drawing))
        blip = next(inline.iter(name("a:blip")), None)
        if blip is None:
            refuse(next(inline.iter(name("a:graphicData")), inline))
        member = self._related(blip.get(name("r:embed")) or "")
        if member not in self._members:
            refuse(inline, " 图片不在文件中")
        extent = inline.find(name("wp:extent"))
        return Picture(
            self._members[member].content(),
            int(extent.get("cx")) / EMU_PER_POINT,
            int(extent.get("cy")) / EMU_PER_POINT,
        )

    def _table(self, element: Element) -> Table:
        properties, grid = element.find(W + "tblPr"), element.find(W + "tblGrid")
        if properties is None or grid is None:
            refuse(element, " 缺少列宽")
        known = {called: child for called, child in children(properties, _TABLE_IGNORED)}
        for called, child in known.items():
            if called not in _TABLE_KNOWN:
                refuse(child)
        layout = known.get("w:tblLayout")
        if layout is None or value(layout, "type") != "fixed":
            refuse(properties if layout is None else layout)
        chain = self._styles.chain(value(known.get("w:tblStyle")) or self._styles.default_table)
        borders: Borders = {}
        margins = {"top": 0.0, "left": 5.4, "bottom": 0.0, "right": 5.4}
        for source in (*(style.table for style in chain), properties):
            if source is None:
                continue
            borders.update(_borders(source.find(W + "tblBorders")))
            margins.update(_margins(source.find(W + "tblCellMar")))
        columns = [points(value(column, "w")) for column in grid]
        rows = [
            self._row(row, chain, margins, len(columns))
            for called, row in children(element, _BODY_IGNORED)
            if called == "w:tr" or refuse(row)
        ]
        _settle_borders(rows, borders, len(columns))
        align = value(known.get("w:jc")) or "left"
        indent = known.get("w:tblInd")
        indent_width = points(value(indent, "w")) if value(indent, "w") else 0.0
        if not self._aligns_table_edge():
            indent_width -= margins["left"]
        return Table(
            columns, rows, {"start": "left", "end": "right"}.get(align, align), indent_width
        )

    def _aligns_table_edge(self) -> bool:
        """Word 2013 and later put the table's edge, earlier ones its text, at the margin."""
        if self._settings is None:
            return False
        modes = (
            value(setting)
            for setting in self._settings.iterfind(f"{W}compat/{W}compatSetting")
            if value(setting, "name") == "compatibilityMode"
        )
        return int(next(modes, "12")) >= 15

    def _row(
        self,
        element: Element,
        chain: list[styles.Style],
        margins: dict[str, float],
        columns: int,
    ) -> Row:
        row = Row([])
        properties = element.find(W + "trPr")
        if properties is not None:
            for called, child in children(properties, _ROW_IGNORED):
                if called == "w:trHeight":
                    row.height = points(value(child))
                    row.exact = value(child, "hRule") == "exact"
                elif called == "w:tblHeader":
                    row.header = is_on(child)
                elif called == "w:cantSplit":
                    row.cant_split = is_on(child)
                else:
                    refuse(child)
        column = 0
        for called, child in children(element, _BODY_IGNORED):
            if called != "w:tc":
                refuse(child)
            row.cells.append(self._cell(child, column, chain, margins))
            column += row.cells[-1].span
            if column > columns:
                refuse(child, " 超出列宽")
        return row

    def _cell(
        self, element: Element, column: int, chain: list[styles.Style], margins: dict[str, float]
    ) -> Cell:
        cell = Cell(column, 1, [])
        own = dict(margins)
        properties = element.find(W + "tcPr")
        for called, child in () if properties is None else children(properties, _CELL_IGNORED):
            if called == "w:gridSpan":
                cell.span = int(value(child))
            elif called == "w:vMerge":
                cell.merge = value(child) or "continue"
            elif called == "w:vAlign":
                cell.align = value(child)
            elif called == "w:shd":
                cell.fill = _fill(child)
            elif called == "w:tcBorders":
                cell.borders = _borders(child)
            elif called == "w:tcMar":
                own.update(_margins(child))
            else:
                refuse(child)
        cell.margins = (own["top"], own["right"], own["bottom"], own["left"])
        for called, child in children(element, _BODY_IGNORED):
            if called != "w:p":
                refuse(child)
            cell.paragraphs.append(self._paragraph(child, chain))
        return cell


def _field(instruction: str, element: Element) -> str:
    kind = (instruction.split() or [""])[0].upper()
    if kind not in FIELDS:
        refuse(element, f" {instruction.strip()}")
    return kind


def _shown(element: Element) -> str:
    text = (element.text or "").replace("\n", " ").replace("\t", " ")
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" ")
    return text


def _fill(shading: Element) -> str:
    if value(shading) not in (None, "clear", "nil"):
        refuse(shading, f"={value(shading)}")
    fill = value(shading, "fill")
    return "" if fill in (None, "auto") else fill


def _borders(element: Element | None) -> Borders:
    found: Borders = {}
    for called, child in () if element is None else children(element, ()):
        side = {"w:start": "left", "w:end": "right"}.get(called, called[2:])
        if side not in ("top", "left", "bottom", "right", "insideH", "insideV"):
            refuse(child)
        kind = value(child)
        if kind in ("nil", "none"):
            found[side] = None
        elif kind in ("single", "thick"):
            colour = value(child, "color")
            colour = "000000" if colour in (None, "auto") else colour
            found[side] = Border(float(value(child, "sz") or "4") / 8, colour)
        else:
            refuse(child, f"={kind}")
    return found


def _margins(element: Element | None) -> dict[str, float]:
    return {
        {"w:start": "left", "w:end": "right"}.get(called, called[2:]): points(value(child, "w"))
        for called, child in (() if element is None else children(element, ()))
    }


def _settle_borders(rows: list[Row], table: Borders, columns: int) -> None:
    """Give every cell its four lines: its own where it has one, else the table's."""
    for place, row in enumerate(rows):
        for cell in row.cells:
            first, last = cell.column == 0, cell.column + cell.span >= columns
            settled = {
                "top": table.get("top" if place == 0 else "insideH"),
                "bottom": table.get("bottom" if place == len(rows) - 1 else "insideH"),
                "left": table.get("left" if first else "insideV"),
                "right": table.get("right" if last else "insideV"),
            }
            settled.update(cell.borders)
            cell.borders = settled


_MARGINS = ("top", "right", "bottom", "left", "header", "footer", "gutter")
_SECTION_IGNORED = tags(
    "headerReference footerReference footnotePr endnotePr formProt noEndnote"
    " rtlGutter printerSettings"
)
_SECTION_KNOWN = tags("pgSz pgMar titlePg pgNumType cols docGrid type textDirection vAlign bidi")
_PLAIN_SECTION = (
    f'<w:sectPr xmlns:w="{W[1:-1]}"><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440"'
    ' w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
_TABLE_IGNORED = tags("tblW tblLook tblBorders tblCellMar tblCaption tblDescription")
_TABLE_KNOWN = tags("tblStyle jc tblInd tblLayout")
_ROW_IGNORED = frozenset(("w:cnfStyle", "w:hidden"))
_CELL_IGNORED = frozenset(("w:tcW", "w:cnfStyle", "w:noWrap", "w:hideMark"))


_SETTINGS_REFUSED = tags("noLineBreaksAfter noLineBreaksBefore")
_SETTINGS_OFF = tags("mirrorMargins gutterAtTop")


def _refuse_settings(root: Element | None) -> None:
    """Settings that move text: everything else in settings.xml is about editing."""
    for called, element in () if root is None else children(root, ()):
        if called in _SETTINGS_REFUSED or (called in _SETTINGS_OFF and is_on(element)):
            refuse(element)
        if called == "w:characterSpacingControl" and value(element) != "doNotCompress":
            refuse(element, "：请在段落的中文版式中把字符间距控制选为不压缩")


def _hyphenation(settings: Element | None) -> Element | None:
    """What asks for hyphenation; LibreOffice always does, and takes it back in each paragraph."""
    found = None if settings is None else settings.find(W + "autoHyphenation")
    return found if found is not None and is_on(found) else None


def _refuse_section_values(known: dict[str, Element], *, first: bool) -> None:
    allowed = {
        "w:cols": ("num", (None, "1")),
        "w:docGrid": ("type", (None, "default")),
        "w:type": ("val", (None, "nextPage") if not first else None),
        "w:textDirection": ("val", ("lrTb",)),
        "w:vAlign": ("val", ("top",)),
        "w:bidi": ("val", ("0", "false")),
        "w:pgNumType": ("fmt", (None, "decimal")),
    }
    for called, element in known.items():
        attribute, values = allowed.get(called, ("", None))
        if values and value(element, attribute) not in values:
            refuse(element, f"={value(element, attribute)}")


class _Numbering:
    """The counters of numbering.xml, stepped in reading order."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._abstract: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for abstract in root.findall(W + "abstractNum"):
            self._levels[value(abstract, "abstractNumId")] = {
                int(value(level, "ilvl")): level for level in abstract.findall(W + "lvl")
            }
        for number in root.findall(W + "num"):
            if number.find(W + "lvlOverride") is not None:
                refuse(number.find(W + "lvlOverride"))
            self._abstract[value(number, "numId")] = value(number.find(W + "abstractNumId"))

    def next_label(
        self, number: str, level: int, paragraph: Element
    ) -> tuple[str, Properties, Properties]:
        """The label with its separator, the level's paragraph and run properties."""
        abstract = self._abstract.get(number, "")
        levels, counters = self._levels.get(abstract, {}), self._counters.setdefault(abstract, {})
        if level not in levels:
            refuse(paragraph, f"：编号{number}没有定义")
        element = levels[level]
        for called, child in children(element, ("w:pStyle",)):
            if called not in _LEVEL_KNOWN:
                refuse(child)
        if value(element.find(W + "lvlJc")) not in (None, "left", "start"):
            refuse(element.find(W + "lvlJc"), f"={value(element.find(W + 'lvlJc'))}")
        _numeral(1, element)
        counters[level] = counters.get(level, self._start(element) - 1) + 1
        for deeper in [each for each in counters if each > level]:
            del counters[deeper]

        def counted(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return _numeral(counters.get(place, self._start(levels[place])), levels[place])

        text = re.sub(r"%(\d)", counted, value(element.find(W + "lvlText")) or "")
        ending = {"tab": "\t", "space": " "}.get(value(element.find(W + "suff")) or "tab", "")
        properties, run = element.find(W + "pPr"), element.find(W + "rPr")
        return (
            text + ending,
            {} if properties is None else styles.paragraph_properties(properties),
            {} if run is None else styles.run_properties(run),
        )

    @staticmethod
    def _start(level: Element) -> int:
        return int(value(level.find(W + "start")) or "1")


_LEVEL_KNOWN = tags("start numFmt lvlText lvlJc suff pPr rPr")
_PLACES = ("", "十", "百", "千")


def _numeral(number: int, level: Element) -> str:
    kind = value(level.find(W + "numFmt")) or "decimal"
    if kind == "decimal":
        return str(number)
    # Above 99 the two differ, and programs differ on the first.
    if 0 < number < {"chineseCounting": 100, "chineseCountingThousand": 10000}.get(kind, 0):
        return _counted(number)
    refuse(level.find(W + "numFmt"), f"={kind}")


def _counted(number: int) -> str:
    """101 → 一百零一, 12 → 十二."""
    words, zero = "", False
    digits = str(number)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            zero = True
            continue
        words += ("零" if zero else "") + _DIGITS[int(digit)] + _PLACES[place]
        zero = False
    return words.removeprefix("一") if 10 <= number < 20 else words
