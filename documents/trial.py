"""
Trying a template out where it can do no harm; `python -m documents.trial` is the child.

An uploaded template is a program. Until a second person has approved it, it runs in a process of
its own that knows neither database nor network, reads nothing but fonts, and is ended when it takes
too much time or memory. The child reads one job from its standard input and writes one line of JSON
per answer: first that it is ready, then one for each thing asked.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import resource
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ANSWER_AT_MOST = 64 * 1024 * 1024
MEGABYTE = 1024 * 1024

TOO_LONG = "试排超过{seconds:g}秒，已中止：模板里的循环过多，或者内容过大。"
TOO_LARGE = "试排占用的内存超过{megabytes}MB，已中止：模板里的循环过多，或者内容过大。"
BROKE_OFF = "试排中途停止：模板占用过多内存，或者内容异常。"


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
    """
    limits = limits or Limits()
    asked = {"sample": sample, "shapes": shapes, "landscape": landscape}
    job = _job("check", template, title=title, on=on, fonts=fonts, limits=limits)
    with _Child(job | asked | {"unprinted": list(unprinted)}, limits) as child:
        answer = child.answer()
        if "broken" in answer:
            return Checked([_finding(answer["broken"])], {})
        checked = Checked(answer["findings"], answer["used"])
        if answer["prints"]:
            answer = child.answer(fresh=False)
            wrong = answer.get("broken") or answer.get("fault")
            if wrong:
                checked.findings.insert(0, _finding(f"样例排不出来：{wrong}"))
            else:
                files = (base64.b64decode(answer[kind]) for kind in ("docx", "pdf"))
                checked.sample = Sample(*files, answer["pages"])
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

    A case that ends the child costs a new one; the rest goes on in that.
    """
    limits = limits or Limits()
    job = _job("cases", template, title=title, on=on, fonts=fonts, limits=limits)
    done = 0
    while done < len(contexts):
        with _Child(job | {"contexts": list(contexts[done:])}, limits) as child:
            answer: dict[str, Any] = {}
            while done < len(contexts) and "broken" not in answer:
                answer = child.answer()
                done += 1
                fault = answer.get("broken") or answer.get("fault", "")
                yield Outcome(answer.get("pages", 0), fault)


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

    def __enter__(self) -> _Child:
        self.process = subprocess.Popen(
            [sys.executable, "-sPB", "-m", "documents.trial", str(self.limits.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        threading.Thread(target=self._tell, daemon=True).start()
        self.chosen = selectors.DefaultSelector()
        self.chosen.register(self.process.stdout, selectors.EVENT_READ)
        self._line(time.monotonic() + max(self.limits.seconds, 5))  # it is ready
        return self

    def _tell(self) -> None:
        # The child may be gone before it has read everything.
        with contextlib.suppress(OSError), self.process.stdin as pipe:
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
            piece = os.read(self.process.stdout.fileno(), 1 << 20)
            if not piece or len(self.read) > ANSWER_AT_MOST:
                self.too_long = False
                return None
            self.read += piece
        line, _, self.read = self.read.partition(b"\n")
        return line

    def _reason(self) -> str:
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
        self.process.stdout.close()
        self.chosen.close()


_SIGXCPU = 24


# The child


def main(arguments: list[str]) -> None:
    megabytes = int(arguments[0])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    job = json.loads(sys.stdin.buffer.read())
    _answer({"ready": True})
    _more_time(job["seconds"])
    try:
        _work(job)
    except MemoryError:
        _answer({"memory": True})


def _work(job: dict[str, Any]) -> None:
    # Here, and not above: the parent needs none of it.
    from documents import lint  # noqa: PLC0415
    from documents.layout.fonts import FontSet  # noqa: PLC0415

    fonts = FontSet.discover([Path(folder) for folder in job["dirs"]], job["names"])
    template = base64.b64decode(job["template"])
    print_one = _printer(template, job, fonts)
    _shut_in(job["dirs"])
    if job["kind"] == "check":
        shapes = lint.Shape.read(job["shapes"])
        options = {"landscape": job["landscape"], "unprinted": job["unprinted"]}
        _check(lambda: lint.lint(template, shapes, fonts, **options), job["sample"], print_one)
        return
    for context in job["contexts"]:
        _more_time(job["seconds"])
        try:
            _answer({"pages": print_one(context)[2]})
        except MemoryError:
            raise
        except Exception as fault:
            _answer({"fault": _without_data(fault)})


def _check(
    lint_it: Callable[[], Any], sample: dict[str, Any], print_one: Callable[[dict], tuple]
) -> None:
    from documents.lint import fault as unreadable  # noqa: PLC0415

    try:
        report = lint_it()
    except MemoryError:
        raise
    except Exception as fault:
        report = unreadable(str(fault) or f"文件的内容不合规范（{type(fault).__name__}）。")
    findings = [finding.as_dict() for finding in report.findings]
    prints = not report.has_errors
    _answer({"findings": findings, "used": report.used, "prints": prints})
    if not prints:
        return
    try:
        docx, pdf, pages = print_one(sample)
    except MemoryError:
        raise
    except Exception as fault:
        _answer({"fault": str(fault)[:400] or type(fault).__name__})
    else:
        coded = {"docx": base64.b64encode(docx).decode(), "pdf": base64.b64encode(pdf).decode()}
        _answer(coded | {"pages": pages})


def _printer(template: bytes, job: dict[str, Any], fonts: Any) -> Callable[[dict], tuple]:
    from documents.pdf import convert, page_count  # noqa: PLC0415
    from documents.render import render  # noqa: PLC0415

    def print_one(context: dict[str, Any]) -> tuple[bytes, bytes, int]:
        docx = render(template, context)
        pdf = convert(docx, title=job["title"], created=date.fromisoformat(job["on"]), fonts=fonts)
        return docx, pdf, page_count(pdf)

    return print_one


def _without_data(fault: Exception) -> str:
    """What went wrong with a past case, in words that hold nothing of the case."""
    from jinja2 import UndefinedError  # noqa: PLC0415

    from documents.layout.fonts import GlyphMissing  # noqa: PLC0415
    from documents.layout.vocabulary import UnsupportedElement  # noqa: PLC0415

    if isinstance(fault.__cause__, UndefinedError):
        return str(fault)[:300]  # the name of the field and the template's own words
    if isinstance(fault, GlyphMissing):
        return "有一个字在已安装的字体中没有字形。"
    if isinstance(fault, UnsupportedElement):
        return f"排出来的文书含有不支持的{fault.what}。"
    return "模板与这一件的数据不合，印不出来。"


def _answer(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _more_time(seconds: float) -> None:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


_READABLE = (".py", ".pyc", ".so", ".ttf", ".ttc", ".otf", ".docx")
_NOT_HERE = ("socket.", "subprocess.", "ctypes.", "os.exec", "os.fork", "os.posix_spawn")
_NOT_HERE += ("os.system", "os.spawn", "os.remove", "os.rename", "os.kill", "os.listdir")


def _shut_in(dirs: Iterable[str]) -> None:
    """From here on: no network, no other program, no file but fonts and the program itself."""
    folders = (*dirs, str(ROOT), sys.prefix, sys.base_prefix)

    def watch(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            path, flags = os.fsdecode(arguments[0]), arguments[2] or 0
            known = path.endswith(_READABLE) and path.startswith(folders)
            if known and not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return
            raise PermissionError(f"not in a trial: {event}")
        if event.startswith(_NOT_HERE):
            raise PermissionError(f"not in a trial: {event}")

    sys.addaudithook(watch)


if __name__ == "__main__":
    main(sys.argv[1:])
