"""
Make the tree ready to run: virtual environment, Python packages, browser assets, fonts.

Runs on the machine's own Python, before anything is installed. Every step leaves a stamp with the
digest of what it installed, so that a second call has nothing to do.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from debian import install, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ROOT / "requirements.lock"
NODE = ROOT / "setup" / "node.lock"
NODE_MODULES = ROOT / "node_modules"
FONTS = ROOT / ".fonts"
FETCH_FONTS = ROOT / "setup" / "fonts.py"
OLDEST = (3, 11)


def is_done(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest


def digest_of(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def run(command: list[str | Path], counting: str = "", **environment: str) -> None:
    """
    Run one installation step; on failure print its output and stop.

    At a terminal, the lines that begin with `counting` are counted as they come.
    """
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output = []
    counted = 0
    for line in child.stdout or ():
        output.append(line)
        if counting and line.startswith(counting) and sys.stderr.isatty():
            counted += 1
            print(f"\r  {counted}", end="\r", file=sys.stderr, flush=True)
    if child.wait():
        print("".join(output)[-4000:], file=sys.stderr)
        sys.exit(f"安装失败：{' '.join(map(str, command))}  /  this step failed; see above")


def make_environment() -> None:
    """Create .venv; an environment that still starts is kept."""
    if (
        PYTHON.exists()
        and not subprocess.run(
            [PYTHON, "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode
    ):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    has_venv = [sys.executable, "-c", "import venv, ensurepip; ensurepip.version()"]
    missing = subprocess.run(has_venv, capture_output=True, check=False).returncode
    if missing and not install(package):
        sys.exit(f"缺少 venv，请先运行：sudo apt-get install -y {package}  /  then call make again")
    say("建立 Python 虚拟环境 .venv", "creating the virtual environment")
    run([sys.executable, "-m", "venv", "--clear", VENV])


def install_packages() -> None:
    say("安装 Python 依赖（约一分钟）", "installing Python packages (about a minute)")
    # The lock is complete, so there is nothing to resolve.
    run(
        [PYTHON, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", PACKAGES],
        "Collecting",
    )


def npm() -> str:
    """Return an npm: the machine's own, else one from a wheel put into .venv."""
    own = shutil.which("npm")
    if own and not subprocess.run([own, "--version"], capture_output=True, check=False).returncode:
        return own
    say("本机没有 npm，取 Node 的 wheel", "no npm on this machine: taking Node from a wheel")
    run([PYTHON, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", NODE])
    return str(VENV / "bin" / "npm")


def install_assets() -> None:
    command = npm()
    say("安装前端资源与字体", "installing browser assets and fonts")
    # The wheel's Node would trust its own list only, not the certificates of this machine.
    path = os.pathsep.join([str(VENV / "bin"), os.environ["PATH"]])
    run([command, "ci"], PATH=path, NODE_USE_SYSTEM_CA="1")


def fetch_fonts() -> None:
    """Add the faces npm does not have; a machine that cannot get them does without."""
    subprocess.run([PYTHON, FETCH_FONTS], cwd=ROOT, check=False)
    FONTS.mkdir(exist_ok=True)


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"需要 Python {OLDEST[0]}.{OLDEST[1]} 以上  /  Python 3.11 or newer is needed")
    packages = (VENV / "packages.sha256", digest_of(PACKAGES))
    files = (ROOT / name for name in ("package.json", "package-lock.json", ".npmrc"))
    assets = (NODE_MODULES / "assets.sha256", digest_of(*files))
    fonts = (FONTS / "fonts.sha256", digest_of(FETCH_FONTS))
    # An environment removed or moved leaves no working Python, whatever the stamp says.
    if not (is_done(*packages) and PYTHON.exists()):
        make_environment()
        install_packages()
        packages[0].write_text(packages[1], encoding="ascii")
    if not is_done(*assets):
        install_assets()
        assets[0].write_text(assets[1], encoding="ascii")
    # Tried once, had or not: a closed network does not wait for apt at every start.
    if not is_done(*fonts):
        fetch_fonts()
        fonts[0].write_text(fonts[1], encoding="ascii")
    if "--quiet" not in sys.argv:
        say("已就绪", "everything is installed")


if __name__ == "__main__":
    main()
