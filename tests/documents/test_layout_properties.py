"""What must hold of any text in any column: nothing lost, nothing outside, no forbidden mark."""

import re
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from documents.layout.flow import paginate
from documents.layout.text import MAY_HANG, NEVER_FIRST, NEVER_LAST
from tests.documents.papers import docx, fonts, p, shown, table
from tests.documents.test_layout import BOTTOM, LEFT, RIGHT, TAB_THEN, TOP, end_of, lines_of
from tests.documents.test_layout_vocabulary import level, numbered, with_numbering

WIDTH = RIGHT - LEFT
WORD = st.sampled_from(
    ["工资", "欠付劳动报酬", "（甲方）", "《条例》", "“约定”", "219,780.00元", "2026年10月18日",
     "〔2026〕12号", "LPR的1.5倍", "13800138000", "91130602MA0XXXXX1U", "张三", "的"]
)  # fmt: skip
STOP = st.sampled_from(["，", "。", "；", "：", "、", ""])
SENTENCES = st.lists(st.tuples(WORD, STOP), min_size=1, max_size=60).map(
    lambda parts: "".join(word + stop for word, stop in parts)
)


def drawn(pages) -> Counter[str]:
    return Counter(re.sub(r"\s", "", "".join(text.text for page in pages for text in page.texts)))


def outside(page, left: float = LEFT, right: float = RIGHT) -> list:
    """Texts of which any glyph but one hanging mark stands outside the column."""
    found = []
    for text in page.texts:
        shown_text = text.text.rstrip(" \u3000")
        trailing = text.text[len(shown_text) :]
        end = end_of(text) - sum(text.ink.face.width(ord(c)) * text.ink.size for c in trailing)
        hang = text.ink.size if shown_text[-1:] in MAY_HANG and shown_text else 0
        if text.x < left - 0.1 or end > right + hang + text.gap + 0.1:
            found.append(text)
    return found


def beyond(page) -> list:
    return [text for text in page.texts if not TOP < text.y < BOTTOM]


ALIGNED = st.sampled_from(["left", "both", "center", "right", "distribute"])


@settings(max_examples=150)
@given(SENTENCES, ALIGNED, st.integers(18, 44), st.integers(0, 6000), st.integers(-3, 3))
def test_no_glyph_stands_outside_the_column_and_no_mark_where_it_may_not(
    sentences, align, size, right, first
):
    # Where not even “方），” fits beside another character, every line end is a forced one.
    assume(WIDTH - 50 - right / 20 - max(first, 0) * size / 2 > 4 * size / 2)
    indent = f'w:left="1000" w:right="{right}" ' + (
        f'w:firstLine="{first * size * 10}"' if first >= 0 else f'w:hanging="{-first * 300}"'
    )
    properties = f'<w:ind {indent}/><w:jc w:val="{align}"/>'
    pages = paginate(docx(p(sentences, properties), size=size, line=size * 20), fonts())
    assert drawn(pages) == Counter(sentences)
    for page in pages:
        assert not outside(page, LEFT, RIGHT - right / 20)
        assert not beyond(page)
    lines = [line.strip() for page in pages for line in lines_of(page)]
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


@given(SENTENCES, st.integers(1, 3))
def test_text_after_a_number_keeps_the_rules_of_line_ends(sentences, count):
    body = [numbered(sentences) for _ in range(count)]
    file = with_numbering(docx(*body), level("chineseCounting", "（%1）"))
    pages = paginate(file, fonts())
    lines = [line.strip() for page in pages for line in lines_of(page)]
    labels = ["（一）", "（二）", "（三）"]
    starts = [line for line in lines if line.startswith(tuple(labels[:count]))]
    assert len(starts) == count
    others = [line for line in lines if line not in starts]
    assert not [line for line in others if line[0] in NEVER_FIRST]
    assert not [page for page in pages if outside(page)]


@given(SENTENCES, st.integers(1000, 5000), st.sampled_from(["left", "right", "center"]))
def test_text_after_a_tab_stays_inside_and_whole(sentences, position, kind):
    stop = f'<w:tabs><w:tab w:val="{kind}" w:pos="{position}"/></w:tabs>'
    line = p("附件：", stop).replace("</w:p>", TAB_THEN.format(sentences))
    pages = paginate(docx(line), fonts())
    assert drawn(pages) == Counter("附件：" + sentences)
    assert not [page for page in pages if outside(page)]


CELL = st.tuples(SENTENCES, st.integers(1, 2), st.sampled_from(["top", "center", "bottom"]))
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=14)


@settings(max_examples=60)
@given(ROWS, st.integers(0, 22), st.booleans(), st.integers(0, 1500), st.booleans())
def test_no_row_of_any_table_is_lost_or_leaves_its_columns(rows, before, whole, height, header):
    """Three columns; a cell takes one or two of them, and may say where its text stands."""
    widths, cells = [1800, 2600, 4200], []
    for row in rows:
        made, column = [], 0
        for text, span, align in row:
            taken = min(span, 3 - column)
            if not taken:
                break
            spanned = f'<w:gridSpan w:val="{taken}"/>' if taken > 1 else ""
            properties = f'<w:tcPr>{spanned}<w:vAlign w:val="{align}"/></w:tcPr>'
            made.append(properties + p(text))
            column += taken
        cells.append(made + [f"<w:tcPr/>{p()}"] * (3 - column))
    kept = "<w:cantSplit/>" if whole else ""
    rule = f'{kept}<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    file = docx(*[p("行")] * before, table(cells, widths, row=rule, header=header))
    pages = paginate(file, fonts())
    expected = Counter(shown(file).replace("¶", ""))
    repeated = drawn(pages) - expected
    assert not expected - drawn(pages)
    assert not repeated or header
    edge = LEFT - 5.4
    for page in pages:
        assert not beyond(page)
        assert not outside(page, edge, edge + sum(widths) / 20)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(0, 22))
def test_merged_cells_lose_no_row_wherever_the_page_ends(groups, before):
    rows = []
    for group, count in enumerate(groups):
        for place in range(count):
            kind = "restart" if place == 0 else "continue"
            merged = f'<w:tcPr><w:vMerge w:val="{kind}"/></w:tcPr>'
            label = f"第{group}班组负责人" if place == 0 else ""
            rows.append([merged + p(label), f"工人{group}之{place}"])
    pages = paginate(docx(*[p("行")] * before, table(rows, [1500, 5000])), fonts())
    lines = [line for page in pages for line in lines_of(page)]
    workers = [found for line in lines for found in re.findall(r"工人\d+之\d+", line)]
    assert workers == [f"工人{g}之{n}" for g, count in enumerate(groups) for n in range(count)]
    text = drawn(pages)
    assert text["班"] == text["责"] == len(groups)


@pytest.mark.slow
def test_roster_of_two_thousand_has_every_worker_once_and_in_order():
    names = [[f"{no}", f"工人{no}", "钢筋工"] for no in range(1, 2001)]
    roster = table([["序号", "姓名", "工种"], *names], [1000, 2500, 5000], header=True)
    pages = paginate(docx(roster), fonts())
    lines = [line for page in pages for line in lines_of(page)]
    assert [line for line in lines if line != "序号姓名工种"] == ["".join(row) for row in names]
