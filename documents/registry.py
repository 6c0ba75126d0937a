"""The papers the system knows: catalogue code → contract and template file."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from documents.contracts import CONTRACTS, Contract
from documents.layout.fonts import FontSet
from staff.refusals import ActRefused


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


@lru_cache(maxsize=1)
def fonts() -> FontSet:
    """Return the faces papers are drawn with; loaded once per process."""
    return FontSet.discover(list(settings.DOCUMENT_FONT_DIRS), settings.DOCUMENT_FONT_MAP)
