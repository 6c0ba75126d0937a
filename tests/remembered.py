"""
Builders that are run once and then remembered: the same call on the same data puts back its rows.

A case built act by act takes half a second; putting back what the acts left takes milliseconds.
A builder that begins with another one begins with what that one left, so that the steps which many
cases have in common are taken once.

Only calls inside a test's own transaction are remembered, and only while nothing else has
written since the test began: what stood before is part of the key. So a test cannot see whether
its case was built or put back, except by the clock.
"""

import functools
import os
import pickle
import re
import shutil
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import Enum
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection, models

_EMPTY: Hashable = "empty"
_OF_EVERY_TEST = ("CACHES", "FILES_DIR", "SIGNING_DIR", "TASKS")
_READS = ("BEGIN", "SELECT", "SAVEPOINT", "RELEASE", "EXPLAIN", "PRAGMA", "WITH")
_SIGNING_IN = ("django_session", "axes_accesslog", '"last_login"')

Rows = dict[str, dict[Any, tuple]]
"""Table → primary key → row."""
_WRITES = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')


@dataclass
class _Remembered:
    statements: list[tuple[str, list[tuple]]]
    files: Path
    names: frozenset[str]
    result: bytes


class _State:
    """What is in the database of the test now, as the calls that made it; None when unknown."""

    def __init__(self) -> None:
        self.key: Hashable | None = None
        self.is_putting_back = False
        # For each builder that runs now, the tables it has written to; None where unknown.
        self.written: list[set[str | None]] = []
        self.known: dict[Hashable, _Remembered] = {}
        self.rows: dict[Hashable, tuple[Rows, frozenset[str]]] = {}

    def watch(self, execute, sql, params, many, context):
        if self.key is None and not self.written:
            return execute(sql, params, many, context)
        if self.written and not _reads(sql):
            table = named[1] if (named := _WRITES.match(sql)) else None
            for tables in self.written:
                tables.add(table)
        if not self.is_putting_back and self.key is not None and _tells(sql):
            self.key = None
        return execute(sql, params, many, context)


def _reads(sql: str) -> bool:
    return sql.lstrip()[:10].upper().startswith(_READS)


def _tells(sql: str) -> bool:
    """Whether a statement changes what a builder builds upon."""
    return not _reads(sql) and not any(name in sql for name in _SIGNING_IN)


_state = _State()


def begin_test() -> None:
    """Forget what the last test had built; called before the fixtures of each test."""
    if _state.watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_state.watch)
    _state.key, _state.is_putting_back, _state.written = _EMPTY, False, []


def remembered(build: Callable) -> Callable:
    """Run `build` once for the same arguments on the same data; put back its rows after that."""

    @functools.wraps(build)
    def call(*args, **kwargs):
        arguments = _key_of((args, tuple(sorted(kwargs.items()))))
        if not _is_usable() or arguments is None:
            return build(*args, **kwargs)
        key = (_state.key, build.__name__, arguments, _frozen_at(), _settings_of_the_test())
        if key not in _state.known:
            return _build(key, build, args, kwargs)
        return _put_back(key)

    return call


def _is_usable() -> bool:
    # Outside a transaction the rows would stay; with rows in an "empty" database a fixture of a
    # wider scope has built a world of its own.
    if _state.key is None or not connection.in_atomic_block:
        return False
    user = apps.get_model(settings.AUTH_USER_MODEL)
    return _state.key != _EMPTY or not user.objects.exists()


def _frozen_at() -> datetime | None:
    now = datetime.now()
    return now if type(now).__module__.startswith("freezegun") else None


def _settings_of_the_test() -> tuple:
    """The settings this test has changed, but for those every test has its own of."""
    changed, holder = {}, settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed = {k: repr(v) for k, v in vars(holder).items() if k.isupper()} | changed
        holder = holder.default_settings
    return tuple(sorted(item for item in changed.items() if item[0] not in _OF_EVERY_TEST))


def _key_of(value: object) -> Hashable | None:
    """A key that is equal for equal arguments; None where there is none."""
    if isinstance(value, models.Model):
        return (type(value)._meta.label, value.pk)
    if isinstance(value, SimpleNamespace):
        return _key_of(tuple(sorted(vars(value).items())))
    if isinstance(value, list | tuple):
        parts = tuple(_key_of(part) for part in value)
        return None if None in parts else (type(value).__name__, *parts)
    if value is None or isinstance(value, str | int | Decimal | date | time | Enum | tzinfo):
        return (type(value).__name__, str(value))
    return None


def _build(key: Hashable, build: Callable, args: tuple, kwargs: dict):
    before_key = _state.key
    if before_key not in _state.rows:
        _state.rows[before_key] = _all_rows(), _files()
    before, had = _state.rows[before_key]
    written: set[str | None] = set()
    _state.written.append(written)
    waiting = len(connection.run_on_commit)
    try:
        result = build(*args, **kwargs)
    except BaseException:
        _state.key = None
        raise
    finally:
        _state.written.pop()
    after, has = _state.rows[key] = _rows_after(before, written), _files()
    _state.key = key
    try:
        pickled = pickle.dumps(result)
    except (TypeError, AttributeError, pickle.PicklingError):
        return result
    kept = Path(mkdtemp(prefix="remembered-", dir=_folder()))
    names = has - had
    _copy(names, Path(settings.FILES_DIR), kept)
    del connection.run_on_commit[waiting:]
    _state.known[key] = _Remembered(
        statements=[
            (sql, [tuple(map(_stored, row)) for row in rows])
            for sql, rows in _statements(before, after)
        ],
        files=kept,
        names=names,
        result=pickled,
    )
    return result


def _rows_after(before: Rows, written: set[str | None]) -> Rows:
    """All rows now; of a table that was not written to, those of before."""
    return _all_rows() if None in written else {**before, **_rows_of(written & _tables().keys())}


def _statements(before: Rows, after: Rows) -> Iterable[tuple[str, Iterable[tuple]]]:
    """What leads from one state to the other: deletions first, a row may take another's place."""
    differing = [t for t in before.keys() | after.keys() if before.get(t) is not after.get(t)]
    changes = [(table, before.get(table, {}), after.get(table, {})) for table in differing]
    for table, old, new in changes:
        if gone := old.keys() - new.keys():
            yield f'DELETE FROM "{table}" WHERE {_pk(table)} = %s', [(pk,) for pk in gone]
    for table, old, new in changes:
        if added := [row for pk, row in new.items() if pk not in old]:
            places = ", ".join(["%s"] * len(added[0]))
            yield f'INSERT INTO "{table}" VALUES ({places})', added
    for table, old, new in changes:
        if changed := [(*row, pk) for pk, row in new.items() if pk in old and old[pk] != row]:
            columns = ", ".join(f'"{name}" = %s' for name in _columns(table))
            yield f'UPDATE "{table}" SET {columns} WHERE {_pk(table)} = %s', changed


def _put_back(key: Hashable):
    kept = _state.known[key]
    _state.is_putting_back = True
    try:
        with connection.cursor() as cursor:
            for sql, rows in kept.statements:
                cursor.executemany(sql, rows)
    finally:
        _state.is_putting_back = False
    _copy(kept.names, kept.files, Path(settings.FILES_DIR))
    _state.key = key
    return pickle.loads(kept.result)


def _stored(value: object) -> object:
    if connection.vendor == "sqlite" and isinstance(value, date | time):
        return str(value)
    return value


@functools.cache
def _tables() -> dict[str, tuple[str, int]]:
    """Table → its primary key's column and that column's place in the table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and not _is_of_signing_in(model):
            table, pk = model._meta.db_table, model._meta.pk.column
            found[table] = pk, _columns(table).index(pk)
    return found


def _is_of_signing_in(model: type[models.Model]) -> bool:
    return model._meta.db_table in _SIGNING_IN


@functools.cache
def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]


def _pk(table: str) -> str:
    return f'"{_tables()[table][0]}"'


def _all_rows() -> Rows:
    return _rows_of(_tables())


def _rows_of(tables: Iterable[str]) -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            _, place = _tables()[table]
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = {row[place]: row for row in cursor.fetchall()}
    return found


def _files() -> frozenset[str]:
    root = Path(settings.FILES_DIR)
    return frozenset(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def _copy(names: Iterable[str], source: Path, target: Path) -> None:
    for folder in {os.path.dirname(name) for name in names}:
        (target / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(f"{source}/{name}", f"{target}/{name}")


@functools.cache
def _folder() -> Path:
    folder = Path(mkdtemp(prefix="kuaijie-remembered-"))
    _folders.append(folder)
    return folder


_folders: list[Path] = []


def forget() -> None:
    """Remove the files kept for remembered calls."""
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
