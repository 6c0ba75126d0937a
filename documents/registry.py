"""The papers the system knows: catalogue code → contract and template file."""

from datetime import date
from functools import lru_cache
from typing import Protocol

from django.conf import settings

from documents import engine, office, pdf
from documents.contracts import CONTRACTS, Contract
from documents.layout.fonts import FontSet
from documents.template_desk.queries import template_in_force
from staff.refusals import ActRefused


class Make(Protocol):
    def __call__(self, docx: bytes, *, title: str, created: date, fonts: FontSet) -> pdf.Made: ...


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


def make(docx: bytes, *, title: str, created: date, fonts: FontSet) -> pdf.Made:
    """Make the PDF with the backend of this installation (DOCUMENT_PDF_BACKEND)."""
    return _BACKENDS[settings.DOCUMENT_PDF_BACKEND](docx, title=title, created=created, fonts=fonts)


def made_by() -> str:
    """The program that makes papers here, as it is stored with them."""
    if settings.DOCUMENT_PDF_BACKEND == "own":
        return engine.version()
    return f"LibreOffice；{engine.version()}"


def _by_office(docx: bytes, *, title: str, created: date, fonts: FontSet) -> pdf.Made:
    """What the office suite makes; which font files it took, it does not tell."""
    content = office.convert(docx, title=title, created=created, fonts=fonts)
    return pdf.Made(content, pdf.page_count(content), {})


_BACKENDS: dict[str, Make] = {"own": pdf.make, "libreoffice": _by_office}


@lru_cache(maxsize=1)
def fonts() -> FontSet:
    """Return the faces papers are drawn with; loaded once per process."""
    return FontSet.discover(list(settings.DOCUMENT_FONT_DIRS), settings.DOCUMENT_FONT_MAP)
