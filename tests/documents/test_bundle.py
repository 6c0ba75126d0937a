import io
import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from documents.archive import check
from documents.bundle import Cover, bundle
from tests.documents.papers import docx, fonts, p
from tests.documents.test_archive import outline_of
from tests.documents.test_pdf import MADE, SHIPPED, made, sample

COVER = Cover("示例调解委员会", "调解通知书", [("案号", "示例1号")])


def made_bundle(papers, **options):
    options = {"cover": COVER} | options
    return bundle(papers, title="一组文书", created=MADE, fonts=fonts(), **options)


def notices(count: int, lines: int = 1):
    return [(f"通知{no}", docx(*[p(f"第{no}份")] * lines)) for no in range(1, count + 1)]


def texts(pdf: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_bundle_has_cover_index_and_every_paper_in_order():
    pages = texts(made_bundle(notices(3)).content)
    assert "示例调解委员会" in pages[0]
    assert "示例1号" in pages[0]
    assert pages[1].startswith("目录")
    assert [f"第{no}份" in page for no, page in enumerate(pages[2:], 1)] == [True] * 3


def test_pages_are_numbered_through_but_for_the_cover():
    pages = texts(made_bundle(notices(3, lines=60)).content)
    assert "总第" not in pages[0]
    assert all(f"总第{no}页" in page for no, page in enumerate(pages[1:], 2))


@pytest.mark.parametrize("count", [1, 24, 25, 26, 60, 300])
def test_index_tells_the_page_each_paper_begins_on(count):
    pages = texts(made_bundle(notices(count)).content)
    begins = {no: 1 + pages.index(next(t for t in pages if f"第{no}份" in t)) for no in (1, count)}
    index = "".join(page for page in pages if "文书页码" in page)
    for no, page in begins.items():
        assert f"{no}通知{no}{page}" in index


def test_bundle_without_cover_index_and_numbers_is_the_papers_alone():
    made = made_bundle(notices(2), cover=None, index=False, numbered=False)
    assert texts(made.content) == ["第1份", "第2份"]
    assert made.pages == 2


def test_bookmarks_are_the_papers_with_their_headings_below():
    rights = sample(next(template for template in SHIPPED if template.stem == "D04"))
    content = made_bundle([("告知书甲", rights), ("告知书乙", rights)]).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = outline_of(pdf)
    assert [name for name, _ in found] == ["目录", "告知书甲", "告知书乙"]
    assert [len(below) for _, below in found] == [0, 4, 4]


def test_bundle_keeps_every_rule_of_the_archive():
    papers = [(template.stem, sample(template)) for template in SHIPPED]
    assert check(made_bundle(papers).content).faults == []


def test_bundle_shares_what_its_papers_have_in_common():
    one = sample(next(template for template in SHIPPED if template.stem == "D06"))
    alone, together = len(made(one)), len(made_bundle([("通知", one)] * 50).content)
    assert together < alone * 10


def test_same_papers_give_the_same_bundle():
    assert made_bundle(notices(5)).content == made_bundle(notices(5)).content


def test_bundle_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs a paper"):
        made_bundle([])


@settings(max_examples=15)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=12))
def test_no_page_is_lost(lengths):
    papers = [("某件", docx(*[p("行")] * length)) for length in lengths]
    whole = made_bundle(papers, cover=None, index=False)
    alone = [made_bundle([paper], cover=None, index=False).pages for paper in papers]
    assert whole.pages == sum(alone)
