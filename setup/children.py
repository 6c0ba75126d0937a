"""Child processes that never outlive us, not even when we are killed."""

import ctypes
import signal
import subprocess
import sys

_PR_SET_PDEATHSIG = 1


def start(command: list, *, last_signal: signal.Signals = signal.SIGTERM, **options):
    """
    Start `command` in a session of its own and return its Popen.

    Ctrl-C then reaches only us, and we decide how the child ends. On Linux the kernel sends
    `last_signal` to the child should we disappear.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def bind_to_parent() -> None:
        if libc:
            libc.prctl(_PR_SET_PDEATHSIG, int(last_signal))

    return subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=bind_to_parent,
        **options,
    )


def stop(child, *, by: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
    """End `child` with signal `by`, and the hard way after `seconds`."""
    if child.poll() is None:
        child.send_signal(by)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def end_like_ctrl_c() -> None:
    """
    Let SIGTERM and SIGHUP end us the way Ctrl-C does, so that `finally` blocks run.

    SIGINT as well: a shell starts a background job with SIGINT ignored.
    """

    def interrupt(number, frame) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
