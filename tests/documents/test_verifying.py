"""The public page: whether a paper or a file is genuine, and nothing about the people in it."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import store
from documents.choices import DocumentState
from documents.models import Document
from documents.operations import void_document
from documents.signing import views
from documents.signing.operations import seal_document
from tests import builders
from tests.builders import ON

pytestmark = pytest.mark.django_db
AT = datetime(ON.year, ON.month, ON.day, 6, 0, tzinfo=UTC)


@pytest.fixture
def paper():
    return builders.an_accepted_case(1).documents.get(code="D02")


def mediator(paper):
    return builders.staff_of(paper.case).mediator


def asked(client, code: str) -> str:
    return client.get(reverse("verify"), {"code": code}).content.decode()


def handed_in(client, content: bytes, code: str = ""):
    file = SimpleUploadedFile("文书.pdf", content, content_type="application/pdf")
    return client.post(reverse("verify"), {"file": file, "code": code})


def test_genuine_paper_is_told_with_date_kind_and_level_of_signatures(paper, client):
    seal_document(document=paper, by=mediator(paper), on=ON, at=AT)
    page = asked(client, paper.verify_code)
    for words in ("属实", paper.title, paper.number, f"{ON.year}年{ON.month}月", "平台签章1处"):
        assert words in page
    assert "不等同于手写签名" in page


def test_page_names_nobody(paper, client):
    for party in paper.case.parties.all():
        assert party.name not in asked(client, paper.verify_code)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}"])
def test_code_may_be_typed_small_and_with_spaces(paper, client, typed):
    code = paper.verify_code
    assert "属实" in asked(client, typed.format(code.lower(), f"{code[:4]} {code[4:8]}-{code[8:]}"))


def test_void_and_superseded_papers_are_told(paper, client):
    void_document(document=paper, reason="写错", by=mediator(paper))
    assert "已作废" in asked(client, paper.verify_code)
    Document.objects.filter(pk=paper.pk).update(state=DocumentState.SUPERSEDED)
    assert "已有新版" in asked(client, paper.verify_code)


def test_unknown_code_is_told(client):
    assert "没有找到" in asked(client, "ZZZZZZZZZZZZ")


@pytest.mark.parametrize("kind", ["pdf", "docx", "sealed"])
@pytest.mark.parametrize("with_code", [True, False])
def test_file_as_it_was_issued_is_recognised(paper, client, kind, with_code):
    sealed = seal_document(document=paper, by=mediator(paper), on=ON, at=AT)
    file = sealed.file if kind == "sealed" else getattr(paper, kind)
    answer = handed_in(client, store.get(file), paper.verify_code if with_code else "")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "逐字节一致" in page
    assert paper.number in page


def test_file_with_one_byte_changed_is_told(paper, client):
    content = bytearray(store.get(paper.pdf))
    content[len(content) // 2] ^= 1
    page = handed_in(client, bytes(content), paper.verify_code).content.decode()
    assert "不一致" in page
    assert "逐字节一致" not in page
    assert "不是本中心存档的文书" in handed_in(client, bytes(content)).content.decode()


def test_file_of_another_paper_is_told(paper, client):
    other = paper.case.documents.get(code="D01")
    page = handed_in(client, store.get(other.pdf), paper.verify_code).content.decode()
    assert "另一份文书" in page
    assert other.number not in page or not other.number


def test_file_handed_in_is_not_kept(paper, client):
    handed_in(client, b"%PDF-1.7 private")
    assert not store.path_of(hashlib.sha256(b"%PDF-1.7 private").hexdigest()).exists()


def test_no_file_and_a_file_too_large_are_told_what_to_do(paper, client, monkeypatch):
    answer = client.post(reverse("verify"), {"code": paper.verify_code})
    assert answer.status_code == 422
    assert "请选择要核对的文件" in answer.content.decode()
    monkeypatch.setattr(views, "UPLOAD_LIMIT", 10)
    answer = handed_in(client, b"x" * 11)
    assert answer.status_code == 422
    assert "20MB" in answer.content.decode()


def test_empty_file_is_told_what_to_do(client):
    assert handed_in(client, b"").status_code == 422


@pytest.mark.parametrize(("method", "most"), [("get", 60), ("post", 20)])
def test_asking_too_often_is_slowed_down(client, method, most):
    answers = [getattr(client, method)(reverse("verify")).status_code for _ in range(most + 1)]
    assert 429 not in answers[:most]
    assert answers[most] == 429


def spoiled_by(client, most: int, **headers) -> int:
    """The answer to a visitor's question after as many others as are allowed."""
    for n in range(most):
        client.get(reverse("verify"), **{k: v.format(n) for k, v in headers.items()})
    return client.get(reverse("verify"), **{k: v.format(most) for k, v in headers.items()})


@pytest.mark.parametrize(
    ("proxies", "header"),
    [
        (0, "198.51.100.{}"),
        (1, "198.51.100.{}, 203.0.113.9"),
        (2, "198.51.100.{}, 203.0.113.9, 10.0.0.1"),
        (2, "198.51.100.{}"),  # passed by one proxy only: the connection counts
        (1, "made-up-{}"),
    ],
)
def test_forged_address_does_not_get_round_the_limit(client, settings, proxies, header):
    settings.TRUSTED_PROXIES = proxies
    assert spoiled_by(client, 60, HTTP_X_FORWARDED_FOR=header).status_code == 429


def test_visitors_behind_one_proxy_are_counted_apart(client, settings):
    settings.TRUSTED_PROXIES = 1
    one, other = "203.0.113.9", "2001:db8::7"
    assert spoiled_by(client, 60, HTTP_X_FORWARDED_FOR=one).status_code == 429
    answer = client.get(reverse("verify"), HTTP_X_FORWARDED_FOR=f"{one}, {other}")
    assert answer.status_code == 200


@pytest.mark.parametrize("code", ["'; DROP TABLE", "<script>alert(1)</script>", "字" * 500, "%00"])
def test_odd_codes_are_answered_quietly(client, code):
    page = asked(client, code)
    assert "没有找到" in page
    assert "<script>alert" not in page
