"""
The log of a room is only ever added to; a trigger refuses what slips past the operations.

As with the record of a case, SQLite allows deletion, because that is how a test database is emptied.
"""

from django.db import migrations

TABLE = "room_event"
MESSAGE = "append-only: 只能追加，不能修改或删除"


def add_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION room_append_only() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '%: {MESSAGE}', TG_TABLE_NAME"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION room_append_only()",
            params=None,
        )
    elif vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE}: {MESSAGE}'); END",
            params=None,
        )


def remove_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    on = f" ON {TABLE}" if vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_append_only{on}", params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION room_append_only()", params=None)


class Migration(migrations.Migration):
    dependencies = [("room", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
