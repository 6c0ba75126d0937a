"""Issuing papers, superseding and voiding them, and attaching the scans of what was signed."""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from cases.models import Case, CaseEvent, Party
from cases.operations import lock_case, record, require, take_number
from cases.operations.numbering import holder_of, next_number
from documents import store
from documents.choices import DocumentState
from documents.contracts import Contract
from documents.issuers import issuer_of, series_of
from documents.layout.fonts import FontsMissing, GlyphMissing
from documents.layout.vocabulary import UnsupportedElement
from documents.models import Document, Regeneration, Scan
from documents.office import OfficeFailed
from documents.permissions import can_attach_scan
from documents.regeneration import compare
from documents.registry import contract_of, fonts, made_by, make, template_of
from documents.render import TemplateFault, render
from law.time_limits import CalendarYearMissing
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
SCAN_LIMIT = 20 * 1024 * 1024
SCAN_TYPES = ((b"%PDF-", PDF), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n", "image/png"))
# No letters that are read as another one when a code is typed from paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class PaperRefused(ActRefused):
    """The data does not make a lawful paper; the sentence names the field or character."""


def _verify_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


def verify_text(code: str) -> str:
    """What the QR of a paper holds: the address of its page, or the code while none is set."""
    return f"{settings.PUBLIC_BASE_URL}/v/{code}/" if settings.PUBLIC_BASE_URL else code


def _canonical(context: dict) -> str:
    return json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Moved(ActRefused):
    """What something was drawn from is no longer so: it has to be drawn anew."""

    def __init__(self) -> None:
        super().__init__(
            "制作期间登记的内容有变动，没有办理。", source="V-H1", suggest="请核对后再办理一次。"
        )


@transaction.atomic
def issue_document(
    *,
    case: Case,
    code: str,
    fields: dict,
    by: User,
    on: date,
    event: CaseEvent | None = None,
    party: Party | None = None,
    recipient: str = "",
    supersedes: Document | None = None,
) -> Document:
    """
    Issue one paper: number it, check it, render it to .docx and .pdf, store both.

    `fields` are the paper's own fields (documents.contracts); what every paper carries (body, case
    number, number, day, version, digest, law) is added here; a `case_number` among them is the
    number the issuing body gave the case, a `number` one that follows from it (-1, -2). A new
    version keeps the number.

    Raises:
        PaperRefused: a check of the contract fails (its id is the source), a field cannot be
            printed, no font has a character (V-T2), a day depends on an unpublished year (V-D4).
    """
    contract = contract_of(code)
    number = fields.get("number") or ""
    document = _drawn(
        contract,
        case,
        fields,
        number=supersedes.number if supersedes else number or _number(contract, case, on),
        by=by,
        on=on,
        party=party,
        recipient=recipient,
        supersedes=supersedes,
    )
    document.event = event
    return _kept(document, by=by)


def draw_document(
    *,
    case: Case,
    code: str,
    fields: dict,
    by: User,
    on: date,
    recipient: str = "",
    supersedes: Document | None = None,
) -> Document:
    """
    Return a paper as it would be issued now: its files stored, its row not saved, nothing locked.

    `keep_document` issues it. Raises as `issue_document`. A `number` among the fields is printed
    where the paper has no series of its own.
    """
    contract = contract_of(code)
    number = _number(contract, case, on, take=next_number) or fields.get("number") or ""
    return _drawn(
        contract,
        case,
        fields,
        number=supersedes.number if supersedes else number,
        by=by,
        on=on,
        recipient=recipient,
        supersedes=supersedes,
    )


@transaction.atomic
def keep_document(*, document: Document, by: User) -> Document:
    """
    Issue a paper that was drawn before.

    Raises:
        Moved: its number has gone to another paper, or the one it replaces is not in force.
    """
    before = document.supersedes
    if before is None:
        contract, case = contract_of(document.code), document.case
        number = _number(contract, case, document.issued_on)  # "" without a series
        if number and document.number != number:
            raise Moved
    elif not Document.objects.filter(pk=before.pk, state=DocumentState.ISSUED).exists():
        raise Moved
    return _kept(document, by=by)


def _drawn(
    contract: Contract,
    case: Case,
    fields: dict,
    *,
    number: str,
    by: User,
    on: date,
    party: Party | None = None,
    recipient: str = "",
    supersedes: Document | None = None,
) -> Document:
    if supersedes and supersedes.is_signed:
        raise ActRefused(
            f"《{supersedes.title}》已经签署，不能以新版替代。",
            source="V-H1",
            suggest="确需更正的，作废并写明理由，再重新出具。",
        )
    context = whole(contract, case, fields, number=number, on=on, supersedes=supersedes)
    faults = contract.validate(context)
    if faults:
        more = f"（另有{len(faults) - 1}处）" if len(faults) > 1 else ""
        raise PaperRefused(
            f"《{contract.title}》不能出具：{faults[0].message}{more}", source=faults[0].code
        )
    template = template_of(contract.code)
    try:
        docx = render(template, context)
        made = make(docx, title=contract.title, created=on, fonts=fonts())
    except TemplateFault as fault:
        raise PaperRefused(f"《{contract.title}》不能出具：{fault}", source="V-T1") from fault
    except (GlyphMissing, UnsupportedElement, FontsMissing, OfficeFailed) as fault:
        raise PaperRefused(f"《{contract.title}》不能出具：{fault}", source="V-T2") from fault
    except CalendarYearMissing as missing:
        raise PaperRefused(str(missing), source="V-D4") from missing
    text = _canonical(context)
    return Document(
        case=case,
        code=contract.code,
        title=contract.title,
        number=number,
        version=context["version"],
        recipient=recipient[:200],
        party=party,
        volume=contract.volume,
        issued_on=on,
        issued_by=by,
        context_json=text,
        context_sha256=hashlib.sha256(text.encode()).hexdigest(),
        template=store.put(template, media_type=DOCX),
        docx=store.put(docx, media_type=DOCX),
        pdf=store.put(made.content, media_type=PDF),
        pages=made.pages,
        supersedes=supersedes,
        verify_code=context["verify_code"],
        engine=made_by(),
        fonts=made.fonts,
    )


def _kept(document: Document, *, by: User) -> Document:
    if document.supersedes:
        document.supersedes.state = DocumentState.SUPERSEDED
        save_with_reason(document.supersedes, by=by, reason="被新版替代")
    return save_with_reason(document, by=by, reason=f"出具{document.title}")


def _number(
    contract: Contract, case: Case, on: date, *, take: Callable[..., str] = take_number
) -> str:
    code = series_of(contract)
    if code is None:
        return ""
    holder = holder_of(code, case.centre) or _registered_issuer(contract, case)
    return take(body=holder, code=code, on=on)


def _registered_issuer(contract: Contract, case: Case) -> Body:
    body = issuer_of(contract, case)
    if body is None:
        raise PaperRefused(
            f"尚未确定{contract.issuer.label}，不能出具《{contract.title}》。",
            source="MED-01",
            suggest="请管理员在“机构”中登记。",
        )
    return body


def _issuer(contract: Contract, case: Case) -> dict:
    """What the paper says about the body whose paper it is."""
    body = _registered_issuer(contract, case)
    known = {
        "name": body.name,
        "kind": body.mediation_kind,
        "registration_no": body.registration_no,
        "address": body.address,
        "phone": body.phone,
    }
    return {field.name: known[field.name] for field in contract.issuer.of}


def whole(
    contract: Contract,
    case: Case,
    fields: dict,
    *,
    number: str,
    on: date,
    supersedes: Document | None,
) -> dict:
    """Return the fields of a paper with what every paper carries."""
    code = _verify_code()
    context = {
        "case_number": case.number,  # unless the paper belongs to a file with a number of its own
        **fields,
        contract.issuer.name: _issuer(contract, case),
        "number": number or None,
        "made_on": on.isoformat(),
        "version": supersedes.version + 1 if supersedes else 1,
        "digest": None,
        "verify_code": code,
        "verify_text": verify_text(code),
        "law": contract.law(),
    }
    context["digest"] = hashlib.sha256(_canonical(context).encode()).hexdigest()[:8]
    return context


@transaction.atomic
def void_document(*, document: Document, reason: str, by: User) -> Document:
    """Void a paper (作废); it keeps its number and stays readable with its mark."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state != DocumentState.ISSUED:
        raise ActRefused("该文书已不是现行版本，不能作废。", source="V-N1")
    if not reason.strip():
        raise ActRefused("请写明作废理由。", source="V-N1")
    document.state = DocumentState.VOID
    return save_with_reason(document, by=by, reason=f"作废：{reason}")


@transaction.atomic
def attach_scan(*, document: Document, content: bytes, note: str, by: User, on: date) -> Scan:
    """
    Attach the scan of a signed original to exactly this version of the paper.

    Raises:
        ActRefused: not a PDF, JPEG or PNG file, or larger than 20 MB.
    """
    require(can_attach_scan(by, document))
    case = lock_case(document.case)
    if len(content) > SCAN_LIMIT:
        raise ActRefused("扫描件超过20MB，请降低分辨率后重新扫描。", source="V-H1")
    media_type = next((kind for mark, kind in SCAN_TYPES if content.startswith(mark)), None)
    if media_type is None:
        raise ActRefused("扫描件只接受 PDF、JPG、PNG 文件。", source="V-H1")
    scan = Scan(
        document=document,
        file=store.put(content, media_type=media_type),
        document_sha256=document.pdf_id,
        note=note.strip()[:120],
        added_on=on,
        added_by=by,
    )
    scan.save()
    record(
        case,
        "attach_scan",
        by=by,
        on=on,
        summary=f"上传{document.title}签署件",
        facts={"document": document.code, "signed_version": document.pdf_id[:16]},
    )
    return scan


def regenerate(*, document: Document, by: User, at: datetime) -> Regeneration:
    """重新生成并比对: make a stored paper again, compare it with the archive, keep the result."""
    outcome = compare(document)
    kept = Regeneration(
        document=document,
        result=outcome.result,
        sentence=outcome.sentence,
        docx_sha256=outcome.docx_sha256,
        pdf_sha256=outcome.pdf_sha256,
        engine=made_by(),
        at=at,
        by=by,
    )
    kept.save()
    return kept
