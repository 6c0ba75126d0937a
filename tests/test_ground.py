"""The ground the other tests stand on: the announced database, jobs that cannot fail unseen."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_tasks import TaskResultStatus, task

ROOT = Path(settings.BASE_DIR)


@pytest.mark.both
@pytest.mark.django_db
def test_the_tests_run_on_the_announced_engine():
    address = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    with connection.cursor():
        assert connection.vendor == os.environ.get("KUAIJIE_EXPECT_ENGINE", address)


@task
def break_down() -> None:
    raise ValueError("broken on purpose")


@pytest.mark.django_db
def test_a_failing_job_is_noticed(failed_jobs):
    result = break_down.enqueue()
    assert result.status == TaskResultStatus.FAILED
    assert [job.id for job in failed_jobs] == [result.id]
    failed_jobs.clear()


def test_every_make_target_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY:((?:.*\\\n)*.*)$", makefile, re.MULTILINE)[1]
    targets = set(phony.replace("\\", " ").split()) - {"ready"}
    explained = set(re.findall(r"^([a-z-]+):.*## .+$", makefile, re.MULTILINE))
    assert targets == explained


def test_locks_name_no_place_to_fetch_from():
    for name in ("requirements.lock", "setup/node.lock", "package-lock.json", ".npmrc"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "index-url" not in text.replace("--no-emit-index-url", ""), name
        assert '"resolved"' not in text, name
        assert "registry" not in text.replace("omit-lockfile-registry-resolved", ""), name


def test_a_bench_prints_value_baseline_and_ratio():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.run", "ground"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    name, value, unit, baseline, ratio = done.stdout.rstrip("\n").split("\t")
    assert (name, unit) == ("ground.hash", "ms")
    assert float(ratio) == pytest.approx(float(value) / float(baseline), rel=0.01)


@pytest.mark.browser
def test_chromium_shows_chinese(chromium):
    page = chromium.new_page(locale="zh-CN")
    page.set_content("<title>快解</title><p>应付 32,000.00 元</p>")
    assert page.title() == "快解"
    assert page.inner_text("p") == "应付 32,000.00 元"


def processes_on(place: Path) -> int:
    """Return how many processes were started with a data directory below `place`."""
    wanted = f"KUAIJIE_DATA={place}".encode()
    count = 0
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            count += wanted in environment.read_bytes()
    return count


@pytest.mark.slow
def test_start_serves_the_page_and_leaves_nothing_running(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as output:
        system = subprocess.Popen(
            [sys.executable, "setup/start.py"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "KUAIJIE_DATA": str(tmp_path / "data")},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        waited_until = time.monotonic() + 120
        while "按 Ctrl-C 停止" not in (said := log.read_text(encoding="utf-8")):
            assert system.poll() is None, said
            assert time.monotonic() < waited_until, said
            time.sleep(0.5)
        assert processes_on(tmp_path) == len(["supervisor", "web server", "worker", "clock"])
    finally:
        system.terminate()
        code = system.wait(60)
    assert code == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert processes_on(tmp_path) == 0
