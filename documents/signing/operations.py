"""Binding a signature to the text that was signed, and sealing a paper electronically."""

import hashlib
import importlib
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cases.models import Case
from cases.operations import lock_case, record, require
from documents import store
from documents.choices import DocumentState, SignatureLevel, SignatureMethod
from documents.contracts import Contract
from documents.issuers import KINDS, issuer_of
from documents.layout.flow import paginate
from documents.models import Document, SealedFile, Signature
from documents.pdf import convert
from documents.permissions import can_seal_document
from documents.registry import contract_of, fonts
from documents.signing.port import SigningFault, backend
from staff.choices import BodyKind
from staff.models import Body, User
from staff.refusals import ActRefused

PDF = "application/pdf"


def _tools(name: str) -> Any:
    # The PDF library takes a second to load; only the process that seals pays for it.
    return importlib.import_module(f"documents.signing.{name}")


@transaction.atomic
def record_signature(
    *,
    document: Document,
    role: str,
    signer: str,
    level: SignatureLevel,
    by: User,
    on: date,
    drawing: str = "",
    document_sha256: str | None = None,
) -> Signature:
    """
    Bind one signature to the exact text of a paper; the paper's row is locked from then on.

    A drawn signature (屏幕手写) comes with the digest of the text the signer had before them.

    Raises:
        ActRefused: V-H1 where that is not the text of this paper or the drawing is unreadable,
            V-N1 where the paper is superseded or void.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    _refuse_not_current(document)
    if level == SignatureLevel.DRAWN and document_sha256 is None:
        raise ActRefused("手写签名没有写明所签的文本，请刷新页面后重新签写。", source="V-H1")
    if document_sha256 not in (None, document.pdf_id):
        raise ActRefused("文书文本已变更，请对现行版本签署。", source="V-H1")
    evidence = None
    if level == SignatureLevel.DRAWN:
        handwriting = _tools("handwriting")
        try:
            drawn = handwriting.read(drawing)
        except SigningFault as fault:
            raise ActRefused(str(fault), source="V-H1") from fault
        evidence = store.put(drawn.svg, media_type=handwriting.MEDIA_TYPE)
    signature = Signature(
        document=document,
        role=role[:40],
        signer=signer,
        level=level,
        method=SignatureMethod.PAD if evidence else SignatureMethod.PAPER,
        placed_on=on,
        document_sha256=document.pdf_id,
        evidence=evidence,
        by=by,
    )
    signature.binding = binding_of(signature)
    signature.save()
    return signature


def binding_of(signature: Signature) -> str:
    """The digest over everything a signature says; equal to `binding` unless a row was altered."""
    parts = (
        signature.document_sha256,
        signature.role,
        signature.signer,
        signature.placed_on.isoformat(),
        str(signature.level),
        signature.evidence_id or "",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@transaction.atomic
def seal_document(*, document: Document, by: User, on: date, at: datetime) -> SealedFile:
    """
    平台签章: make the sealed copy of a paper with the seal of its issuer, beside the draft.

    The copy begins with the bytes of the draft; a signature page follows where people have signed,
    then the seal, which certifies the whole. It does not take the place of the seal on paper.

    Raises:
        ActRefused: V-S1 where the paper has no seal of its issuer, is sealed already or lacks a
            signature that comes before the seal; MED-01 where the body may not seal; V-D1 before
            the day of the paper; V-H1 for a signature on another text; V-T1 where the signing
            backend cannot sign.
    """
    require(can_seal_document(by, document))
    case = lock_case(document.case)
    document = Document.objects.select_for_update().get(pk=document.pk)
    contract = contract_of(document.code)
    _refuse_not_current(document)
    _refuse_unsealable(document, contract, on)
    body = _sealing_body(contract, case)
    try:
        signer = backend().signer(at, body.name)
        level = SignatureLevel(signer.level)
        if document.sealed_files.filter(level=level).exists():
            raise ActRefused(f"这份文书已有{level.label}件，不能重复签章。", source="V-S1")
        content = _sealed(document, contract, body.name, signer, level, at)
    except SigningFault as fault:
        raise ActRefused(str(fault), source="V-T1") from fault
    file = store.put(content, media_type=PDF)
    sealed = SealedFile(
        document=document,
        file=file,
        document_sha256=document.pdf_id,
        level=level,
        body=body.name,
        certificate_sha256=hashlib.sha256(signer.certificate).hexdigest(),
        sealed_on=on,
        sealed_at=at,
        sealed_by=by,
    )
    sealed.save()
    signature = Signature(
        document=document,
        role=seal_role(contract),
        signer=body.name,
        level=level,
        method=SignatureMethod.E_SIGN,
        placed_on=on,
        document_sha256=document.pdf_id,
        evidence=file,
        by=by,
    )
    signature.binding = binding_of(signature)
    signature.save()
    record(
        case,
        "seal_document",
        by=by,
        on=on,
        summary=f"{document.title}{level.label}",
        facts={
            "document": document.code,
            "level": level.value,
            "text": document.pdf_id[:16],
            "sealed": file.sha256[:16],
        },
    )
    return sealed


def seal_role(contract: Contract) -> str:
    """In which role the issuer's seal is signed: 调解组织（盖章）."""
    return f"{contract.issuer.label}（盖章）"


def body_seals(contract: Contract) -> bool:
    """Whether the paper carries the seal of the body whose paper it is."""
    issuer = contract.issuer.name
    return any(slot.role == issuer and "seal" in slot.marks for slot in contract.slots)


def signed_before_seal(contract: Contract) -> list[str]:
    """The places that are signed before the seal: those that stand before it on the paper."""
    labels = []
    for slot in contract.slots:
        if slot.role == contract.issuer.name:
            break
        if slot.required:
            labels.append(slot.label)
    return labels


def _refuse_not_current(document: Document) -> None:
    if document.state != DocumentState.ISSUED:
        raise ActRefused(f"这份文书{document.get_state_display()}，不能签署。", source="V-N1")


def _refuse_unsealable(document: Document, contract: Contract, on: date) -> None:
    if not body_seals(contract):
        label = contract.issuer.label
        raise ActRefused(f"《{document.title}》不盖{label}印章，不能签章。", source="V-S1")
    if on < document.issued_on:
        raise ActRefused("签章日早于文书制作日。", source="V-D1")
    before = signed_before_seal(contract)
    if before and not document.signatures.exists():
        raise ActRefused(
            f"《{document.title}》先由{'、'.join(before)}签署，才能签章。", source="V-S1"
        )
    for signature in document.signatures.all():
        if signature.document_sha256 != document.pdf_id or signature.binding != binding_of(
            signature
        ):
            raise ActRefused(f"{signature}签的不是这一版文本，不能签章。", source="V-H1")


def _sealing_body(contract: Contract, case: Case) -> Body:
    body = issuer_of(contract, case)
    if body is None or not body.may_seal:
        is_mediation = KINDS[contract.issuer.name] == BodyKind.MEDIATION_BODY
        lacking = "类型、登记号或印章尚未核定" if is_mediation else "印章尚未登记备案日期"
        raise ActRefused(
            f"{contract.issuer.label}的{lacking}，不能签章。",
            source="MED-01",
            suggest="请管理员在“机构”中补全并核定。",
        )
    return body


def _sealed(
    document: Document,
    contract: Contract,
    body: str,
    signer: Any,
    level: SignatureLevel,
    at: datetime,
) -> bytes:
    appearance, placing, sign = _tools("appearance"), _tools("placing"), _tools("sign")
    drawing = appearance.seal(body, level.label, fonts())
    number, box = placing.seal_box(paginate(store.get(document.docx), fonts()), body, drawing.width)
    pdf = store.get(document.pdf)
    signatures = list(document.signatures.select_related("evidence"))
    if signatures:
        pdf = sign.append_pages(pdf, signature_page_of(document, signatures))
        # What several people sign is held together by a seal across its pages (骑缝章).
        pdf = sign.seam(pdf, drawing)
    # The name of the field in the PDF, which readers show.
    place = f"{contract.issuer.label}印章"
    pdf = sign.prepare(pdf, [sign.Place(place, place, number, box)])
    return sign.sign(
        pdf,
        place=place,
        signer=signer,
        at=at,
        reason=f"{document.title}{level.label}",
        drawing=drawing,
        tsa_url=settings.SIGNING_TSA_URL,
    )


def signature_page_of(document: Document, signatures: list[Signature]) -> bytes:
    """Return the page, as PDF, that shows who signed the paper how, with what was drawn."""
    page, handwriting = _tools("page"), _tools("handwriting")
    lines = []
    for signature in signatures:
        png, ratio = b"", 1.0
        if signature.level == SignatureLevel.DRAWN and signature.evidence:
            png, ratio = handwriting.of_svg(store.get(signature.evidence)).picture()
        lines.append(
            page.SignedLine(
                role=signature.role,
                signer=signature.signer,
                level=SignatureLevel(signature.level).label,
                placed_on=signature.placed_on,
                bound=signature.binding[:8],
                png=png,
                ratio=ratio,
            )
        )
    made = page.signature_page(
        lines,
        title=document.title,
        number=document.number,
        sha256=document.pdf_id,
        verify_text=document.context.get("verify_text") or document.verify_code,
    )
    return convert(made, title=f"{document.title}签署页", created=document.issued_on, fonts=fonts())
