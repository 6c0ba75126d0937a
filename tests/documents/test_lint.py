"""What the check of a template finds, and in which paragraph it says so."""

import subprocess

import pytest

from documents.contracts import CONTRACTS
from documents.drafting.__main__ import FOLDER
from documents.lint import ERROR, Shape, fields_read, lint
from documents.render import render
from documents.template_desk.queries import shapes_of, unprinted
from tests.documents.hostile import SHAPES
from tests.documents.papers import docx, fonts, p, table


def found(*body: str, shapes=SHAPES, **more) -> list[tuple[str, str, str]]:
    file = docx(*body, **more)
    return [(f.level, f.place, f.message) for f in lint(file, shapes, fonts()).findings]


def errors(*body: str, **more) -> list[str]:
    return [f"{place}：{words}" for level, place, words in found(*body, **more) if level == ERROR]


@pytest.mark.parametrize("code", sorted(CONTRACTS))
def test_every_shipped_template_passes_its_own_check(code):
    contract = CONTRACTS[code]
    report = lint(
        (FOLDER / f"{code}.docx").read_bytes(),
        Shape.read(shapes_of(contract)),
        fonts(),
        landscape=contract.landscape,
        unprinted=unprinted(code),
    )
    assert [f"{f.place}：{f.message}" for f in report.findings if f.level != "hint"] == []


@pytest.mark.parametrize(
    "text",
    [
        "案号：{{ case_number or '' }}",
        "{% if count > 1 and not notes %}{{ count }}{% elif count == 1 %}一{% else %}无{% endif %}",
        "{{ total|rmb }}（{{ total|money }}元）{{ total.digits }}",
        "{{ at.text }}{{ due_on|cn_date }}{{ due_on|cn_date_upper }}",
        "{% for w in workers %}{{ loop.index }}.{{ w.name }}{{ w.due|money }}{% endfor %}",
        "{% for w in workers if w.account %}{{ w.account }}{% endfor %}",
        "{{ workers|map(attribute='name')|join('、') }}{{ notes|join('；') }}",
        "{{ workers[0].name }}{{ payer.name }}{{ workers|length }}",
        "{% for w in workers or [] %}{% for n in notes %}{{ n }}{% endfor %}{% endfor %}",
        "{% set ns = namespace(n=0) %}{% set ns.n = ns.n + 1 %}{{ ns.n|cn_num }}",
        "{{ count + 1 - 2 }}{{ '甲' if count else '乙' }}{{ case_number ~ '号' }}",
        "{{ case_number|replace('-', '.')|default('无') }}",
        "{% for i in range(5) %}________{% endfor %}",
        "{{ “甲” }}{# 说明 #}{_{原样}_}",
        "{% set paid = workers|selectattr('account')|list %}"
        "{% for w in paid %}{{ w.name }}{% endfor %}",
        "{% for name in workers|map(attribute='name')|unique %}"
        "{{ workers|selectattr('name', 'equalto', name)|list|length }}{% endfor %}",
        "{% set n = namespace(a=[]) %}{% for w in workers %}{% set n.a = n.a + [w.name] %}"
        "{% endfor %}{% for name in n.a %}{{ name }}{% endfor %}",
        "{% for w in workers + parties %}{{ w.name }}{% endfor %}",
        "{{ ['甲' ~ case_number if case_number else '', '乙']|select|join('、') }}",
        "{% set words = dict(甲=case_number, 乙='无') %}{{ words['甲'] }}",
        "{% for line in (case_number or '').splitlines() if line.strip() %}{{ line }}{% endfor %}",
        "{{ (case_number or '')[1:] }}",
        "{% for w in workers %}{% if loop.changed(w.name) %}{{ w.name }}{% endif %}{% endfor %}",
    ],
)
def test_tag_an_office_may_write_passes(text):
    assert errors(p(text)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ case_numbr }}", "没有“case_numbr”这个栏目。是不是 case_number（案号）？"),
        ("{{ 案号 }}", "没有“案号”这个栏目。“案号”应写作 case_number。"),
        ("{% for w in workers %}{{ w.nmae }}{% endfor %}", "“劳动者”没有“nmae”这一栏。是不是 name"),
        ("{{ workers.name }}", "先用 {% for %} 取出一行"),
        ("{{ workers }}", "workers 是表，不能直接印出"),
        ("{{ payer }}", "payer 是栏组，不能直接印出"),
        ("{{ total }}", "total 是金额，请在后面加 |money"),
        ("{{ case_number|money }}", "|money 只能用于金额，“案号”是文字"),
        ("{{ total|cn_date }}", "|cn_date 只能用于日期"),
        ("{{ count|shuffle }}", "没有“|shuffle”这个过滤器"),
        ("{{ case_number", "标记没有写完整"),
        ("case_number }}", "标记没有写完整"),
        ("\uff5b\uff5bcase_number\uff5d\uff5d", "写成了全角"),
        ("{{ count，total }}", "“count，total”里的标点是全角的"),
        ("{% if count %}甲", "没有对应的 {% endif %}"),
        ("甲{% endfor %}", "{% endfor %} 没有对应的 {% for %}"),
        ("{% else %}", "前面没有 {% if %}"),
        ("{% for w in count %}{% endfor %}", "in 后面的不是表"),
        ("{{r case_number }}", "不能用 {{r }}"),
        ("{%tr for w in workers %}", "只能写在表格里"),
        ("正文{%p if count %}", "其余内容“正文”印不出来"),
        ("{% macro x() %}{% endmacro %}", "不能用 {% macro %}"),
        ("{% include 'D01.docx' %}", "不能用 {% include %}"),
        ("{{ case_number.upper() }}", "不能调用“upper(…)”"),
        ("{{ case_number.__class__ }}", "以下划线开头"),
        ("{{ case_number['__class__'] }}", "以下划线开头"),
        ("{{ workers|map('upper') }}", "|map 只能写成"),
        (
            "{{ workers|map(attribute='__class__')|join }}",
            "attribute 只能写一个栏名|没有“__class__”",
        ),
        ("{{ 'a' * 9 }}", "乘法"),
        ("{{ 9 ** 9 }}", "乘方"),
        ("{{ '%s' % count }}", "取余"),
        ("{{ {'a': 1} }}", "字典"),
        ("{{ 99999999999 }}", "数过大"),
        ("{{ 1.5 }}", "不是整数"),
        ("{{ range(1000) }}", "range 的数不能超过100"),
        ("{% for w in workers %}{% for x in workers %}{% endfor %}{% endfor %}", "再循环同一张表"),
        ("{{ case_number" + "|trim" * 20 + " }}", "标记过于复杂"),
        ("{{ 1" + " + 1" * 20 + " }}", "标记过于复杂"),
        ("{{ loop.cycle('a') }}", "不能调用“cycle(…)”"),
        ("{% for w in workers %}{{ loop.depth }}{% endfor %}", "loop 没有“depth”"),
        ("{% set a = 'x' %}{% set a = a ~ a %}", "最多有一个是 {% set %} 得来的"),
        ("{% set n = namespace(a=[]) %}{% set n.a = [n.a, n.a] %}", "列表里只能写文字"),
        (
            "{% set a = workers %}{% for b in a %}{% for c in a %}{% endfor %}{% endfor %}",
            "同一张表",
        ),
        (
            "{% for a in workers|map(attribute='name') %}{% for b in parties %}"
            "{% for c in notes %}{% endfor %}{% endfor %}{% endfor %}",
            "最多2张表可以套在一起",
        ),
        ("{{ dict(a=workers) }}", "dict 里只能写"),
        ("{{ case_number.join(notes) }}", "不能调用“join(…)”"),
        ("{{ workers + workers }}", "不能相加"),
        ("{% set a = workers %}{% set b = parties %}{% set a = a + b %}", "不能相加"),
        ("{{ workers|select('string')|list|length }}", "括号里不能写东西"),
        ("{% set case_number = '1' %}", "不能另外赋值"),
        ("{% for a, b in workers %}{% endfor %}", "每次只能取一个名称"),
        ("{% for w in workers recursive %}{% endfor %}", "循环只能写成"),
    ],
)
def test_wrong_tag_is_named_in_its_paragraph(text, said):
    shown = errors(p("第一段"), p(text))
    assert any(words.startswith("正文第2段：") for words in shown), shown
    assert any(part in words for words in shown for part in said.split("|没")), shown


def test_several_faults_are_all_named_each_in_its_paragraph():
    shown = errors(p("{{ one }}"), p("正文"), p("{{ two }}"), footer=p("{{ three }}"))
    assert [words.split("：")[0] for words in shown] == ["正文第1段", "正文第3段", "页脚第1段"]


def test_optional_field_printed_bare_and_bare_date_are_pointed_out():
    shown = found(p("{{ case_number }}"), p("{% if due_on %}{{ due_on }}{% endif %}"))
    assert [(level, place) for level, place, _ in shown] == [
        ("warning", "正文第1段"),
        ("warning", "正文第2段"),
    ]
    assert "None" in shown[0][2]
    assert "cn_date" in shown[1][2]


def test_required_field_that_is_not_printed_is_pointed_out():
    shapes = (Shape("payer_name", "付款人", "文字"), Shape("made_on", "制作日期", "日期"))
    file = docx(p("{{ payer_name }}"))
    assert [f.message for f in lint(file, shapes, fonts()).findings] == [
        "必填的“制作日期”（made_on）没有印在模板里。"
    ]
    quiet = lint(file, shapes, fonts(), unprinted=["made_on"]).findings
    assert [f.level for f in quiet] == ["hint"]


def test_fields_read_say_where_they_are_printed():
    file = docx(
        p("{{ case_number }}"),
        p("{% for w in workers %}{{ w.name }}{% endfor %}{{ workers|map(attribute='due')|join }}"),
        footer=p("{{ case_number }}"),
    )
    assert fields_read(file, SHAPES) == {
        "case_number": ["正文第1段", "页脚第1段"],
        "workers": ["正文第2段"],
        "workers[].name": ["正文第2段"],
        "workers[].due": ["正文第2段"],
    }


def test_tag_split_over_the_runs_of_a_paragraph_is_read_as_one():
    run = "</w:t></w:r><w:r><w:t>"
    split = p("SPLIT").replace("SPLIT", "{{ case_" + run + "numbr }}")
    assert "没有“case_numbr”" in errors(split)[0]


def test_tag_in_the_file_properties_is_refused():
    assert "文件属性：文件属性里有模板标记" in errors(p("正文"), title="{{ cycler }}")[0]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (p("甲", '<w:framePr w:w="1"/>'), "正文第2段：排版不支持图文框（w:framePr）"),
        (p("甲", run="<w:i/>"), "正文第2段：排版不支持斜体（w:i）"),
        (p("甲", run='<w:u w:val="wave"/>'), "正文第2段：排版不支持下划线样式（w:u=wave）"),
        (
            p("甲")
            .replace("<w:r>", "<w:hyperlink><w:r>")
            .replace("</w:r>", "</w:r></w:hyperlink>"),
            "正文第2段：排版不支持超链接（w:hyperlink）",
        ),
        (
            '<w:p><w:fldSimple w:instr="TOC"><w:r><w:t>甲</w:t></w:r></w:fldSimple></w:p>',
            "正文第2段：排版不支持域（w:fldSimple TOC）",
        ),
        (
            table([["甲", "乙"]], [2000, 2000]).replace("fixed", "autofit"),
            "正文第2段：排版不支持自动列宽的表格（w:tblLayout）",
        ),
    ],
)
def test_unsupported_element_is_named_in_its_paragraph(body, said):
    shown = errors(p("第一段"), body, p("末段"))
    assert [words for words in shown if words.startswith(said)], shown


def test_all_unsupported_elements_are_named_and_the_numbers_stay_those_of_the_file():
    shown = errors(
        p("一", run="<w:i/>"),
        table([["二"], ["三"]], [2000]).replace("fixed", "autofit"),
        p("四", run='<w:vertAlign w:val="superscript"/>'),
        p("五", '<w:framePr w:w="1"/>'),
        footer=p("脚", run="<w:strike/>"),
    )
    assert sorted(words.split("：")[0] for words in shown) == [
        "正文第1段",
        "正文第2段",
        "正文第4段",
        "正文第5段",
        "页脚第1段",
    ]


def test_fixed_character_without_a_glyph_is_named():
    shown = errors(p("正文"), p("见\U0003128f字"))
    assert shown == ["正文第2段：“\U0003128f”（U+3128F）在已安装的字体中没有字形。"]


def test_font_that_stands_for_no_face_is_pointed_out():
    fancy = '<w:rFonts w:ascii="华文行楷" w:eastAsia="华文行楷"/>'
    shown = found(p("正文"), p("甲", run=fancy))
    assert [(level, place) for level, place, words in shown if "华文行楷" in words] == [
        ("warning", "正文第2段")
    ]


def test_sheet_that_is_not_a4_is_refused_and_narrow_margins_are_pointed_out():
    from tests.documents import papers

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "A4", '<w:pgSz w:w="12240" w:h="15840"/>')
        patch.setattr(papers, "MARGINS", papers.MARGINS.replace('w:left="1588"', 'w:left="200"'))
        letter = docx(p("甲"))
    shown = [(f.level, f.message) for f in lint(letter, (), fonts()).findings]
    assert ("error", "纸张应为 A4（210×297毫米）。") in shown
    assert any(level == "warning" and "左边距小于10毫米" in words for level, words in shown)


@pytest.mark.needs_soffice
@pytest.mark.parametrize("code", ["D06", "D12", "A01"])
def test_template_saved_again_by_an_office_suite_still_passes(code, tmp_path):
    (tmp_path / f"{code}.docx").write_bytes((FOLDER / f"{code}.docx").read_bytes())
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved")),
            str(tmp_path / f"{code}.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    saved = (tmp_path / "saved" / f"{code}.docx").read_bytes()
    contract = CONTRACTS[code]
    shapes = Shape.read(shapes_of(contract))
    report = lint(saved, shapes, fonts(), landscape=contract.landscape, unprinted=unprinted(code))
    assert [f.message for f in report.findings if f.level == "error"] == []
    assert report.used.keys() == fields_read((FOLDER / f"{code}.docx").read_bytes(), shapes).keys()
    assert render(saved, contract.sample())
