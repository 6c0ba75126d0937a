"""
A throw-away PostgreSQL: `python setup/postgresql.py COMMAND…` runs COMMAND against one.

COMMAND finds its address in DATABASE_URL. The server has to be up before Django reads its
settings, which is why this wraps the test run instead of being a fixture in it.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import children
from debian import install

# Durability is of no use to a server that is thrown away.
SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def binaries() -> Path | None:
    """Return the directory of the newest server on this machine, installing one when root."""
    for attempt in range(2):
        found = [Path(p).parent for p in filter(None, [shutil.which("postgres")])]
        debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        found += sorted((p.parent for p in debian), key=lambda p: float(p.parent.name))
        if found:
            return found[-1]
        if attempt == 0 and not install("postgresql"):
            return None
    return None


def owner() -> dict:
    """Return the Popen options of an unprivileged user: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit("没有可用的普通用户来运行 PostgreSQL  /  no unprivileged user for PostgreSQL")


def is_up(at: Path, home: Path, child: subprocess.Popen, **options) -> bool:
    """Wait until the server answers, at most half a minute; return whether it does."""
    for _ in range(300):
        if child.poll() is not None:
            return False
        asked = subprocess.run([at / "pg_isready", "-q", "-h", home], check=False, **options)
        if asked.returncode == 0:
            return True
        time.sleep(0.1)
    return False


@contextlib.contextmanager
def server(at: Path) -> Iterator[str]:
    """Run a server from the binaries `at` on a private socket; yield its DATABASE_URL."""
    user = owner()
    home = Path(tempfile.mkdtemp(prefix="kuaijie-pg-"))
    child = None
    try:
        if user:
            os.chown(home, user["user"], user["group"])
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)}
        common = {"cwd": home, "env": environment, **user}
        made = subprocess.run(
            [at / "initdb", "-D", home / "data", "-U", "kuaijie", "-A", "trust", "-E", "UTF8",
             "--no-sync"],
            capture_output=True, text=True, check=False, **common,
        )  # fmt: skip
        if made.returncode:
            raise SystemExit(f"initdb 失败  /  initdb failed:\n{made.stderr}")
        options = [part for setting in SPEED for part in ("-c", setting)]
        with open(home / "log", "wb") as log:
            child = children.start(
                [at / "postgres", "-D", home / "data", "-k", home, "-h", "", *options],
                # SIGINT and SIGQUIT are PostgreSQL's "fast" and "immediate" shutdown.
                last_signal=signal.SIGQUIT, stdout=log, stderr=log, **common,
            )  # fmt: skip
        if not is_up(at, home, child, **common):
            log_text = (home / "log").read_text(errors="replace")
            raise SystemExit(f"PostgreSQL 未能启动  /  PostgreSQL did not start:\n{log_text}")
        yield f"postgresql://kuaijie@/kuaijie?host={home}"
    finally:
        if child:
            children.stop(child, by=signal.SIGINT)
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    children.end_like_ctrl_c()
    at = binaries()
    if at is None:
        sys.exit("没有 PostgreSQL：sudo apt-get install -y postgresql  /  no PostgreSQL here")
    with server(at) as url:
        environment = {**os.environ, "DATABASE_URL": url, "KUAIJIE_EXPECT_ENGINE": "postgresql"}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
