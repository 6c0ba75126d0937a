import importlib
import os
import shutil
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import LazySettings
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished

# A shared machine is no measure of a single example's time; tests/bench/ measures.
hypothesis.settings.register_profile("kuaijie", deadline=None)
hypothesis.settings.load_profile("kuaijie")

ACCESS = Path(__file__).parent / "access"
# Without the windows nobody looks at, a page costs two thirds as much.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
TOOLS = {"browser": CHROMIUM or "chromium", "needs_qpdf": "qpdf", "needs_soffice": "soffice"}
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    from django.db import connection

    from tests import remembered

    remembered.begin_test()
    for marker, program in TOOLS.items():
        if item.get_closest_marker(marker) and not shutil.which(program):
            pytest.skip(f"没有 {program}")
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("只在 PostgreSQL 上有意义")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Begin with `tests/access`, whose modules share a world, wherever chance has put them.

    Mark what commits for both databases. Leave out on PostgreSQL what never opens one; it has run
    once already.
    """
    items.sort(key=lambda item: ACCESS not in item.path.parents)
    for item in items:
        opens = item.get_closest_marker("django_db")
        if opens and opens.kwargs.get("transaction"):
            item.add_marker("both")
    if os.environ.get("KUAIJIE_EXPECT_ENGINE") != "postgresql":
        return
    with_tables = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}
    kept, left_out = [], []
    for item in items:
        opens = item.get_closest_marker("django_db") or with_tables & set(item.fixturenames)
        (kept if opens else left_out).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Sign a certificate while the clock runs: cryptography keeps the datetime it first meets."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "first")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1)
    made = made.not_valid_before(datetime(2026, 1, 1)).not_valid_after(datetime(2027, 1, 1))
    _ = made.sign(key, hashes.SHA256()).not_valid_after_utc


def pytest_sessionfinish(session: pytest.Session) -> None:
    from tests import remembered

    remembered.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory, django_db_modify_db_settings
) -> None:
    """Keep the test database in a file when a server in another process is to share it."""
    from django.db import connection

    shared = any("room_server" in getattr(i, "fixturenames", ()) for i in request.session.items)
    if shared and connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture
def room_server(transactional_db, _test_installation):
    """A server that speaks sockets, on what the test has committed."""
    from tests.room.live import LiveServer

    server = LiveServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Add to the test database what is not in the models: the triggers of append-only tables."""
    from django.db import connection

    from tests import emptied

    emptied.empty_after_every_test()
    append_only = (
        "cases.migrations.0002_append_only",
        "documents.migrations.0002_append_only",
        "room.migrations.0002_append_only",
        "fund.migrations.0002_append_only",
    )
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for migration in append_only:
            importlib.import_module(migration).add_triggers(None, editor)


@pytest.fixture(scope="session")
def signing_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificates of the platform seal: making a key takes a second, so once is enough."""
    return tmp_path_factory.mktemp("signing")


@pytest.fixture(autouse=True)
def _test_installation(settings: LazySettings, tmp_path: Path, signing_dir: Path) -> None:
    """Give each test its own files and cache, jobs that run at once, and cheap passwords."""
    settings.FILES_DIR = tmp_path / "files"
    settings.SIGNING_DIR = signing_dir
    # Rate limits count in the cache; one test's visits must not lock out the next.
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.WHITENOISE_USE_FINDERS = False  # it lists every static file for every client
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def failed_jobs(request: pytest.FixtureRequest):
    """
    The results of the background jobs that failed in this test; any left at the end fails it.

    The immediate backend swallows exceptions, so a broken job would otherwise go unseen. A test
    that means a job to fail asks for this list and clears it.
    """
    failed = []

    def collect(sender, task_result, **kwargs) -> None:
        if task_result.status == TaskResultStatus.FAILED:
            failed.append(task_result)

    task_finished.connect(collect)
    yield failed
    task_finished.disconnect(collect)
    if failed:
        pytest.fail("\n".join(e.traceback for result in failed for e in result.errors))


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the whole run; each party opens a context of its own in it."""
    from playwright.sync_api import expect, sync_playwright

    from tests.journeys.browser import PATIENCE_MS

    # Playwright's synchronous interface runs an event loop in this thread, where Django would
    # otherwise refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = CHROMIUM_FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        expect.set_options(timeout=PATIENCE_MS)
        yield opened
        opened.close()
