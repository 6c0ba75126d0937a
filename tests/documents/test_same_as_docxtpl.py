"""
What our renderer writes is, part by part, the XML that docxtpl itself would have written.

One thing is compared without its widths: the grid of a table whose columns are looped or spread,
where docxtpl shares the width out evenly and we keep the widths the cells say.
"""

import io
import zipfile

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from documents.contracts import CONTRACTS
from documents.render import environment, render
from tests.documents.papers import ROOT, docx, p, table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# python-docx writes these anew when it saves: another order, and what nobody uses is dropped.
_PACKAGING = ("[Content_Types].xml", "_rels/")
PEOPLE = [
    {"name": "赵国栋", "due": "3,006.50", "days": ["一", "二"]},
    {"name": "A&B<劳务>公司", "due": "欠薪<3个月", "days": ["三", "四"]},
]

FEATURES = {
    "a value in the text": [p("申请人：{{ people[0].name }}，{{ people[1].name }}")],
    "a tag that Word has split over runs": [
        '<w:p><w:r><w:t>申请人{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ people[0]'
        "</w:t></w:r><w:r><w:t>.name }}。</w:t></w:r></w:p>"
    ],
    "a loop over paragraphs": [
        p("{%p for person in people %}"), p("{{ person.name }}"), p("{%p endfor %}"),
    ],
    "a condition around paragraphs": [
        p("{%p if people %}"), p("有"), p("{%p else %}"), p("无"), p("{%p endif %}"),
    ],
    "a condition inside a line": [
        p("{% if people %}共{{ people|length }}人{% else %}无{% endif %}"),
    ],
    "a condition over runs": [
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>{%r if people %}</w:t></w:r>"
        "<w:r><w:t>乙</w:t></w:r><w:r><w:t>{%r endif %}</w:t></w:r></w:p>"
    ],
    "a loop over rows": [
        table(
            [["姓名", "欠付"], ["{%tr for person in people %}", ""],
             ["{{ person.name }}", "{{ person.due }}"], ["{%tr endfor %}", ""]],
            [3000, 3000],
        )
    ],
    "a loop over columns": [
        table(
            [["{%tc for day in people[0].days %}", "{{ day }}", "{%tc endfor %}"]],
            [2000, 2000, 2000],
        )
    ],
    "cells that span columns": [
        table(
            [["{% colspan people|length %}{{ people[0].name }}", "乙"], ["丙", "丁"]], [3000, 3000]
        )
    ],
    "a line break and a tab in a value": [p("{{ lines }}")],
    "marks that are meant as they stand": [p("{_{ 不是标记 }_} {_% 也不是 %_}")],
    "blanks trimmed from a line": [p("甲{%- if people -%} 乙 {%- endif -%}丙")],
    "a filter and a test": [p("{{ people|map(attribute='name')|join('、') }}{{ 3|cn_num }}")],
}  # fmt: skip
CONTEXT = {
    "people": PEOPLE,
    "lines": "第一行\n第二行\t后",
}


def by_docxtpl(template: bytes, context: dict) -> bytes:
    paper = DocxTemplate(io.BytesIO(template))
    paper.render(context, jinja_env=environment, autoescape=True)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def parts(file: bytes) -> dict[str, bytes]:
    """Name → canonical XML of every part that says something."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {
            name: etree.tostring(_without_grids(archive.read(name)), method="c14n")
            for name in archive.namelist()
            if name.endswith(".xml") and not name.startswith(_PACKAGING)
        }


def _without_grids(xml: bytes) -> etree._Element:
    root = etree.fromstring(xml)
    for grid in root.iter(f"{W}tblGrid"):
        for column in list(grid):
            grid.remove(column)
    return root


def differing(template: bytes, context: dict) -> list[str]:
    ours, theirs = parts(render(template, context)), parts(by_docxtpl(template, context))
    return [name for name in ours if ours[name] != theirs.get(name)]


@pytest.mark.parametrize("code", sorted(CONTRACTS))
def test_every_paper_is_the_same_as_from_docxtpl(code):
    template = (ROOT / "templates" / "docx" / f"{code}.docx").read_bytes()
    assert differing(template, CONTRACTS[code].sample()) == []


@pytest.mark.parametrize("feature", FEATURES)
def test_every_allowed_feature_is_the_same_as_from_docxtpl(feature):
    assert differing(docx(*FEATURES[feature]), CONTEXT) == []


def test_header_and_footer_are_the_same_as_from_docxtpl():
    template = docx(p("正文"), header=p("{{ people[0].name }}"), footer=p("{{ people[1].name }}"))
    assert differing(template, CONTEXT) == []
