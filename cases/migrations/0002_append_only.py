"""
The record of a case and the wage accounts are only ever added to (红字冲销, never an eraser).

A trigger refuses what slips past the operations: a correction by SQL, a shell, another program.
On SQLite rows may be deleted, because that is how a test database is emptied; PostgreSQL empties it
by TRUNCATE, so there deleting is refused as well.
"""

from django.db import migrations

TABLES = ("cases_caseevent", "cases_wageentry")
MESSAGE = "append-only: 只能追加，不能修改或删除"


def add_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '%: {MESSAGE}', TG_TABLE_NAME"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$",
            params=None,
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION cases_append_only()",
                params=None,
            )
        elif vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: {MESSAGE}'); END",
                params=None,
            )


def remove_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on}", params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION cases_append_only()", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
