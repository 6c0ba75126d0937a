"""What the import contracts cannot see: relations in the database, the clock, writes."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]
CONTRACT = next(c for c in LINTER["contracts"] if c["id"] == "apps")
LAYER = {
    app.strip(" ()"): height
    for height, line in enumerate(reversed(CONTRACT["layers"]))
    for app in line.split("|")
}

# The clock is read at the edge and handed down as `on=` or `at=`.
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "time_ns", "monotonic"}
TIMELESS = {"operations", "queries", "permissions", "models", "choices", "forms", "flows"}

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES |= {f"a{name}" for name in WRITES}
READERS = {"urls", "flows", "views", "consumers", "forms", "queries", "permissions", "models"}


def sources(app: str, subjects: set[str] | None = None) -> Iterator[Path]:
    """Yield the files of `app`, or only those that are, or lie in, one of its `subjects`."""
    for path in sorted((ROOT / app).rglob("*.py")):
        inside = path.relative_to(ROOT / app).with_suffix("").parts
        if subjects is None or inside[0] in subjects:
            yield path


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call in a file with the last part of the called name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)[:80]}"


def test_every_app_of_ours_has_a_layer():
    ours = {c.label for c in apps.get_app_configs() if Path(c.path).parent == ROOT}
    assert ours | {"law"} == set(LAYER) == set(LINTER["root_packages"])


def test_foreign_key_points_down():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and field.concrete and field.related_model
        for here, there in [(model._meta.app_label, field.related_model._meta.app_label)]
        if here != there and here in LAYER and there in LAYER and LAYER[here] <= LAYER[there]
    ]
    assert wrong == []


def test_nothing_below_the_edge_reads_the_clock():
    inner = [path for app in LAYER if app != "law" for path in sources(app, TIMELESS)]
    found = [
        place(path, node)
        for path in [*sources("law"), *inner]
        for node, name in calls(path)
        # localtime(at) converts; localtime() reads.
        if name in CLOCKS and not (name in {"localtime", "localdate"} and node.args)
    ]
    assert found == []


def is_write(node: ast.Call, name: str) -> bool:
    """Return whether the call changes rows; `update` and `delete` only on a queryset's chain."""
    if name in WRITES:
        return True
    if name not in {"update", "delete", "aupdate", "adelete"}:
        return False
    chain = ast.unparse(node.func)
    return any(step in chain for step in (".objects", ".filter(", ".all(", ".exclude("))


def test_only_operations_write():
    found = [
        place(path, node)
        for app in LAYER
        for path in sources(app, READERS)
        for node, name in calls(path)
        if is_write(node, name)
    ]
    assert found == []
