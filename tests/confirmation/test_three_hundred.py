"""三百人: one agreement of 300 workers goes to the court in batches, each with its own number."""

import io
import json
import subprocess
import zipfile
from datetime import timedelta

import bagit
import jsonschema
import pytest
from django.conf import settings

from confirmation.choices import ApplicationState, RulingResult
from confirmation.models import Application
from confirmation.operations import court_rules, docket_each
from confirmation.queries import confirmed_fen
from documents import store
from mediation.models import InstalmentShare
from tests import builders
from tests.confirmation.filings import a_complete_file, apply, later, sides

pytestmark = [pytest.mark.slow, pytest.mark.needs_qpdf, pytest.mark.django_db]

WORKERS, BATCH = 300, 50


@pytest.fixture
def sent() -> list[Application]:
    """Six applications of fifty, sent one after the other."""
    case = a_complete_file(WORKERS, 2)
    workers, others = sides(case)
    groups = [workers[start : start + BATCH] for start in range(0, WORKERS, BATCH)]
    return [
        apply(
            case,
            workers=group,
            jointly_with=others,
            signed_by=[*group, *others],
            batch=(no, len(groups)),
        )
        for no, group in enumerate(groups, 1)
    ]


def test_three_hundred_agreements_are_confirmed_in_batches_and_every_packet_holds(sent, tmp_path):
    case, by = sent[0].case, builders.staff_of(sent[0].case).mediator
    assert [a.workers.count() for a in sent] == [BATCH] * (WORKERS // BATCH)
    assert {w.pk for a in sent for w in a.workers.all()} == {w.pk for w in sides(case)[0]}
    for application in sent:
        _packet_is_whole(application, tmp_path / str(application.batch_no))
    numbers = [(a, f"（2026）冀0699民特{200 + a.batch_no}号") for a in sent]
    docketed, failed = docket_each(
        numbers=numbers, decided_on=later(case, 5), by=by, on=later(case, 5)
    )
    assert failed == []
    assert len({a.number for a in docketed}) == len(sent)
    ruled_on = later(case, 9)
    for application in docketed:
        workers, others = list(application.workers.all()), list(application.others.all())
        court_rules(
            application=application,
            number=application.number,
            result=RulingResult.VALID,
            ruled_on=ruled_on,
            served_on=dict.fromkeys([*workers, *others], ruled_on + timedelta(days=1)),
            by=by,
            on=ruled_on + timedelta(days=1),
        )
    agreed = InstalmentShare.objects.filter(instalment__agreement=sent[0].agreement)
    states = set(Application.objects.values_list("state", flat=True))
    assert states == {ApplicationState.CONFIRMED}
    assert sum(confirmed_fen(a) for a in Application.objects.all()) == sum(
        agreed.values_list("amount_fen", flat=True)
    )


def _packet_is_whole(application: Application, folder) -> None:
    """By tools that are not ours: the BagIt library, qpdf, a JSON Schema validator."""
    packet = application.packets.get()
    with zipfile.ZipFile(io.BytesIO(store.get(packet.bag))) as archive:
        archive.extractall(folder)
    bag = bagit.Bag(str(folder / "packet"))
    assert bag.validate()
    data = json.loads((folder / "packet/data/packet.json").read_text(encoding="utf-8"))
    schema = json.loads((settings.BASE_DIR / "docs/packet.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    rows = data["information"]["workers"]
    assert len(rows) == application.workers.count()
    pdfs = sorted((folder / "packet/data").glob("*.pdf"))
    assert len(pdfs) == packet.items.count() + 1
    for pdf in (pdfs[0], pdfs[1]):
        told = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
