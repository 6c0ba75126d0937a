"""
The lines of every paper's sample as they stand on its pages.

`python -m tests.documents.golden [code …]` rewrites the files beside this one, one per paper. The
cells of a table row that share a line are parted by │.
"""

from __future__ import annotations

import sys
from pathlib import Path

from documents.contracts import CONTRACTS
from documents.drafting.__main__ import FOLDER as TEMPLATES
from documents.layout.flow import paginate
from documents.layout.page import Page, Text
from documents.render import render
from tests.documents.papers import fonts

FOLDER = Path(__file__).with_name("golden")
_SAME_LINE, _GAP = 1.0, 6.0


def path(code: str) -> Path:
    return FOLDER / f"{code}.txt"


def printed(code: str) -> str:
    """The sample of the paper, laid out with the fonts every installation has."""
    paper = render((TEMPLATES / f"{code}.docx").read_bytes(), CONTRACTS[code].sample())
    pages = paginate(paper, fonts())
    return "".join(
        f"== 第{number}页，共{len(pages)}页\n{lines(page)}" for number, page in enumerate(pages, 1)
    )


def lines(page: Page) -> str:
    """Its text from top to bottom, each line from left to right."""
    rows: list[list[Text]] = []
    for text in sorted(page.texts, key=lambda text: text.y):
        if rows and text.y - rows[-1][0].y < _SAME_LINE:
            rows[-1].append(text)
        else:
            rows.append([text])
    return "".join(f"{_line(row)}\n" for row in rows)


def _line(row: list[Text]) -> str:
    line, end = "", None
    for text in sorted(row, key=lambda text: text.x):
        if end is not None and text.x - end > _GAP:
            line += " │ "
        line += text.text
        end = text.x + _width(text)
    return line.rstrip()


def _width(text: Text) -> float:
    widths = (text.ink.face.width(ord(character)) or 0 for character in text.text)
    return sum(width * text.ink.size + text.gap for width in widths)


def main(codes: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for code in codes or CONTRACTS:
        path(code).write_text(printed(code))
    for unknown in {file.stem for file in FOLDER.glob("*.txt")} - CONTRACTS.keys():
        path(unknown).unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
