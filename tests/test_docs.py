"""What the documents say is what there is: tree, commands, words, moves, links."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from cases.choices import CaseStatus
from cases.models import CASE_MOVES
from centre.demonstration import LOGINS, PASSWORD
from documents.contracts import mediation
from law.statutes import article

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = PROJECT["tool"]["importlinter"]["root_packages"]


def text(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def our_models():
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "history_object")
    ]


def installed() -> set[str]:
    """Names at the top that an installation makes and git leaves alone."""
    lines = text(".gitignore").splitlines()
    return {line.strip("/") for line in lines if "*" not in line}


def test_readme_shows_the_tree_that_is_there():
    tree = re.search(r"^## 目录\n+```\n(.+?)```", text("README.md"), re.MULTILINE | re.DOTALL)[1]
    shown = {line.split()[0].rstrip("/") for line in tree.splitlines()}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert shown == found - installed()


def test_readme_shows_the_layers_that_are_checked():
    contract = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["id"] == "apps")
    assert f"`{' > '.join(contract['layers'])}`" in text("README.md")


def test_every_make_target_is_explained_to_the_reader():
    targets = set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.MULTILINE))
    written = set(re.findall(r"\bmake ([a-z-]+)", text("README.md", "docs/operations.md")))
    assert {"run", "test"} <= targets == written


def test_every_command_of_ours_is_explained():
    ours = {name for name, app in get_commands().items() if app in OURS}
    pages = text("README.md", "docs/operations.md")
    assert {
        name for name in ours if f"`{name}" not in pages and f".py {name}" not in pages
    } == set()


def test_readme_lists_the_logins_of_the_demonstration():
    readme = text("README.md").split("## 两条命令")[0]
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", readme, re.MULTILINE)
    listed = {name: role for names, role in rows for name in re.findall(r"`([^`]+)`", names)}
    assert listed == {login.username: login.role.label for login in LOGINS}
    assert f"`{PASSWORD}`" in readme


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_is_called_as_the_documents_call_it(model):
    assert str(model._meta.verbose_name) in text("docs/glossary.md", "docs/guide.md")


def test_every_status_is_explained():
    table = text("docs/glossary.md").split("## 状态")[1]
    rows = re.findall(r"^\| (?!---)\S+ \| (\S+、\S+) \|$", table, re.MULTILINE)
    # A field inherited from the engine's models is no status of ours.
    fields = [
        field
        for model in our_models()
        for field in model._meta.get_fields()
        if field.name in {"status", "state"} and field.model._meta.app_label in OURS
    ]
    statuses = [[str(label) for _, label in field.choices] for field in fields]
    assert sorted(row.split("、") for row in rows) == sorted(statuses)


def test_every_identifier_of_the_glossary_is_used():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for app in OURS
        for path in (ROOT / app).rglob("*")
        if path.suffix in {".py", ".yaml"}
    )
    table = [line.split("|")[2] for line in text("docs/glossary.md").splitlines() if "| `" in line]
    names = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    words = set(re.findall(r"\w+", code))
    used = {n for n in names if any(w.startswith(n) or w.endswith(f"_{n}") for w in words)}
    assert names - used == set()


def test_lifecycle_prints_every_move():
    rows = re.findall(
        r"^\| (\S+) `(\w+)` \| (\S+) \| (\S+) \| (\S+) \|$", text("docs/lifecycle.md"), re.MULTILINE
    )
    printed = {name: (label, set(frm.split("、")), to, by) for label, name, frm, to, by in rows}
    assert printed == {
        name: (m.label, {CaseStatus(s).label for s in m.frm}, CaseStatus(m.to).label, m.article)
        for name, m in CASE_MOVES.items()
    }
    assert all(article(move.article) for move in CASE_MOVES.values())


def test_lifecycle_draws_the_moves_it_prints():
    drawn = re.findall(r"^    (\S+) --> (\S+): (\S+)$", text("docs/lifecycle.md"), re.MULTILINE)
    assert set(drawn) == {
        (CaseStatus(frm).label, CaseStatus(move.to).label, move.label)
        for move in CASE_MOVES.values()
        for frm in move.frm
    }


def test_the_guide_names_every_paper_of_a_mediation():
    rows = re.findall(r"^\| ([A-Z]\d\w*) \| (\S+) \|", text("docs/guide.md"), re.MULTILINE)
    assert dict(rows) == {contract.code: contract.title for contract in mediation.CONTRACTS}


def test_every_setting_of_the_environment_is_explained():
    read = set(re.findall(r"\bKUAIJIE_[A-Z]+(?:_[A-Z]+)*\b", text("centre/settings.py")))
    read |= {"DATABASE_URL", "KUAIJIE_FIELD_KEY", "KUAIJIE_PASSWORD"}
    pages = text("docs/operations.md")
    assert {name for name in read if f"`{name}" not in pages} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps():
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]} — "), page.name


def test_no_page_names_a_place_on_one_machine():
    place = re.compile(r"(?<![\w.~-])/(?:home|root|work|opt|mnt|srv|Users)/\w")
    pages = [page for page in PAGES if place.search(page.read_text(encoding="utf-8"))]
    assert pages == []
