"""
Which rules of the archive format a PDF keeps: PDF/A-2b structure (ISO 19005-2), as far as checked.

The rules are those a file of ours, a signed one or a foreign one can break. It is our own check and
no certificate of conformance.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pikepdf
from fontTools.ttLib import TTFont, TTLibError
from lxml import etree
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

LEVEL = "PDF/A-2b 结构"
# Raised when a rule is added or changed, so that a kept report is made anew.
EDITION = 2

_HEADER = re.compile(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}")
_END = re.compile(rb"%%EOF[\r\n]*\Z")
_NO_END_OF_LINE = re.compile(rb"[^\r\n]endstream\b")
_ACTIONS = frozenset(
    f"/{action}"
    for action in (
        *("JavaScript", "Launch", "Sound", "Movie", "ResetForm", "ImportData", "Hide"),
        *("SetOCGState", "Rendition", "Trans", "GoTo3DView"),
    )
)
_ANNOTATIONS = frozenset(("/3D", "/Sound", "/Screen", "/Movie"))
_PLAIN_COLOURS = frozenset(("/DeviceRGB", "/DeviceGray", "/CalRGB", "/CalGray", "/ICCBased"))
_CMYK_OPERATORS = frozenset(("k", "K"))
_SHOWS_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_HIDDEN, _PRINTED = 0b10_0011, 0b100

# What a foreign file with entries of the wrong kind raises.
_MALFORMED = (pikepdf.PdfError, KeyError, TypeError, ValueError, AttributeError, TTLibError)

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
# Entry of the document information → element of XMP that must say the same.
_SAID_TWICE = {
    "/Title": f"{_DC}title",
    "/Author": f"{_DC}creator",
    "/Subject": f"{_DC}description",
    "/Keywords": f"{_PDF}Keywords",
    "/Creator": f"{_XMP}CreatorTool",
    "/Producer": f"{_PDF}Producer",
    "/CreationDate": f"{_XMP}CreateDate",
    "/ModDate": f"{_XMP}ModifyDate",
}


class Finding(NamedTuple):
    """A rule by its Chinese name; `fault` says what breaks it, or is empty."""

    rule: str
    fault: str = ""

    @property
    def kept(self) -> bool:
        return not self.fault


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return all(finding.kept for finding in self.findings)

    @property
    def faults(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.kept]

    @property
    def sentence(self) -> str:
        if self.passed:
            return f"{LEVEL}：自查{len(self.findings)}项，全部符合。"
        return f"不是{LEVEL}：自查{len(self.findings)}项，{len(self.faults)}项不符合。"


def check(pdf: bytes) -> Report:
    """Every rule with what breaks it; a file that cannot be opened breaks the first."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            file = _File(pdf, opened)
            return Report(tuple(_finding(file, rule, judge) for rule, judge in RULES.items()))
    except pikepdf.PasswordError:
        return Report((Finding("未加密", "文件加了密码，打不开。"),))
    except _MALFORMED:
        return Report((Finding("文件可读", "不是完整的 PDF 文件。"),))


def _finding(file: _File, rule: str, judge: Callable[[_File], str]) -> Finding:
    try:
        return Finding(rule, judge(file))
    except _MALFORMED:
        return Finding(rule, "文件内部结构异常，不能判断。")


class _File:
    """An opened file with what several rules ask of it."""

    def __init__(self, content: bytes, pdf: Pdf) -> None:
        self.content = content
        self.pdf = pdf
        self.root = pdf.Root
        self.dictionaries = [d for held in pdf.objects for d in _dictionaries(held)]
        self.fonts = [d for d in self.dictionaries if d.get("/Type") == Name.Font]
        self.operators: set[str] = set()
        self.shown: dict[tuple[int, int], tuple[Object | None, set[int]]] = {}
        for page in pdf.pages:
            self._read(page.resources, page)
        # Seals and other pictures drawn in operators, on the page or as a mark's appearance.
        for held in pdf.objects:
            if isinstance(held, Stream) and held.get("/Subtype") == Name.Form:
                self._read(held.get("/Resources", Dictionary()), held)
        self.metadata = _metadata(self.root)

    def _read(self, resources: Object, page: Page | Object) -> None:
        """Note the operators of a page or form, and of every font the codes that are shown."""
        fonts = resources.get("/Font", Dictionary())
        codes: set[int] = set()
        for step in pikepdf.parse_content_stream(page):
            operands, called = list(step.operands), str(step.operator)
            self.operators.add(called)
            if called == "Tf":
                font = fonts.get(str(operands[0]))
                key = font.objgen if font is not None else (0, 0)
                codes = self.shown.setdefault(key, (font, set()))[1]
            elif called in _SHOWS_TEXT:
                for piece in operands[-1] if called == "TJ" else operands[-1:]:
                    if isinstance(piece, pikepdf.String):
                        codes.update(bytes(piece))


def _dictionaries(held: Object) -> Iterator[Object]:
    """The object and what it holds directly; what it refers to comes as an object of its own."""
    if isinstance(held, Dictionary | Stream):
        yield held
        inner = [held[key] for key in held.keys()]  # noqa: SIM118  a pikepdf object, no dict
    elif isinstance(held, Array):
        inner = list(held)
    else:
        return
    for value in inner:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _dictionaries(value)


def _metadata(root: Object) -> etree._Element | None:
    stream = root.get("/Metadata")
    if not isinstance(stream, Stream):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(stream.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return None


def _said(metadata: etree._Element, element: str) -> str | None:
    """What XMP says under a name, as an element, a list of one, or an attribute."""
    for description in metadata.iter(f"{_RDF}Description"):
        if element in description.attrib:
            return description.get(element)
        found = description.find(element)
        if found is not None:
            item = next(found.iter(f"{_RDF}li"), found)
            return item.text or ""
    return None


def _structure(file: _File) -> str:
    if not _HEADER.match(file.content):
        return "文件头不合规：版本行之后应有一行二进制标记。"
    if not _END.search(file.content):
        return "文件末尾有多余内容。"
    if "/ID" not in file.pdf.trailer:
        return "文件没有标识（ID）。"
    if _NO_END_OF_LINE.search(file.content):
        return "有数据流的结尾没有换行。"
    return ""


def _open(file: _File) -> str:
    return "文件加了密。" if "/Encrypt" in file.pdf.trailer else ""


def _identified(file: _File) -> str:
    if file.metadata is None:
        return "没有可读的 XMP 元数据。"
    said = (_said(file.metadata, f"{_PDFAID}part"), _said(file.metadata, f"{_PDFAID}conformance"))
    return "" if said == ("2", "B") else "XMP 没有标明 PDF/A-2B。"


def _same_metadata(file: _File) -> str:
    if file.metadata is None:
        return "没有可读的 XMP 元数据。"
    different = [
        key[1:]
        for key in file.pdf.docinfo.keys()  # noqa: SIM118
        if key in _SAID_TWICE
        and _comparable(str(file.pdf.docinfo[key]))
        != _comparable(_said(file.metadata, _SAID_TWICE[key]) or "")
    ]
    return f"文档信息与 XMP 不一致：{'、'.join(different)}。" if different else ""


def _comparable(text: str) -> str:
    """A day and time of either notation as its digits and zone; other text as it is."""
    when = re.fullmatch(r"(?:D:)?([\d:T-]+?)(Z|[+-]\d\d[:']?\d\d'?)?", text)
    if not when or text[:1] not in "D0123456789":
        return text
    zone = re.sub(r"[:']", "", when[2] or "Z").replace("+0000", "Z")
    return re.sub(r"\D", "", when[1]).ljust(14, "0") + zone


def _colours_meant(file: _File) -> str:
    for intent in file.root.get("/OutputIntents", ()):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == Name.GTS_PDFA1 and isinstance(profile, Stream):
            content = profile.read_bytes()
            if content[36:40] == b"acsp" and content[16:20] == b"RGB ":
                return ""
            return "输出意图的色彩特性文件不是 RGB。"
    return "没有 GTS_PDFA1 输出意图。"


def _language(file: _File) -> str:
    return "" if str(file.root.get("/Lang", "")) else "没有注明语言。"


def _titled(file: _File) -> str:
    if not str(file.pdf.docinfo.get("/Title", "")).strip():
        return "没有标题。"
    shown = file.root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle")
    return "" if shown else "没有要求显示标题。"


def _embedded(file: _File) -> str:
    lacking = sorted({_font_name(font) for font in file.fonts if not _has_program(font)})
    return f"字体未嵌入：{'、'.join(lacking)}。" if lacking else ""


def _font_name(font: Object) -> str:
    return str(font.get("/BaseFont", "无名")).lstrip("/")


def _has_program(font: Object) -> bool:
    if font.get("/Subtype") in (Name.Type0, Name.Type3):
        return True  # a Type 0 font's descendant is a font of its own
    descriptor = font.get("/FontDescriptor", Dictionary())
    return any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def _symbolic(file: _File) -> str:
    for font in file.fonts:
        if font.get("/Subtype") != Name.TrueType:
            continue
        flags = int(font.get("/FontDescriptor", Dictionary()).get("/Flags", 0))
        if flags & 0b100 and "/Encoding" in font:
            return f"符号字体{_font_name(font)}不应带编码。"
        if not flags & 0b100 and "/Encoding" not in font:
            return f"非符号字体{_font_name(font)}没有编码。"
    return ""


def _glyphs(file: _File) -> str:
    for font, codes in file.shown.values():
        if font is None:
            return "页面使用了没有定义的字体。"
        if font.get("/Subtype") == Name.TrueType and _has_program(font):
            fault = _glyphs_of(font, codes)
            if fault:
                return fault
    return ""


def _glyphs_of(font: Object, codes: Iterable[int]) -> str:
    program = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True)
    tables = program["cmap"].tables
    if "/Encoding" in font or len(tables) != 1:
        return ""  # a foreign font, mapped by names
    to_glyph, metrics = tables[0].cmap, program["hmtx"]
    scale = 1000 / program["head"].unitsPerEm
    first, widths = int(font.FirstChar), [float(width) for width in font.Widths]
    for code in sorted(codes):
        glyph = to_glyph.get(code)
        if glyph is None or program.getGlyphID(glyph) == 0:
            return f"字体{_font_name(font)}缺少用到的字形。"
        if not 0 <= code - first < len(widths):
            return f"字体{_font_name(font)}缺少用到的字宽。"
        if abs(metrics[glyph][0] * scale - widths[code - first]) > 1:
            return f"字体{_font_name(font)}的字宽与字形不一致。"
    return ""


def _searchable(file: _File) -> str:
    lacking = sorted(
        {
            _font_name(font)
            for font in file.fonts
            if font.get("/Subtype") in (Name.TrueType, Name.Type0) and "/ToUnicode" not in font
        }
    )
    return f"文字不能复制和检索：{'、'.join(lacking)}。" if lacking else ""


def _no_actions(file: _File) -> str:
    if "/JavaScript" in file.root.get("/Names", Dictionary()):
        return "文件带有脚本。"
    for found in file.dictionaries:
        if str(found.get("/S", "")) in _ACTIONS or "/JS" in found:
            return "文件带有脚本或者其他自动动作。"
    return "文件带有触发动作。" if any("/AA" in found for found in file.dictionaries) else ""


def _no_attachments(file: _File) -> str:
    if "/EmbeddedFiles" in file.root.get("/Names", Dictionary()):
        return "文件夹带了附件。"
    return "文件夹带了附件。" if any("/EF" in found for found in file.dictionaries) else ""


def _nothing_outside(file: _File) -> str:
    for found in file.dictionaries:
        if isinstance(found, Stream) and "/F" in found:
            return "有数据存放在文件之外。"
        if found.get("/Subtype") in (Name.PS, Name.Image) and "/Alternates" in found:
            return "有替代图像。"
        if found.get("/Subtype") == Name.PS or "/Ref" in found:
            return "有 PostScript 或者外部页面。"
    return ""


def _opaque(file: _File) -> str:
    for found in file.dictionaries:
        group = found.get("/Group")
        if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
            return "有透明组。"
        if found.get("/SMask", Name.None_) != Name.None_:
            return "有半透明图像。"
        if any(float(found.get(key, 1)) < 1 for key in ("/ca", "/CA") if _is_number(found, key)):
            return "有半透明的线条或者文字。"
        mode = found.get("/BM")
        if isinstance(mode, Name) and mode not in (Name.Normal, Name.Compatible):
            return "有混合模式。"
    return ""


def _is_number(found: Object, key: str) -> bool:
    # In an appearance dictionary /CA is a caption.
    return key in found and not isinstance(found.get(key), Object)


def _plain_colours(file: _File) -> str:
    if file.operators & _CMYK_OPERATORS:
        return "使用了 CMYK 颜色，与输出意图不符。"
    for found in file.dictionaries:
        if found.get("/Subtype") != Name.Image or found.get("/ImageMask"):
            continue
        space = found.get("/ColorSpace")
        named = space[0] if isinstance(space, Array) else space
        if isinstance(space, Array) and named == Name.Indexed:
            named = space[1][0] if isinstance(space[1], Array) else space[1]
        if str(named) not in _PLAIN_COLOURS:
            return "有图像的颜色与输出意图不符。"
        if found.get("/Interpolate"):
            return "有图像要求插值。"
    return ""


def _plain_filters(file: _File) -> str:
    for found in file.dictionaries:
        filters = found.get("/Filter")
        named = list(filters) if isinstance(filters, Array) else [filters]
        if isinstance(found, Stream) and {"/LZWDecode", "/Crypt"} & {str(name) for name in named}:
            return "使用了归档格式不允许的压缩方式。"
    return ""


def _visible_marks(file: _File) -> str:
    form = file.root.get("/AcroForm", Dictionary())
    if "/XFA" in form or form.get("/NeedAppearances"):
        return "表单的外观要由阅读器另行生成。"
    for page in file.pdf.pages:
        for mark in page.obj.get("/Annots", ()):
            if str(mark.get("/Subtype", "")) in _ANNOTATIONS:
                return "有音频、视频或者三维批注。"
            if mark.get("/Subtype") in (Name.Link, Name.Popup):
                continue
            flags = int(mark.get("/F", 0))
            if flags & _HIDDEN or not flags & _PRINTED:
                return "有不打印的批注或者签名域。"
            left, bottom, right, top = (float(number) for number in mark.Rect)
            if (right - left) * (top - bottom) and "/N" not in mark.get("/AP", Dictionary()):
                return "有批注或者签名域没有外观。"
    return ""


RULES: dict[str, Callable[[_File], str]] = {
    "文件结构完整": _structure,
    "未加密": _open,
    "标明 PDF/A-2B": _identified,
    "元数据与文档信息一致": _same_metadata,
    "输出意图为 sRGB": _colours_meant,
    "注明语言": _language,
    "有标题并显示": _titled,
    "字体全部嵌入": _embedded,
    "字体编码合规": _symbolic,
    "字形和字宽齐全": _glyphs,
    "文字可复制检索": _searchable,
    "没有脚本和动作": _no_actions,
    "没有夹带附件": _no_attachments,
    "没有外部内容": _nothing_outside,
    "没有透明效果": _opaque,
    "颜色与输出意图相符": _plain_colours,
    "压缩方式合规": _plain_filters,
    "批注和签名域可见可印": _visible_marks,
}
