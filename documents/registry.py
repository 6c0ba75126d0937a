"""The papers the system knows: catalogue code → contract and template file."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from documents import office, pdf
from documents.contracts import CONTRACTS, Contract
from documents.layout.fonts import FontSet
from staff.refusals import ActRefused


class Convert(Protocol):
    def __call__(self, docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes: ...


def contract_of(code: str) -> Contract:
    try:
        return CONTRACTS[code]
    except KeyError:
        raise ActRefused(f"系统中没有代号为{code}的文书。", source="V-T1") from None


def template_of(code: str) -> bytes:
    """Return the template file of a paper as it stands now; issued papers keep their own copy."""
    path = Path(settings.DOCUMENT_TEMPLATE_DIR) / f"{code}.docx"
    if not path.exists():
        raise ActRefused(f"缺少文书模板{code}.docx，请管理员上传。", source="V-T1")
    return path.read_bytes()


def convert(docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes:
    """Make the PDF with the backend of this installation (DOCUMENT_PDF_BACKEND)."""
    return _BACKENDS[settings.DOCUMENT_PDF_BACKEND](docx, title=title, created=created, fonts=fonts)


_BACKENDS: dict[str, Convert] = {"own": pdf.convert, "libreoffice": office.convert}


@lru_cache(maxsize=1)
def fonts() -> FontSet:
    """Return the faces papers are drawn with; loaded once per process."""
    return FontSet.discover(list(settings.DOCUMENT_FONT_DIRS), settings.DOCUMENT_FONT_MAP)
