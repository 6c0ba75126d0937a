"""Papers: notices from their template, the agreement as PDF, an annex of two thousand workers."""

import io
import multiprocessing
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment

from documents import registry
from documents.contracts import CONTRACTS
from documents.contracts.mediation.agreement import sample_annex, sample_crew_agreement
from documents.pdf import convert
from documents.render import FILTERS, render
from documents.template_desk.queries import shipped_template
from tests.bench import Measure, milliseconds
from tests.bench.bench_sets import set_300 as bench_set_300  # noqa: F401 -- measured here

ON = date(2026, 11, 16)
NOTICES = 20
SAMPLE = 10  # papers for the slow routes
ANNEX = 2000


def bench_render_notice() -> Measure:
    """One notice of many (D06), against docxtpl, which reads the template anew each time."""
    template, context = shipped_template("D06"), CONTRACTS["D06"].sample()
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

    Against LibreOffice kept running (what a further file adds to one call) and started for each
    file, where there is one; else against docxtpl making the .docx; the label says which.
    """
    template, context = shipped_template("D12"), sample_crew_agreement()
    paper, fonts = render(template, context), registry.fonts()

    def ours() -> None:
        fonts.lines.clear()
        convert(paper, title="调解协议书", created=ON, fonts=fonts)

    ours()
    taken = milliseconds(ours)
    if shutil.which("soffice"):
        kept, per_call = _soffice([paper] * SAMPLE)
        return {
            "against_soffice_kept_running": Measure(taken, "ms", kept),
            "against_soffice_per_call": Measure(taken, "ms", per_call),
        }
    baseline = milliseconds(lambda: _docxtpl(template, context))
    return {"against_docxtpl": Measure(taken, "ms", baseline)}


def bench_notices_per_s() -> dict[str, Measure]:
    """
    Notices (D06, each to somebody else) as .docx and PDF, in one process and on all cores.

    Against docxtpl and, where there is one, a LibreOffice kept running, in one process.
    """
    registry.fonts()
    contexts = list(_notices(NOTICES * 20))
    _make(contexts[:NOTICES])
    started = time.perf_counter()
    _make(contexts[NOTICES:])
    ours = (len(contexts) - NOTICES) / (time.perf_counter() - started)
    cores = os.cpu_count() or 1
    shares = [contexts[NOTICES + core :: cores] for core in range(cores)]
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        pool.map(_make, [contexts[:NOTICES]] * cores, chunksize=1)
        started = time.perf_counter()
        pool.map(_make, shares, chunksize=1)
        everywhere = (len(contexts) - NOTICES) / (time.perf_counter() - started)
    template = shipped_template("D06")
    per_notice, label = milliseconds(lambda: _docxtpl(template, contexts[0])), "docxtpl"
    if shutil.which("soffice"):
        per_notice += _soffice([render(template, context) for context in contexts[:SAMPLE]])[0]
        label += "_and_soffice"
    return {
        f"one_process_against_{label}": Measure(ours, "1/s", 1000 / per_notice),
        f"all_cores_against_{label}": Measure(everywhere, "1/s", 1000 / per_notice),
    }


def bench_annex_2000() -> Measure:
    """A roster of 2,000 workers (D12A) as .docx and PDF, against ten times one of 200: linear."""
    template, fonts = shipped_template("D12A"), registry.fonts()

    def made(workers: int) -> float:
        context = sample_annex(workers, 1)

        def annex() -> None:
            fonts.lines.clear()
            convert(render(template, context), title="明细表", created=ON, fonts=fonts)

        return milliseconds(annex, times=2)

    tenth = made(ANNEX // 10)
    return Measure(made(ANNEX), "ms", 10 * tenth)


def _notices(count: int) -> Iterable[dict]:
    for no in range(1, count + 1):
        yield CONTRACTS["D06"].sample() | {"recipient": f"示例市第{no}建筑劳务有限公司"}


def _make(contexts: Iterable[dict]) -> None:
    template, fonts = shipped_template("D06"), registry.fonts()
    for context in contexts:
        convert(render(template, context), title="调解通知书", created=ON, fonts=fonts)


def _docxtpl(template: bytes, context: dict) -> None:
    made, environment = DocxTemplate(io.BytesIO(template)), Environment(autoescape=True)
    environment.filters.update(FILTERS)
    made.render(context, environment)
    made.save(io.BytesIO())


def _soffice(papers: list[bytes]) -> tuple[float, float]:
    """Milliseconds a file: of one more in the same call, and of a call for it alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"paper{no}.docx" for no in range(len(papers))]
        for file, paper in zip(files, papers, strict=True):
            file.write_bytes(paper)

        def call(some: list[Path]) -> None:
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 "--convert-to", "pdf", "--outdir", folder, *some],
                check=True, capture_output=True, timeout=300,
            )  # fmt: skip

        call(files[:1])  # makes the profile
        one = milliseconds(lambda: call(files[:1]), times=2)
        every = milliseconds(lambda: call(files), times=1)
        return (every - one) / (len(files) - 1), one
