"""
Writes the .docx of a template: paragraphs, tables, page geometry, the few styles in use.

Same text, same bytes. Only the vocabulary the layout draws is written: fixed table widths, the QR
in the footer the only picture, PAGE and NUMPAGES the only fields.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from documents import qr

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_TIME = (2020, 1, 1, 0, 0, 0)

TEXT_WIDTH_MM = 156
LETTER_LINES, LETTER_CHARACTERS = 22, 28
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
LETTER, LETTER_PLAIN, LETTER_NUMBER, LETTER_TITLE = (
    "Letter",
    "LetterPlain",
    "LetterNo",
    "LetterTitle",
)
LETTER_HEADING, LETTER_SECOND_HEADING = "LetterOne", "LetterTwo"
LETTER_ATTACHMENT, LETTER_ATTACHMENTS, LETTER_NEXT_ATTACHMENT = (
    "LetterAttachment",
    "LetterAttachments",
    "LetterNextAttachment",
)
LETTER_SIGNED, LETTER_SIGNED_WIDE, LETTER_DATE = "LetterSigned", "LetterSignedWide", "LetterDate"
LETTER_COPIES, LETTER_ANNEX = "LetterCopies", "LetterAnnex"
LETTERHEADS = ("Letterhead", "LetterheadLong", "LetterheadLongest")
"""Of the issuer's name, for names of at most 14, at most 20, and more characters."""
_LETTER_ODD, _LETTER_EVEN, _HAIRLINE = "LetterOdd", "LetterEven", "LetterHairline"

_FANGSONG, _TITLE_SONG, _HEITI, _SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
_KAITI = "楷体_GB2312"
_RED = "FF0000"

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
# The standard of official letters (GB/T 9704) sets 22 lines of 28 characters: 29 pt a line, and
# 15.75 pt a character of 16 pt, for which the characters stand a quarter of a point closer.
_LETTER_PITCH, _LETTER_CHARACTER, _CLOSER = 580, 315, '<w:spacing w:val="-5"/>'


def _letter_indent(*, left: float = 0, right: float = 0, first: float = 0) -> str:
    """An indent in characters of the letter's grid."""
    left, right, first = (round(each * _LETTER_CHARACTER) for each in (left, right, first))
    line = f'w:firstLine="{first}"' if first >= 0 else f'w:hanging="{-first}"'
    return f'<w:ind w:left="{left}" w:right="{right}" {line}/>'


_LETTER_STYLES = (
    (
        LETTER,
        "公函正文",
        BODY,
        _FANGSONG,
        32,
        _LETTER_PITCH,
        "both",
        _letter_indent(first=2),
    ),
    (LETTER_PLAIN, "公函顶格", LETTER, None, None, None, "left", _letter_indent()),
    (LETTER_NUMBER, "公函文号", LETTER_PLAIN, None, None, None, "right", _KEEP),
    (LETTER_TITLE, "公函标题", LETTER_PLAIN, _TITLE_SONG, 44, 640, "center", _KEEP),
    (LETTER_HEADING, "公函一级标题", LETTER, _HEITI, None, None, None, _KEEP),
    (LETTER_SECOND_HEADING, "公函二级标题", LETTER, _KAITI, None, None, None, _KEEP),
    (
        LETTER_ATTACHMENT,
        "公函附件",
        LETTER,
        None,
        None,
        None,
        "left",
        _letter_indent(left=5, first=-3),
    ),
    (
        LETTER_ATTACHMENTS,
        "公函附件首项",
        LETTER,
        None,
        None,
        None,
        "left",
        _letter_indent(left=6, first=-4),
    ),
    (
        LETTER_NEXT_ATTACHMENT,
        "公函附件各项",
        LETTER,
        None,
        None,
        None,
        "left",
        _letter_indent(left=6, first=-1),
    ),
    (LETTER_SIGNED, "公函署名", LETTER_PLAIN, None, None, None, "center", _KEEP),
    (
        LETTER_SIGNED_WIDE,
        "公函长署名",
        LETTER_PLAIN,
        None,
        None,
        None,
        "right",
        _letter_indent(right=2),
    ),
    (LETTER_DATE, "公函成文日期", LETTER_PLAIN, None, None, None, "right", _letter_indent(right=4)),
    (
        LETTER_COPIES,
        "公函抄送",
        LETTER_PLAIN,
        None,
        28,
        480,
        "left",
        _letter_indent(left=4, right=1, first=-3),
    ),
    (LETTER_ANNEX, "公函附件标识", LETTER_PLAIN, _HEITI, None, None, None, _KEEP),
    (LETTERHEADS[0], "公函机关标志", PLAIN, _TITLE_SONG, 60, 720, "center", ""),
    (LETTERHEADS[1], "公函机关标志（较长）", LETTERHEADS[0], None, 44, 560, None, ""),
    (LETTERHEADS[2], "公函机关标志（更长）", LETTERHEADS[0], None, 36, 480, None, ""),
    (_LETTER_ODD, "公函页码单页", FOOTER, None, 28, 480, "right", _letter_indent(right=1)),
    (_LETTER_EVEN, "公函页码双页", FOOTER, None, 28, 480, "left", _letter_indent(left=1)),
    (_HAIRLINE, "公函红线", PLAIN, None, 2, 20, None, ""),
)
_INK = {
    LETTER: _CLOSER,
    LETTER_TITLE: '<w:spacing w:val="0"/>',
    LETTER_COPIES: '<w:spacing w:val="0"/>',
    LETTERHEADS[0]: f'<w:color w:val="{_RED}"/>',
}
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_INDENTED = (BODY, HEADING, LETTER_HEADING, LETTER_SECOND_HEADING)
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


QR_MM = 14
# Between the text of a letter's first page and the red line at its foot.
LETTER_QR_MM = 12
_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/picture",
)
_WITH_PICTURES = (
    f'xmlns:w="{_NAMESPACE}" xmlns:r="{_OFFICE}" xmlns:wp="{_DRAWING[0]}"'
    f' xmlns:a="{_DRAWING[1]}" xmlns:pic="{_DRAWING[2]}"'
)
# A footer that ends in a table needs a paragraph after it; this one is not seen.
_LAST = (
    '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>'
    "</w:pPr></w:p>"
)


def picture(relation: str, described: str, wide_mm: float, high_mm: float) -> str:
    """An inline picture as a run; `relation` is its id in the relations of the part it is in."""
    wide, high = round(wide_mm * 36000), round(high_mm * 36000)
    told = escape(described)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="{told}" descr="{told}"/>'
        f'<a:graphic><a:graphicData uri="{_DRAWING[2]}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{told}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _qr(side_mm: float) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{FOOTER}"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="right"/></w:pPr>{picture("rId1", "核对二维码", side_mm, side_mm)}</w:p>'
    )


def _footer(note: str | None, *, landscape: bool) -> str:
    """Page number and note in the middle, the QR at the right edge; empty without a note."""
    if note is None:
        return f'{_DECLARATION}<w:ftr xmlns:w="{_NAMESPACE}">{paragraph("", FOOTER)}</w:ftr>'
    pages = _run("第 ") + _field("PAGE") + _run(" 页 共 ") + _field("NUMPAGES") + _run(" 页")
    words = f'<w:p><w:pPr><w:pStyle w:val="{FOOTER}"/></w:pPr>{pages}</w:p>' + paragraph(
        note, FOOTER_NOTE
    )
    side = QR_MM + 2
    width = (LANDSCAPE_TEXT_WIDTH_MM if landscape else TEXT_WIDTH_MM) - 2 * side
    row = Row([Cell("", FOOTER_NOTE), Cell([words]), Cell([_qr(QR_MM)])], height_mm=QR_MM)
    return (
        f"{_DECLARATION}<w:ftr {_WITH_PICTURES}>"
        f"{table((side, width, side), [row], borders=False, side_margin_mm=0)}{_LAST}</w:ftr>"
    )


def _rules(*points_of: float) -> str:
    """The red double line of a letter, 170 mm wide: the thickness of its upper and lower line."""
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="{0}" w:type="dxa"/><w:tcBorders><w:bottom w:val="single" '
        'w:sz="{1}" w:space="0" w:color="{2}"/></w:tcBorders></w:tcPr>{3}</w:tc>'
    )
    width = twips(170)
    rows = "".join(
        f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        + cell.format(width, round(line * 8), _RED, paragraph("", _HAIRLINE))
        + "</w:tr>"
        for height, line in zip((40, 50), points_of, strict=True)
    )
    edges = "".join(
        f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblInd w:w="{-twips(8)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{edges}</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/>'
        f"</w:tblGrid>{rows}</w:tbl>"
    )


def _letter_parts(issuer: str, note: str) -> dict[str, str]:
    """
    The head of a letter's first page and the feet of its pages, by file name.

    The first page has no number but a second double line; odd pages have theirs on the right,
    even ones on the left.
    """
    short, longer, longest = (
        paragraph(f"{{{{ {issuer}.name }}}}", style, after=8) for style in LETTERHEADS
    )
    head = (
        paragraph(f"{{%p if {issuer}.name|length <= 14 %}}", _HAIRLINE)
        + short
        + paragraph(f"{{%p elif {issuer}.name|length <= 20 %}}", _HAIRLINE)
        + longer
        + paragraph("{%p else %}", _HAIRLINE)
        + longest
        + paragraph("{%p endif %}", _HAIRLINE)
        + _rules(2.25, 0.75)
        + paragraph("", _HAIRLINE, after=8)
    )

    def foot(content: str, *, before: int = 0) -> str:
        return (
            f"{_DECLARATION}<w:ftr {_WITH_PICTURES}>{content}"
            f"{paragraph(note, FOOTER_NOTE, before=before)}</w:ftr>"
        )

    def page(style: str) -> str:
        number = _run("— ") + _field("PAGE") + _run(" —")
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{number}</w:p>'

    return {
        "word/header1.xml": f'{_DECLARATION}<w:hdr xmlns:w="{_NAMESPACE}">{head}</w:hdr>',
        "word/footer1.xml": foot(page(_LETTER_ODD)),
        "word/footer2.xml": foot(page(_LETTER_EVEN)),
        "word/footer3.xml": foot(_qr(LETTER_QR_MM) + _rules(0.75, 2.25), before=3),
        "word/settings.xml": (
            f'{_DECLARATION}<w:settings xmlns:w="{_NAMESPACE}"><w:evenAndOddHeaders/></w:settings>'
        ),
    }


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
    indent = _CLOSING_INDENT if name == CLOSING else "" if name in _INDENTED else _FLUSH
    keep, own_indent = (extra, "") if extra == _KEEP else ("", extra)
    run = (
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        if font
        else ""
    )
    run += _INK.get(name, "")
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


def _styles(*, letter: bool) -> str:
    styles = (*_STYLES, *_LETTER_STYLES) if letter else _STYLES
    return (
        f'{_DECLARATION}<w:styles xmlns:w="{_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        f"</w:docDefaults>{''.join(_style(*style) for style in styles)}</w:styles>"
    )


def _section(*, landscape: bool, letter: bool) -> str:
    if landscape:
        size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        top, right, bottom, left, header, footer = map(twips, (22, 20, 22, 20, 15, 6))
    else:
        size = '<w:pgSz w:w="11906" w:h="16838"/>'
        top, right, bottom, left, header, footer = map(twips, (37, 26, 35, 28, 15, 18))
    repeated = '<w:footerReference w:type="default" r:id="rId2"/>'
    if letter:
        bottom = 16838 - top - LETTER_LINES * _LETTER_PITCH
        header, footer = twips(29), twips(15)
        repeated += (
            '<w:footerReference w:type="even" r:id="rId3"/>'
            '<w:footerReference w:type="first" r:id="rId4"/>'
            '<w:headerReference w:type="first" r:id="rId5"/>'
        )
    return (
        f"<w:sectPr>{repeated}{size}"
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{header}" w:footer="{footer}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if letter else ''}</w:sectPr>"
    )


_PLAIN_PARTS = (("styles", "styles"), ("footer1", "footer"))
_LETTER_PARTS = (
    ("footer2", "footer"),
    ("footer3", "footer"),
    ("header1", "header"),
    ("settings",) * 2,
)


def _content_types(parts: Iterable[tuple[str, str]]) -> str:
    return (
        f"{_DECLARATION}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        + "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="application/'
            f'vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
            for part, kind in (("document", "document.main"), *parts)
        )
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{no}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for no, (kind, target) in enumerate(targets, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'


def docx(
    body: str,
    *,
    footer_note: str | None,
    landscape: bool = False,
    letter_of: str | None = None,
) -> bytes:
    """
    The .docx of the body's paragraphs and tables; without a note, without page numbers too.

    `letter_of` is the name of the issuer's block when the paper is an official letter (公函): its
    name stands in red on the first page.
    """
    document = (
        f"{_DECLARATION}<w:document {_WITH_PICTURES}><w:body>"
        f"{body}{_section(landscape=landscape, letter=bool(letter_of))}</w:body></w:document>"
    )
    listed = (*_PLAIN_PARTS, *(_LETTER_PARTS if letter_of else ()))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(listed),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            *((kind, f"{part}.xml") for part, kind in listed)
        ),
        "word/document.xml": document,
        "word/styles.xml": _styles(letter=bool(letter_of)),
        "word/footer1.xml": _footer(footer_note, landscape=landscape),
    }
    if letter_of:
        parts |= _letter_parts(letter_of, footer_note or "")
    if footer_note is not None:
        # A letter has the QR on its first page only, whose footer is the third.
        with_qr = "footer3" if letter_of else "footer1"
        image = _relations(("image", qr.MEMBER.removeprefix("word/")))
        parts |= {f"word/_rels/{with_qr}.xml.rels": image, qr.MEMBER: qr.placeholder()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            content = content.encode() if isinstance(content, str) else content
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
