"""Three hundred awards in one go, and the desk of four hundred open cases, alone and among many."""

import io
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from docxtpl import DocxTemplate
from jinja2 import Environment

from adjudication.queries import register
from documents.registry import fonts, make
from documents.render import FILTERS, render
from documents.template_desk.queries import shipped_template
from tests.adjudication import cases as filed
from tests.bench import Measure, many_arbitrations, milliseconds, uses_database

CASES = 300
SAMPLE = 10
AT = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)


@uses_database
def bench_awards_300() -> dict[str, Measure]:
    """
    The whole batch, against the same 300 papers drawn one by one, and against docxtpl filling them.

    Both from a sample of ten, times thirty. Drawing is all a paper costs by itself: no sum is
    worked out, nothing is checked, numbered, posted or kept. docxtpl does not even lay out a PDF.
    """
    from adjudication.models import Award
    from adjudication.operations import batches
    from tests.adjudication import siblings

    with tempfile.TemporaryDirectory() as folder:
        settings.FILES_DIR = Path(folder)
        settings.TASKS = {
            "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
        }
        group = siblings.of(CASES, found=True)
        batch = batches.start_award_batch(
            arbitrations=group,
            title="",
            pay_within_days=15,
            by=siblings.presiding(group[0]),
            on=siblings.AWARDED,
            at=AT,
        )
        spent = _seconds(lambda: batches.make_award_batch(batch, clock=lambda: AT))
        made = batch.counts()
        if made["done"] != CASES:
            faults = set(batch.items.exclude(fault="").values_list("fault", flat=True))
            raise AssertionError(f"{made}: {faults}")
        contexts = [a.document.context for a in Award.objects.order_by("id")[:SAMPLE]]
    template = shipped_template("A12-1")
    drawn = _seconds(lambda: [_drawn(template, c) for c in contexts]) * CASES / SAMPLE
    baseline = _seconds(lambda: [_docxtpl(template, c) for c in contexts]) * CASES / SAMPLE
    return {
        f"against_drawing_{SAMPLE}_times_{CASES // SAMPLE}": Measure(spent, "s", drawn),
        f"against_docxtpl_alone_on_{SAMPLE}_times_{CASES // SAMPLE}": Measure(spent, "s", baseline),
    }


def _drawn(template: bytes, context: dict) -> bytes:
    day = date.fromisoformat(context["made_on"])
    return make(render(template, context), title="仲裁裁决书", created=day, fonts=fonts()).content


@uses_database
def bench_desk_400() -> dict[str, Measure]:
    """The desk with 400 open cases as its clerk opens it, against the same rows in plain SQL."""
    return _desk(many_arbitrations.fill())


@uses_database
def bench_desk_100k() -> dict[str, Measure]:
    """The same among 100,000 cases that ended, which it must not grow with; and their register."""
    many_arbitrations.surround()
    clerk = many_arbitrations.fill()
    sought = quote(many_arbitrations.SOUGHT)
    search = f"/tribunal/?tab=ended&q={sought}"
    deep = "/tribunal/?tab=ended&after=2019-06-01.1"
    plain = milliseconds(many_arbitrations.plain_register)
    page = {"rows": register.PAGE}
    found = {"rows": many_arbitrations.FOUND}
    return _desk(clerk) | {
        "of_one_arbitrator": _page(filed.bench().sole, "/tribunal/?tab=open"),
        "register": _page(clerk, "/tribunal/?tab=ended", plain, **page),
        "register_deep": _page(clerk, deep, plain, **page),
        "register_search": _page(
            clerk, search, milliseconds(many_arbitrations.plain_search), **found
        ),
        "service": _page(clerk, "/tribunal/service/", rows=0),
    }


def _desk(clerk) -> dict[str, Measure]:
    page = many_arbitrations.opened(clerk)
    plain = milliseconds(many_arbitrations.plain_desk)
    return {
        "all_rows_drawn": Measure(milliseconds(many_arbitrations.anew(page)), "ms", plain),
        "rows_known": Measure(milliseconds(page), "ms", plain),
    }


def _page(person, address: str, plain: float = 0, **shown) -> Measure:
    page = many_arbitrations.opened(person, address, **shown)
    return Measure(milliseconds(page), "ms", plain or milliseconds(many_arbitrations.plain_desk))


def _docxtpl(template: bytes, context: dict) -> bytes:
    made, environment = DocxTemplate(io.BytesIO(template)), Environment(autoescape=True)
    environment.filters.update(FILTERS)
    made.render(context, environment)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
