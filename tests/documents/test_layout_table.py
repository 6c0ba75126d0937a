"""Tables over pages: nothing lost, heads repeated, merged cells whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.layout.flow import paginate
from tests.documents.papers import docx, fonts, p, table
from tests.documents.test_layout import BOTTOM, LEFT, TOP, lines_of

WIDTHS = [1000, 2500, 5000]


def roster(workers: int, *, row: str = "<w:cantSplit/>") -> str:
    rows = [["序号", "姓名", "工种"]]
    rows += [[f"{n}", f"工人{n}", "钢筋工"] for n in range(1, workers + 1)]
    return table(rows, WIDTHS, header=True, row=row)


def test_table_over_pages_repeats_its_head_and_loses_no_row():
    pages = paginate(docx(roster(90)), fonts())
    lines = [lines_of(page) for page in pages]
    assert len(pages) > 2
    assert all(page[0] == "序号姓名工种" for page in lines)
    names = [line for page in lines for line in page[1:]]
    assert names == [f"{n}工人{n}钢筋工" for n in range(1, 91)]


@given(st.integers(0, 24), st.integers(1, 30))
def test_table_stays_inside_the_text_block_and_its_head_is_never_alone(lines, workers):
    pages = paginate(docx(*[p("行")] * lines, roster(workers)), fonts())
    for page in pages:
        for rule in page.rules:
            assert TOP - 0.5 <= rule.y1 <= rule.y2 <= BOTTOM + 0.5
        assert lines_of(page)[-1] != "序号姓名工种"


def test_long_row_splits_over_pages_unless_it_may_not():
    long = "因工程款未结清，工资未能按时足额支付。" * 18
    body = [p("行")] * 10
    splitting = paginate(docx(*body, table([["事由", long]], [2000, 6500])), fonts())
    whole = paginate(
        docx(*body, table([["事由", long]], [2000, 6500], row="<w:cantSplit/>")), fonts()
    )
    assert any("因工程款" in line for line in lines_of(splitting[0]))
    assert not any("因工程款" in line for line in lines_of(whole[0]))
    for pages in (splitting, whole):
        text = "".join(line for page in pages for line in lines_of(page))
        assert text.replace("行", "").replace("事由", "") == long


def test_row_longer_than_a_page_is_drawn_whole_even_if_it_may_not_split():
    long = "因工程款未结清，工资未能按时足额支付。" * 200
    pages = paginate(docx(table([["事由", long]], [2000, 6500], row="<w:cantSplit/>")), fonts())
    text = "".join(line for page in pages for line in lines_of(page))
    assert len(pages) > 2
    assert text.replace("事由", "") == long


def test_mark_hangs_from_a_cell_only_where_no_line_stands():
    # Eight characters and the margins, 10.8 points, fill the cell; the mark is the ninth.
    row = [["欠付劳动报酬十元，未付"]]
    ruled = table(row, [8 * 280 + 216])
    bare = ruled.replace('w:val="single"', 'w:val="nil"')
    assert [lines_of(*paginate(docx(made), fonts()))[0] for made in (ruled, bare)] == [
        "欠付劳动报酬十",
        "欠付劳动报酬十元，",
    ]


def merged(kind: str, text: str = "") -> str:
    return f'<w:tcPr><w:vMerge w:val="{kind}"/></w:tcPr>{p(text)}'


def test_merged_cell_taller_than_its_rows_makes_the_last_one_grow():
    rows = [[merged("restart", "班组" * 20), "甲"], [merged("continue"), "乙"], ["丙", "丁"]]
    (page,) = paginate(docx(table(rows, [1000, 4000])), fonts())
    text = [t for t in page.texts if set(t.text) <= set("班组")]
    below = next(t for t in page.texts if t.text == "丙")
    assert sum(len(t.text) for t in text) == 40
    assert below.y - max(t.y for t in text) > 20


def test_merged_cell_over_a_page_break_loses_nothing():
    label = "班组" * 30
    rows = [[merged("restart" if n == 0 else "continue", label if n == 0 else ""), f"工人{n}"]
            for n in range(40)]  # fmt: skip
    pages = paginate(docx(table(rows, [1000, 4000])), fonts())
    drawn = "".join(t.text for page in pages for t in page.texts)
    assert len(pages) == 2
    assert drawn.count("班") == 30
    assert drawn.count("工") == 40


def test_spanning_cell_is_as_wide_as_its_columns():
    span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("合计", '<w:jc w:val="right"/>')
    (page,) = paginate(docx(table([["1", "2", "3"], [span, "219,780.00"]], WIDTHS)), fonts())
    total = next(t for t in page.texts if t.text == "合计")
    assert total.x + 28 == pytest.approx(LEFT - 5.4 + 175 - 5.4, abs=0.2)


def test_cell_text_is_centred_between_its_lines():
    tall = '<w:trHeight w:val="1200" w:hRule="atLeast"/>'
    middle = '<w:tcPr><w:vAlign w:val="center"/></w:tcPr>' + p("签名")
    (page,) = paginate(docx(table([[middle]], [3000], row=tall)), fonts())
    top, bottom = (min(r.y1 for r in page.rules), max(r.y2 for r in page.rules))
    baseline = page.texts[0].y
    assert baseline - 0.8 * 28 + 14 == pytest.approx((top + bottom) / 2, abs=1)


def test_lines_that_meet_are_drawn_as_one():
    (page,) = paginate(docx(roster(5)), fonts())
    horizontal = [rule for rule in page.joined_rules() if rule.y1 == rule.y2]
    assert len(horizontal) == 7
    assert len(page.joined_rules()) == 7 + 4


SIGNED = [f"申请人{n}（签名）" for n in range(1, 7)]


def signatures(count: int = 6) -> str:
    """Rows that keep with the next, as the signature area of a paper."""
    cells = [[f"<w:tcPr/>{p(text, '<w:keepNext/>')}"] for text in (SIGNED * 9)[:count]]
    return table(cells, [5000], row='<w:cantSplit/><w:trHeight w:val="850" w:hRule="atLeast"/>')


@given(st.integers(0, 40))
def test_signatures_stand_together_between_their_text_and_their_seal(lines):
    read, seal = "以上内容已阅读。", "调解组织（盖章）"
    body = [*[p("行")] * lines, p(read, "<w:keepNext/>"), signatures(), p(seal)]
    pages = [lines_of(page) for page in paginate(docx(*body), fonts())]
    (last,) = [page for page in pages if read in page]
    assert last[last.index(read) :] == [read, *SIGNED, seal]


@given(st.integers(0, 20), st.integers(16, 40))
def test_signatures_of_more_than_a_page_begin_under_their_text(lines, count):
    read, seal = "以上内容已阅读。", "调解组织（盖章）"
    body = [*[p("行")] * lines, p(read, "<w:keepNext/>"), signatures(count), p(seal)]
    pages = [lines_of(page) for page in paginate(docx(*body), fonts())]
    (begun,) = [page for page in pages if read in page]
    assert begun[begun.index(read) + 1 :][:2] == SIGNED[:2]
    assert pages[-1][-1] == seal
    assert len(pages[-1]) > 1
    assert sum(line in SIGNED for page in pages for line in page) == count


def test_chain_ends_where_a_paragraph_begins_a_page():
    body = [p("行"), signatures(), p("证明书", "<w:pageBreakBefore/><w:keepNext/>"), p("正文")]
    pages = [lines_of(page) for page in paginate(docx(*body), fonts())]
    assert pages == [["行", *SIGNED], ["证明书", "正文"]]


@given(st.integers(0, 40))
def test_total_of_a_table_stays_with_what_is_said_of_it(lines):
    total = [f"<w:tcPr/>{p('合计', '<w:keepNext/>')}"]
    body = [*[p("行")] * lines, table([["甲"], ["乙"], total], [5000]), p("共二人。")]
    pages = [lines_of(page) for page in paginate(docx(*body), fonts())]
    assert pages[-1][-2:] == ["合计", "共二人。"]


@given(st.integers(0, 30), st.integers(1, 70), st.integers(0, 1400), st.booleans())
def test_a_total_never_stands_alone_under_a_repeated_head(lines, workers, height, parted):
    rows = [["序号", "姓名", "金额"]]
    rows += [[f"{n}", f"工人{n}", "300.00"] for n in range(1, workers + 1)]
    rule = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    sums = table(
        [*rows, ["合计", "", "壹万元"]],
        WIDTHS,
        header=True,
        row=rule + ("" if parted else "<w:cantSplit/>"),
    )
    pages = [
        lines_of(page) for page in paginate(docx(*[p("行")] * lines, sums, p("后文")), fonts())
    ]
    assert sum(line.startswith("合计") for page in pages for line in page) == 1
    for page in pages:
        for place, line in enumerate(page):
            if line.startswith("合计"):
                assert page[place - 1] == f"{workers}工人{workers}300.00"
        assert page[-1] != "序号姓名金额"


def test_a_header_row_higher_than_the_page_is_parted_and_not_repeated():
    high = p("欠付劳动报酬，" * 400)
    file = docx(table([[high, p("二")], [p("三"), p("四")]], [1800, 2600], header=True))
    pages = paginate(file, fonts())
    words = "".join(text.text for page in pages for text in page.texts)
    assert len(pages) > 1
    assert words.count("欠") == 400
    assert all(text.y <= page.height for page in pages for text in page.texts)
