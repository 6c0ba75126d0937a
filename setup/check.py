"""
Run the checks and the tests: `python setup/check.py [STAGE…]`; every stage without arguments.

Goes on after a failure, so that one run shows everything, and ends with one line that counts.
What this machine cannot run is named and counted as skipped; with CI=true it is a failure.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from shutil import disk_usage, which
from subprocess import PIPE, STDOUT

import children
import postgresql
from debian import install, say

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ORDINARY = "not browser and not slow and not needs_soffice"
# What files say that have such tests: to read the others as well takes longer than some tests.
IN_BROWSER = ("mark.browser",)
ON_BOTH = ("mark.both", "mark.postgresql", "transaction=True")
# A worker keeps to its own half of the tests until the other has finished, so that what a module
# builds for its tests is built once.
WORKERS = ["-n", "auto", "--dist", "worksteal"]
ALL = ["checks", "sqlite", "postgresql", "browser"]
TYPES = ["mypy"]
LINT = ["ruff", "check", "."], ["ruff", "format", "--check", "."]
IMPORTS = ["lint-imports"]
MANAGE = ["python", "manage.py"]
MIGRATIONS = [*MANAGE, "check"], [*MANAGE, "makemigrations", "--check", "--dry-run"]
# What a test writes is gone after it: in memory, nobody waits for the disk to have it for good.
IN_MEMORY = Path("/dev/shm")
ROOM_FOR_ALL = 4 << 30


class Report:
    """What happened so far: counts as pytest has them, and what could not be had."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.counts: Counter[str] = Counter()
        self.failed_stages: list[str] = []
        self.missing: list[str] = []

    def run(
        self,
        command: list[str],
        output: int | None = None,
        changes: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` in the tree, on SQLite and a data directory of its own."""
        own = {**os.environ, "KUAIJIE_DATA": str(self.data), "TMPDIR": str(self.data)}
        for name in ("DATABASE_URL", "KUAIJIE_EXPECT_ENGINE", "KUAIJIE_PRODUCTION"):
            own.pop(name, None)
        return subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=ROOT, env={**own, **(changes or {})},
            stdout=output, stderr=output and STDOUT, text=True, check=False,
        )  # fmt: skip

    def check(self, *commands: list[str]) -> None:
        """Run plain commands beside each other; each that fails counts as one failure."""
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            for done in workers.map(partial(self.run, output=PIPE), commands):
                print(done.stdout, end="", flush=True)
                if done.returncode:
                    self.counts["failed"] += 1
                    self.failed_stages.append(" ".join([done.args[0].name, *done.args[1:2]]))

    def test(self, title: str, *arguments: str, **environment: str) -> None:
        """Run pytest with `arguments` and add its counts."""
        results = self.data / "results.xml"
        results.unlink(missing_ok=True)
        command = ["pytest", f"--junitxml={results}", *arguments]
        code = self.run(command, changes=environment).returncode
        counts = read_counts(results)
        self.counts += counts
        # A run that dies or selects nothing must not look like one that passed.
        if code and not counts["failed"] + counts["errors"]:
            self.counts["failed"] += 1
        if code:
            self.failed_stages.append(f"pytest, {title}")

    def skip(self, title: str, selection: str, remedy: str) -> None:
        """Count the tests of `selection` as skipped, because `title` cannot be had here."""
        listed = subprocess.run(
            [BIN / "pytest", "--collect-only", "-q", "-m", selection],
            cwd=ROOT, env={**os.environ, "KUAIJIE_DATA": str(self.data)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = re.search(r"^(\d+)(?:/\d+)? tests? collected", listed.stdout, re.MULTILINE)
        number = int(found[1]) if found else 0
        self.counts["skipped"] += number
        self.missing.append(f"{title}：{number} 项测试未运行；{remedy}")


def read_counts(results: Path) -> Counter[str]:
    """Return passed, failed, errors and skipped of one JUnit file; nothing without a file."""
    counts: Counter[str] = Counter()
    if not results.is_file():
        return counts
    for suite in ET.parse(results).getroot().iter("testsuite"):
        failed, errors, skipped = (
            int(suite.get(name, 0)) for name in ("failures", "errors", "skipped")
        )
        total = int(suite.get("tests", 0))
        counts.update(
            passed=total - failed - errors - skipped, failed=failed, errors=errors, skipped=skipped
        )
    return counts


def sqlite(report: Report) -> None:
    # Looks through the bundles we make; without it their test skips itself.
    if not which("qpdf"):
        install("qpdf")
    report.test(
        "SQLite", *WORKERS, "-m", f"{ORDINARY} and not postgresql",
        KUAIJIE_EXPECT_ENGINE="sqlite",
    )  # fmt: skip


@contextlib.contextmanager
def postgresql_url() -> Iterator[str | None]:
    """Yield the address of the caller's server, else of a throw-away one; None without any."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    at = postgresql.binaries()
    if at is None:
        yield None
        return
    with postgresql.server(at) as url:
        yield url


def files_with(words: Sequence[str]) -> list[str]:
    found = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(f) for f in found if any(word in f.read_text() for word in words)]


def on_postgresql(report: Report, selection: str = ORDINARY, files: Sequence[str] = ()) -> None:
    with postgresql_url() as url:
        if url is None:
            report.skip("PostgreSQL", selection, "sudo apt-get install -y postgresql")
            return
        report.test(
            "PostgreSQL", *WORKERS, "-m", selection, *files,
            DATABASE_URL=url, KUAIJIE_EXPECT_ENGINE="postgresql",
        )  # fmt: skip


def has_chromium() -> bool:
    shell = "chromium-headless-shell"  # far cheaper than the whole browser
    return bool(which(shell) or install(shell) or which("chromium") or install("chromium"))


def browser(report: Report) -> None:
    if not has_chromium():
        report.skip("Chromium", "browser", "sudo apt-get install -y chromium")
        return
    report.test(
        "browser", *WORKERS, "-m", "browser and not slow", *files_with(IN_BROWSER),
        KUAIJIE_EXPECT_ENGINE="sqlite",
    )  # fmt: skip


def slow(report: Report) -> None:
    # Two servers that tell each other of a room's news; without it their test skips itself.
    if not which("redis-server"):
        install("redis-server")
    has_chromium()  # a test that needs it skips itself
    has_office = which("soffice") or install("libreoffice-writer-nogui")
    selection = "slow or needs_soffice"
    if not has_office:
        report.skip("LibreOffice", "needs_soffice", "sudo apt-get install -y libreoffice-writer")
        selection = "slow and not needs_soffice"
    report.test("slow", "-m", selection, KUAIJIE_EXPECT_ENGINE="sqlite")
    on_postgresql(report)


STAGES: dict[str, Callable[[Report], None]] = {
    "lint": lambda report: report.check(*LINT),
    "types": lambda report: report.check(TYPES),
    "imports": lambda report: report.check(IMPORTS),
    "migrations": lambda report: report.check(*MIGRATIONS),
    # Types take longest; the others are done beside them.
    "checks": lambda report: report.check(TYPES, *LINT, IMPORTS, *MIGRATIONS),
    "sqlite": sqlite,
    # Where the two databases can differ; `make test-slow` asks the rest of PostgreSQL as well.
    "postgresql": partial(
        on_postgresql, selection=f"{ORDINARY} and (both or postgresql)", files=files_with(ON_BOTH)
    ),
    "browser": browser,
    "slow": slow,
}


def place_for_files() -> Path | None:
    """Return where the files of the tests are kept: in memory if there is room, else as usual."""
    has_room = IN_MEMORY.is_dir() and disk_usage(IN_MEMORY).free >= ROOM_FOR_ALL
    return IN_MEMORY if has_room and os.access(IN_MEMORY, os.W_OK) else None


def main() -> int:
    children.end_like_ctrl_c()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kuaijie-test-", dir=place_for_files()) as data:
        report = Report(Path(data))
        for name in sys.argv[1:] or ALL:
            say(name, f"make test, stage {name}")
            STAGES[name](report)
    is_ci = os.environ.get("CI") == "true"
    for line in report.missing:
        say(f"跳过 {line}", "skipped here" + (", which CI does not allow" if is_ci else ""))
    for line in report.failed_stages:
        say(f"未通过 {line}", "failed")
    # A test that skips itself says what the machine lacks, as a stage does that cannot be run.
    skipped = report.counts["skipped"]
    if is_ci and skipped and not report.missing:
        say(f"CI 中不允许跳过，跳过了 {skipped} 项", "tests were skipped, which CI does not allow")
    is_failed = bool(report.failed_stages or (is_ci and (report.missing or skipped)))
    counted = [f"{n} {word}" for word in ("failed", "errors", "passed", "skipped")
               if (n := report.counts[word])]  # fmt: skip
    if is_ci and report.missing:
        counted.insert(0, f"{len(report.missing)} missing")
    line = f" {', '.join(counted) or 'checks passed'} in {time.monotonic() - started:.2f}s "
    print(line.center(80, "="), flush=True)
    return int(is_failed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
