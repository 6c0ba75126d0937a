"""
Trying a template out where it can do no harm: the side that asks, and ends what takes too long.

An uploaded template is a program. Until a second person has approved it, it runs in a process of
its own (`documents.trial.child`) that knows neither database nor network, reads nothing but fonts,
and is ended when it takes too much time or memory.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parents[2]
ANSWER_AT_MOST = 64 * 1024 * 1024
START_SECONDS = 30
BREAKS_AT_MOST = 3

TOO_LONG = "试排超过{seconds:g}秒，已中止：模板里的循环过多，或者内容过大。"
TOO_LARGE = "试排占用的内存超过{megabytes}MB，已中止：模板里的循环过多，或者内容过大。"
NOT_STARTED = "试排的程序没有启动，请管理员检查系统后重试。"
GIVEN_UP = "前面几件都中途停止，这一件没有再试。"
BROKE_OFF = "试排中途停止：模板占用过多内存，或者内容异常。"


class NotStarted(Exception):
    """The process of a trial did not come up."""


@dataclass(frozen=True)
class Limits:
    """Of one paper in a trial: seconds on the clock and of the processor, and memory."""

    seconds: float = 5.0
    megabytes: int = 512


@dataclass(frozen=True)
class Fonts:
    """Where the child finds the faces: directories, and names beside the usual ones."""

    dirs: Sequence[Path]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    docx: bytes
    pdf: bytes
    pages: int


@dataclass
class Checked:
    """The check of a template: `findings` and `used` as documents.lint has them, as plain data."""

    findings: list[dict[str, str]]
    used: dict[str, list[str]]
    sample: Sample | None = None


@dataclass(frozen=True)
class Outcome:
    """Whether one past case can be printed: its pages, or what is wrong, without its data."""

    pages: int = 0
    fault: str = ""


def check(
    template: bytes,
    *,
    shapes: list[list],
    sample: Mapping[str, Any],
    title: str,
    on: date,
    fonts: Fonts,
    landscape: bool | None = None,
    unprinted: Sequence[str] = (),
    limits: Limits | None = None,
) -> Checked:
    """
    Check a template and print its sample; `shapes` are the fields as documents.lint.plain has them.

    A template with errors is not printed.

    Raises:
        NotStarted: the child did not come up, which says nothing about the template.
    """
    limits = limits or Limits()
    asked = {"sample": sample, "shapes": shapes, "landscape": landscape}
    job = _job("check", template, title=title, on=on, fonts=fonts, limits=limits)
    with _Child(job | asked | {"unprinted": list(unprinted)}, limits) as child:
        answer = child.answer()
        if not child.started:
            raise NotStarted(NOT_STARTED)
        if "broken" in answer:
            return Checked([_finding(answer["broken"])], {})
        checked = Checked(answer["findings"], answer["used"])
        if answer["prints"]:
            answer = child.answer(fresh=False)
            wrong = answer.get("broken") or answer.get("fault")
            if wrong:
                checked.findings.insert(0, _finding(f"样例排不出来：{wrong}"))
            else:
                docx, pdf = (base64.b64decode(answer[kind]) for kind in ("docx", "pdf"))
                checked.sample = Sample(docx, pdf, answer["pages"])
    return checked


def cases(
    template: bytes,
    contexts: Sequence[Mapping[str, Any]],
    *,
    title: str,
    on: date,
    fonts: Fonts,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """
    Print a paper for each context and tell how it went, in order.

    A case that ends the child costs a new one; the rest goes on in that, until too many have.
    """
    limits = limits or Limits()
    job = _job("cases", template, title=title, on=on, fonts=fonts, limits=limits)
    done = broken = 0
    while done < len(contexts) and broken < BREAKS_AT_MOST:
        with _Child(job | {"contexts": list(contexts[done:])}, limits) as child:
            answer: dict[str, Any] = {}
            while done < len(contexts) and "broken" not in answer:
                answer = child.answer()
                done += 1
                fault = answer.get("broken") or answer.get("fault", "")
                yield Outcome(answer.get("pages", 0), fault)
        broken += "broken" in answer
    yield from [Outcome(fault=GIVEN_UP)] * (len(contexts) - done)


def _finding(message: str) -> dict[str, str]:
    return {"level": "error", "place": "试排", "text": "", "message": message}


def _job(
    kind: str, template: bytes, *, title: str, on: date, fonts: Fonts, limits: Limits
) -> dict[str, Any]:
    return {
        "kind": kind,
        "template": base64.b64encode(template).decode(),
        "title": title,
        "on": on.isoformat(),
        "dirs": [str(folder) for folder in fonts.dirs],
        "names": dict(fonts.names),
        "seconds": limits.seconds,
    }


class _Child:
    """A child at work; its answers, or the sentence why there is none."""

    def __init__(self, job: dict[str, Any], limits: Limits) -> None:
        self.job = json.dumps(job).encode()
        self.limits = limits
        self.read = b""
        self.ends_at = 0.0
        self.too_long = False
        self.started = False

    def __enter__(self) -> _Child:
        self.process = subprocess.Popen(
            [sys.executable, "-sPB", "-m", "documents.trial.child", str(self.limits.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        self.asked = cast(IO[bytes], self.process.stdin)
        self.answers = cast(IO[bytes], self.process.stdout)
        threading.Thread(target=self._tell, daemon=True).start()
        self.chosen = selectors.DefaultSelector()
        self.chosen.register(self.answers, selectors.EVENT_READ)
        self.started = self._line(time.monotonic() + START_SECONDS) is not None
        return self

    def _tell(self) -> None:
        # The child may be gone before it has read everything.
        with contextlib.suppress(OSError), self.asked as pipe:
            pipe.write(self.job)

    def answer(self, *, fresh: bool = True) -> dict[str, Any]:
        """The next answer; what is not `fresh` shares the time of the one before."""
        if fresh:
            self.ends_at = time.monotonic() + self.limits.seconds
        line = self._line(self.ends_at)
        if line is None:
            return {"broken": self._reason()}
        found = json.loads(line)
        if found.get("memory"):
            return {"broken": TOO_LARGE.format(megabytes=self.limits.megabytes)}
        return found

    def _line(self, ends_at: float) -> bytes | None:
        while b"\n" not in self.read:
            left = ends_at - time.monotonic()
            if left <= 0 or not self.chosen.select(left):
                self.too_long = True
                return None
            piece = os.read(self.answers.fileno(), 1 << 20)
            if not piece or len(self.read) > ANSWER_AT_MOST:
                return None
            self.read += piece
        line, _, self.read = self.read.partition(b"\n")
        return line

    def _reason(self) -> str:
        if not self.started:
            return NOT_STARTED
        killed = self.process.poll()
        if killed is None and not self.too_long:
            with contextlib.suppress(subprocess.TimeoutExpired):
                killed = self.process.wait(1)
        if self.too_long or killed == -_SIGXCPU:
            return TOO_LONG.format(seconds=self.limits.seconds)
        return BROKE_OFF

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.answers.close()
        self.chosen.close()


_SIGXCPU = 24
