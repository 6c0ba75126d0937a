"""The papers the system knows: catalogue code → contract and template file."""

from datetime import date
from functools import lru_cache
from typing import Protocol

from django.conf import settings

from documents import office, pdf
from documents.contracts import CONTRACTS, Contract
from documents.layout.fonts import FontSet
from documents.template_desk.queries import template_in_force
from staff.refusals import ActRefused


class Convert(Protocol):
    def __call__(self, docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes: ...


def contract_of(code: str) -> Contract:
    try:
        return CONTRACTS[code]
    except KeyError:
        raise ActRefused(f"系统中没有代号为{code}的文书。", source="V-T1") from None


def template_of(code: str) -> bytes:
    """
    Return the template papers are made from now; issued papers keep their own copy.

    The version an office has put in force, else the one the system came with.
    """
    return template_in_force(code)


def convert(docx: bytes, *, title: str, created: date, fonts: FontSet) -> bytes:
    """Make the PDF with the backend of this installation (DOCUMENT_PDF_BACKEND)."""
    return _BACKENDS[settings.DOCUMENT_PDF_BACKEND](docx, title=title, created=created, fonts=fonts)


_BACKENDS: dict[str, Convert] = {"own": pdf.convert, "libreoffice": office.convert}


@lru_cache(maxsize=1)
def fonts() -> FontSet:
    """Return the faces papers are drawn with; loaded once per process."""
    return FontSet.discover(list(settings.DOCUMENT_FONT_DIRS), settings.DOCUMENT_FONT_MAP)
