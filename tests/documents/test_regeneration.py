"""Making a stored paper again: what was compared, what stands in the way, what is kept."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from documents import engine, regeneration, registry
from documents.choices import RegenerationResult
from documents.layout.fonts import FontSet, FontsMissing
from documents.models import Document, Regeneration
from documents.operations import regenerate
from documents.pdf import make
from documents.store import path_of
from tests.builders import an_accepted_case, staff_of
from tests.centre.conftest import BACKEND

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)


@pytest.fixture
def paper():
    return an_accepted_case(1).documents.get(code="D02")


def made_again(paper) -> Regeneration:
    return regenerate(document=paper, by=staff_of(paper.case).director, at=AT)


def test_paper_comes_out_byte_for_byte_and_says_what_was_compared(paper):
    kept = made_again(paper)
    assert kept.result == RegenerationResult.SAME
    assert (kept.docx_sha256, kept.pdf_sha256) == (paper.docx_id, paper.pdf_id)
    assert paper.template_id[:16] in kept.sentence
    assert paper.context_sha256[:16] in kept.sentence
    assert "Word 文件和 PDF 文件" in kept.sentence


def test_paper_keeps_the_engine_and_the_fonts_it_was_made_with(paper):
    assert paper.engine == engine.version()
    assert paper.fonts
    assert all(len(digest) == 64 for digest in paper.fonts.values())
    assert len(paper.fonts_sha256) == 64


def test_every_comparison_is_kept_with_who_and_when(paper):
    made_again(paper)
    made_again(paper)
    kept = paper.regenerations.first()
    assert paper.regenerations.count() == 2
    assert (kept.by, kept.at) == (staff_of(paper.case).director, AT)


def other_face(monkeypatch) -> None:
    """The office has put another font file in the place of the one for headings."""

    def drawn_otherwise(docx, **options):
        made = make(docx, **options)
        fonts = {name: "0" * 64 for name in made.fonts}
        return made._replace(content=made.content + b"\n", fonts=fonts)

    monkeypatch.setattr(regeneration, "make", drawn_otherwise)


def test_difference_is_explained_by_changed_fonts(paper, monkeypatch):
    other_face(monkeypatch)
    kept = made_again(paper)
    assert kept.result == RegenerationResult.DIFFERENT
    assert "Word 文件一致，PDF 文件不一致" in kept.sentence
    assert "字体有变" in kept.sentence
    assert all(name in kept.sentence for name in paper.fonts)
    assert "仍以存档为准" in kept.sentence


def test_difference_is_explained_by_another_engine(paper, monkeypatch):
    Document.objects.filter(pk=paper.pk).update(engine="从前的程序", pdf=paper.template)
    kept = made_again(Document.objects.get(pk=paper.pk))
    assert kept.result == RegenerationResult.DIFFERENT
    assert "生成程序由从前的程序变为" in kept.sentence
    assert "字体有变" not in kept.sentence


def test_lost_template_is_said_and_named(paper):
    path_of(paper.template_id).unlink()
    kept = made_again(paper)
    assert kept.result == RegenerationResult.IMPOSSIBLE
    assert "模板" in kept.sentence
    assert paper.template_id[:16] in kept.sentence
    assert "备份" in kept.sentence


def test_lost_file_is_said_although_it_can_be_made_again(paper):
    path_of(paper.pdf_id).unlink()
    kept = made_again(paper)
    assert kept.result == RegenerationResult.SAME
    assert "存档的 PDF 文件缺失" in kept.sentence


def test_altered_data_is_found(paper):
    context = paper.context_json.replace("示例", "别的", 1)
    assert context != paper.context_json
    paper.context_json = context
    kept = made_again(paper)
    assert kept.result == RegenerationResult.IMPOSSIBLE
    assert "数据摘要不符" in kept.sentence


def test_missing_fonts_are_said(paper, monkeypatch, tmp_path):
    with pytest.raises(FontsMissing) as missing:
        FontSet.discover([tmp_path])

    def gone():
        raise missing.value

    monkeypatch.setattr(regeneration, "fonts", gone)
    kept = made_again(paper)
    assert kept.result == RegenerationResult.IMPOSSIBLE
    assert "字体" in kept.sentence
    assert next(iter(paper.fonts)) in kept.sentence


def test_engine_tells_source_and_libraries():
    assert "reportlab" in engine.version()
    assert len(engine.version()) <= Document._meta.get_field("engine").max_length


@pytest.fixture
def browser(paper):
    client = Client()
    client.force_login(staff_of(paper.case).director, backend=BACKEND)
    return client


def test_page_says_what_was_compared_and_lists_it(paper, browser):
    url = reverse("document-regenerate", args=[paper.pk])
    text = browser.post(url, follow=True).content.decode()
    assert "逐字节一致" in text
    assert "袁山" in text
    assert paper.docx.sm3 in text
    assert paper.pdf.sm3 in text


def test_page_shows_the_archive_check_and_claims_no_certificate(paper, browser):
    text = browser.get(reverse("document", args=[paper.pk])).content.decode()
    assert "PDF/A-2b 结构" in text
    assert "字体全部嵌入" in text
    assert "不是第三方认证" in text


def test_page_says_whether_the_fonts_have_changed_since(paper, browser):
    url = reverse("document", args=[paper.pk])
    assert "出具之后没有变" in browser.get(url).content.decode()
    name = next(iter(paper.fonts))
    other = paper.fonts | {name: "0" * 64, "从前的字体.ttf": "1" * 64}
    Document.objects.filter(pk=paper.pk).update(fonts=other)
    text = browser.get(url).content.decode()
    assert f"出具之后有变：{name}、从前的字体.ttf" in text


def test_page_of_a_paper_whose_file_is_lost_says_so(paper, browser):
    path_of(paper.pdf_id).unlink()
    text = browser.get(reverse("document", args=[paper.pk])).content.decode()
    assert "存档的 PDF 缺失" in text


def test_verification_page_shows_both_digests_of_both_files(paper):
    text = Client().get(reverse("verify-code", args=[paper.verify_code])).content.decode()
    for file in (paper.pdf, paper.docx):
        assert file.sha256 in text
        assert file.sm3 in text


def test_registry_fonts_are_those_a_paper_names(paper):
    names = {face.path.name for face in registry.fonts()._faces.values()}
    assert set(paper.fonts) <= names
