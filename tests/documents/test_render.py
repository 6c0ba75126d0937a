import hashlib
import io

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from documents import docxzip
from documents.render import TemplateFault, render, variables
from tests.documents.papers import docx, p, part, shown, table

AMOUNT = {"digits": "219780.00", "grouped": "219,780.00", "upper": "贰拾壹万玖仟柒佰捌拾元整"}


def plain_docxtpl(template: bytes, context: dict) -> bytes:
    made, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    made.render(context)
    made.save(out)
    return out.getvalue()


def test_same_template_and_data_give_the_same_bytes():
    template = docx(p("申请人：{{ name }}"))
    first = hashlib.sha256(render(template, {"name": "王小明"})).digest()
    assert hashlib.sha256(render(template, {"name": "王小明"})).digest() == first
    assert hashlib.sha256(render(template, {"name": "王大明"})).digest() != first


@pytest.mark.parametrize(
    "name", ["北山A&B<劳务>公司", "欠薪<3个月", "\"引号\"与'单引号'", "{{ 7*7 }}", "{_{原样}_}"]
)
def test_text_is_printed_as_it_was_entered(name):
    assert name in shown(render(docx(p("单位：{{ name }}。")), {"name": name}))


def test_plain_docxtpl_still_loses_what_stands_between_angle_brackets():
    made = plain_docxtpl(docx(p("单位：{{ name }}。")), {"name": "A&B<劳务>公司"})
    assert "A&B<劳务>公司" not in shown(made)


def test_missing_amount_stops_the_paper_and_is_named_with_its_paragraph():
    template = docx(p("一、当事人"), p("欠付{{ claim.total }}元。"))
    assert shown(plain_docxtpl(template, {"claim": {}})).endswith("欠付元。")
    with pytest.raises(TemplateFault, match=r"claim\.total.*欠付"):
        render(template, {"claim": {}})


def test_missing_variable_inside_a_filter_is_named():
    with pytest.raises(TemplateFault, match=r"缺少数据“total”.*大写"):
        render(docx(p("大写{{ total|rmb }}")), {})


def test_missing_field_of_a_row_is_named():
    template = docx(p("{% for w in workers %}{{ w.name }}、{% endfor %}"))
    with pytest.raises(TemplateFault, match=r"w\.name"):
        render(template, {"workers": [{"name": "王"}, {}]})


BUILTINS = "{{ cycler.__init__.__globals__.__builtins__.len('abc') }}"


def test_template_code_cannot_reach_python():
    assert "3" in shown(plain_docxtpl(docx(p(BUILTINS)), {}))
    with pytest.raises(TemplateFault):
        render(docx(p(BUILTINS)), {})


def test_template_tags_in_the_file_properties_are_refused():
    with pytest.raises(TemplateFault, match=r"docProps/core\.xml"):
        render(docx(p("正文"), title="{{ cycler.__init__.__globals__ }}"), {})


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"a": {"b": ["x", "王\x0b"]}}, r"a\.b\[2\]"),
        ({"name": "\ud86c"}, "name"),
        ({"total": 12.5}, "total"),
        ({"who": object()}, "who"),
    ],
)
def test_value_that_cannot_be_printed_is_refused_by_field_name(value, named):
    with pytest.raises(TemplateFault, match=named):
        render(docx(p("正文")), value)


def test_broken_tag_is_refused_with_its_paragraph():
    with pytest.raises(TemplateFault, match="甲方"):
        render(docx(p("第一段"), p("甲方{% if %}")), {})


def test_file_that_is_no_word_document_is_refused():
    with pytest.raises(TemplateFault, match="Word"):
        render(b"%PDF-1.7", {})


def test_file_that_unpacks_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(docxzip, "UNPACKED_AT_MOST", 1000)
    with pytest.raises(TemplateFault, match="过大"):
        render(docx(p("正文" * 500)), {})


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("{{ total|money }}", "219,780.00"),
        ("{{ total|rmb }}", "贰拾壹万玖仟柒佰捌拾元整"),
        ("{{ day|cn_date }}", "2026年7月2日"),
        ("{{ day|cn_date_upper }}", "二〇二六年七月二日"),
        ("{{ '2030-10-20'|cn_date_upper }}", "二〇三〇年十月二十日"),
        ("{{ card|idmask }}", "130602********1234"),
        ("{{ '《劳动法》第五十条、《劳动法》第四十四条'|laws }}", "《劳动法》第五十条、第四十四条"),
        (
            "{{ '《甲法》第一条、《乙法》、《乙法》第二条'|laws }}",
            "《甲法》第一条、《乙法》、第二条",
        ),
        (
            "{{ '《甲法》第一条、某措施二、《甲法》第三条'|laws }}",
            "《甲法》第一条、某措施二、《甲法》第三条",
        ),
        ("{{ 10|cn_num }}", "十"),
        ("{{ 21|cn_num }}", "二十一"),
        ("{{ 110|cn_num }}", "一百一十"),
        ("{{ 105|cn_num }}", "一百零五"),
    ],
)
def test_filter_writes_the_legal_form(tag, printed):
    context = {"total": AMOUNT, "day": "2026-07-02", "card": "130602198503121234"}
    assert f"[{printed}]" in shown(render(docx(p(f"[{tag}]")), context))


@pytest.mark.parametrize("tag", ["{{ n|money }}", "{{ n|cn_date }}", "{{ '2026/7/2'|cn_date }}"])
def test_filter_refuses_what_is_no_amount_or_date(tag):
    with pytest.raises(TemplateFault, match="段落"):
        render(docx(p(tag)), {"n": 5})


def test_optional_clause_leaves_no_gap_in_clause_numbers():
    template = docx(
        p("{%p for c in clauses if c.on %}"),
        p("{{ loop.index|cn_num }}、{{ c.text }}"),
        p("{%p endfor %}"),
    )
    clauses = [{"on": n != 1, "text": f"第{n}"} for n in range(3)]
    assert shown(render(template, {"clauses": clauses})) == "¶一、第0¶二、第2"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_end_in_a_value_is_a_line_break(end):
    made = part(render(docx(p("{{ text }}")), {"text": f"甲{end}乙"}))
    assert "甲</w:t><w:br/><w:t" in made


def test_rows_and_spread_columns_keep_the_width_of_the_table():
    template = docx(
        table([["姓名", "{%tc for n in parts %}", "第{{ n }}期", "{%tc endfor %}"]], [2000] * 4)
    )
    root = etree.fromstring(part(render(template, {"parts": [1, 2, 3]})).encode())
    w = f"{{{root.nsmap['w']}}}"
    widths = [int(column.get(w + "w")) for column in root.iter(w + "gridCol")]
    assert widths == [2000, 2000, 2000, 2000]
    assert len(list(root.iter(w + "tc"))) == 4


def test_variables_are_the_names_the_template_reads():
    template = docx(
        p("{% for w in workers %}{{ w.name }}{% endfor %}{{ total|rmb }}"), footer=p("{{ number }}")
    )
    assert variables(template) == {"workers", "total", "number"}
