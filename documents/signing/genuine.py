"""Whether a paper, or a file somebody holds, is genuine; answers without personal data."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from documents.choices import SignatureLevel
from documents.models import Document


def document_of(code: str) -> Document | None:
    """The paper with that code; letters may be small, with spaces or hyphens between them."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return Document.objects.filter(verify_code=plain).first() if plain else None


def document_of_file(content: bytes) -> Document | None:
    """The paper one of whose files has exactly these bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    of_file = Q(pdf=sha256) | Q(docx=sha256) | Q(sealed_files__file=sha256)
    return Document.objects.filter(of_file).order_by("-pk").first()


@dataclass(frozen=True)
class FileAnswer:
    """What comparing a file with the store gave."""

    is_same: bool
    sentence: str
    sha256: str


def compare(content: bytes, document: Document) -> FileAnswer:
    """Compare a file with the files kept of one paper, byte for byte."""
    sha256 = hashlib.sha256(content).hexdigest()
    kept = {document.pdf_id: "PDF 文书", document.docx_id: "Word 文书"}
    for sealed in document.sealed_files.all():
        kept[sealed.file_id] = f"{sealed.get_level_display()}件"
    if sha256 in kept:
        return FileAnswer(True, f"与存档的{kept[sha256]}逐字节一致，未被改动。", sha256)
    other = document_of_file(content)
    if other is not None:
        return FileAnswer(False, "这个文件是本中心的另一份文书，不是这个验真码的文书。", sha256)
    return FileAnswer(
        False,
        "与存档的文件不一致：内容被改动，或者是另存、扫描、拍照得到的文件。请以存档文件为准。",
        sha256,
    )


def signed_how(document: Document) -> list[str]:
    """How often each level of signature is on the paper: 纸质扫描3处."""
    levels = Counter(document.signatures.values_list("level", flat=True))
    told = [
        f"{SignatureLevel(level).label}{levels[level]}处"
        for level in SignatureLevel.values
        if levels[level]
    ]
    if not levels[SignatureLevel.PAPER_SCAN] and document.scans.exists():
        told.insert(0, f"{SignatureLevel.PAPER_SCAN.label}{document.scans.count()}份")
    return told
