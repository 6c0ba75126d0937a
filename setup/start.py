"""
Run the whole system on this machine: web server, job worker and clock; Ctrl-C ends all of them.

Runs in the virtual environment. PORT chooses another port; DATABASE_URL another database.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import children
from debian import say

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 60


def port_or_stop() -> int:
    """Return the port to serve on; stop with one sentence where it cannot be had."""
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        sys.exit(f"PORT 应为 1 至 65535 的数字，现为“{given}”  /  PORT must be a number")
    port = int(given)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                why = f"端口 {port} 已被占用，可改用：make run PORT={port + 1}  /  port taken"
            else:
                why = f"不能使用端口 {port}：{refused.strerror}  /  cannot use this port"
            sys.exit(why)
    return port


def manage(*words: str) -> None:
    """Run a management command to its end; stop where it fails."""
    child = children.start([sys.executable, "manage.py", *words], cwd=ROOT)
    try:
        code = child.wait()
    finally:
        children.stop(child)
    if code:
        sys.exit(f"manage.py {' '.join(words)} 未成功  /  this step failed; see above")


def answers(address: str) -> bool:
    """Return whether the page at `address` is there and works."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError as refused:
        if refused.code >= 500:
            sys.exit(f"{address} 返回 {refused.code}，请看上面的报错  /  the page fails")
        return True
    except OSError:
        return False


def first_dead(running: dict[str, subprocess.Popen]) -> str | None:
    """Return what to say about the first child that has ended, if one has."""
    for title, child in running.items():
        if child.poll() is not None:
            return f"{title} 意外退出（代码 {child.returncode}），其余进程已停止  /  it died"
    return None


def serve(port: int) -> str | None:
    """Keep the three processes running; return why they ended, None when asked to."""
    address = f"http://{HOST}:{port}/"
    # What this starts is the training installation: every page says so.
    os.environ.setdefault("KUAIJIE_DEMO", "1")
    here = [sys.executable, "manage.py"]
    web = [sys.executable, "-m", "daphne", "-v", "0", "-b", HOST, "-p", str(port)]
    # Five seconds would turn people away when a whole room comes back at once.
    web += ["--websocket_connect_timeout", "20"]
    commands = {
        "网页服务 daphne": [*web, "centre.asgi:application"],
        "后台任务 db_worker": [*here, "db_worker", "--no-reload"],
        "时钟 run_clock": [*here, "run_clock"],
    }
    running: dict[str, subprocess.Popen] = {}
    is_announced = False
    started = time.monotonic()
    try:
        for title, command in commands.items():
            running[title] = children.start(command, cwd=ROOT)
        while not (dead := first_dead(running)):
            if not is_announced and answers(address):
                is_announced = True
                say(f"系统已启动：{address}", "running; open this address")
                manage("demo", "--logins")
                say("按 Ctrl-C 停止", "press Ctrl-C to stop")
            elif not is_announced and time.monotonic() - started > SECONDS_TO_ANSWER:
                return f"{SECONDS_TO_ANSWER} 秒内网页没有应答  /  the page did not answer in time"
            time.sleep(0.2)
        return dead
    except KeyboardInterrupt:
        say("正在停止", "stopping")
        return None
    finally:
        # A second Ctrl-C must not cut this short and leave a process behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in running.values():
            child.terminate()
        for child in running.values():
            children.stop(child)


def main() -> None:
    children.end_like_ctrl_c()
    port = port_or_stop()
    say("更新数据库，首次约需十秒", "migrating the database; ten seconds the first time")
    manage("migrate", "--verbosity", "0")
    say("准备演示数据", "loading the demonstration data")
    manage("demo")
    sys.exit(serve(port))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
