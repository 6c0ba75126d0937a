"""
The database between two tests that commit: only tables that have rows are emptied.

Django would truncate some three hundred tables, and then write every content type and permission
anew; a test writes to a few dozen.
"""

import functools

from django.db import connection, transaction
from django.test import TransactionTestCase

# Written once, with the tables.
_KEPT = frozenset({"django_content_type", "auth_permission"})
_flush = TransactionTestCase._fixture_teardown


def empty_after_every_test() -> None:
    """Have every test that commits leave the tables as Django's own `flush` would."""
    TransactionTestCase._fixture_teardown = _empty


def _empty(test: TransactionTestCase) -> None:
    if connection.vendor == "postgresql" and not _is_superuser():
        _flush(test)
        return
    connection.disable_constraint_checking()  # SQLite knows it outside a transaction only
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Nor do the triggers of append-only tables keep their rows.
                cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(_which_have_rows())
            for (table,) in cursor.fetchall():
                cursor.execute(f'DELETE FROM "{table}"')
    finally:
        connection.enable_constraint_checking()


@functools.cache
def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return cursor.fetchone()[0] == "on"


@functools.cache
def _which_have_rows() -> str:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
        for table in sorted(set(tables) - _KEPT)
    )
