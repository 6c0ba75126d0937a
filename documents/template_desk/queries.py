"""Which template is in force, what the versions of a paper are, which past cases are hardest."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Length

from documents import store, trial
from documents.choices import TemplateState
from documents.contracts import CONTRACTS, Contract
from documents.lint import Shape, fields_read, plain
from documents.models import Document, TemplateVersion
from staff.refusals import ActRefused

HARDEST_AT_MOST = 50
LONGEST_READ, NEWEST_READ = 200, 300


def active_version(code: str) -> TemplateVersion | None:
    return TemplateVersion.objects.filter(code=code, state=TemplateState.ACTIVE).first()


def shipped_template(code: str) -> bytes:
    """
    Return the template the system came with.

    Raises:
        ActRefused: there is none.
    """
    path = Path(settings.DOCUMENT_TEMPLATE_DIR) / f"{code}.docx"
    if not path.exists():
        raise ActRefused(f"缺少文书模板{code}.docx，请管理员上传。", source="V-T1")
    return path.read_bytes()


def template_in_force(code: str) -> bytes:
    """
    Return the template papers are made from now: the version in force, else the shipped one.

    Raises:
        ActRefused: its file is missing or was changed.
    """
    version = active_version(code)
    if version is None:
        return shipped_template(code)
    try:
        return store.get(version.file)
    except store.FileDamaged as damaged:
        raise ActRefused(
            f"文书模板{code}第{version.no}版的文件缺失或者被改动。",
            source="V-T1",
            suggest="请管理员在“文书模板”中改回随系统提供的模板，或者批准另一版。",
        ) from damaged


def versions_of(code: str) -> QuerySet[TemplateVersion]:
    people = ("uploaded_by", "approved_by", "file", "sample_docx", "sample_pdf")
    return TemplateVersion.objects.filter(code=code).select_related(*people)


def shapes_of(contract: Contract) -> list[list]:
    """Return the fields a template of the paper may print, as plain data."""
    rows = plain(contract.all_fields())
    for row in rows:
        # A paper with a number series is not issued without its number.
        if row[0] == "number" and contract.series:
            row[3] = True
    return rows


def fields_digest(contract: Contract) -> str:
    """Return the digest of the fields, by which a change of the contract is noticed."""
    return hashlib.sha256(json.dumps(shapes_of(contract)).encode()).hexdigest()[:16]


def is_outdated(version: TemplateVersion) -> bool:
    """Tell whether the paper's fields have changed since the version was checked."""
    return version.report.get("fields") != fields_digest(CONTRACTS[version.code])


@lru_cache(maxsize=128)
def fields_read_by(template: bytes, code: str) -> dict[str, list[str]]:
    """Return the fields a trusted template reads, by path, with the places."""
    return fields_read(template, Shape.read(shapes_of(CONTRACTS[code])))


def fields_used(template: bytes, code: str) -> frozenset[str]:
    return frozenset(fields_read_by(template, code))


def unprinted(code: str) -> list[str]:
    """Return the required fields and articles that the shipped template does not print either."""
    path = Path(settings.DOCUMENT_TEMPLATE_DIR) / f"{code}.docx"
    if not path.exists():
        return []
    used, contract = fields_used(path.read_bytes(), code), CONTRACTS[code]
    read = {_top(name) for name in used}
    fields = [row[0] for row in shapes_of(contract) if row[3] and row[0] not in read]
    return fields + [f"law.{name}" for name in contract.citations if f"law.{name}" not in used]


def _top(path: str) -> str:
    return path.split(".")[0].split("[")[0]


@dataclass(frozen=True)
class FieldUse:
    """One field of the contract and what a template does with it."""

    path: str
    label: str
    kind: str
    required: bool
    places: Sequence[str]
    depth: int

    @property
    def state(self) -> str:
        if self.places:
            return "used"
        return "unused" if self.required else "optional"


def field_rows(code: str, used: dict[str, list[str]]) -> list[FieldUse]:
    """Return every field of the paper with the places where a template reads it."""

    def rows(shapes: list[list], path: str, depth: int) -> Iterator[FieldUse]:
        for name, label, kind, required, of in shapes:
            whole = f"{path}{name}"
            inner = f"{whole}[]." if kind == "表" else f"{whole}."
            below = [key for key in used if key.startswith(inner)]
            places = used.get(whole) or (used[below[0]] if below else [])
            yield FieldUse(whole, label, kind, required, places, depth)
            if below and depth < 2:
                yield from rows(of, inner, depth + 1)

    return list(rows(shapes_of(CONTRACTS[code]), "", 0))


@dataclass(frozen=True)
class FieldDifference:
    """The fields one template reads more, or less, than another."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped)


def difference(code: str, used: Sequence[str] | dict, before: frozenset[str]) -> FieldDifference:
    labels = dict(_labels(shapes_of(CONTRACTS[code]), ""))

    def called(paths: set[str]) -> tuple[str, ...]:
        return tuple(f"{labels.get(path, '')}（{path}）" for path in sorted(paths))

    return FieldDifference(called(set(used) - before), called(set(before) - set(used)))


def _labels(shapes: list[list], path: str) -> Iterator[tuple[str, str]]:
    for name, label, kind, _required, of in shapes:
        yield f"{path}{name}", label
        yield from _labels(of, f"{path}{name}[]." if kind == "表" else f"{path}{name}.")


def trial_fonts() -> trial.Fonts:
    """Return where a child finds the fonts of the papers."""
    dirs = [Path(folder).resolve() for folder in settings.DOCUMENT_FONT_DIRS]
    return trial.Fonts(dirs, settings.DOCUMENT_FONT_MAP)


def trial_limits() -> trial.Limits:
    return trial.Limits(**settings.DOCUMENT_RENDER_LIMITS)


@dataclass(frozen=True)
class Measure:
    """How hard a past paper is to print; nothing of what it says."""

    rows: int
    letters: int
    rare: int


def measure(context: dict[str, Any]) -> Measure:
    """Count the people and rows, the letters, and the characters beyond GB 2312 of a context."""
    rows = letters = rare = 0
    waiting: list[Any] = [context]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            rows += len(value)
            waiting += value
        elif isinstance(value, str):
            letters += len(value)
            rare += sum(map(_is_rare, value))
    return Measure(rows, letters, rare)


@lru_cache(maxsize=8192)
def _is_rare(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def hardest_cases(code: str) -> list[tuple[Measure, dict[str, Any]]]:
    """
    Return the issued papers of a kind that are hardest to print, each with its measure.

    By turns the one with most rows, the longest and the one with most rare characters, among the
    longest and the newest there are; the data is encrypted, so not all of it is read.
    """
    issued = Document.objects.filter(code=code)
    longest = issued.annotate(size=Length("context_json")).order_by("-size", "-pk")
    contexts = {document.pk: document.context for document in longest[:LONGEST_READ]}
    newest = issued.exclude(pk__in=contexts).order_by("-pk")[:NEWEST_READ]
    contexts |= {document.pk: document.context for document in newest}
    measures = {pk: measure(context) for pk, context in contexts.items()}
    orders = [
        iter(sorted(measures, key=lambda pk: (-getattr(measures[pk], by), -pk)))
        for by in ("rows", "letters", "rare")
    ]
    picked: dict[int, None] = {}
    while len(picked) < min(HARDEST_AT_MOST, len(measures)):
        for order in orders:
            following = next((pk for pk in order if pk not in picked), None)
            if following is not None and len(picked) < HARDEST_AT_MOST:
                picked[following] = None
    return [(measures[pk], contexts[pk]) for pk in picked]
