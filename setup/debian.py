"""Fetch a Debian package where that is possible without asking: as root, on a machine with apt."""

import os
import shutil
import subprocess
import sys


def say(chinese: str, english: str) -> None:
    """Print one line of progress; stderr, so that a measurement's stdout stays clean."""
    print(f"» {chinese}  /  {english}", file=sys.stderr, flush=True)


def install(package: str) -> bool:
    """Install `package` with apt-get; return whether that was possible and succeeded."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"用 apt 安装 {package}", f"installing {package} with apt")
    apt = ["apt-get", "-q"]
    steps = ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", package])
    for step in steps:
        done = subprocess.run(
            step,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        # A mirror that is briefly away makes "update" fail while the package is still to be had.
        if done.returncode and "install" in step:
            print(done.stdout[-2000:], file=sys.stderr)
            return False
    return True
