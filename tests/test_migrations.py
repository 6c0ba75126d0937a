"""The migrations make the tables the models describe, on the engine the tests run on."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
INSIDE = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
call_command("migrate", verbosity=0, interactive=False)
call_command("migrate", check_unapplied=True, verbosity=0)
MigrationRecorder(connection).record_applied("cases", "0099_from_elsewhere")
try:
    call_command("migrate", verbosity=0, skip_checks=False)
except SystemCheckError as refused:
    assert "cases.0099_from_elsewhere" in str(refused) and "没有作任何改动" in str(refused)
else:
    raise AssertionError("a database of another line of versions was taken")
sql = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'index')",
    "postgresql": "SELECT tgname FROM pg_trigger UNION SELECT indexname FROM pg_indexes",
}[connection.vendor]
with connection.cursor() as cursor:
    cursor.execute(sql)
    print(*sorted(row[0] for row in cursor.fetchall()))
"""


@pytest.fixture
def elsewhere(tmp_path):
    """The environment of an empty database beside the tests' own."""
    environment = os.environ | {
        "KUAIJIE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "centre.settings",
    }
    if connection.vendor != "postgresql":
        yield environment
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"kuaijie_migrated_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield environment | {"DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.both
@pytest.mark.django_db
def test_an_empty_database_is_brought_up_to_the_models_and_a_foreign_one_left_alone(elsewhere):
    done = subprocess.run(
        [sys.executable, "-c", INSIDE],
        cwd=ROOT,
        env=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = done.stdout.split()
    for trigger in ("cases_caseevent_append_only", "cases_wageentry_append_only"):
        assert trigger in found
    for index in ("workflow_task_inbox", "workflow_task_queue", "case_open", "deadline_running"):
        assert index in found
