"""Small Word files written by hand, so that a test shows exactly what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

from documents.layout.fonts import FontSet

ROOT = Path(__file__).parents[2]
FONTS_OF_SETUP = ROOT / "node_modules" / "@expo-google-fonts"
FONTS_OF_DEBIAN = (ROOT / ".fonts", Path("/usr/share/fonts"))
ADDITIONAL_FONTS = frozenset(
    f"{stem}.ttf"
    for stem in (
        *("FandolFang-Regular", "LXGWWenKai-Regular", "LXGWWenKai-Bold"),
        *("HanaMinA", "HanaMinB", "BabelStoneHan"),
    )
)

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"
A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = (
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"'
    ' w:header="851" w:footer="1417" w:gutter="0"/>'
)


@lru_cache
def fonts(*, rare: bool = False) -> FontSet:
    """The faces from npm alone; with ``rare``, those `make setup` takes from Debian too."""
    return FontSet.discover([FONTS_OF_SETUP, *FONTS_OF_DEBIAN] if rare else [FONTS_OF_SETUP])


@lru_cache
def has_additional_fonts() -> bool:
    found = {path.name for folder in FONTS_OF_DEBIAN for path in folder.rglob("*.ttf")}
    return found >= ADDITIONAL_FONTS


def p(text: str = "", properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'
    )


def field(kind: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {kind} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(
    rows: Iterable[Iterable[str]], widths: Iterable[int], *, header: bool = False, row: str = ""
) -> str:
    """A ruled table of fixed column widths (twips); a cell is text, or WordprocessingML."""
    widths = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>' for side in sides)
    xml = (
        f'<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    for place, cells in enumerate(rows):
        repeated = "<w:tblHeader/>" if header and place == 0 else ""
        xml += f"<w:tr><w:trPr>{row}{repeated}</w:trPr>"
        for cell, width in zip(cells, widths, strict=False):
            inside = cell if cell.startswith("<") else f"<w:tcPr/>{p(cell)}"
            xml += f"<w:tc>{inside}</w:tc>".replace(
                "<w:tcPr>", f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            ).replace("<w:tcPr/>", f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>')
        xml += "</w:tr>"
    return xml + "</w:tbl>"


def docx(
    *body: str,
    header: str = "",
    footer: str = "",
    section: str = "",
    title: str = "",
    size: int = 28,
    line: int = 560,
) -> bytes:
    """A file with the body; default text 仿宋 of ``size`` half-points at an exact ``line``."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGES}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>'
            f'<Override PartName="/word/header1.xml" ContentType="{_OFFICE}.header+xml"/>'
            f'<Override PartName="/word/footer1.xml" ContentType="{_OFFICE}.footer+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
            'package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGES}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument"'
            ' Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{_PACKAGES}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/></Relationships>'
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGES}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title, quote=False)}</dc:title></cp:coreProperties>"
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGES}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId2" Type="{_RELATIONS}/header" Target="header1.xml"/>'
            f'<Relationship Id="rId3" Type="{_RELATIONS}/footer" Target="footer1.xml"/>'
            "</Relationships>"
        ),
        "word/styles.xml": (
            f"<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
            '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/>'
            f'<w:sz w:val="{size}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
            f'<w:spacing w:line="{line}" w:lineRule="exact"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults></w:styles>"
        ),
        "word/header1.xml": f"<w:hdr {_SPACES}>{header or p()}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_SPACES}>{footer or p()}</w:ftr>",
        "word/document.xml": (
            f"<w:document {_SPACES}><w:body>{''.join(body)}<w:sectPr>"
            '<w:headerReference w:type="default" r:id="rId2"/>'
            '<w:footerReference w:type="default" r:id="rId3"/>'
            f"{A4}{MARGINS}{section}</w:sectPr></w:body></w:document>"
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), declared)
    return out.getvalue()


def part(file: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(name).decode()


def shown(file: bytes, name: str = "word/document.xml") -> str:
    """The text a reader sees in a part, paragraphs ended by ¶."""
    from lxml import etree

    root = etree.fromstring(part(file, name).encode())
    w = f"{{{root.nsmap['w']}}}"
    return "".join(
        (node.text or "") if node.tag == w + "t" else "¶" for node in root.iter(w + "t", w + "p")
    )
