"""The set of papers of a case of three hundred workers: everybody's own, as .docx and as PDF."""

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment

from documents import registry
from documents.bundle import bundle
from documents.contracts import samples
from documents.contracts.mediation.agreement import sample_annex
from documents.pdf import convert
from documents.render import FILTERS, render
from documents.template_desk.queries import shipped_template
from tests.bench import Measure

ON = date(2026, 11, 16)
WORKERS = 300
SAMPLE = 10
TITLE = "欠付劳动报酬明细"


def set_300() -> dict[str, Measure]:
    """
    Every worker's row of the annex as a paper of its own, in .docx and PDF, or bound as one PDF.

    Against docxtpl and one call of LibreOffice for a sample of ten, times thirty; where there is
    no LibreOffice, against docxtpl alone. The label says which.
    """
    template, fonts = shipped_template("D12A"), registry.fonts()
    contexts = [_own(row) for row in samples.crew(WORKERS)]
    convert(render(template, contexts[0]), title=TITLE, created=ON, fonts=fonts)

    def apart() -> None:
        for context in contexts:
            convert(render(template, context), title=TITLE, created=ON, fonts=fonts)

    def bound() -> None:
        papers = ((TITLE, render(template, context)) for context in contexts)
        bundle(papers, title=TITLE, created=ON, fonts=fonts)

    def theirs() -> None:
        with tempfile.TemporaryDirectory() as folder:
            for no, context in enumerate(contexts[:SAMPLE]):
                (Path(folder) / f"{no}.docx").write_bytes(_docxtpl(template, context))
            if shutil.which("soffice"):
                _soffice(Path(folder))

    scale = WORKERS // SAMPLE
    rival = "docxtpl_and_soffice" if shutil.which("soffice") else "docxtpl_alone"
    label, baseline = f"against_{rival}_on_{SAMPLE}_times_{scale}", _seconds(theirs) * scale
    return {
        label: Measure(_seconds(apart), "s", baseline),
        f"bound.{label}": Measure(_seconds(bound), "s", baseline),
    }


def _own(row: dict) -> dict:
    shares = [share["amount"] for share in row["instalments"]]
    context = sample_annex(2, len(shares))
    return context | {
        "worker_count": 1,
        "workers": [row],
        "instalments": [
            part | {"amount": share}
            for part, share in zip(context["instalments"], shares, strict=True)
        ],
        "gross_total": row["gross"],
        "paid_total": row["paid"],
        "confirmed_total": row["due"],
    }


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _docxtpl(template: bytes, context: dict) -> bytes:
    made, environment = DocxTemplate(io.BytesIO(template)), Environment(autoescape=True)
    environment.filters.update(FILTERS)
    made.render(context, environment)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _soffice(folder: Path) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", folder, *sorted(folder.glob("*.docx"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
