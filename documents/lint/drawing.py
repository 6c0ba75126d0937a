"""What the layout of a template does not draw, characters without a glyph, fonts, the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from documents import docxzip
from documents.layout import reading
from documents.layout.fonts import FontSet, GlyphMissing
from documents.layout.reading import Block, Paragraph, Section, Table
from documents.layout.text import is_wide
from documents.layout.vocabulary import UnsupportedElement, W
from documents.lint.findings import (
    ERROR,
    NUMBERED,
    WARNING,
    Finding,
    Part,
    parsed,
    shortened,
    words,
)
from documents.lint.tags import TAG

ELEMENTS_AT_MOST = 60
A4 = (595.3, 841.9)
MARGIN_AT_LEAST_MM = 10
TEXT_AT_LEAST_MM = 60
SIZES = (5, 72)
MILLIMETRES = 25.4 / 72


def drawing_findings(
    members: list[docxzip.Member], parts: list[Part], fonts: FontSet, landscape: bool | None
) -> Iterator[Finding]:
    """Take away what is refused and read again, until all of it is known and the rest reads."""
    trees = {part.name: part for part in parts}
    for part in parts:
        _drop_column_tags(part.root)
    for member in members:
        if member.name in ("word/styles.xml", "word/numbering.xml"):
            root = parsed(member)
            if root.tag != W + member.name[5:-4]:
                yield Finding(ERROR, member.name, "", "不是 Word 写出的内容。")
                return
            trees[member.name] = Part(member.name, root)
    changed = {name: etree.tostring(part.root) for name, part in trees.items()}
    for _ in range(ELEMENTS_AT_MOST):
        try:
            paper = reading.read(docxzip.write(members, changed))
        except UnsupportedElement as refused:
            wrong = refused.element
            holder = None if wrong is None else _holder(wrong, trees, changed)
            if wrong is None or holder is None or wrong.getparent() is None:
                yield Finding(ERROR, "文件", "", str(refused))
                return
            tree = wrong.getroottree()
            element = holder.root.getroottree().find(tree.getelementpath(wrong))
            yield _unsupported(holder, element, refused.what)
            _take_away(element)
            changed[holder.name] = etree.tostring(holder.root)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration) as odd:
            # The layout trusts what Word writes; a file made by hand can break any of it.
            message = f"文件的内容不合规范，排不了版（{type(odd).__name__}）。"
            yield Finding(ERROR, "文件", "", message)
            return
        else:
            yield from _sheets(paper.sections, landscape)
            yield from _letters(paper.sections, trees["word/document.xml"], fonts)
            return


def _drop_column_tags(root: etree._Element) -> None:
    """
    Lay the columns out as rendering leaves them.

    Cells that hold `{%tc … %}` are gone by then, and the grid has grown by those in between.
    """
    for cell in list(root.iter(W + "tc")):
        if "{%tc " not in "".join(words(paragraph) for paragraph in cell.iter(W + "p")):
            continue
        row, table = cell.getparent(), next(cell.iterancestors(W + "tbl"), None)
        row.remove(cell)
        grid = None if table is None else table.find(W + "tblGrid")
        if grid is not None:
            etree.SubElement(grid, W + "gridCol", {W + "w": "500"})


def _holder(
    element: etree._Element, trees: dict[str, Part], changed: dict[str, bytes]
) -> Part | None:
    """The part an element of the layout's own tree came from."""
    root = element.getroottree().getroot()
    written = etree.tostring(root)
    for name, part in trees.items():
        if part.root.tag == root.tag and etree.tostring(etree.fromstring(changed[name])) == written:
            return part
    return None


def _unsupported(part: Part, element: etree._Element, what: str) -> Finding:
    place, text = part.place, ""
    if style := next(
        (e for e in (element, *element.iterancestors()) if e.tag == W + "style"), None
    ):
        named = style.find(W + "name")
        place = f"样式“{named.get(W + 'val') if named is not None else ''}”"
    elif part.name == "word/styles.xml":
        place = "默认样式"
    elif part.name == "word/numbering.xml":
        place = "编号"
    elif (paragraph := _paragraph_of(element)) is not None:
        place = f"{part.place}第{paragraph.get(NUMBERED)}段"
        text = shortened(words(paragraph))
    return Finding(ERROR, place, text, f"排版不支持{what}，请改用普通段落、表格或嵌入式图片。")


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    """The paragraph it stands in, or the first of the table or row it belongs to."""
    for holder in (element, *element.iterancestors()):
        if holder.tag == W + "body":
            break
        if (paragraph := next(holder.iter(W + "p"), None)) is not None:
            return paragraph
    return None


def _take_away(element: etree._Element) -> None:
    fixed = {W + "type": "fixed"}
    if element.tag == W + "tblLayout":
        element.attrib.update(fixed)
    elif element.tag == W + "tblPr":
        etree.SubElement(element, W + "tblLayout", fixed)
    elif element.tag == W + "tc":
        for child in list(element):
            element.remove(child)
    else:
        element.getparent().remove(element)


def _sheets(sections: list[Section], landscape: bool | None) -> Iterator[Finding]:
    for number, section in enumerate(sections, 1):
        place = "页面" if len(sections) == 1 else f"第{number}节页面"
        size = (section.width, section.height)
        millimetres = "×".join(f"{side * MILLIMETRES:.0f}" for side in size)
        lies = section.width > section.height
        if any(abs(a - b) > 3 for a, b in zip(sorted(size), A4, strict=True)):
            yield Finding(ERROR, place, f"{millimetres}毫米", "纸张应为 A4（210×297毫米）。")
        elif landscape is not None and lies != landscape and len(sections) == 1:
            should = "横" if landscape else "竖"
            yield Finding(WARNING, place, f"{millimetres}毫米", f"这种文书原来是{should}向的。")
        free = (size[0] - section.left - section.right, size[1] - section.top - section.bottom)
        if not min(free) * MILLIMETRES >= TEXT_AT_LEAST_MM:
            yield Finding(ERROR, place, "", "页边距过大，留给文字的地方太小。")
        for side, called in (("left", "左"), ("right", "右"), ("top", "上"), ("bottom", "下")):
            margin = getattr(section, side) * MILLIMETRES
            if not margin >= MARGIN_AT_LEAST_MM:
                message = f"{called}边距小于{MARGIN_AT_LEAST_MM}毫米，打印机可能印不到边。"
                yield Finding(WARNING, place, f"{margin:.0f}毫米", message)


def _letters(sections: list[Section], body: Part, fonts: FontSet) -> Iterator[Finding]:
    """Fixed text no face can draw, and fonts that stand for no face."""
    unmapped: dict[str, str] = {}
    missing: dict[str, tuple[str, str]] = {}
    for place, paragraph in _placed(sections, body):
        for run in paragraph.runs:
            fixed = TAG.sub("", run.text)
            if fixed.strip() and not SIZES[0] <= run.format.size <= SIZES[1]:
                yield Finding(ERROR, place, shortened(fixed), f"字号{run.format.size:g}磅不合适。")
            for name in (run.format.latin, run.format.chinese) if fixed.strip() else ():
                if not fonts.is_mapped(name):
                    unmapped.setdefault(name, place)
            for char in _undrawn(fixed, run, fonts):
                missing.setdefault(char, (place, shortened(fixed)))
    for char, (place, text) in missing.items():
        message = f"“{char}”（U+{ord(char):04X}）在已安装的字体中没有字形。"
        yield Finding(ERROR, place, text, message)
    for name, place in unmapped.items():
        message = f"字体“{name}”没有对应的字体文件，PDF 中按宋体印；请改用{_FONTS}。"
        yield Finding(WARNING, place, name, message)


_FONTS = "仿宋_GB2312、楷体_GB2312、黑体、宋体或者方正小标宋简体"


def _placed(sections: list[Section], body: Part) -> Iterator[tuple[str, Paragraph]]:
    numbers = iter([p.get(NUMBERED) for p in body.root.iter(W + "p")])
    for section in sections:
        for paragraph in _paragraphs(section.blocks):
            yield f"正文第{next(numbers, '?')}段", paragraph
    for section in sections:
        for place, blocks in (("页眉", section.headers), ("页脚", section.footers)):
            for each in blocks.values():
                yield from ((place, paragraph) for paragraph in _paragraphs(each))


def _undrawn(text: str, run: reading.Run, fonts: FontSet) -> Iterator[str]:
    for char in text:
        if char.isspace() or char == reading.PICTURE:
            continue
        named = run.format.chinese if is_wide(char) else run.format.latin
        try:
            fonts.glyphs(named, run.format.bold)[char]
        except GlyphMissing:
            yield char


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs
        else:
            yield block
