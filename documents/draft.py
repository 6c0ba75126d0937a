"""A paper as it would look, marked as a draft: nothing is numbered, stored or verifiable."""

from dataclasses import replace
from datetime import date

from cases.models import Case
from documents.layout.flow import paginate
from documents.layout.fonts import GlyphMissing
from documents.layout.page import Page, Text
from documents.layout.vocabulary import UnsupportedElement
from documents.operations import PaperRefused, whole
from documents.pdf import write
from documents.registry import contract_of, fonts, template_of
from documents.render import TemplateFault, render
from law.time_limits import CalendarYearMissing

MARK = "预览草稿　尚未出具，不能签署"
_COLOUR = "A8261D"
_SIZE = 11.0


def draft_pdf(*, case: Case, code: str, fields: dict, on: date, number: str = "（草稿）") -> bytes:
    """
    Return the pages of a paper that is not issued, each with the mark of a draft.

    `number` is the one it would get, where that follows from the file and is not taken.

    Raises:
        PaperRefused: as when it is issued, so that nobody is shown what could not be made.
    """
    contract = contract_of(code)
    context = whole(contract, case, fields, number=number, on=on, supersedes=None)
    context |= {"verify_code": "草稿", "verify_text": MARK}
    faults = contract.validate(context)
    if faults:
        raise PaperRefused(
            f"《{contract.title}》还不能出具：{faults[0].message}", source=faults[0].code
        )
    try:
        pages = paginate(render(template_of(code), context), fonts())
    except (TemplateFault, GlyphMissing, UnsupportedElement) as fault:
        raise PaperRefused(f"《{contract.title}》还不能排版：{fault}", source="V-T1") from fault
    except CalendarYearMissing as missing:
        raise PaperRefused(str(missing), source="V-D4") from missing
    for page in pages:
        _mark(page)
    return write(pages, title=f"{contract.title}（草稿）", created=on).content


def _mark(page: Page) -> None:
    """The mark in red at the head and the foot, and no code that leads to a stored paper."""
    page.pictures.clear()
    chinese = next((t for t in page.texts if any(sign >= "\u4e00" for sign in t.text)), None)
    if chinese is None:
        return
    ink = replace(chinese.ink, size=_SIZE, colour=_COLOUR, underline=False)
    left = (page.width - len(MARK) * _SIZE) / 2
    for y in (30.0, page.height - 24.0):
        page.texts.append(Text(left, y, MARK, ink, 0.0))
