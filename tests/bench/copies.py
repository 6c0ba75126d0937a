"""Rows by the hundred thousand: copies of one that was made as usual, told apart by expressions."""

from django.db import connection
from django.db.models import Model

# Far above what the tables number themselves.
FIRST = 1_000_000


def copies(row: Model, count: int, **differing: str) -> None:
    """
    Copy a row `count` times under the keys from `FIRST` on.

    `differing` gives columns an SQL expression of `n`, which counts from 0; the key is one more.
    """
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    differing = {"id": f"{FIRST} + n", **differing}
    values = [differing.get(column, f"{table}.{column}") for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE counting(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counting"
            f" WHERE n + 1 < {int(count)})"
            f" INSERT INTO {table} ({', '.join(columns)})"
            f" SELECT {', '.join(values)} FROM {table}, counting WHERE {table}.id = {int(row.pk)}"
        )


def a_day_of(first: str, days: int) -> str:
    """Return the expression of a day among so many from `first` on."""
    if connection.vendor == "sqlite":
        return f"date('{first}', '+' || (n % {days}) || ' days')"
    return f"DATE '{first}' + (n % {days})"
