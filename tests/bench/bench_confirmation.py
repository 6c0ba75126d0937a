"""Three hundred workers of one agreement before the court, in batches as the court wishes."""

import time

from confirmation.models import Packet
from documents import registry, store
from documents.bundle import bundle
from documents.models import Document
from documents.pdf import convert
from tests.bench import Measure, uses_database

WORKERS, BATCH = 300, 50


@uses_database
def bench_batch_300() -> dict[str, Measure]:
    """
    Drafted, signed and sent in batches of fifty: packets a second, the database and all checks in.

    Against what laying out the same papers and binding the same packets alone would allow: no
    database, no checks, no scans, no bag.
    """
    from tests.confirmation.filings import a_complete_file, apply, sides

    case = a_complete_file(WORKERS)
    workers, others = sides(case)
    batches = [workers[start : start + BATCH] for start in range(0, WORKERS, BATCH)]
    started = time.perf_counter()
    for no, batch in enumerate(batches, 1):
        apply(case, workers=batch, signed_by=[*batch, *others], batch=(no, len(batches)))
    taken = time.perf_counter() - started
    alone = _papers(case)
    return {"packets_per_second": Measure(len(batches) / taken, "1/s", len(batches) / alone)}


def _papers(case) -> float:
    """Return how long it takes to lay out every paper of the packets, and to bind every packet."""
    fonts = registry.fonts()
    sent = Document.objects.filter(case=case, code__startswith="C")
    files = [(paper.title, paper.issued_on, store.get(paper.docx)) for paper in sent]
    packets = [
        [(i.name, store.get(i.document.docx)) for i in packet.items.all() if i.document]
        for packet in Packet.objects.filter(application__case=case)
    ]
    started = time.perf_counter()
    for title, on, docx in files:
        convert(docx, title=title, created=on, fonts=fonts)
    for papers in packets:
        bundle(papers, title=case.title, created=case.opened_on, fonts=fonts)
    return time.perf_counter() - started
