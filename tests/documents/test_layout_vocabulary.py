"""Everything a template may hold, and the refusal of everything it may not."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from documents import docxzip
from documents.layout.flow import paginate
from documents.layout.vocabulary import UnsupportedElement
from documents.pdf import convert
from tests.documents.papers import A4, MARGINS, docx, field, fonts, p, part, table
from tests.documents.test_fonts import needs_rare_fonts as needs_additional_fonts
from tests.documents.test_layout import (
    BOTTOM,
    LEFT,
    LEGAL,
    RIGHT,
    TAB_THEN,
    end_of,
    lines_of,
)

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_parts(
    file: bytes, parts: dict[str, str], relations: dict[str, str] | None = None
) -> bytes:
    """The file with more parts, and relations of the document to them (id → target)."""
    members = docxzip.read(file)
    members += [docxzip.pack(name, content.encode()) for name, content in parts.items()]
    name = "word/_rels/document.xml.rels"
    entries = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/part" Target="{target}"/>'
        for key, target in (relations or {}).items()
    )
    ended = part(file, name).replace("</Relationships>", entries + "</Relationships>")
    return docxzip.write(members, {name: ended.encode()})


def with_settings(file: bytes, settings: str) -> bytes:
    return with_parts(file, {"word/settings.xml": f"<w:settings {SPACE}>{settings}</w:settings>"})


def with_numbering(file: bytes, *levels: str, number: str = "") -> bytes:
    numbering = (
        f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="0">'
        + "".join(f'<w:lvl w:ilvl="{n}">{level}</w:lvl>' for n, level in enumerate(levels))
        + f'</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>{number}</w:num>'
        "</w:numbering>"
    )
    return with_parts(file, {"word/numbering.xml": numbering})


def level(kind: str, text: str, more: str = "", suffix: str = "nothing") -> str:
    return (
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/>'
    )


def numbered(text: str, at: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr>')


def pages_of(*body: str, **options) -> list[list[str]]:
    return [lines_of(page) for page in paginate(docx(*body, **options), fonts())]


# Pages


def letter(lines: int) -> bytes:
    """A letter as GB/T 9704 has it: no header on page one, page numbers at the outer edge."""
    odd = f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{dashed("PAGE")}</w:p>'
    even = f"<w:p>{dashed('PAGE')}</w:p>"
    kinds = (
        '<w:headerReference w:type="first" r:id="rId10"/>'
        '<w:footerReference w:type="even" r:id="rId11"/>'
        '<w:footerReference w:type="first" r:id="rId12"/><w:titlePg/>'
    )
    file = docx(*[p("行")] * lines, header=p("后页"), footer=odd, section=kinds)
    parts = {
        "word/header9.xml": f"<w:hdr {SPACE}>{p('首页')}</w:hdr>",
        "word/footer9.xml": f"<w:ftr {SPACE}>{even}</w:ftr>",
        "word/footer8.xml": f"<w:ftr {SPACE}>{p('首页脚')}</w:ftr>",
        "word/settings.xml": f"<w:settings {SPACE}><w:evenAndOddHeaders/></w:settings>",
    }
    related = {"rId10": "header9.xml", "rId11": "footer9.xml", "rId12": "footer8.xml"}
    return with_parts(file, parts, related)


def dashed(kind: str) -> str:
    return f"<w:r><w:t>—</w:t></w:r>{field(kind)}<w:r><w:t>—</w:t></w:r>"


def test_first_even_and_odd_pages_have_their_own_headers_and_footers():
    pages = paginate(letter(80), fonts())
    lines = [lines_of(page) for page in pages]
    assert [page[0] for page in lines] == ["首页", "行", "后页", "行"]
    assert [page[-1] for page in lines] == ["首页脚", "—2—", "—3—", "—4—"]
    at = [
        next(text for text in page.texts if text.y > BOTTOM and "—" in text.text)
        for page in pages[1:]
    ]
    assert at[0].x == pytest.approx(LEFT, abs=0.1)
    assert at[1].x > RIGHT - 60
    assert at[2].x == at[0].x


def test_section_pages_count_the_pages_of_their_section():
    size = f"{A4}{MARGINS}"
    between = "<w:r><w:t>／</w:t></w:r>"
    footer = f"<w:p>{field('SECTIONPAGES')}{between}{field('NUMPAGES')}</w:p>"
    ending = f"<w:p><w:pPr><w:sectPr>{size}</w:sectPr></w:pPr></w:p>"
    heads = '<w:footerReference w:type="default" r:id="rId3"/>'
    first = ending.replace("<w:sectPr>", f"<w:sectPr>{heads}")
    pages = pages_of(*[p("行")] * 30, first, p("附件"), footer=footer)
    assert [page[-1] for page in pages] == ["2／3", "2／3", "1／3"]


def test_section_may_begin_its_pages_anew():
    ending = f'<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="rId3"/>{A4}{MARGINS}'
    ending += "</w:sectPr></w:pPr></w:p>"
    pages = pages_of(
        *[p("行")] * 30,
        ending,
        p("附件"),
        footer=f"<w:p>{field('PAGE')}</w:p>",
        section='<w:pgNumType w:start="1"/>',
    )
    assert [page[-1] for page in pages] == ["1", "2", "1"]


def test_tall_header_pushes_the_text_down():
    plain = paginate(docx(p("文"), header=p("眉")), fonts())[0]
    tall = paginate(docx(p("文"), header=p("眉") * 4), fonts())[0]
    assert max(t.y for t in tall.texts) > max(t.y for t in plain.texts) + 20


# Paragraphs


def test_lines_kept_together_move_to_the_next_page_as_one():
    body = [*[p("行")] * 20, p("薪" * 150, "<w:keepLines/>")]
    counts = [sum("薪" in line for line in page) for page in pages_of(*body)]
    assert counts[0] == 0
    assert counts[1] > 3


def test_page_break_before_begins_a_page_but_no_empty_one():
    pages = pages_of(p("附件", "<w:pageBreakBefore/>"), p("正文", "<w:pageBreakBefore/>"))
    assert pages == [["附件"], ["正文"]]


def test_widow_control_can_be_off():
    off = '<w:widowControl w:val="0"/>'
    for lines in range(17, 25):
        pages = pages_of(*[p("行")] * lines, p("薪" * 75, off))
        if 0 < sum("薪" in line for line in pages[0]) < 3:
            break
    body = [p("行")] * lines
    strict = [sum("薪" in line for line in page) for page in pages_of(*body, p("薪" * 75))]
    loose = [sum("薪" in line for line in page) for page in pages_of(*body, p("薪" * 75, off))]
    assert strict != loose
    assert 1 in loose


def test_distributed_line_reaches_both_edges():
    (page,) = paginate(docx(p("调解通知书", '<w:jc w:val="distribute"/>')), fonts())
    assert page.texts[0].x == pytest.approx(LEFT, abs=0.1)
    assert max(map(end_of, page.texts)) == pytest.approx(RIGHT, abs=0.2)


@pytest.mark.parametrize(
    ("spacing", "pitch"),
    [
        ('w:line="579" w:lineRule="exact"', 28.95),
        ('w:line="800" w:lineRule="atLeast"', 40),
        ('w:line="100" w:lineRule="atLeast"', 14 * 1.437),
        ('w:line="240" w:lineRule="auto"', 14 * 1.437),
        ('w:line="360" w:lineRule="auto"', 14 * 1.437 * 1.5),
    ],
)
def test_line_pitch_follows_its_rule(spacing, pitch):
    (page,) = paginate(docx(p(LEGAL, f"<w:spacing {spacing}/>")), fonts())
    ys = sorted({text.y for text in page.texts})
    assert ys[1] - ys[0] == pytest.approx(pitch, abs=0.05)


def test_space_between_paragraphs_is_the_larger_of_the_two():
    first, second = '<w:spacing w:after="200"/>', '<w:spacing w:before="300"/>'
    (page,) = paginate(docx(p("一", first), p("二", second)), fonts())
    one, two = (text.y for text in page.texts)
    assert two - one == pytest.approx(28 + 15, abs=0.01)


def test_indents_in_characters_are_of_the_text_on_both_sides():
    both = (
        '<w:ind w:leftChars="300" w:left="1" w:rightChars="200" w:right="1"/><w:jc w:val="both"/>'
    )
    (page,) = paginate(docx(p("申请人" * 30, both)), fonts())
    assert min(t.x for t in page.texts) == pytest.approx(LEFT + 3 * 14, abs=0.1)
    assert max(map(end_of, page.texts)) == pytest.approx(RIGHT - 2 * 14, abs=0.5)


def test_style_inherits_from_what_it_is_based_on_and_the_paragraph_overrides():
    file = docx(
        p("甲", '<w:pStyle w:val="B"/>'), p("乙", '<w:pStyle w:val="B"/>', '<w:sz w:val="20"/>')
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:sz w:val="44"/>'
        '<w:color w:val="FF0000"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="B">'
        '<w:basedOn w:val="A"/><w:rPr><w:u w:val="single"/></w:rPr></w:style></w:styles>'
    )
    changed = part(file, "word/styles.xml").replace("</w:styles>", styles)
    members = docxzip.read(file)
    (page,) = paginate(docxzip.write(members, {"word/styles.xml": changed.encode()}), fonts())
    inks = [text.ink for text in page.texts]
    assert [(ink.size, ink.colour, ink.underline) for ink in inks] == [
        (22, "FF0000", True),
        (10, "FF0000", True),
    ]


# Runs


def test_red_head_and_its_rule_are_red():
    red = '<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="12" w:color="FF0000"/></w:tcBorders>'
    head = (
        table([[f"{red}</w:tcPr>{p()}"]], [8000])
        .replace("<w:tblBorders>", "<!--")
        .replace("</w:tblBorders>", "-->")
    )
    (page,) = paginate(
        docx(p("示例市人力资源和社会保障局", run='<w:color w:val="FF0000"/>'), head), fonts()
    )
    assert {text.ink.colour for text in page.texts} == {"FF0000"}
    (rule,) = page.rules
    assert (rule.colour, rule.width) == ("FF0000", 1.5)


def test_latin_and_chinese_fonts_of_a_run_are_separate():
    apart = '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="宋体"/>'
    (page,) = paginate(docx(p("按LPR计", run=apart)), fonts())
    drawn = {text.text.strip(): text.ink.face.name for text in page.texts}
    assert drawn["LPR"].startswith("NotoSans")
    assert drawn["按"].startswith("NotoSerif")


@needs_additional_fonts
@pytest.mark.parametrize(("font", "thick"), [("仿宋_GB2312", True), ("宋体", False)])
def test_bold_without_a_bold_face_is_drawn_over(font, thick):
    bold = f'<w:rFonts w:eastAsia="{font}" w:ascii="{font}"/><w:b/>'
    file = docx(p("甲", run=bold), p("乙", run=bold.replace("<w:b/>", "")))
    first, second = paginate(file, fonts(rare=True))[0].texts
    assert (first.ink.thick, second.ink.thick) == (thick, False)
    drawn = convert(file, title="文", created=date(2026, 10, 18), fonts=fonts(rare=True))
    content = PdfReader(io.BytesIO(drawn)).pages[0].get_contents().get_data()
    assert (b"2 Tr" in content) == thick
    assert content.count(b"0 Tr") == int(thick)


def test_line_break_ends_a_line_inside_a_paragraph():
    broken = p("甲方").replace("</w:p>", "<w:r><w:br/><w:t>乙方</w:t></w:r></w:p>")
    assert pages_of(broken) == [["甲方", "乙方"]]


@pytest.mark.parametrize(
    ("leader", "mark"), [("dot", "."), ("underscore", "_"), ("middleDot", "·")]
)
def test_right_tab_is_led_to_by_its_marks(leader, mark):
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="{leader}" w:pos="8000"/></w:tabs>'
    line = p("一、申请书", tabs).replace("</w:p>", TAB_THEN.format("12"))
    (page,) = paginate(docx(line), fonts())
    led = next(text for text in page.texts if set(text.text) == {mark})
    number = next(text for text in page.texts if text.text == "12")
    title = next(text for text in page.texts if "申请书" in text.text)
    assert end_of(title) < led.x < end_of(led) <= number.x + 0.1


def test_tabs_stand_at_left_centre_and_default_stops():
    tabs = '<w:tabs><w:tab w:val="left" w:pos="2000"/><w:tab w:val="center" w:pos="5000"/></w:tabs>'
    line = p("甲", tabs)
    for text in ("乙", "丙丙", "丁"):
        line = line.replace("</w:p>", TAB_THEN.format(text))
    (page,) = paginate(docx(line), fonts())
    at = {text.text: text.x - LEFT for text in page.texts}
    assert at["乙"] == pytest.approx(100, abs=0.1)
    assert at["丙丙"] == pytest.approx(250 - 14, abs=0.1)
    assert at["丁"] == pytest.approx(288, abs=0.1)


# Numbering


def test_levels_count_in_decimal_and_chinese_and_begin_anew():
    body = [
        numbered("请求"),
        numbered("工资", 1),
        numbered("费用", 1),
        numbered("事实"),
        numbered("甲", 1),
    ]
    levels = level("chineseCounting", "%1、"), level("decimal", "%1.%2 ")
    with_decimal = levels[0], levels[1].replace("%1.", "")
    (page,) = paginate(with_numbering(docx(*body), *with_decimal), fonts())
    assert lines_of(page) == ["一、请求", "1 工资", "2 费用", "二、事实", "1 甲"]


def test_chinese_numbers_go_beyond_a_hundred_where_programs_agree():
    body = [numbered("") for _ in range(111)]
    file = with_numbering(docx(*body), level("chineseCountingThousand", "%1、"))
    lines = [line for page in paginate(file, fonts()) for line in lines_of(page)]
    assert [lines[n - 1] for n in (9, 10, 20, 100, 101, 110)] == [
        "九、", "十、", "二十、", "一百、", "一百零一、", "一百一十、",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "number", "named"),
    [
        ((level("bullet", "•"),), "", "编号格式"),
        ((level("upperRoman", "%1"),), "", "编号格式"),
        ((level("decimal", "%1", "<w:isLgl/>"),), "", "isLgl"),
        ((level("decimal", "%1", '<w:lvlJc w:val="right"/>'),), "", "lvlJc"),
        ((), "", "编号1没有定义"),
        ((level("decimal", "%1"),), '<w:lvlOverride w:ilvl="0"/>', "lvlOverride"),
    ],
)
def test_numbering_outside_the_vocabulary_is_refused(levels, number, named):
    with pytest.raises(UnsupportedElement, match=named):
        paginate(with_numbering(docx(numbered("条")), *levels, number=number), fonts())


# Tables


def test_cells_merged_both_ways_are_one():
    both = '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="{}"/></w:tcPr>'
    rows = [
        [both.format("restart") + p("合并"), "甲"],
        [both.format("continue") + p(), "乙"],
        ["一", "二", "三"],
    ]
    (page,) = paginate(docx(table(rows, [2000, 2000, 2000])), fonts())
    rules = page.joined_rules()
    left, middle, right = LEFT - 5.4, LEFT - 5.4 + 100, LEFT - 5.4 + 200
    top = min(rule.y1 for rule in rules)
    upright = [rule for rule in rules if abs(rule.x1 - middle) < 0.1 and rule.x1 == rule.x2]
    assert all(rule.y1 > top + 20 for rule in upright)
    crossing = [r for r in rules if r.y1 == r.y2 and r.x1 < left + 1 and r.x2 > right - 1]
    assert len(crossing) == 3
    assert [line for line in lines_of(page) if "合并" in line]


def test_cell_borders_and_margins_go_before_those_of_the_table():
    own = (
        '<w:tcPr><w:tcBorders><w:top w:val="nil"/></w:tcBorders>'
        '<w:tcMar><w:left w:w="400" w:type="dxa"/></w:tcMar></w:tcPr>'
    )
    (page,) = paginate(docx(table([[own + p("甲")]], [4000])), fonts())
    assert len([rule for rule in page.joined_rules() if rule.y1 == rule.y2]) == 1
    assert page.texts[0].x == pytest.approx(LEFT - 5.4 + 20, abs=0.1)


@pytest.mark.parametrize(("align", "offset"), [("left", -5.4), ("center", 121), ("right", 242.2)])
def test_table_stands_where_its_alignment_says(align, offset):
    aligned = table([["甲"]], [4000]).replace(
        "<w:tblBorders>", f'<w:jc w:val="{align}"/><w:tblBorders>'
    )
    (page,) = paginate(docx(aligned), fonts())
    assert min(rule.x1 for rule in page.rules) == pytest.approx(LEFT + offset, abs=0.2)


def test_row_of_exact_height_keeps_it():
    exact = '<w:trHeight w:val="900" w:hRule="exact"/>'
    (page,) = paginate(docx(table([["甲"], ["乙"]], [4000], row=exact)), fonts())
    levels = sorted({round(rule.y1, 1) for rule in page.rules if rule.y1 == rule.y2})
    assert levels[1] - levels[0] == pytest.approx(45, abs=0.1)


def test_bottom_and_shaded_cell():
    tall = '<w:trHeight w:val="1200" w:hRule="atLeast"/>'
    cell = '<w:tcPr><w:shd w:val="clear" w:fill="EEEEEE"/><w:vAlign w:val="bottom"/></w:tcPr>'
    (page,) = paginate(docx(table([[cell + p("印")]], [4000], row=tall)), fonts())
    (fill,) = page.fills
    assert fill.colour == "EEEEEE"
    assert page.texts[0].y > fill.y + fill.height - 10


# Refusals

GRAPHIC = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic>'
    "</wp:inline></w:drawing></w:r></w:p>"
)
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (p("框", '<w:framePr w:w="1000"/>'), "图文框"),
        (f'<w:p><w:r><mc:AlternateContent xmlns:mc="{CHOICE}"/></w:r></w:p>', "文本框"),
        (GRAPHIC, "图表"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "嵌入对象"),
        (f'<w:p><m:oMath xmlns:m="{MATH}"/></w:p>', "公式"),
        (f'<m:oMathPara xmlns:m="{MATH}"/>', "公式"),
        ('<w:p><w:del w:id="1"/></w:p>', "修订"),
        ('<w:p><w:moveTo w:id="1"/></w:p>', "修订"),
        (p("改", run='<w:rPrChange w:id="1"/>'), "修订"),
        (p("改", '<w:pPrChange w:id="1"/>'), "修订"),
        ("<w:p><w:hyperlink/></w:p>", "超链接"),
        ('<w:p><w:commentRangeStart w:id="1"/></w:p>', "批注"),
        ('<w:p><w:r><w:endnoteReference w:id="2"/></w:r></w:p>', "尾注"),
        (f"<w:p>{field('REF 书签')}</w:p>", "REF"),
        ('<w:p><w:fldSimple w:instr="DATE"/></w:p>', "DATE"),
        ("<w:p><w:r><w:sym/></w:r></w:p>", "符号字体"),
        ('<w:p><w:r><w:br w:type="column"/></w:r></w:p>', "column"),
        (p("上", run='<w:vertAlign w:val="superscript"/>'), "上标"),
        (p("删", run="<w:strike/>"), "删除线"),
        (p("藏", run="<w:vanish/>"), "隐藏文字"),
        (p("亮", run='<w:highlight w:val="yellow"/>'), "突出显示"),
        (p("红", run='<w:color w:val="red"/>'), "文字颜色"),
        (p("题", run='<w:rFonts w:asciiTheme="minorHAnsi"/>'), "主题字体"),
        (p("题", run='<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'), "主题字体"),
        (p("竖", '<w:jc w:val="thaiDistribute"/>'), "thaiDistribute"),
        (p("底", '<w:shd w:val="clear" w:fill="FF0000"/>'), "底纹"),
        (p("自", '<w:spacing w:beforeAutospacing="1"/>'), "间距"),
        (p("位", '<w:tabs><w:tab w:val="decimal" w:pos="900"/></w:tabs>'), "decimal"),
        (table([["甲"]], [900]).replace("<w:tblLayout", "<w:tblpPr/><w:tblLayout"), "浮动表格"),
        (table([["甲"]], [900]).replace('<w:tblLayout w:type="fixed"/>', ""), "自动列宽"),
        (table([[f'<w:tcPr><w:textDirection w:val="tbRl"/></w:tcPr>{p()}']], [900]), "竖排文字"),
        (table([[f'<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{p()}']], [900]), "超出列宽"),
        (table([["甲"]], [900]).replace('"single"', '"double"', 1), "double"),
    ],
)  # fmt: skip
def test_element_outside_the_vocabulary_is_refused_with_its_paragraph(body, named):
    with pytest.raises(UnsupportedElement, match=named) as refused:
        paginate(docx(p("第一段"), body), fonts())
    assert "正文" in str(refused.value)


@pytest.mark.parametrize(
    ("section", "named"),
    [
        ('<w:textDirection w:val="tbRl"/>', "竖排文字"),
        ('<w:type w:val="nextPage"/><w:pgBorders/>', "pgBorders"),
        ("<w:lnNumType/>", "lnNumType"),
        ('<w:pgNumType w:fmt="upperRoman"/>', "upperRoman"),
    ],
)
def test_page_outside_the_vocabulary_is_refused(section, named):
    with pytest.raises(UnsupportedElement, match=named):
        paginate(docx(p("文"), section=section), fonts())


@pytest.mark.parametrize("kind", ["continuous", "oddPage", "nextColumn"])
def test_second_section_can_only_begin_a_page(kind):
    ending = f"<w:p><w:pPr><w:sectPr>{A4}{MARGINS}</w:sectPr></w:pPr></w:p>"
    with pytest.raises(UnsupportedElement, match=kind):
        paginate(docx(p("文"), ending, p("附"), section=f'<w:type w:val="{kind}"/>'), fonts())


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ('<w:characterSpacingControl w:val="compressPunctuation"/>', "标点压缩"),
        ('<w:noLineBreaksBefore w:lang="zh-CN" w:val="，"/>', "避头尾"),
        ("<w:mirrorMargins/>", "对称页边距"),
        ("<w:autoHyphenation/>", "自动断字"),
    ],
)
def test_setting_that_moves_text_is_refused(setting, named):
    with pytest.raises(UnsupportedElement, match=named):
        paginate(with_settings(docx(p("文")), setting), fonts())


def test_hyphenation_that_every_paragraph_takes_back_is_passed_over():
    """As LibreOffice saves a file: on for the file, off in its defaults."""
    suppressed = "<w:suppressAutoHyphens/>"
    hyphenated = "<w:autoHyphenation/>"
    assert paginate(with_settings(docx(p("文", suppressed)), hyphenated), fonts())
    with pytest.raises(UnsupportedElement, match="自动断字"):
        paginate(with_settings(docx(p("文", suppressed), p("书")), hyphenated), fonts())


def test_settings_about_editing_are_passed_over():
    editing = '<w:zoom w:percent="100"/><w:characterSpacingControl w:val="doNotCompress"/>'
    assert paginate(with_settings(docx(p("文")), editing), fonts())


def test_sizes_that_differ_need_a_fixed_line_pitch():
    auto = '<w:spacing w:line="240" w:lineRule="auto"/>'
    mixed = p("大", auto).replace(
        "</w:p>", '<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>小</w:t></w:r></w:p>'
    )
    with pytest.raises(UnsupportedElement, match="固定值行距"):
        paginate(docx(mixed), fonts())
    assert paginate(docx(mixed.replace('"auto"', '"exact"')), fonts())


def test_table_style_says_how_lines_look_and_not_where_the_table_stands():
    file = docx(
        table([["甲"]], [900]).replace("<w:tblBorders>", '<w:tblStyle w:val="T"/><w:tblBorders>')
    )
    for inside, refused in (
        ('<w:tblInd w:w="0" w:type="dxa"/>', False),
        ('<w:jc w:val="center"/>', True),
    ):
        style = f'<w:style w:type="table" w:styleId="T"><w:tblPr>{inside}</w:tblPr></w:style>'
        changed = part(file, "word/styles.xml").replace("</w:styles>", style + "</w:styles>")
        styled = docxzip.write(docxzip.read(file), {"word/styles.xml": changed.encode()})
        if refused:
            with pytest.raises(UnsupportedElement, match="样式"):
                paginate(styled, fonts())
        else:
            assert paginate(styled, fonts())


def test_nested_fault_in_a_header_is_told_as_such():
    with pytest.raises(UnsupportedElement, match="页眉第1段"):
        paginate(docx(p("文"), header=p("斜", run="<w:i/>")), fonts())
