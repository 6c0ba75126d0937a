"""Sealing papers: who may, what first, what the sealed copy holds, and what is locked by it."""

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader

from documents import store
from documents.archive import check
from documents.choices import SignatureLevel, SignatureMethod
from documents.contracts import CONTRACTS
from documents.layout.flow import paginate
from documents.models import SealedFile, Signature
from documents.operations import issue_document, void_document
from documents.render import render
from documents.signing import platform
from documents.signing.locking import SignedPaper
from documents.signing.operations import (
    binding_of,
    body_seals,
    record_signature,
    seal_document,
)
from documents.signing.placing import seal_box
from documents.signing.validate import validate
from mediation import operations as mediation
from mediation.queries import current_agreement
from staff.models import Body
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.builders import ON
from tests.documents.papers import fonts
from tests.documents.test_issuing import issue

pytestmark = pytest.mark.django_db
AT = datetime(ON.year, ON.month, ON.day, 6, 0, tzinfo=UTC)


@pytest.fixture
def case():
    return builders.an_accepted_case(1)


@pytest.fixture
def notice(case):
    """D02: the body's seal is the only mark on it."""
    return case.documents.get(code="D02")


def seal(paper, *, by=None, on=ON, at=AT):
    by = by or builders.staff_of(paper.case).mediator
    return seal_document(document=paper, by=by, on=on, at=at)


def refused(source, act, *args, **facts):
    with pytest.raises(ActRefused) as said:
        act(*args, **facts)
    assert said.value.source == source, said.value
    return str(said.value)


def squeezed(pdf: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [re.sub(r"\s", "", page.extract_text()) for page in pages]


# The sealed copy


def test_sealed_copy_begins_with_the_bytes_of_the_draft_and_proves_itself(notice):
    sealed = seal(notice)
    content, draft = store.get(sealed.file), store.get(notice.pdf)
    assert content.startswith(draft)
    assert sealed.document_sha256 == hashlib.sha256(draft).hexdigest()
    report = validate(content)
    assert report.is_good
    (seal_made,) = report.signatures
    assert seal_made.level == SignatureLevel.PLATFORM
    assert seal_made.signed_at == AT
    assert seal_made.place == "调解组织印章"
    assert report.empty_places == ()


def test_draft_stays_as_it_was_beside_the_sealed_copy(notice):
    before = notice.pdf_id, notice.docx_id
    seal(notice)
    notice.refresh_from_db()
    assert (notice.pdf_id, notice.docx_id) == before


def test_seal_stands_on_name_and_day(notice):
    content = store.get(seal(notice).file)
    reader = PdfReader(io.BytesIO(content))
    (page,) = [page for page in reader.pages if "/Annots" in page]
    left, bottom, right, top = (float(side) for side in page["/Annots"][0].get_object()["/Rect"])
    assert right - left == pytest.approx(42 / 25.4 * 72, abs=0.1)
    places = []
    page.extract_text(visitor_text=lambda t, _, at, *__: places.append((t, at[4], at[5])))
    days = [(x, y) for t, x, y in places if re.search("二〇", t)]
    assert days
    x, y = days[-1]
    assert x < (left + right) / 2 < x + 12 * 15
    assert bottom < y < (bottom + top) / 2


def test_platform_seal_is_recorded_for_what_it_is(notice):
    sealed = seal(notice)
    (row,) = notice.signatures.all()
    assert (row.level, row.method) == (SignatureLevel.PLATFORM, SignatureMethod.E_SIGN)
    assert row.evidence_id == sealed.file_id
    assert row.binding == binding_of(row)
    assert notice.case.events.filter(act="seal_document").exists()


# Who, when, what first


@pytest.mark.parametrize("who", ["intake_officer", "mediator", "recorder"])
def test_who_works_on_the_case_may_seal(notice, who):
    assert seal(notice, by=getattr(builders.staff_of(notice.case), who)).pk


@pytest.mark.parametrize(
    "who", ["other_mediator", "other_intake_officer", "director", "administrator", "arbitrator"]
)
def test_nobody_else_may_seal(notice, who):
    with pytest.raises(NotPermitted):
        seal(notice, by=getattr(builders.staff_of(notice.case), who))
    assert not SealedFile.objects.exists()


def test_body_whose_seal_is_not_registered_may_not_seal(notice):
    body = notice.case.mediation_body
    type(body).objects.filter(pk=body.pk).update(seal_registered_on=None)
    refused("MED-01", seal, notice)


def test_paper_is_sealed_once_and_not_before_its_day(notice):
    refused("V-D1", seal, notice, on=ON - timedelta(days=1))
    seal(notice)
    assert "不能重复签章" in refused("V-S1", seal, notice)


def test_paper_without_the_seal_of_the_body_is_not_sealed(case):
    assert "不盖调解组织印章" in refused("V-S1", seal, case.documents.get(code="D01"))


def test_void_paper_is_not_sealed(notice):
    void_document(document=notice, reason="写错", by=builders.staff_of(notice.case).mediator)
    refused("V-N1", seal, notice)


def test_agreement_is_not_sealed_before_anybody_signed(case):
    agreement = builders.an_agreement(case)
    assert "才能签章" in refused("V-S1", seal, agreement.document)


def test_seal_needs_the_secret_its_key_was_kept_with(notice, settings, tmp_path, monkeypatch):
    settings.SIGNING_DIR = tmp_path
    platform.renew(AT, notice.case.mediation_body.name)
    monkeypatch.setattr(platform, "_passphrase", lambda: b"another")
    assert "不能用现在的密钥" in refused("V-T1", seal, notice)


# Archive format after sealing


def test_sealed_copy_keeps_every_rule_of_the_archive_format(notice):
    report = check(store.get(seal(notice).file))
    assert report.passed, report.faults


def test_signed_and_sealed_agreement_keeps_every_rule_of_the_archive_format(case):
    mediator = builders.staff_of(case).mediator
    builders.sign_all(builders.an_agreement(case))
    mediation.seal_agreement(
        case=case, seal_kind="mediation_org", by=mediator, on=ON, copy_sealed_at=AT
    )
    for paper in case.documents.filter(code__in=("D12", "D12A"), state="issued"):
        content = store.get(paper.sealed_files.get().file)
        report = check(content)
        assert report.passed, report.faults
        assert validate(content).is_good


def test_colour_of_another_space_in_a_seal_is_found(notice):
    content = store.get(seal(notice).file)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (mark,) = (m for page in pdf.pages for m in page.obj.get("/Annots", ()))
        mark.AP.N.write(b"0 1 1 0 k 0 0 9 9 re f")
        out = io.BytesIO()
        pdf.save(out)
    assert "颜色与输出意图相符" in [finding.rule for finding in check(out.getvalue()).faults]


# Papers of other bodies


COMMISSION = "示例市劳动人事争议仲裁委员会"


@pytest.fixture
def sealing_commission():
    builders.a_centre()
    Body.objects.filter(name=COMMISSION).update(seal_registered_on=ON)
    return Body.objects.get(name=COMMISSION)


def of_body(person, body):
    type(person).objects.filter(pk=person.pk).update(body=body)
    return type(person).objects.get(pk=person.pk)


@pytest.mark.parametrize("who", ["tribunal_secretary", "arbitrator"])
def test_paper_of_the_tribunal_is_sealed_by_the_commission(case, sealing_commission, who):
    paper = issue(case, "A03")
    secretary = of_body(getattr(builders.staff_of(case), who), sealing_commission)
    at = datetime.combine(paper.issued_on, AT.timetz())
    sealed = seal(paper, by=secretary, on=paper.issued_on, at=at)
    assert sealed.body == COMMISSION
    content = store.get(sealed.file)
    (made,) = validate(content).signatures
    assert made.is_good
    assert made.place == "仲裁委员会印章"
    assert made.signer == f"{COMMISSION}（{platform.NAME}）"
    assert check(content).passed
    assert paper.signatures.get().role == "仲裁委员会（盖章）"


def test_every_body_has_a_certificate_of_its_own(case, notice, sealing_commission):
    seal(notice)
    paper = issue(case, "A03")
    secretary = of_body(builders.staff_of(case).tribunal_secretary, sealing_commission)
    at = datetime.combine(paper.issued_on, AT.timetz())
    seal(paper, by=secretary, on=paper.issued_on, at=at)
    first, second = SealedFile.objects.order_by("pk")
    assert first.certificate_sha256 != second.certificate_sha256
    assert {first.body, second.body} <= {platform.body_of(c) for c in platform.generations()}


@pytest.mark.parametrize(
    ("who", "own"),
    [
        ("mediator", True),
        ("intake_officer", True),
        ("director", True),
        ("fund_officer", True),
        ("tribunal_secretary", False),
        ("arbitrator", False),
    ],
)
def test_nobody_but_the_commissions_own_tribunal_uses_its_seal(case, sealing_commission, who, own):
    paper = issue(case, "A03")
    person = getattr(builders.staff_of(case), who)
    person = of_body(person, sealing_commission) if own else person
    with pytest.raises(NotPermitted):
        seal(paper, by=person, on=paper.issued_on)


def test_commission_whose_seal_is_not_registered_may_not_seal(case, sealing_commission):
    paper = issue(case, "A03")
    secretary = of_body(builders.staff_of(case).tribunal_secretary, sealing_commission)
    Body.objects.filter(pk=sealing_commission.pk).update(seal_registered_on=None)
    assert "印章尚未登记" in refused("MED-01", seal, paper, by=secretary, on=paper.issued_on)


@pytest.mark.parametrize("code", [c for c, one in CONTRACTS.items() if body_seals(one)])
def test_every_sealed_paper_has_a_place_for_the_seal_of_its_issuer(code):
    sample = CONTRACTS[code].sample()
    body = sample[CONTRACTS[code].issuer.name]["name"]
    template = (Path(settings.DOCUMENT_TEMPLATE_DIR) / f"{code}.docx").read_bytes()
    pages = paginate(render(template, sample), fonts())
    _, (left, bottom, right, top) = seal_box(pages, body, 119.0)
    assert 0 < left < right < pages[0].width
    assert 0 < bottom < top < pages[0].height


# Signatures bound to the text


def drawn(paper, **changes):
    facts = {
        "role": "申请人",
        "signer": "周建民",
        "level": SignatureLevel.DRAWN,
        "drawing": builders.drawn_signature(),
        "document_sha256": paper.pdf_id,
        "by": builders.staff_of(paper.case).mediator,
        "on": ON,
    }
    return record_signature(document=paper, **(facts | changes))


@pytest.mark.parametrize(
    "wrong",
    [
        {"document_sha256": None},
        {"document_sha256": "0" * 64},
        {"drawing": ""},
        {"drawing": "data:image/svg+xml;base64,PHN2Zy8+"},
        {"drawing": "data:image/svg+xml;base64,!!"},
    ],
)
def test_drawn_signature_on_no_text_or_another_text_is_refused(notice, wrong):
    refused("V-H1", drawn, notice, **wrong)
    assert not Signature.objects.exists()


def test_drawn_signature_is_bound_to_text_signer_day_and_strokes(notice):
    row = drawn(notice)
    assert row.document_sha256 == notice.pdf_id
    assert store.get(row.evidence).startswith(b"<svg")
    for name, value in (("signer", "吴春生"), ("document_sha256", "0" * 64), ("evidence_id", None)):
        changed = Signature.objects.get(pk=row.pk)
        setattr(changed, name, value)
        assert binding_of(changed) != row.binding


def test_signature_row_altered_behind_the_system_stops_the_seal(notice):
    row = drawn(notice)
    Signature.objects.filter(pk=row.pk).update(signer="吴春生")
    refused("V-H1", seal, notice)


def test_signed_copy_of_the_agreement_shows_who_signed_which_text_at_which_level(case):
    agreement = builders.an_agreement(case)
    worker = case.parties.workers().first()
    builders.sign(
        agreement,
        worker,
        level=SignatureLevel.DRAWN,
        drawing=builders.drawn_signature(),
        document_sha256=agreement.document.pdf_id,
    )
    builders.sign_all(agreement)
    mediator = builders.staff_of(case).mediator
    mediation.seal_agreement(
        case=case, seal_kind="mediation_org", by=mediator, on=ON, copy_sealed_at=AT
    )
    paper = current_agreement(case).document
    content = store.get(paper.sealed_files.get().file)
    *_, last = squeezed(content)
    assert "签署页" in last
    assert "申请人1号" in last
    assert paper.pdf_id in last
    assert worker.name in last
    for words in ("屏幕手写", "纸质扫描", "不称为可靠的电子签名"):
        assert words in last
    assert len(PdfReader(io.BytesIO(content)).pages[-1].images) >= 2  # the strokes and the QR
    assert validate(content).is_good


# What signing locks


def test_signed_paper_changes_nothing_but_its_state(notice):
    seal(notice)
    notice.refresh_from_db()
    notice.pages += 1
    with pytest.raises(SignedPaper, match="页数"):
        notice.save()
    notice.refresh_from_db()
    void_document(document=notice, reason="写错", by=builders.staff_of(notice.case).mediator)
    notice.refresh_from_db()
    assert notice.state == "void"


def test_signed_paper_is_not_superseded(notice):
    seal(notice)
    refused(
        "V-H1",
        issue_document,
        case=notice.case,
        code="D02",
        fields={},
        by=builders.staff_of(notice.case).mediator,
        on=ON,
        supersedes=notice,
    )


# Pages


def test_sealed_copy_is_made_fetched_and_checked_on_the_page_of_the_paper(notice, client):
    client.force_login(builders.staff_of(notice.case).mediator)
    page = reverse("document", args=[notice.pk])
    assert "制作平台签章件" in client.get(page).content.decode()
    shown = client.post(reverse("document-seal", args=[notice.pk]), follow=True).content.decode()
    assert "平台签章件已制作" in shown
    assert "制作平台签章件</button>" not in shown
    sealed = SealedFile.objects.get()
    response = client.get(reverse("sealed-file", args=[sealed.pk]))
    assert response.content == store.get(sealed.file)
    checked = client.get(f"{page}?seal={sealed.pk}").content.decode()
    assert "签章完好" in checked
    assert "不等同于手写签名" in checked


def test_sealed_copy_is_for_those_who_may_read_the_paper(notice, client):
    sealed = seal(notice)
    client.force_login(builders.staff_of(notice.case).other_mediator)
    assert client.get(reverse("sealed-file", args=[sealed.pk])).status_code == 404
    assert client.post(reverse("document-seal", args=[notice.pk])).status_code == 404
