"""The QR of every paper: what it says, where it stands, that a draft has none."""

import io
import string
from datetime import date

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from documents import docxzip, qr
from documents.contracts import CONTRACTS
from documents.layout.flow import paginate
from documents.operations import CODE_LETTERS, verify_text
from documents.pdf import convert
from documents.render import render
from tests import builders
from tests.documents.papers import ROOT, fonts
from tests.documents.qr_reader import text_of

CODE = "7KQ2M9XWTB4R"
ADDRESS_LETTERS = string.ascii_letters + string.digits + "-._~:/?#[]@!$&'()*+,;=%"
MM = 72 / 25.4


def modules_of(image: Image.Image) -> list[list[int]]:
    side, step = image.width, qr.DOTS_PER_MODULE
    assert image.size == (side, side)
    image = image.convert("L")
    middle = range(step // 2, side, step)
    return [[int(image.getpixel((x, y)) < 128) for x in middle] for y in middle]


def paper(code: str, **changes) -> bytes:
    template = (ROOT / "templates" / "docx" / f"{code}.docx").read_bytes()
    return render(template, {**CONTRACTS[code].sample(), **changes})


@given(st.text(CODE_LETTERS, min_size=12, max_size=12))
def test_qr_says_the_address_of_the_page(code):
    for text in (code, f"https://kuaijie.example.cn/v/{code}/"):
        assert text_of(qr.matrix(text)) == text
        assert text_of(modules_of(Image.open(io.BytesIO(qr.picture(text))))) == text


@given(st.text(ADDRESS_LETTERS, min_size=1, max_size=120))
def test_every_module_is_as_segno_places_it(text):
    """Addresses of any length, those that fill several blocks of check words too."""
    code = segno.make_qr(text, error="m", boost_error=False, mask=2)
    assert qr.matrix(text) == [[int(module) for module in row] for row in code.matrix]


def test_same_text_gives_the_same_picture():
    assert qr.picture(CODE) == qr.picture(CODE)


def test_qr_holds_the_address_or_the_code_while_no_address_is_set(settings):
    settings.PUBLIC_BASE_URL = ""
    assert verify_text(CODE) == CODE
    settings.PUBLIC_BASE_URL = "https://kuaijie.example.cn"
    assert verify_text(CODE) == f"https://kuaijie.example.cn/v/{CODE}/"


@pytest.mark.parametrize("code", list(CONTRACTS))
def test_every_paper_has_the_qr_in_its_footer(code):
    """Every page has it; a letter, whose feet are as GB/T 9704 has them, the first one only."""
    side = (12 if CONTRACTS[code].letter else 14) * MM
    pages = paginate(paper(code), fonts())
    for page in pages[:1] if CONTRACTS[code].letter else pages:
        (placed,) = [p for p in page.pictures if p.picture.width == pytest.approx(side, abs=0.1)]
        assert placed.y > page.height - 40 * MM
        assert placed.x + placed.picture.width < page.width - 15 * MM
        picture = Image.open(io.BytesIO(placed.picture.content))
        assert text_of(modules_of(picture)) == CONTRACTS[code].sample()["verify_text"]


def test_qr_is_read_from_the_pdf():
    pdf = convert(paper("D02"), title="受理通知书", created=date(2026, 9, 28), fonts=fonts())
    for page in PdfReader(io.BytesIO(pdf)).pages:
        (image,) = page.images
        assert text_of(modules_of(image.image)).endswith(f"/v/{CODE}/")


def test_draft_has_no_qr():
    members = docxzip.read(paper("D02", digest=None, verify_code=None, verify_text=None))
    (member,) = [m for m in members if m.name == qr.MEMBER]
    assert member.content() == qr.blank()


@pytest.mark.django_db
def test_issued_paper_leads_to_its_own_page(settings, client):
    settings.PUBLIC_BASE_URL = "https://kuaijie.example.cn"
    document = builders.an_accepted_case(1).documents.get(code="D02")
    said = document.context["verify_text"]
    assert said == f"https://kuaijie.example.cn/v/{document.verify_code}/"
    page = client.get(said.removeprefix(settings.PUBLIC_BASE_URL)).content.decode()
    assert "现行有效" in page
    assert document.number in page
