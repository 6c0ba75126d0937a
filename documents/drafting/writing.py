"""
Writes the .docx of a template: paragraphs, tables, page geometry, the few styles in use.

Same text, same bytes. Only the vocabulary the layout draws is written: fixed table widths, no
drawings, PAGE and NUMPAGES the only fields.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_TIME = (2020, 1, 1, 0, 0, 0)

TEXT_WIDTH_MM = 156
LANDSCAPE_TEXT_WIDTH_MM = 257

BODY, PARTY, PLAIN, ORGANISATION, TITLE, NUMBER, HEADING, CLOSING, SIGN = (
    "Normal",
    "Party",
    "Plain",
    "Organisation",
    "PaperTitle",
    "Number",
    "HeadingOne",
    "Closing",
    "Sign",
)
CELL, CELL_CENTRE, CELL_RIGHT, CELL_HEAD = "Cell", "CellCentre", "CellRight", "CellHead"
SMALL, SMALL_CENTRE, SMALL_RIGHT, SMALL_HEAD = (
    "Small",
    "SmallCentre",
    "SmallRight",
    "SmallHead",
)
FORM, FORM_RIGHT, LABEL = "Form", "FormRight", "Label"
FOOTER, FOOTER_NOTE = "PageFooter", "FooterNote"

_FANGSONG, _TITLE_SONG, _HEITI, _SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"

_KEEP = "<w:keepNext/>"
_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="600"/>'

# id, Chinese name, based on, font, half-points, line pitch in twips, alignment, extra pPr
_STYLES = (
    (BODY, "正文", None, _FANGSONG, 30, 560, "both", _TWO_CHARACTERS),
    # Long numbers do not break; a stretched line before one would look torn.
    (PARTY, "当事人", BODY, None, None, None, "left", _TWO_CHARACTERS),
    (PLAIN, "正文顶格", BODY, None, None, None, None, ""),
    (ORGANISATION, "机关名称", PLAIN, _TITLE_SONG, 44, 700, "center", _KEEP),
    (TITLE, "文书名称", PLAIN, _TITLE_SONG, 44, 700, "center", _KEEP),
    (NUMBER, "文号", PLAIN, None, None, None, "right", _KEEP),
    (HEADING, "一级标题", BODY, _HEITI, None, None, None, _KEEP),
    (CLOSING, "落款", PLAIN, None, None, None, "right", ""),
    # The signatures stand together, and on the page of the text they are put under.
    (SIGN, "签名栏", PLAIN, None, 28, 480, "left", _KEEP),
    (FORM, "登记表文字", PLAIN, None, 24, 380, "left", ""),
    (FORM_RIGHT, "登记表落款", FORM, None, None, None, "right", ""),
    (LABEL, "登记表栏名", FORM, _HEITI, None, None, "center", ""),
    (CELL, "表格文字", PLAIN, None, 21, 340, "left", ""),
    (CELL_CENTRE, "表格居中", CELL, None, None, None, "center", ""),
    (CELL_RIGHT, "表格金额", CELL, None, None, None, "right", ""),
    (CELL_HEAD, "表头", CELL, _HEITI, None, None, "center", _KEEP),
    (SMALL, "小表文字", CELL, None, 18, 250, "left", ""),
    (SMALL_CENTRE, "小表居中", SMALL, None, None, None, "center", ""),
    (SMALL_RIGHT, "小表金额", SMALL, None, None, None, "right", ""),
    (SMALL_HEAD, "小表表头", SMALL, _HEITI, None, None, "center", _KEEP),
    (FOOTER, "页脚", PLAIN, _SONG, 21, 300, "center", ""),
    (FOOTER_NOTE, "页脚注", FOOTER, None, 16, 240, None, ""),
)
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CLOSING_INDENT = '<w:ind w:rightChars="400" w:right="1200" w:firstLineChars="0" w:firstLine="0"/>'


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def paragraph(
    text: str,
    style: str = BODY,
    *,
    before: int = 0,
    after: int = 0,
    keep: bool = False,
    page_break: bool = False,
) -> str:
    """
    One paragraph; `before` and `after` are extra space in points.

    `keep` holds it on the page of what follows, so that no page carries a closing alone.
    """
    properties = f'<w:pStyle w:val="{style}"/>'
    if keep:
        properties += _KEEP
    if page_break:
        properties += "<w:pageBreakBefore/>"
    if before or after:
        properties += f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text)}</w:p>"


def tag(*statements: str) -> str:
    """Template statements on paragraphs of their own, which rendering removes."""
    return "".join(paragraph(f"{{%p {statement} %}}", PLAIN) for statement in statements)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


@dataclass(frozen=True)
class Cell:
    """
    A table cell: a line of text or ready paragraphs, over `span` grid columns.

    A cell of a column loop (`{%tc`) has no grid column of its own; it says its width.
    """

    content: str | Sequence[str]
    style: str = CELL
    span: int = 1
    align: str = "center"  # vertical: top, center, bottom
    column: bool = True
    width_mm: float = 10


@dataclass(frozen=True)
class Row:
    """A table row; `height_mm` is a minimum, `header` repeats it on every page."""

    cells: Sequence[Cell]
    height_mm: float = 9
    header: bool = False


def row_tag(statement: str) -> str:
    """A template statement on a row of its own, which rendering removes."""
    return f"{{%tr {statement} %}}"


def table(
    widths_mm: Sequence[float],
    rows: Iterable[Row | str],
    *,
    borders: bool = True,
    side_margin_mm: float = 1.5,
) -> str:
    """A table of fixed widths; a str among the rows is a `row_tag`."""
    widths, side = [twips(width) for width in widths_mm], twips(side_margin_mm)
    lines = "".join(
        f'<w:{edge} w:val="{"single" if borders else "nil"}"'
        + (' w:sz="4" w:space="0" w:color="000000"/>' if borders else "/>")
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{edge} w:w="{width}" w:type="dxa"/>'
        for edge, width in (("top", 40), ("left", side), ("bottom", 40), ("right", side))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{lines}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, widths) for row in rows)}</w:tbl>"
    )


def _row(row: Row | str, widths: Sequence[int]) -> str:
    if isinstance(row, str):
        row = Row([Cell(row, span=len(widths))])
    properties = f'<w:cantSplit/><w:trHeight w:val="{twips(row.height_mm)}" w:hRule="atLeast"/>'
    if row.header:
        properties += "<w:tblHeader/>"
    cells, place = "", 0
    for cell in row.cells:
        if cell.column:
            cells += _cell(cell, sum(widths[place : place + cell.span]))
            place += cell.span
        else:
            cells += _cell(cell, twips(cell.width_mm))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    content = (
        paragraph(cell.content, cell.style)
        if isinstance(cell.content, str)
        else "".join(cell.content)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="{cell.align}"/>'
        f"</w:tcPr>{content}</w:tc>"
    )


def _field(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _footer(note: str) -> str:
    pages = _run("第 ") + _field("PAGE") + _run(" 页 共 ") + _field("NUMPAGES") + _run(" 页")
    return (
        f'{_DECLARATION}<w:ftr xmlns:w="{_NAMESPACE}">'
        f'<w:p><w:pPr><w:pStyle w:val="{FOOTER}"/></w:pPr>'
        f"{pages}</w:p>{paragraph(note, FOOTER_NOTE)}</w:ftr>"
    )


def _style(
    name: str,
    title: str,
    base: str | None,
    font: str | None,
    size: int | None,
    pitch: int | None,
    align: str | None,
    extra: str,
) -> str:
    spacing = f'<w:spacing w:line="{pitch}" w:lineRule="exact"/>' if pitch else ""
    indent = _CLOSING_INDENT if name == CLOSING else "" if name in (BODY, HEADING) else _FLUSH
    keep, own_indent = (extra, "") if extra == _KEEP else ("", extra)
    run = (
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        if font
        else ""
    )
    run += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    default = "" if base else ' w:default="1"'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{title}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + f"<w:qFormat/><w:pPr>{keep}{'<w:widowControl/>' if not base else ''}{spacing}"
        + (own_indent or indent)
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + f"</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _styles() -> str:
    return (
        f'{_DECLARATION}<w:styles xmlns:w="{_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        f"</w:docDefaults>{''.join(_style(*style) for style in _STYLES)}</w:styles>"
    )


def _section(*, landscape: bool) -> str:
    if landscape:
        size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        top, right, bottom, left, footer = 22, 20, 22, 20, 10
    else:
        size = '<w:pgSz w:w="11906" w:h="16838"/>'
        top, right, bottom, left, footer = 37, 26, 35, 28, 20
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>{size}'
        f'<w:pgMar w:top="{twips(top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}" '
        f'w:left="{twips(left)}" w:header="{twips(15)}" w:footer="{twips(footer)}" w:gutter="0"/>'
        "</w:sectPr>"
    )


_CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="application/'
        f'vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("footer1", "footer"),
        )
    )
    + "</Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{no}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for no, (kind, target) in enumerate(targets, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'


def docx(body: str, *, footer_note: str, landscape: bool = False) -> bytes:
    """The .docx of the body's paragraphs and tables."""
    document = (
        f'{_DECLARATION}<w:document xmlns:w="{_NAMESPACE}" xmlns:r="{_OFFICE}"><w:body>'
        f"{body}{_section(landscape=landscape)}</w:body></w:document>"
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("footer", "footer1.xml")
        ),
        "word/document.xml": document,
        "word/styles.xml": _styles(),
        "word/footer1.xml": _footer(footer_note),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, _ZIP_TIME), content.encode(), zipfile.ZIP_DEFLATED
            )
    return made.getvalue()
