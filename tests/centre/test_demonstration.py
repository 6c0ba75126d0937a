"""The training installation: what fails half way is not left standing and not passed over."""

import shutil
from pathlib import Path

import pytest
import yaml

from cases.models import Case, Lead
from centre import demonstration
from staff.models import User

pytestmark = pytest.mark.django_db
FILED = "5-filed_today.yaml"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The demonstration with one case of three acts, and the reports that wait."""
    whole = demonstration.HERE
    (tmp_path / "cases").mkdir()
    shutil.copy(whole / "cases" / FILED, tmp_path / "cases" / FILED)
    shutil.copy(whole / "leads.yaml", tmp_path)
    monkeypatch.setattr(demonstration, "HERE", tmp_path)
    return tmp_path


def quietly(line: str) -> None:
    pass


def test_a_case_that_fails_half_way_is_loaded_whole_the_next_time(folder):
    file = folder / "cases" / FILED
    good = file.read_text(encoding="utf-8")
    content = yaml.safe_load(good)
    content["acts"].append(content["acts"][-1])  # nobody applies twice
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RuntimeError, match="未能办到底"):
        demonstration.load(say=quietly)
    assert not Case.objects.exists()
    assert User.objects.filter(username="shouli").exists()
    file.write_text(good, encoding="utf-8")
    demonstration.load(say=quietly)
    assert Case.objects.get().documents.filter(code="D01").exists()
    before = Lead.objects.count()
    demonstration.load(say=quietly)
    assert (Case.objects.count(), Lead.objects.count()) == (1, before)


def test_reports_that_fail_half_way_are_filed_whole_the_next_time(folder):
    file = folder / "leads.yaml"
    good = file.read_text(encoding="utf-8")
    rows = yaml.safe_load(good)
    rows[-1].pop("amount")
    file.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(KeyError):
        demonstration.load(say=quietly)
    assert not Lead.objects.filter(source_number=rows[0]["source_number"]).exists()
    file.write_text(good, encoding="utf-8")
    demonstration.load(say=quietly)
    found = Lead.objects.values_list("source_number", flat=True)
    assert {row["source_number"] for row in rows} <= set(found)
