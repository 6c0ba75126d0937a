import io
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from documents import docxzip
from documents.contracts import CONTRACTS, amount_dict
from documents.contracts.mediation.agreement import MAX_INSTALMENTS, sample_annex
from documents.layout.flow import paginate
from documents.layout.fonts import FontSet, GlyphMissing
from documents.pdf import convert, page_count
from documents.render import render
from tests.documents.papers import FONTS_OF_SETUP, ROOT, docx, fonts, p, part, shown, table
from tests.documents.test_fonts import ONLY_IN_RARE_FONTS, RARE, needs_rare_fonts
from tests.documents.test_layout import LEGAL
from tests.documents.test_layout_table import roster

MADE = date(2026, 10, 18)


def made(file: bytes, *, rare: bool = False, title: str = "调解协议书") -> bytes:
    return convert(file, title=title, created=MADE, fonts=fonts(rare=rare))


def text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def letters(of: str) -> Counter[str]:
    return Counter(re.sub(r"[\s¶]", "", of))


AGREEMENT = docx(
    p("北山市农民工欠薪快速解决中心", '<w:jc w:val="center"/>', "<w:b/>"),
    p(LEGAL, '<w:jc w:val="both"/><w:ind w:firstLineChars="200"/>'),
    roster(40),
    p("申请人（签名、捺印）：", "<w:keepNext/>"),
    p("二〇二六年十月十八日", '<w:jc w:val="right"/>'),
)


def test_same_paper_gives_the_same_bytes():
    assert made(AGREEMENT) == made(AGREEMENT)


def test_fresh_fonts_give_the_same_bytes():
    again = FontSet.discover([FONTS_OF_SETUP])
    pdf = convert(AGREEMENT, title="调解协议书", created=MADE, fonts=again)
    assert pdf == made(AGREEMENT)


def test_text_of_the_pdf_is_the_text_of_the_paper():
    paper = docx(
        p(LEGAL, '<w:jc w:val="both"/>'), p("甲" * 200), table([["姓名", "王小明"]], [3000] * 2)
    )
    assert letters(text(made(paper))) == letters(shown(paper))


def test_rare_names_can_be_copied_and_searched():
    names = "".join(map(chr, RARE))
    assert names in text(made(docx(p(names)))).replace("\n", "")


@needs_rare_fonts
def test_rarest_names_can_be_copied_with_the_additional_fonts():
    names = "".join(map(chr, ONLY_IN_RARE_FONTS))
    assert names in text(made(docx(p(f"王{names}")), rare=True))


def test_name_no_font_has_stops_the_paper():
    with pytest.raises(GlyphMissing, match="U\\+2B688"):
        made(docx(p("王" + chr(0x2B688))))


def test_every_font_is_embedded():
    reader = PdfReader(io.BytesIO(made(AGREEMENT)))
    used = [
        font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()
    ]
    assert used
    for font in used:
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "/ToUnicode" in font


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (60, 3)])
def test_pages_of_a_paper_are_counted(lines, pages):
    assert page_count(made(docx(*[p("行")] * lines))) == pages


def test_pdf_tells_title_day_and_language():
    reader = PdfReader(io.BytesIO(made(AGREEMENT, title="调解协议书（北快调〔2026〕1号）")))
    assert reader.metadata.title == "调解协议书（北快调〔2026〕1号）"
    assert reader.metadata.creation_date.date() == MADE
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def with_seal(file: bytes) -> bytes:
    """The file with one picture, 40 by 40 points, in its first paragraph."""
    picture = io.BytesIO()
    Image.new("RGBA", (8, 8), (200, 0, 0, 128)).save(picture, "PNG")
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="508000" cy="508000"/>'
        '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId9"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    relation = (
        '<Relationship Id="rId9" Target="media/seal.png" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/image"/></Relationships>'
    )
    members = docxzip.read(file)
    changed = {
        "word/document.xml": part(file).replace("</w:p>", drawing, 1).encode(),
        "word/_rels/document.xml.rels": part(file, "word/_rels/document.xml.rels")
        .replace("</Relationships>", relation)
        .encode(),
    }
    members.append(docxzip.pack("word/media/seal.png", picture.getvalue()))
    return docxzip.write(members, changed)


def test_inline_picture_is_in_the_pdf_in_its_place():
    file = with_seal(docx(p("二维码"), p("正文")))
    (page,) = paginate(file, fonts())
    (placed,) = page.pictures
    assert placed.x == pytest.approx(79.4 + 3 * 14, abs=0.1)
    (image,) = PdfReader(io.BytesIO(made(file))).pages[0].images
    assert image.image.size == (8, 8)


def test_paper_with_a_picture_has_the_same_bytes_each_time():
    file = with_seal(docx(p("二维码")))
    assert made(file) == made(file)


def pages_of(pdf: bytes) -> list[list[str]]:
    pages = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [[line for raw in page if (line := re.sub(r"\s", "", raw))] for page in pages]


TEMPLATES = ROOT / "templates" / "docx"
SHIPPED = sorted(TEMPLATES.glob("*.docx"))


def sample(template: Path) -> bytes:
    return render(template.read_bytes(), CONTRACTS[template.stem].sample())


@pytest.mark.parametrize("template", SHIPPED, ids=lambda template: template.stem)
def test_shipped_paper_is_drawn_whole_with_the_fonts_of_setup(template):
    paper = sample(template)
    drawn = letters(text(made(paper)))
    assert not letters(shown(paper)) - drawn


SIGNED_AT = re.compile(r"（(?:签名、捺印|盖章|[^（]*签名)）：")


@pytest.mark.parametrize("code", [c for c in CONTRACTS if "signatures" in CONTRACTS[c].sample()])
def test_signatures_begin_under_at_least_two_lines_of_their_paper(code):
    paper = render((TEMPLATES / f"{code}.docx").read_bytes(), CONTRACTS[code].sample())
    for page in pages_of(made(paper)):
        places = [place for place, line in enumerate(page) if SIGNED_AT.search(line)]
        if places:
            assert places[0] >= 2
            break
    else:
        pytest.fail("nobody signs")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 12])
@pytest.mark.parametrize("parts", [1, 3, 6])
def test_annex_is_sealed_under_its_total(size, parts):
    context = sample_annex(max(size, 2), parts)
    paper = render((TEMPLATES / "D12A.docx").read_bytes(), context)
    last = pages_of(made(paper))[-1]
    sealed = next(place for place, line in enumerate(last) if "（盖章）" in line)
    assert any(line.startswith("合计") for line in last[:sealed])
    assert any(line.startswith("共") for line in last[:sealed])


def with_long_figures(context):
    """Names of four characters, accounts of nineteen digits, amounts over a million."""
    amount, total = amount_dict(123456789), amount_dict(1234567890)
    for worker in context["workers"]:
        worker |= {"name": "欧阳建国", "account_no": "6222020409001234567"}
        worker |= {"gross": amount, "paid": amount, "due": amount}
        worker["instalments"] = [{"amount": amount} for _ in worker["instalments"]]
    for instalment in context["instalments"]:
        instalment["amount"] = total
    return context | dict.fromkeys(("gross_total", "paid_total", "confirmed_total"), total)


@pytest.mark.parametrize("parts", range(1, MAX_INSTALMENTS + 1))
def test_annex_cuts_no_number(parts):
    context = with_long_figures(sample_annex(3, parts))
    lines = pages_of(made(render((TEMPLATES / "D12A.docx").read_bytes(), context)))
    drawn = Counter(line for page in lines for line in page)
    for uncut in ("欧阳建国", "6222020409001234567", "990101197103022011"):
        assert any(uncut in line for line in drawn)
    figures = sum(line.count("1,234,567.89") * times for line, times in drawn.items())
    assert figures == 3 * (3 + (parts if parts > 1 else 0))
    totals = sum(line.count("12,345,678.90") * times for line, times in drawn.items())
    assert totals == 3 + (parts if parts > 1 else 0)


@pytest.mark.parametrize(
    ("code", "uncut"),
    [
        ("D07", ["990101197103022011", "10000000201", "1,234,567.89"]),
        ("D15", ["2026.09.30", "1,234,567.89"]),
        ("D18", ["2026.09.21"]),
    ],
)
def test_table_cuts_no_number(code, uncut):
    context = CONTRACTS[code].sample()
    for row in context.get("roster", []) + context.get("rows", []):
        row |= {name: amount_dict(123456789) for name in ("due", "paid") if name in row}
    drawn = pages_of(made(render((TEMPLATES / f"{code}.docx").read_bytes(), context)))
    for number in uncut:
        assert any(number in line for page in drawn for line in page), number
