"""
The WordprocessingML the layout knows, and the refusal of all the rest.

A paper is never drawn approximately: an element or a value outside this vocabulary stops the
paper, and the sentence says which element in which paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NoReturn

from lxml import etree

Element = etree._Element

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_PREFIXES = {uri: prefix for prefix, uri in _NAMESPACES.items()}

_CALLED = {
    "w:pict": "图形或文本框",
    "w:object": "嵌入对象",
    "wp:anchor": "浮动图片或文本框",
    "mc:AlternateContent": "图形或文本框",
    "w:framePr": "图文框",
    "w:sdt": "内容控件",
    "w:ins": "修订内容",
    "w:del": "修订内容",
    "w:moveFrom": "修订内容",
    "w:moveTo": "修订内容",
    "w:rPrChange": "修订内容",
    "w:pPrChange": "修订内容",
    "w:tblPrChange": "修订内容",
    "w:tblGridChange": "修订内容",
    "w:trPrChange": "修订内容",
    "w:tcPrChange": "修订内容",
    "w:sectPrChange": "修订内容",
    "w:cellIns": "修订内容",
    "w:cellDel": "修订内容",
    "w:footnoteReference": "脚注",
    "w:endnoteReference": "尾注",
    "w:commentReference": "批注",
    "w:commentRangeStart": "批注",
    "w:hyperlink": "超链接",
    "w:cols": "分栏",
    "w:docGrid": "文档网格",
    "w:textDirection": "竖排文字",
    "m:oMath": "公式",
    "m:oMathPara": "公式",
    "w:fldChar": "域",
    "w:instrText": "域",
    "w:fldSimple": "域",
    "w:tblLayout": "自动列宽的表格",
    "w:tblPr": "自动列宽的表格",
    "w:tbl": "嵌套表格或无列宽的表格",
    "wp:inline": "图片",
    "a:graphicData": "图表或图形",
    "w:rFonts": "字体",
    "w:spacing": "间距",
    "w:color": "文字颜色",
    "w:shd": "底纹",
    "w:tc": "单元格",
    "w:lvl": "编号定义",
    "w:num": "编号定义",
    "w:numId": "编号",
    "w:characterSpacingControl": "标点压缩",
    "w:noLineBreaksAfter": "自定义的避头尾字符",
    "w:noLineBreaksBefore": "自定义的避头尾字符",
    "w:mirrorMargins": "对称页边距",
    "w:gutterAtTop": "装订线位置",
    "w:autoHyphenation": "自动断字",
    "w:sectPr": "分节设置",
    "w:tblpPr": "浮动表格",
    "w:pBdr": "段落边框",
    "w:i": "斜体",
    "w:strike": "删除线",
    "w:vertAlign": "上标或下标",
    "w:highlight": "突出显示",
    "w:sym": "符号字体字符",
    "w:vanish": "隐藏文字",
    "w:numFmt": "编号格式",
    "w:u": "下划线样式",
}


_PARTS = {
    "w:hdr": "页眉",
    "w:ftr": "页脚",
    "w:numbering": "编号定义",
    "w:settings": "文档设置",
}


class UnsupportedElement(Exception):
    """
    The file holds an element that would be drawn only approximately.

    `what` names it without its place; `element` is it, in the tree that was read.
    """

    def __init__(self, sentence: str, what: str = "", element: Element | None = None) -> None:
        super().__init__(sentence)
        self.what = what
        self.element = element


def name(qualified: str) -> str:
    """``w:p`` -> the name lxml uses."""
    prefix, _, local = qualified.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def tag(element: Element) -> str:
    """``w:p``; an element of a namespace not listed here keeps its long name."""
    return _short(element.tag)


@lru_cache(maxsize=1024)
def _short(qualified: str) -> str:
    uri, _, local = qualified[1:].partition("}")
    return f"{_PREFIXES[uri]}:{local}" if uri in _PREFIXES else qualified


W = name("w:p")[:-1]


def tags(names: str) -> frozenset[str]:
    """``"b sz"`` -> the tags w:b and w:sz."""
    return frozenset(f"w:{local}" for local in names.split())


def value(element: Element | None, attribute: str = "val") -> str | None:
    return None if element is None else element.get(W + attribute)


def is_on(element: Element) -> bool:
    return value(element) not in ("0", "false", "off")


def points(twips: str) -> float:
    return float(twips) / 20


def children(element: Element, ignored: Collection[str]) -> Iterator[tuple[str, Element]]:
    """The (tag, child) pairs that mean something; comments and ``ignored`` tags are passed over."""
    for child in element:
        if isinstance(child.tag, str):
            called = _short(child.tag)
            if called not in ignored:
                yield called, child


def refuse(element: Element, detail: str = "") -> NoReturn:
    called = tag(element)
    what = f"{_CALLED.get(called, '元素')}（{called}{detail}）"
    raise UnsupportedElement(
        f"文书含有不支持的内容：{_place(element)}中的{what}。"
        "请在模板中改用普通段落、表格或嵌入式图片。",
        what,
        element,
    )


def _place(element: Element) -> str:
    root = element.getroottree().getroot()
    if tag(root) == "w:styles":
        style = next((e for e in element.iterancestors(W + "style")), None)
        named = value(style.find(W + "name")) if style is not None else "默认"
        return f"样式“{named}”"
    part = _PARTS.get(tag(root), "正文")
    inside = [element, *element.iterancestors()]
    paragraph = next((e for e in inside if e.tag == W + "p"), None)
    if paragraph is None:
        paragraph = next(element.iter(W + "p"), None)
    if paragraph is None:
        return part
    number = list(root.iter(W + "p")).index(paragraph) + 1
    text = "".join(paragraph.itertext(W + "t"))
    return f"{part}第{number}段" + (f"“{text[:30]}”" if text else "")
