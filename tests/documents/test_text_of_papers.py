"""What was entered is what is printed, character for character, or the paper is refused by name."""

import re
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from documents.contracts import CONTRACTS, amount_dict
from documents.layout.fonts import GlyphMissing
from documents.pdf import convert
from documents.render import TemplateFault, render
from tests.documents.papers import ROOT, fonts, shown
from tests.documents.test_fonts import ONLY_IN_RARE_FONTS, RARE
from tests.documents.test_pdf import pages_of

TEMPLATE = (ROOT / "templates" / "docx" / "D17.docx").read_bytes()

COMMON = "王李张刘陈杨黄赵建设工程劳务有限公司第九·（）"
MARKUP = "<>&\"'{}%#$\\/;]]>"
NAME = st.one_of(
    st.text(COMMON, min_size=1, max_size=12),
    st.text(COMMON, min_size=60, max_size=400),
    st.text(COMMON + MARKUP + "ABCz09 ,.", min_size=1, max_size=30),
    st.text([chr(code) for code in RARE], min_size=1, max_size=8),
    st.text(COMMON + "".join(map(chr, ONLY_IN_RARE_FONTS)), min_size=1, max_size=6),
    st.text("王ابتשלום\u200f\u202e\u2067", min_size=1, max_size=6),
    st.text("王\x00\x07\x0b\x1b\x7f\x85\ud86c\ufffe\t\n\u200b\ufeff\xad", min_size=1, max_size=5),
    st.text(min_size=1, max_size=10).filter(lambda name: "¶" not in name),  # ends a paragraph below
)


def printed(of: str) -> str:
    return re.sub(r"[\s¶]", "", of)


@settings(max_examples=300)
@given(NAME, st.integers(0, 10**14))
def test_paper_prints_name_and_amount_character_for_character_or_is_refused(name, fen):
    prints_or_refuses(name, fen)


@pytest.mark.slow
@settings(max_examples=10_000, phases=[Phase.generate], database=None)
@given(NAME, st.integers(0, 10**14))
def test_ten_thousand_names_and_amounts_are_printed_or_refused(name, fen):
    prints_or_refuses(name, fen)


def prints_or_refuses(name: str, fen: int) -> None:
    amount = amount_dict(fen)
    context = CONTRACTS["D17"].sample() | {"recipient": name, "overdue": amount, "confirmed": True}
    try:
        paper = render(TEMPLATE, context)
    except TemplateFault as fault:
        (code,) = re.findall(r"“recipient”.*U\+([0-9A-F]{4,6})", str(fault))
        assert chr(int(code, 16)) in name
        return
    body, footer = printed(shown(paper)), printed(shown(paper, "word/footer1.xml"))
    assert printed(f"{name}：") in body
    assert f"人民币{amount['digits']}元（大写：{amount['upper'].removeprefix('人民币')}）" in body
    try:
        pdf = convert(paper, title=name, created=date(2026, 10, 18), fonts=fonts())
    except GlyphMissing as fault:
        (code,) = re.findall(r"U\+([0-9A-F]{4,6})", str(fault))
        assert chr(int(code, 16)) in name
        return
    pages = ["".join(page) for page in pages_of(pdf)]
    drawn = ""
    for number, page in enumerate(pages, 1):
        counted = footer.replace("第1页共1页", f"第{number}页共{len(pages)}页")
        assert page.endswith(counted)
        drawn += page.removesuffix(counted)
    assert drawn == body


@pytest.mark.parametrize("sign", ["\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"])
def test_sign_that_turns_the_direction_of_text_is_refused(sign):
    context = CONTRACTS["D17"].sample() | {"recipient": f"王{sign}建国"}
    with pytest.raises(TemplateFault, match=f"“recipient”.*U\\+{ord(sign):04X}"):
        render(TEMPLATE, context)
