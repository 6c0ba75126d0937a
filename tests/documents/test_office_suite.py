"""Our pages against those of an office suite, with the same faces."""

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pytest
from lxml import etree
from pypdf import PdfReader

from documents import docxzip, office, registry
from documents.contracts import CONTRACTS
from documents.layout import text
from documents.layout.flow import paginate
from documents.layout.fonts import GlyphMissing
from documents.layout.vocabulary import UnsupportedElement, W
from documents.pdf import page_count
from documents.render import render
from tests.documents.papers import ROOT, docx, field, fonts, has_additional_fonts, p, part
from tests.documents.test_layout import LEGAL
from tests.documents.test_layout_table import roster

MADE = date(2026, 10, 18)
SHIPPED = sorted(path.stem for path in (ROOT / "templates" / "docx").glob("*.docx"))
SAME_LINES_BY_OURS, SAME_LINES, LEAST_OF_A_PAPER = 0.90, 0.99, 0.90
# What is asked of our lines that the suite does otherwise: its own rule, and the lines in common
# once we follow it too, each on top of those before it.
DEMANDED = {
    # As in Word a quarter of an em stands beside Latin letters; the suite leaves a fifth.
    "quarter of an em": ("AUTOSPACE", 0.2, 0.96),
    # 2026年 and 100元 are not parted.
    "numbers whole": ("STAY_WITH_DIGITS", frozenset(), SAME_LINES),
}
BODY, STYLES = "word/document.xml", "word/styles.xml"


def pages_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page of the suite from top to bottom, without spaces."""
    pages = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        rows: dict[int, list[tuple[float, str]]] = {}

        def keep(text, matrix, at, font, size, rows=rows):
            if text.strip():
                y = round((at[5] * matrix[3] + matrix[5]) * 2)
                row = next((near for near in range(y - 2, y + 3) if near in rows), y)
                rows.setdefault(row, []).append((at[4] * matrix[0] + matrix[4], text))

        page.extract_text(visitor_text=keep)
        for row in rows.values():
            row.sort(key=lambda piece: piece[0])
        pages.append([bare(text for _, text in rows[y]) for y in sorted(rows, reverse=True)])
    return pages


def ours_of(paper: bytes, *, rare: bool = False) -> list[list[str]]:
    """The same of ours."""
    found = []
    for page in paginate(paper, fonts(rare=rare)):
        rows: dict[int, list] = {}
        for drawn in page.texts:
            y = round(drawn.y * 2)
            row = next((near for near in range(y - 2, y + 3) if near in rows), y)
            rows.setdefault(row, []).append(drawn)
        for row in rows.values():
            row.sort(key=lambda piece: piece.x)
        lines = (bare(piece.text for piece in rows[y]) for y in sorted(rows))
        found.append([line for line in lines if line])
    return found


def bare(pieces: Iterable[str]) -> str:
    return re.sub(r"\s", "", "".join(pieces))


def without_last_marks(pages: list[list[str]]) -> list[list[str]]:
    """
    The lines without the mark at their end, which the suite sometimes does not paint.

    Nothing is missed: a mark on the next line would have taken a character with it.
    """
    marks = "".join(text.MAY_HANG)
    return [[line.rstrip(marks) or line for line in page] for page in pages]


def shares(ours: list[list[str]], theirs: list[list[str]]) -> float:
    """The share of their lines that are lines of ours."""
    own, other = (Counter(line for page in pages for line in page) for pages in (ours, theirs))
    return (own & other).total() / max(other.total(), 1)


def begun(papers: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    """The first line of every page."""
    return {code: [page[0] for page in pages] for code, pages in papers.items()}


def comparable(paper: bytes) -> bytes:
    """
    The paper without what the suite takes in another way than Word.

    It does not hold a row with what follows (keepNext in a table), holds a paragraph with one row
    where we hold it with two, and cuts numbers where the Latin language is Chinese.
    """
    members = docxzip.read(paper)
    body, styles = (etree.fromstring(part(paper, name).encode()) for name in (BODY, STYLES))
    held = body.findall(f".//{W}tbl//{W}keepNext")
    for table in body.iter(f"{W}tbl"):
        held += table.getprevious().findall(f"{W}pPr/{W}keepNext")
    for named in {style.get(f"{W}val") for style in body.findall(f".//{W}tbl//{W}pStyle")}:
        held += styles.findall(f"{W}style[@{W}styleId='{named}']/{W}pPr/{W}keepNext")
    for keep in held:
        keep.getparent().remove(keep)
    for language in styles.iter(f"{W}lang"):
        language.set(f"{W}val", "en-US")
    changed = {BODY: etree.tostring(body), STYLES: etree.tostring(styles)}
    return docxzip.write(members, changed)


def hangs_in_the_suite(line: str, place: int) -> bool:
    """
    Word hangs a mark after any character; the suite none whose last letter before it is Latin.

    It asks the language of that letter, and its rules for English know no hanging.
    """
    letters = (char for char in reversed(line[:place]) if char.isalnum())
    return line[place] in text.MAY_HANG and text.is_wide(next(letters, "文"))


@pytest.fixture
def adopt(monkeypatch):
    """Change a rule of ours; what was set or asked by the one kind is not for the other."""
    monkeypatch.setattr(text, "may_break", text.may_break.__wrapped__)

    def change(rule, value):
        monkeypatch.setattr(text, rule, value)
        for rare in (False, True):
            monkeypatch.setattr(fonts(rare=rare), "lines", {})

    return change


@pytest.fixture
def faults_of_the_suite(adopt):
    """What it does otherwise than Word, and nobody asks for."""
    adopt("SPACED_BETWEEN_SCRIPTS", False)
    adopt("may_hang", hangs_in_the_suite)


@dataclass
class Compared:
    """Shipped papers by code, as they are and comparable, and the suite's pages of them."""

    rare: bool
    papers: dict[str, bytes]

    def __post_init__(self):
        self.comparable = {code: comparable(paper) for code, paper in self.papers.items()}
        self.theirs = self._of_suite(self.comparable)
        self.counts = {code: len(pages) for code, pages in self._of_suite(self.papers).items()}

    def _of_suite(self, papers):
        made = office.convert_all(papers, fonts(rare=self.rare))
        return {code: without_last_marks(pages_of(pdf)) for code, pdf in made.items()}

    def ours(self) -> dict[str, list[list[str]]]:
        return {
            code: without_last_marks(ours_of(paper, rare=self.rare))
            for code, paper in self.comparable.items()
        }

    def in_common(self) -> float:
        """The share of all lines."""
        return shares([*chain(*self.ours().values())], [*chain(*self.theirs.values())])


@pytest.fixture(scope="module", params=[False, True], ids=["npm fonts", "all fonts"])
def shipped(request):
    rare = request.param
    if rare and not has_additional_fonts():
        pytest.skip("没有补装的字体；联网后运行 make fonts")
    folder = ROOT / "templates" / "docx"
    papers = {
        code: render((folder / f"{code}.docx").read_bytes(), CONTRACTS[code].sample())
        for code in SHIPPED
    }
    return Compared(rare, papers)


@pytest.mark.needs_soffice
def test_shipped_papers_have_as_many_pages(shipped):
    counts = {code: len(ours_of(p, rare=shipped.rare)) for code, p in shipped.papers.items()}
    assert counts == shipped.counts


@pytest.mark.needs_soffice
@pytest.mark.usefixtures("faults_of_the_suite")
def test_lines_differ_only_where_more_is_asked_of_ours(shipped, adopt):
    assert shipped.in_common() >= SAME_LINES_BY_OURS
    for cause, (rule, value, floor) in DEMANDED.items():
        adopt(rule, value)
        assert shipped.in_common() >= floor, cause
    ours = shipped.ours()
    assert begun(ours) == begun(shipped.theirs)
    found = {code: round(shares(ours[code], pages), 3) for code, pages in shipped.theirs.items()}
    assert not {code: share for code, share in found.items() if share < LEAST_OF_A_PAPER}


@pytest.mark.needs_soffice
def test_long_paper_with_a_table_has_the_same_characters_on_every_page():
    both = '<w:jc w:val="both"/><w:ind w:firstLineChars="200" w:firstLine="640"/>'
    footer = f"<w:p><w:r><w:t>第</w:t></w:r>{field('PAGE')}<w:r><w:t>页</w:t></w:r></w:p>"
    paper = docx(
        *[p(LEGAL, both), p("二、调解结果", "<w:keepNext/>")] * 7,
        p(LEGAL * 2, both),
        roster(70),
        p(LEGAL, both),
        footer=footer,
        size=32,
        line=579,
    )
    theirs = pages_of(office.convert_all({"paper": paper}, fonts())["paper"])
    on_pages = ([Counter("".join(page)) for page in pages] for pages in (ours_of(paper), theirs))
    assert next(on_pages) == next(on_pages)


@pytest.mark.needs_soffice
def test_office_backend_draws_what_our_layout_refuses(settings):
    slanted = docx(p("斜体的字", run="<w:i/>"))
    options = {"title": "文书", "created": MADE, "fonts": fonts()}
    with pytest.raises(UnsupportedElement):
        registry.make(slanted, **options)
    settings.DOCUMENT_PDF_BACKEND = "libreoffice"
    pdf = registry.make(slanted, **options).content
    assert page_count(pdf) == 1
    assert pages_of(pdf) == [["斜体的字"]]
    assert PdfReader(io.BytesIO(pdf)).metadata.title == "文书"


def test_office_backend_refuses_a_name_no_font_has_before_it_starts():
    with pytest.raises(GlyphMissing, match=r"U\+2B688"):
        office.convert(docx(p("王" + chr(0x2B688))), title="文书", created=MADE, fonts=fonts())


def test_office_backend_without_an_office_suite_says_so(monkeypatch):
    monkeypatch.setattr(office.shutil, "which", lambda program: None)
    with pytest.raises(office.OfficeFailed, match="没有安装 LibreOffice"):
        office.convert(docx(p("文")), title="文书", created=MADE, fonts=fonts())
