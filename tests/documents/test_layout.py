"""Lines and pages of Chinese text, by the rules a reader of official papers expects."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from documents import docxzip
from documents.layout.flow import paginate
from documents.layout.text import (
    MAY_HANG,
    NEVER_FIRST,
    NEVER_LAST,
    break_lines,
    is_wide,
)
from documents.layout.vocabulary import UnsupportedElement
from tests.documents.papers import A4, MARGINS, docx, field, fonts, p, table

LEGAL = (
    "2026年10月18日，申请人通过“安薪”二维码向快速解决中心投诉（编号BDQX-2026-0128），欠付劳动报酬"
    "人民币219,780.00元（大写：贰拾壹万玖仟柒佰捌拾元整）。依据《保障农民工工资支付条例》第三十条，"
    "施工总承包单位应当先行清偿；违约金按LPR的1.5倍计付，统一社会信用代码91130602MA0XXXXX1U，"
    "联系电话13800138000。“协议”自签字之日起生效……"
)
LEFT, RIGHT, TOP, BOTTOM = 79.4, 595.3 - 73.7, 104.9, 841.9 - 99.25


def widths_of(text: str, size: float = 14) -> list[float]:
    return [size if is_wide(char) else size / 2 for char in text]


def broken(text: str, width: float, **options) -> list[str]:
    return [text[a:b] for a, b in break_lines(text, widths_of(text), width, **options)]


def lines_of(page) -> list[str]:
    """The page's lines from top to bottom, each from left to right."""
    rows: dict[float, list] = {}
    for text in page.texts:
        rows.setdefault(round(text.y, 1), []).append(text)
    return ["".join(t.text for t in sorted(rows[y], key=lambda t: t.x)) for y in sorted(rows)]


def end_of(text) -> float:
    drawn = sum(text.ink.face.width(ord(char)) * text.ink.size for char in text.text)
    return text.x + drawn + text.gap * (len(text.text) - 1)


@given(st.floats(200, 460), st.floats(0, 30), st.booleans())
def test_no_line_of_legal_text_begins_or_ends_with_a_forbidden_mark(width, indent, hang):
    lines = broken(LEGAL * 3, width, first_indent=indent, hang=hang)
    assert "".join(lines) == LEGAL * 3
    assert not [line for line in lines if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line.rstrip()[-1] in NEVER_LAST]


UNITS = st.sampled_from(
    ["工", "资", "欠", "薪", "（甲）", "《法》", "“约”", "，", "。", "219,780.00元", "2026年",
     "〔2026〕", "LPR", "——", "；", " "]
)  # fmt: skip


@given(st.lists(UNITS, min_size=1, max_size=80), st.floats(150, 300))
def test_no_line_of_any_text_begins_with_a_closing_mark_or_overflows(units, width):
    text = "".join(units).strip()
    # A heap of marks longer than the line has no lawful break.
    assume(text and not any(mark * 4 in text for mark in "，。；—"))
    assume(all(char not in NEVER_FIRST for char in text[:1]))
    runs = 0
    for char in text:
        runs = runs + 1 if char in NEVER_FIRST or char in NEVER_LAST else 0
        assume(runs < 6)
    lines = broken(text, width)
    assert "".join(lines) == text
    assert not [line for line in lines if line[0] in NEVER_FIRST]
    for line in lines:
        shown = line.rstrip(" ")
        hung = sum(widths_of(shown)) > width + 0.1
        assert not hung or (shown[-1] in MAY_HANG and sum(widths_of(shown[:-1])) <= width + 0.1)


@given(st.floats(200, 460))
def test_numbers_words_and_dates_stay_whole(width):
    lines = broken(LEGAL * 2, width)
    for unit in ("BDQX-2026-0128", "219,780.00元", "91130602MA0XXXXX1U", "13800138000", "10月"):
        assert sum(line.count(unit) for line in lines) == 2, unit


@given(st.floats(100, 300))
def test_number_of_a_case_and_factor_of_a_sum_stay_with_what_makes_them_one(width):
    lines = broken(
        "依照示劳人仲案字〔2026〕268号和工资每月÷21.75日×2×12日计付，（二）2026年", width
    )
    for unit in ("〔2026〕268", "÷21.75", "×2×12", "（二）2026"):
        assert sum(line.count(unit) for line in lines) == 1, unit


def test_unit_longer_than_the_line_is_cut_inside():
    assert broken("A" * 30, 70) == ["A" * 10] * 3


def test_mark_at_the_full_line_hangs_only_when_allowed():
    text = "欠付劳动报酬十，元"
    assert broken(text, 14 * 7)[0] == "欠付劳动报酬十，"
    assert broken(text, 14 * 7, hang=False)[0] == "欠付劳动报酬"


def test_closing_bracket_with_full_stop_stays_with_its_word():
    assert broken("欠付劳动（报酬）。元", 14 * 7)[0] == "欠付劳动（报"


def test_justified_lines_end_at_the_right_edge():
    (page,) = paginate(docx(p(LEGAL, '<w:jc w:val="both"/>')), fonts())
    ends: dict[float, tuple[float, str]] = {}
    for text in page.texts:
        ends[text.y] = max(ends.get(text.y, (0, "")), (end_of(text), text.text[-1]))
    *full, last = [ends[y] for y in sorted(ends)]
    for end, mark in full:
        assert end == pytest.approx(
            RIGHT + (14 if mark in MAY_HANG and end > RIGHT + 1 else 0), abs=0.5
        )
    assert last[0] < RIGHT - 5


@pytest.mark.parametrize(("hanzi", "justified"), [(29, True), (22, False)])
def test_line_before_an_unbreakable_number_is_stretched_a_little_or_not_at_all(hanzi, justified):
    number = "6222020409001234567"
    (page,) = paginate(docx(p("账" * hanzi + number, '<w:jc w:val="both"/>')), fonts())
    assert [line for line in lines_of(page) if line] == ["账" * hanzi, number]
    first = page.texts[0]
    assert end_of(first) == pytest.approx(RIGHT if justified else LEFT + hanzi * 14, abs=0.5)


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_short_line_stands_where_its_alignment_says(align):
    (page,) = paginate(docx(p("调解协议书", f'<w:jc w:val="{align}"/>')), fonts())
    (text,) = page.texts
    slack = RIGHT - LEFT - 5 * 14
    expected = {"left": 0, "center": slack / 2, "right": slack}[align]
    assert text.x == pytest.approx(LEFT + expected, abs=0.2)


def test_first_line_indent_is_two_characters_of_the_text():
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    (page,) = paginate(docx(p("申请人" * 30, indent), size=32), fonts())
    first, second = page.texts[:2]
    assert first.x - second.x == pytest.approx(32, abs=0.1)


def test_quarter_em_stands_between_hanzi_and_latin():
    (page,) = paginate(docx(p("按LPR计付")), fonts())
    (plain,) = paginate(docx(p("按LPR计付", '<w:autoSpaceDE w:val="0"/>')), fonts())
    spaced, close = (max(end_of(text) for text in each.texts) for each in (page, plain))
    assert spaced - close == pytest.approx(2 * 14 / 4, abs=0.01)


def test_page_holds_twenty_two_lines_of_the_official_grid():
    pages = paginate(docx(*[p(f"第{n}行") for n in range(50)], size=32, line=579), fonts())
    assert [len(lines_of(page)) for page in pages] == [22, 22, 6]


def test_heading_stays_with_the_two_lines_it_leads_to():
    body = [p(f"第{n}行") for n in range(20)]
    heading = p("一、纠纷事实", "<w:keepNext/>")
    pages = paginate(docx(*body, heading, p(LEGAL), size=32, line=579), fonts())
    assert "一、纠纷事实" in lines_of(pages[1])[0]


@given(st.integers(0, 25), st.integers(40, 300))
def test_no_paragraph_leaves_one_line_alone_at_a_page_edge(before, length):
    body = [p(f"第{n}行") for n in range(before)]
    pages = paginate(docx(*body, p("薪" * length), size=32, line=579), fonts())
    counts = [sum("薪" in line for line in lines_of(page)) for page in pages]
    parts = [count for count in counts if count]
    assert len(parts) == 1 or 1 not in parts


def test_footer_tells_page_and_total():
    between = "<w:r><w:t>／共</w:t></w:r>"
    footer = f"<w:p>{field('PAGE')}{between}{field('NUMPAGES')}</w:p>"
    pages = paginate(docx(*[p("行")] * 60, footer=footer), fonts())
    assert [lines_of(page)[-1] for page in pages] == [f"{n}／共3" for n in (1, 2, 3)]


def test_body_can_tell_the_total_of_pages():
    pages = paginate(docx(f"<w:p>{field('NUMPAGES')}</w:p>", *[p("行")] * 60), fonts())
    assert lines_of(pages[0])[0] == "3"


def test_first_page_of_a_title_page_section_has_no_default_header():
    pages = paginate(docx(*[p("行")] * 40, header=p("页眉"), section="<w:titlePg/>"), fonts())
    assert ["页眉" in lines_of(page) for page in pages] == [False, True]


def test_landscape_section_follows_a_portrait_one():
    portrait = f"<w:p><w:pPr><w:sectPr>{A4}{MARGINS}</w:sectPr></w:pPr></w:p>"
    wide = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    file = docx(p("协议"), portrait, p("附件"))
    pages = paginate(_with_last_size(file, wide), fonts())
    assert [round(page.width) for page in pages] == [595, 842]


def _with_last_size(file: bytes, size: str) -> bytes:
    members = docxzip.read(file)
    xml = next(m for m in members if m.name == "word/document.xml").content().decode()
    head, tail = xml.rsplit(A4, 1)
    return docxzip.write(members, {"word/document.xml": (head + size + tail).encode()})


def test_page_break_turns_the_page_and_leaves_no_blank_one():
    broken_off = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    pages = paginate(docx(p("正文"), broken_off, p("附件")), fonts())
    assert [lines_of(page) for page in pages] == [["正文"], ["附件"]]


def test_numbered_paragraphs_count_in_chinese():
    label = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    members = docxzip.read(docx(*[p("条", label) for _ in range(12)]))
    members.append(docxzip.pack("word/numbering.xml", numbering.encode()))
    (page,) = paginate(docxzip.write(members, {}), fonts())
    assert [lines_of(page)[n] for n in (0, 9, 11)] == ["一、条", "十、条", "十二、条"]


def test_blank_to_fill_in_is_underlined():
    (page,) = paginate(docx(p("        ", run='<w:u w:val="single"/>')), fonts())
    (rule,) = page.rules
    blank = 8 * 14 * fonts().glyphs("仿宋_GB2312", False)[" "][1]
    assert rule.x2 - rule.x1 == pytest.approx(blank, abs=0.01)


TAB_THEN = "<w:r><w:tab/></w:r><w:r><w:t>{}</w:t></w:r></w:p>"


def test_right_tab_puts_the_page_number_at_its_stop():
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    line = p("一、申请书", tabs).replace(
        "</w:p>", "<w:r><w:tab/></w:r><w:r><w:t>12</w:t></w:r></w:p>"
    )
    (page,) = paginate(docx(line), fonts())
    number = next(text for text in page.texts if text.text == "12")
    assert end_of(number) == pytest.approx(LEFT + 400, abs=0.1)
    assert any(set(text.text) == {"."} for text in page.texts)


def test_hanging_indent_aligns_the_text_after_a_label():
    hanging = '<w:ind w:left="840" w:hanging="840"/>'
    line = p("附：", hanging).replace(
        "</w:p>", f"<w:r><w:tab/></w:r><w:r><w:t>{LEGAL}</w:t></w:r></w:p>"
    )
    (page,) = paginate(docx(line), fonts())
    starts = {text.y: min(t.x for t in page.texts if t.y == text.y) for text in page.texts}
    first, *others = [starts[y] for y in sorted(starts)]
    assert first == pytest.approx(LEFT, abs=0.1)
    assert all(start == pytest.approx(LEFT + 42, abs=0.1) for start in others)


INLINE = "<w:drawing><wp:{0}/></w:drawing>"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (f"<w:p><w:r>{INLINE.format('anchor')}</w:r></w:p>", "浮动图片"),
        ("<w:p><w:r><w:pict/></w:r></w:p>", "文本框"),
        ('<w:p><w:ins w:id="1"><w:r><w:t>加</w:t></w:r></w:ins></w:p>', "修订"),
        (f"<w:p>{field('TOC')}</w:p>", "域"),
        ('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "脚注"),
        ("<w:sdt><w:sdtContent/></w:sdt>", "内容控件"),
        (p("斜", run="<w:i/>"), "斜体"),
        (p("框", "<w:pBdr/>"), "段落边框"),
        (table([["甲"]], [4000]).replace("fixed", "autofit"), "自动列宽"),
        (table([[f"<w:tcPr/>{table([['乙']], [900])}{p()}"]], [4000]), "嵌套表格"),
        (p("浪", run='<w:u w:val="wave"/>'), "下划线"),
    ],
)
def test_element_outside_the_vocabulary_is_refused_by_name(body, named):
    with pytest.raises(UnsupportedElement, match=named):
        paginate(docx(p("第一段"), body), fonts())


def test_refusal_tells_the_paragraph():
    with pytest.raises(UnsupportedElement, match="第2段“斜的字”"):
        paginate(docx(p("第一段"), p("斜的字", run="<w:i/>")), fonts())


@pytest.mark.parametrize("grid", ["lines", "linesAndChars"])
def test_character_grid_and_text_columns_are_refused(grid):
    with pytest.raises(UnsupportedElement, match="文档网格"):
        paginate(docx(p("文"), section=f'<w:docGrid w:type="{grid}" w:linePitch="579"/>'), fonts())
    with pytest.raises(UnsupportedElement, match="分栏"):
        paginate(docx(p("文"), section='<w:cols w:num="2"/>'), fonts())
