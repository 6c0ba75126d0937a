"""
The process an uploaded template is tried in: `python -m documents.trial.child MEGABYTES`.

It reads one job (JSON) from its standard input and writes one line of JSON per answer: first that
it is ready, then one for each thing asked. What goes wrong with a past case is said without its
data.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import UndefinedError

from documents import lint
from documents.docxzip import NotADocx
from documents.layout.fonts import FontSet, GlyphMissing
from documents.layout.vocabulary import UnsupportedElement
from documents.pdf import convert, page_count
from documents.render import TemplateFault, render

MEGABYTE = 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]

PrintOne = Callable[[dict[str, Any]], tuple[bytes, bytes, int]]


def main(arguments: list[str]) -> None:
    memory = int(arguments[0]) * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    job = json.loads(sys.stdin.buffer.read())
    fonts = FontSet.discover([Path(folder) for folder in job["dirs"]], job["names"])
    shut_in(job["dirs"])
    _answer({"ready": True})
    try:
        _work(job, base64.b64decode(job["template"]), fonts)
    except MemoryError:
        _answer({"memory": True})


def _work(job: dict[str, Any], template: bytes, fonts: FontSet) -> None:
    created = date.fromisoformat(job["on"])

    def print_one(context: dict[str, Any]) -> tuple[bytes, bytes, int]:
        docx = render(template, context)
        pdf = convert(docx, title=job["title"], created=created, fonts=fonts)
        return docx, pdf, page_count(pdf)

    if job["kind"] == "check":
        _more_time(job["seconds"])
        _check(job, template, fonts, print_one)
        return
    for context in job["contexts"]:
        _more_time(job["seconds"])
        try:
            _answer({"pages": print_one(context)[2]})
        except Exception as fault:
            _pass_on(fault)
            _answer({"fault": _without_data(fault)})


def _check(job: dict[str, Any], template: bytes, fonts: FontSet, print_one: PrintOne) -> None:
    shapes = lint.Shape.read(job["shapes"])
    options = {"landscape": job["landscape"], "unprinted": job["unprinted"]}
    try:
        report = lint.lint(template, shapes, fonts, **options)
    except Exception as fault:
        _pass_on(fault)
        report = lint.fault(_said(fault))
    findings = [finding.as_dict() for finding in report.findings]
    prints = not report.has_errors
    _answer({"findings": findings, "used": report.used, "prints": prints})
    if not prints:
        return
    try:
        docx, pdf, pages = print_one(job["sample"])
    except Exception as fault:
        _pass_on(fault)
        _answer({"fault": _said(fault)})
    else:
        coded = {"docx": base64.b64encode(docx).decode(), "pdf": base64.b64encode(pdf).decode()}
        _answer(coded | {"pages": pages})


def _pass_on(fault: BaseException | None) -> None:
    """Let a want of memory through that hides behind another fault."""
    while fault is not None:
        if isinstance(fault, MemoryError):
            raise MemoryError
        fault = fault.__cause__


def _said(fault: Exception) -> str:
    if isinstance(fault, NotADocx | TemplateFault | UnsupportedElement | GlyphMissing):
        return str(fault)[:400]
    return f"文件的内容不合规范（{type(fault).__name__}）。"


def _without_data(fault: Exception) -> str:
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
_NOT_HERE = (
    *("socket.", "subprocess.", "ctypes.", "os.exec", "os.fork", "os.posix_spawn", "os.system"),
    *("os.spawn", "os.remove", "os.rename", "os.kill", "os.listdir"),
)


def shut_in(dirs: Iterable[str]) -> None:
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
