"""
Who changed a thing, and why: the one way an operation saves.

simple-history writes a row per save; a row without its author or its reason is worth little,
so both are required here.
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

if TYPE_CHECKING:
    from staff.models import User

Saved = TypeVar("Saved", bound=models.Model)


class _Manager(HistoryManager):
    """simple-history makes a new class for each row it writes; one per queryset is enough."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """
    The history of a model, with a reason of any length.

    A save limited to excluded fields (a sign-in moment, a password) changes nothing that is kept
    and leaves no row.
    """

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("history_change_reason_field", models.TextField(null=True))
        kwargs.setdefault("history_manager", _Manager)
        super().__init__(*args, **kwargs)

    def post_save(self, instance, created, using=None, **kwargs):
        update_fields = kwargs.get("update_fields")
        if update_fields and set(update_fields) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using=using, **kwargs)


def save_with_reason(obj: Saved, *, by: "User", reason: str) -> Saved:
    """
    Save `obj` with its author and reason in the history.

    Raises:
        ValueError: the reason is blank.
    """
    obj._history_user = by
    obj._change_reason = _required(reason)
    obj.save()
    return obj


def bulk_create_with_reason(
    model: type[Saved], objs: Iterable[Saved], *, by: "User", reason: str
) -> list[Saved]:
    """
    Create many rows and their history rows, all with one author and reason.

    Raises:
        ValueError: the reason is blank.
    """
    return bulk_create_with_history(
        list(objs), model, default_user=by, default_change_reason=_required(reason)
    )


def bulk_update_with_reason(
    model: type[Saved], objs: Iterable[Saved], fields: list[str], *, by: "User", reason: str
) -> None:
    """
    Update these fields of many rows with their history rows, all with one author and reason.

    Raises:
        ValueError: the reason is blank.
    """
    bulk_update_with_history(
        list(objs), model, fields, default_user=by, default_change_reason=_required(reason)
    )


def _required(reason: str) -> str:
    if not reason.strip():
        raise ValueError("a change needs its reason")
    return reason
