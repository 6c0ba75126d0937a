"""The official letter (公函): the measures of GB/T 9704 on the page that is printed."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.contracts.samples import AUTHORITY, CONTACT
from documents.drafting import parts
from documents.drafting.parts import FOOTER_NOTE
from documents.drafting.writing import (
    LETTER,
    LETTER_CHARACTERS,
    LETTER_LINES,
    docx,
    paragraph,
)
from documents.layout.flow import paginate
from documents.layout.page import Page, Text
from documents.render import render
from tests.documents import papers
from tests.documents.golden import lines
from tests.documents.papers import fonts

MM = 72 / 25.4
LINE = "根治欠薪专项行动开展以来各级各部门协同发力依法维护劳动者的合法权益"


def letter(**values: Any) -> list[Page]:
    text = paragraph("{{ text }}", LETTER) + paragraph("特此函告。", LETTER, keep=True)
    body = parts.letter(text, title="关于核实有关情况的函")
    context = {
        "authority": AUTHORITY,
        "number": "示人社函〔2026〕17号",
        "case_number": "示农薪调字〔2026〕12号",
        "digest": None,
        "made_on": "2026-10-16",
        "recipient": "示例市示例区人民法院",
        "attachments": [],
        "copies_to": [],
        "contact": CONTACT,
        "text": LINE * 50,
        **values,
    }
    made = docx(body, footer_note=FOOTER_NOTE, letter_of="authority")
    return paginate(render(made, context), fonts())


def rows(page: Page) -> list[list[Text]]:
    """The lines of the text block, without the foot."""
    found: dict[float, list[Text]] = {}
    for text in page.texts:
        if text.y < (297 - 35) * MM:
            found.setdefault(round(text.y, 1), []).append(text)
    return [sorted(found[y], key=lambda text: text.x) for y in sorted(found)]


def end(text: Text) -> float:
    widths = [text.ink.face.width(ord(character)) * text.ink.size for character in text.text]
    return text.x + sum(widths) + text.gap * (len(widths) - 1)


def line_with(page: Page, words: str) -> Text:
    return next(text for text in page.texts if words in text.text)


def named(page: Page, name: str) -> list[Text]:
    """The places of the issuer's name, the head first."""
    return sorted((text for text in page.texts if text.text == name), key=lambda text: text.y)


def test_full_page_has_22_lines_of_28_characters_in_156_by_225_mm() -> None:
    block = rows(letter()[1])
    assert len(block) == LETTER_LINES == 22
    assert [sum(len(text.text) for text in row) for row in block] == [LETTER_CHARACTERS] * 22
    assert block[0][0].x == pytest.approx(28 * MM, abs=0.5)
    assert end(block[0][-1]) == pytest.approx((210 - 26) * MM, abs=0.5)
    pitches = {round(below[0].y - above[0].y, 2) for above, below in pairwise(block)}
    assert pitches == {29.0}
    top, bottom = block[0][0].y - 29.0 * 0.8, block[-1][0].y + 29.0 * 0.2
    assert top == pytest.approx(37 * MM, abs=0.5)
    assert bottom - top == pytest.approx(225 * MM, abs=0.5)
    assert {text.ink.size for row in block for text in row} == {16.0}


def test_first_page_bears_the_issuer_in_red_between_two_red_double_rules() -> None:
    first, second, *_ = letter()
    name = line_with(first, "示例市人力资源")
    assert name.ink.colour == "FF0000"
    assert name.y < 45 * MM
    red = [rule for rule in first.joined_rules() if rule.colour == "FF0000"]
    red.sort(key=lambda rule: rule.y1)
    assert [round((rule.x2 - rule.x1) / MM) for rule in red] == [170] * 4
    assert [round(rule.x1 / MM) for rule in red] == [20] * 4
    assert [rule.width for rule in sorted(red, key=lambda rule: rule.y1)] == [
        2.25,
        0.75,
        0.75,
        2.25,
    ]
    assert max(rule.y1 for rule in red) == pytest.approx((297 - 20) * MM, abs=3)
    assert not second.joined_rules()
    assert first.texts[0] is name, "the head is read first"
    assert "示例市人力资源" not in lines(second)


def test_text_below_the_title_stays_on_the_lines_of_the_grid() -> None:
    """The title is set larger; its room makes up for it, or every first page would end ragged."""
    page = letter()[0]
    number, addressee = line_with(page, "示人社函"), line_with(page, "示例市示例区人民法院")
    assert addressee.y - number.y == pytest.approx(5 * 29, abs=0.1)


def test_page_number_stands_outside_from_the_second_page_on() -> None:
    pages = letter(text=LINE * 80)
    assert len(pages) >= 3
    assert not re.search("— [0-9] —", lines(pages[0]))
    even, odd = (
        [text for text in page.texts if text.y > (297 - 35) * MM and text.ink.size == 14]
        for page in pages[1:3]
    )
    assert "".join(text.text for text in even) == "— 2 —"
    assert "".join(text.text for text in odd) == "— 3 —"
    assert even[0].x == pytest.approx(28 * MM + 15.75, abs=1)
    assert end(odd[-1]) == pytest.approx((210 - 26) * MM - 15.75, abs=1)


def test_date_ends_four_characters_from_the_edge_under_the_name() -> None:
    page = letter(text="请予核实。")[0]
    date = line_with(page, "日")
    assert "".join(t.text for t in page.texts if t.y == date.y) == "2026年10月16日"
    assert end(date) == pytest.approx((210 - 26) * MM - 4 * 15.75, abs=1)
    _, signed = named(page, AUTHORITY["name"])
    begin = min(text.x for text in page.texts if text.y == date.y)
    assert signed.y == pytest.approx(date.y - 29, abs=0.1)
    assert (signed.x + end(signed)) / 2 == pytest.approx((begin + end(date)) / 2, abs=8)


def test_long_name_stays_on_one_line_two_characters_from_the_edge() -> None:
    long = {**AUTHORITY, "name": "示例市根治拖欠农民工工资工作领导小组办公室"}
    page = letter(text="请予核实。", authority=long)[0]
    head, signed = named(page, long["name"])
    assert head.ink.size == 18
    assert end(signed) == pytest.approx((210 - 26) * MM - 2 * 15.75, abs=1)


def test_attachments_are_numbered_and_their_names_stand_under_one_another() -> None:
    page = letter(text="请予核实。", attachments=["移送书", "调查报告", "证据清单"])[0]
    printed = lines(page)
    assert "附件：1. 移送书\n2. 调查报告\n3. 证据清单\n" in printed
    first, second, third = (
        line_with(page, words).x for words in ("移送书", "调查报告", "证据清单")
    )
    assert second == third == pytest.approx(first + 3 * 15.75, abs=0.5)
    assert "附件：移送书\n" in lines(letter(text="请予核实。", attachments=["移送书"])[0])
    assert "附件" not in lines(letter(text="请予核实。")[0])


def test_copies_and_contact_close_the_letter() -> None:
    printed = lines(letter(text="请予核实。", copies_to=["市委督查室", "市政府督查室"])[0])
    assert "（联系人：田禾，联系电话：10000090001）" in printed
    assert "抄送：市委督查室，市政府督查室。" in printed


@given(st.integers(1, 40), st.booleans())
@settings(max_examples=25)
def test_closing_never_stands_on_a_page_without_text(length: int, copies: bool) -> None:
    pages = letter(text=LINE * length, copies_to=["市委督查室"] if copies else [])
    assert "特此函告" in lines(pages[-1])


def test_characters_of_a_run_stand_apart_or_closer_by_what_it_says() -> None:
    def width(spacing: int) -> float:
        run = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
        (page,) = paginate(papers.docx(papers.p("发函机关", run=run)), fonts())
        return end(page.texts[-1]) - page.texts[0].x

    assert width(20) == pytest.approx(width(0) + 3)
    assert width(-5) == pytest.approx(width(0) - 0.75)
