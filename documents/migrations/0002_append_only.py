"""
Service on parties and what proves it are only ever added to.

The function behind the PostgreSQL trigger is that of the case record.
"""

from django.db import migrations

TABLES = ("documents_service", "documents_serviceproof")
MESSAGE = "append-only: 只能追加，不能修改或删除"


def add_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
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


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only"), ("documents", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
