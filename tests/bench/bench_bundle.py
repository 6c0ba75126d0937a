"""A court's bundle of five hundred pages of our own papers: one file with contents and numbers."""

import io
from datetime import date

import pikepdf

from documents import registry
from documents.bundle import bundle
from documents.contracts import CONTRACTS
from documents.layout.flow import paginate
from documents.pdf import convert
from documents.render import render
from documents.template_desk.queries import shipped_template
from tests.bench import Measure, milliseconds

ON = date(2026, 11, 16)
PAGES = 500
CODES = ("C01", "D12", "D12A", "C03", "C07", "C06", "C05", "C08")
MEGABYTE = 1024 * 1024


def bench_500_pages() -> dict[str, Measure]:
    """
    The rendered papers of as many applications as make 500 pages, bound with cover and index.

    Against laying out the same papers one by one and putting them behind one another with
    pikepdf, without contents, bookmarks or page numbers: in seconds and in megabytes.
    """
    fonts = registry.fonts()
    one = [(code, render(shipped_template(code), CONTRACTS[code].sample())) for code in CODES]
    each = sum(len(paginate(docx, fonts)) for _, docx in one)
    papers = one * -(-PAGES // each)

    def ours():
        return bundle(papers, title="司法确认材料", created=ON, fonts=fonts)

    def plain() -> bytes:
        with pikepdf.new() as whole:
            for code, docx in papers:
                apart = convert(docx, title=code, created=ON, fonts=fonts)
                with pikepdf.open(io.BytesIO(apart)) as part:
                    whole.pages.extend(part.pages)
            out = io.BytesIO()
            whole.save(out)
            return out.getvalue()

    made, theirs = ours(), plain()
    assert made.pages >= PAGES
    ratio = PAGES / made.pages  # a little more than 500 was bound
    seconds = [milliseconds(run, 2) / 1000 * ratio for run in (ours, plain)]
    return {
        "seconds": Measure(seconds[0], "s", seconds[1]),
        "megabytes": Measure(
            len(made.content) / MEGABYTE * ratio, "MB", len(theirs) / MEGABYTE * ratio
        ),
    }
