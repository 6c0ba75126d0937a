"""更改记录: who changed which field of a case, when and why, out of the histories of its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.models import (
    Authority,
    Case,
    CaseOfficer,
    Deadline,
    Lead,
    LiabilityLink,
    Party,
    Project,
)
from cases.models.fields import EncryptedTextField
from documents.models import Document
from mediation.models import Agreement, Session

KEPT: tuple[Any, ...] = (
    Case,
    CaseOfficer,
    Lead,
    Party,
    Project,
    LiabilityLink,
    Authority,
    Deadline,
    Session,
    Agreement,
    Document,
)
_OF_HISTORY = {"history_id", "history_date", "history_change_reason", "history_type"}
_OF_HISTORY |= {"history_user", "history_relation"}
_HIDDEN = {"id", "id_index", "reporter_id_index", "case", "key"}
_KINDS = {"+": "新增", "~": "更改", "-": "删除"}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One saved change; `fields` is empty for a new row."""

    at: datetime
    by: str
    reason: str
    kind: str
    subject: str
    fields: tuple[FieldChange, ...]


def changes(case: Case, *, before: datetime | None = None, limit: int = 50):
    """Return the latest changes before a moment, and the moment to go on from (None at the end)."""
    found = []
    for model in KEPT:
        own = {"id": case.pk} if model is Case else {"case_id": case.pk}
        rows = model.history.filter(**own).select_related("history_user")
        if before:
            rows = rows.filter(history_date__lt=before)
        found += rows.order_by("-history_date", "-history_id")[: limit + 1]
    found.sort(key=lambda row: row.history_date, reverse=True)
    page = found[:limit]
    if len(found) > limit:
        # Rows of one moment stay together, or the next page would leave some of them out.
        edge = found[limit].history_date
        page = [row for row in page if row.history_date > edge] or page
    earlier = _earlier(page)
    shown = [_change(row, earlier.get((type(row), row.history_id))) for row in page]
    return shown, page[-1].history_date if len(found) > limit else None


def _earlier(page: list) -> dict:
    """Return the version before each row, by (history model, history id)."""
    before = {}
    for kind in {type(row) for row in page}:
        ids = {row.id for row in page if type(row) is kind}
        versions: dict[int, object] = {}
        for row in kind.objects.filter(id__in=ids).order_by("history_date", "history_id"):
            before[kind, row.history_id] = versions.get(row.id)
            versions[row.id] = row
    return before


def _change(row, earlier) -> Change:
    return Change(
        at=row.history_date,
        by=row.history_user.name if row.history_user else "系统",
        reason=row.history_change_reason or "",
        kind=_KINDS[row.history_type],
        subject=_subject(row),
        fields=tuple(_differences(row, earlier)) if earlier else (),
    )


def _subject(row) -> str:
    names = {"Party": "name", "Deadline": "title", "Document": "title", "Agreement": "number"}
    model = type(row).instance_type
    name = getattr(row, names.get(model.__name__, ""), "") or ""
    return f"{model._meta.verbose_name}{f'“{name}”' if name else ''}"


def _differences(row, earlier) -> Iterator[FieldChange]:
    for field in type(row)._meta.concrete_fields:
        if field.name in _OF_HISTORY | _HIDDEN:
            continue
        old, new = getattr(earlier, field.attname), getattr(row, field.attname)
        if old == new:
            continue
        label = str(field.verbose_name)
        if isinstance(field, EncryptedTextField):
            yield FieldChange(label, "（不显示）" if old else "", "（不显示）" if new else "")
        elif field.is_relation or isinstance(new, list | dict):
            yield FieldChange(label, "", "已更改")
        else:
            yield FieldChange(label, _words(earlier, field), _words(row, field))


def _words(row, field) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.attname)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)[:120]
