"""A decision can be read by anybody without telling who the people in it are."""

import subprocess

import pytest

from adjudication.papers.public import public_context, public_pdf
from tests.adjudication import heard

pytestmark = pytest.mark.django_db


def test_the_public_version_names_nobody_and_keeps_the_decision(tmp_path) -> None:
    arbitration = heard.an_issued_award(2)
    award = arbitration.awards.get(kind="A12-1")
    said = str(public_context(award.document))
    workers = list(arbitration.applicants.all())
    employer = arbitration.case.debtor
    for worker in workers:
        for secret in (worker.name, worker.id_no, worker.phone):
            assert secret
            assert secret not in said
    assert employer.legal_rep not in said
    assert employer.name in said
    file = tmp_path / "public.pdf"
    file.write_bytes(public_pdf(award.document))
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    assert "公开版，不作凭证" in text.stdout  # no code: it proves nothing
    plain = text.stdout.replace(" ", "").replace("\n", "")
    assert "103324.14元" in plain
    assert f"{workers[0].name[0]}某" in plain
    for worker in workers:
        assert worker.name not in plain
        assert worker.id_no not in plain
