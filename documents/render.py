"""
A Word template and plain data make a .docx: same input, same bytes, no silent loss.

The template language is docxtpl's. Its way of rendering is not used: text is escaped, a missing
variable stops the paper, template code cannot reach Python, and broken XML is an error.
"""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from documents import docxzip, qr

TEMPLATES_KEPT = 64

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_TAGS = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"\{_?[{%#]|[%}]_\}")
_ROOT = re.compile(r"(.*?<w:(?:document|hdr|ftr)\b[^>]*>)(.*)(</w:(?:document|hdr|ftr)>\s*)", re.S)
_LITERAL_MARKS = {"{_{": "{{'{{'}}", "}_}": "{{'}}'}}", "{_%": "{{'{%'}}", "%_}": "{{'%}'}}"}
# Besides controls: what nobody sees, and what makes a name read otherwise than it is stored.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ud800-\udfff\ufffe\uffff]|\r(?!\n)"
)
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')
_SPREADING_COLUMNS = re.compile(r"\{%\s*(?:tc\s|colspan\s|hm\s*%)")
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PROPERTIES = "docProps/core.xml"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_SIX_PROPERTIES = [f"{_DUBLIN}{name}" for name in (
    "creator", "description", "identifier", "language", "subject", "title",
)]  # fmt: skip
_BODY = "word/document.xml"
_CODE_FILE = "<template>"
_DIGITS = "〇一二三四五六七八九"
_CITED = re.compile("(《[^》]*》)([第条款项之至、（）〇零一二三四五六七八九十百]*)")

# patch_xml and resolve_listing read nothing from the object: no file is opened for it.
_docxtpl = DocxTemplate.__new__(DocxTemplate)


class TemplateFault(Exception):
    """The template and the data do not make a paper."""


def render(template: bytes, context: dict[str, Any]) -> bytes:
    """
    The paper the template makes of the data.

    The context holds only dict, list, str, int, bool and None.

    Raises:
        TemplateFault: a variable is missing, a value cannot be printed, a tag is wrong.
    """
    _refuse_unprintable(context, "")
    compiled = _compiled(template)
    changed = {part.name: part.render(context) for part in compiled.parts} | compiled.properties
    if compiled.has_qr and "verify_text" in context:
        text = context["verify_text"]
        changed[qr.MEMBER] = qr.picture(text) if text else qr.blank()
    return docxzip.write(compiled.members, changed)


def variables(template: bytes) -> set[str]:
    """The top-level names the template reads."""
    return set().union(*(part.variables for part in _compiled(template).parts))


def _refuse_unprintable(value: object, field: str) -> None:
    if isinstance(value, str):
        if fault := _CONTROL.search(value):
            raise TemplateFault(f"“{field}”中含有不能打印的字符（U+{ord(fault.group()):04X}）。")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TemplateFault(f"“{field}”的字段名不是文字：{key!r}。")
            _refuse_unprintable(inner, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for place, inner in enumerate(value, start=1):
            _refuse_unprintable(inner, f"{field}[{place}]")
    elif value is not None and not isinstance(value, int):
        # A float cannot hold every amount, and an object would hand its methods to the template.
        raise TemplateFault(f"“{field}”的数据类型（{type(value).__name__}）不能写入文书。")


class _Compiled:
    """A template read and compiled once."""

    def __init__(self, blob: bytes) -> None:
        try:
            self.members = docxzip.read(blob)
            contents = [
                (member.name, member.content())
                for member in self.members
                if member.name.endswith((".xml", ".rels"))
            ]
        except docxzip.NotADocx as fault:
            raise TemplateFault(str(fault)) from fault
        self.has_qr = any(member.name == qr.MEMBER for member in self.members)
        self.parts = []
        self.properties: dict[str, bytes] = {}
        for name, content in contents:
            if name == _PROPERTIES:
                self.properties[name] = _with_all_properties(content)
            source = content.decode("utf-8", errors="replace")
            if not _MARKS.search(_TAGS.sub("", source)):
                continue
            if not _RENDERED.fullmatch(name):
                raise TemplateFault(f"模板标记只能写在正文、页眉和页脚中，不能写在 {name} 中。")
            self.parts.append(_Part(name, content))


@lru_cache(maxsize=TEMPLATES_KEPT)
def _compiled(template: bytes) -> _Compiled:
    return _Compiled(template)


class _Part:
    """One XML member with template tags in it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        source = etree.tostring(_parse(content, name), encoding="unicode")
        root = _ROOT.fullmatch(source)
        if root is None:
            raise TemplateFault(f"{name} 不是 Word 写出的文书内容。")
        self.opening, body, self.closing = root.groups()
        self.spreads_columns = bool(_SPREADING_COLUMNS.search(_TAGS.sub("", body)))
        for written, literal in _LITERAL_MARKS.items():
            body = body.replace(written, literal)
        # A line per paragraph: the line of an error then tells the paragraph.
        body = re.sub(r"<w:p(?=[ >])", "\n<w:p", _docxtpl.patch_xml(body))
        self.lines = body.split("\n")
        try:
            self.variables = meta.find_undeclared_variables(environment.parse(body))
            self.template = environment.from_string(body)
        except TemplateSyntaxError as fault:
            raise TemplateFault(
                f"模板标记有误：{self._paragraph(fault.lineno)}（{fault.message}）。"
            ) from fault

    def render(self, context: dict[str, Any]) -> bytes:
        try:
            body = self.template.render(context)
        except Exception as fault:
            raise self._explained(fault) from fault
        body = body.replace("\n<w:p", "<w:p").replace("\r\n", "\n")
        if "\n" in body or "\t" in body:
            body = _docxtpl.resolve_listing(body)
        if self.name == _BODY:
            # As docxtpl does: pictures of a loop get numbers of their own, those of headers stay.
            numbers = iter(range(1001, 1_000_000))
            body = _DRAWING_ID.sub(lambda m: f"{m[1]}{next(numbers)}{m[2]}", body)
        content = f"{_DECLARATION}{self.opening}{body}{self.closing}".encode()
        root = _parse(content, self.name)
        if not self.spreads_columns:
            return content
        _fit_grids(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _explained(self, fault: Exception) -> TemplateFault:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(fault.__traceback__)
            if frame.filename == _CODE_FILE
        ]
        paragraph = self._paragraph(lines[-1] if lines else None)
        if isinstance(fault, TemplateFault):
            return TemplateFault(f"{fault}{paragraph}")
        if isinstance(fault, UndefinedError):
            name = re.search(r"'([^']*)'(?: is undefined)?$", str(fault))
            missing = self._in_full(name[1], paragraph) if name else str(fault)
            return TemplateFault(f"缺少数据“{missing}”：{paragraph}。")
        return TemplateFault(f"模板不能生成文书：{paragraph}（{fault}）。")

    def _paragraph(self, line: int | None) -> str:
        if line is None or not 0 < line <= len(self.lines):
            return f"{self.name}"
        text = html.unescape(_TAGS.sub("", self.lines[line - 1])).strip()
        return f"段落“{text[:80]}{'……' if len(text) > 80 else ''}”"

    @staticmethod
    def _in_full(name: str, paragraph: str) -> str:
        """``worker.id_number`` where the error knows only ``id_number``."""
        found = re.search(rf"[\w.\[\]]*\b{re.escape(name)}\b", paragraph)
        return found.group() if found else name


def _parse(content: bytes, name: str) -> etree._Element:
    try:
        return etree.fromstring(content, _strict)
    except etree.XMLSyntaxError as fault:
        raise TemplateFault(f"{name} 不是完好的文书内容：{fault}。") from fault


def _with_all_properties(content: bytes) -> bytes:
    """The file properties as docxtpl writes them: each of the six is there, if only empty."""
    root = _parse(content, _PROPERTIES)
    for name in _SIX_PROPERTIES:
        if root.find(name) is None:
            etree.SubElement(root, name).text = ""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_strict = etree.XMLParser(resolve_entities=False, no_network=True)


def _fit_grids(root: etree._Element) -> None:
    """Give every table as many grid columns as its longest row, in the same total width."""
    for table in root.iter(f"{_W}tbl"):
        grid = table.find(f"{_W}tblGrid")
        rows = [row.findall(f"{_W}tc") for row in table.findall(f"{_W}tr")]
        longest: list[etree._Element] = max(
            rows, key=lambda cells: sum(map(_span, cells)), default=[]
        )
        if sum(map(_span, longest)) == len(grid):
            continue
        total = sum(int(column.get(f"{_W}w", "0")) for column in grid)
        widths = [
            int(cell.find(f"{_W}tcPr/{_W}tcW").get(f"{_W}w")) // _span(cell)
            for cell in longest
            for _ in range(_span(cell))
        ]
        for column in list(grid):
            grid.remove(column)
        for width in widths:
            scaled = width * total // sum(widths)
            etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": str(scaled)})


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return 1 if span is None else int(span.get(f"{_W}val"))


def money(amount: object) -> str:
    """153,222.63 of an amount {digits, grouped, upper}."""
    return _of_amount(amount, "grouped")


def rmb(amount: object) -> str:
    """The upper-case words (大写) of an amount {digits, grouped, upper}."""
    return _of_amount(amount, "upper")


def _of_amount(amount: object, form: str) -> str:
    if not isinstance(amount, dict) or not isinstance(amount.get(form), str):
        raise TemplateFault("金额应为含小写和大写的金额数据：")
    return amount[form]


def cn_date(day: object) -> str:
    """2026年7月2日 of 2026-07-02."""
    found = _day(day)
    return f"{found.year}年{found.month}月{found.day}日"


def cn_date_upper(day: object) -> str:
    """二〇二六年七月二日 of 2026-07-02."""
    found = _day(day)
    year = "".join(_DIGITS[int(digit)] for digit in str(found.year))
    return f"{year}年{cn_num(found.month)}月{cn_num(found.day)}日"


def _day(day: object) -> date:
    try:
        return date.fromisoformat(str(day))
    except ValueError:
        raise TemplateFault(f"“{day}”不是年-月-日形式的日期：") from None


def cn_num(number: object) -> str:
    """一、十、二十一、一百零五: numbers of clauses and days, 1 to 999."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 1000:
        raise TemplateFault(f"“{number}”不能写成中文序号：")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{_DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def idmask(number: object) -> str:
    """130602********1234: an identity number with only its two ends readable."""
    if not isinstance(number, str):
        raise TemplateFault("证件号码应为文字：")
    hidden = max(len(number) - 10, 0)
    return number[:6] + "*" * hidden + number[-4:] if hidden else "*" * len(number)


def laws(cited: object) -> str:
    """《劳动法》第四十四条、第五十条 of 《劳动法》第四十四条、《劳动法》第五十条: named once."""
    if not isinstance(cited, str):
        raise TemplateFault("引用的条文应为文字：")
    printed, last = [], None
    for each in re.split("、(?=《)", cited):
        found = _CITED.fullmatch(each)
        name, place = found.groups() if found else (None, each)
        printed.append(place if name and name == last and place else each)
        last = name
    return "、".join(printed)


def _of_known(apply: Callable[[object], str]) -> Callable[[object], str]:
    def filtered(value: object) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises, naming what is missing
        return apply(value)

    return filtered


FILTERS = {
    "money": money,
    "rmb": rmb,
    "cn_date": cn_date,
    "cn_date_upper": cn_date_upper,
    "cn_num": cn_num,
    "idmask": idmask,
    "laws": laws,
}

environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
environment.filters.update({name: _of_known(apply) for name, apply in FILTERS.items()})
