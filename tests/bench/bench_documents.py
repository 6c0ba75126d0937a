"""Papers: a notice from its template, an agreement as PDF."""

import io
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment

from documents import registry
from documents.contracts import CONTRACTS
from documents.contracts.mediation.agreement import sample_crew_agreement
from documents.pdf import convert
from documents.render import FILTERS, render
from tests.bench import Measure, milliseconds

ON = date(2026, 11, 16)
NOTICES = 20


def bench_render_notice() -> Measure:
    """One notice of many (D06), against docxtpl, which reads the template anew each time."""
    template, context = registry.template_of("D06"), CONTRACTS["D06"].sample()
    render(template, context)

    def ours() -> None:
        for _ in range(NOTICES):
            render(template, context)

    return Measure(
        milliseconds(ours) / NOTICES, "ms", milliseconds(lambda: _docxtpl(template, context))
    )


def bench_pdf_agreement() -> dict[str, Measure]:
    """
    The PDF of a crew's agreement (D12), fonts loaded.

    Against LibreOffice started for it where there is one, else against docxtpl making the .docx;
    the label says which.
    """
    template, context = registry.template_of("D12"), sample_crew_agreement()
    paper, fonts = render(template, context), registry.fonts()

    def ours() -> None:
        convert(paper, title="调解协议书", created=ON, fonts=fonts)

    ours()
    taken = milliseconds(ours)
    if shutil.which("soffice"):
        with tempfile.TemporaryDirectory() as folder:
            baseline = milliseconds(lambda: _soffice(paper, Path(folder)), times=2)
        return {"against_soffice": Measure(taken, "ms", baseline)}
    baseline = milliseconds(lambda: _docxtpl(template, context))
    return {"against_docxtpl": Measure(taken, "ms", baseline)}


def _docxtpl(template: bytes, context: dict) -> None:
    made, environment = DocxTemplate(io.BytesIO(template)), Environment(autoescape=True)
    environment.filters.update(FILTERS)
    made.render(context, environment)
    made.save(io.BytesIO())


def _soffice(paper: bytes, folder: Path) -> None:
    (folder / "paper.docx").write_bytes(paper)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", folder, folder / "paper.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
