"""
What a voucher says is true for good: balanced when it is written, unchangeable afterwards.

Postings are inserted first and the voucher after them (the foreign key is checked at the end of the
transaction). A trigger refuses a voucher whose postings do not sum to 0 and a posting to a voucher
that stands. On SQLite rows may be deleted, because that is how a test database is emptied.
"""

from django.db import migrations

TABLES = ("fund_voucher", "fund_posting", "fund_dailyclose", "fund_approval")
MESSAGE = "append-only: 只能追加，不能修改或删除"
UNBALANCED = "unbalanced: 凭证借贷不平"
SEALED = "sealed: 凭证已经入账，不能再加分录"
BALANCED = "(SELECT COUNT(*) >= 2 AND SUM(amount_fen) = 0 FROM fund_posting WHERE voucher_id = NEW.id)"
STANDS = "EXISTS (SELECT 1 FROM fund_voucher WHERE id = NEW.voucher_id)"


def _on_postgresql(editor) -> None:
    def function(name: str, body: str) -> None:
        editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
            params=None,
        )

    error = "USING ERRCODE = 'integrity_constraint_violation'"
    function("fund_append_only", f"RAISE EXCEPTION '%: {MESSAGE}', TG_TABLE_NAME {error};")
    function(
        "fund_voucher_seals",
        f"IF NOT {BALANCED} THEN RAISE EXCEPTION '{UNBALANCED}' {error}; END IF; RETURN NEW;",
    )
    function(
        "fund_posting_open",
        f"IF {STANDS} THEN RAISE EXCEPTION '{SEALED}' {error}; END IF; RETURN NEW;",
    )
    for table in TABLES:
        editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION fund_append_only()",
            params=None,
        )
    for table, name in (("fund_voucher", "fund_voucher_seals"), ("fund_posting", "fund_posting_open")):
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
            params=None,
        )


def _on_sqlite(editor) -> None:
    for table in TABLES:
        editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: {MESSAGE}'); END",
            params=None,
        )
    editor.execute(
        "CREATE TRIGGER fund_voucher_seals BEFORE INSERT ON fund_voucher"
        f" WHEN NOT {BALANCED} BEGIN SELECT RAISE(ABORT, '{UNBALANCED}'); END",
        params=None,
    )
    editor.execute(
        "CREATE TRIGGER fund_posting_open BEFORE INSERT ON fund_posting"
        f" WHEN {STANDS} BEGIN SELECT RAISE(ABORT, '{SEALED}'); END",
        params=None,
    )


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        _on_postgresql(schema_editor)
    elif schema_editor.connection.vendor == "sqlite":
        _on_sqlite(schema_editor)


def remove_triggers(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    names = [(t, f"{t}_append_only") for t in TABLES]
    names += [("fund_voucher", "fund_voucher_seals"), ("fund_posting", "fund_posting_open")]
    for table, name in names:
        on = f" ON {table}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)
    if postgresql:
        for name in ("fund_append_only", "fund_voucher_seals", "fund_posting_open"):
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("fund", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
