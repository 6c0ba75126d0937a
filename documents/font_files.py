"""Font files in the font directories that papers cannot be printed with, and what to do."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from documents.layout.fonts import KINDS

_READ = (".ttf", ".ttc")
_SUFFIXES = (*_READ, ".otf", ".otc", ".woff", ".woff2")
_AGAIN = "放进字体目录后重新启动。"


def passed_over() -> list[str]:
    """
    A sentence for every file somebody will expect papers to be printed with, and is not.

    Of the office's own directories that is every file; of the others, where the operating system
    keeps its own, only one that has the name of a face papers ask for.
    """
    wanted = _wanted(settings.DOCUMENT_FONT_MAP)
    found = []
    for folder in settings.DOCUMENT_FONT_DIRS:
        is_own = folder not in settings.SHIPPED_FONT_DIRS
        for path in _font_files(folder):
            if (is_own or path.stem.casefold() in wanted) and (why := _unusable(path)):
                found.append(f"字体文件{path.name}没有使用：{why}")
    return found


def check_font_files(**_: object) -> list[CheckMessage]:
    """System check: `manage.py check` and every start say what `manage.py fonts` says."""
    return [Warning(sentence, id="documents.W001") for sentence in passed_over()]


def _wanted(mapped: Mapping[str, str]) -> set[str]:
    """Stems of the files the system or the office's map asks for, and the names of the fonts."""
    files = [file for kind in KINDS for pair in kind.faces for file in pair] + [*mapped.values()]
    names = [name for kind in KINDS for name in kind.names]
    return {Path(file).stem.casefold() for file in files} | {name.casefold() for name in names}


def _font_files(folder: Path) -> Iterable[Path]:
    return (p for p in sorted(Path(folder).rglob("*")) if p.suffix.lower() in _SUFFIXES)


def _unusable(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix.startswith(".woff"):
        return f"它是网页字体。请换成同一字体的 TrueType 文件（.ttf），{_AGAIN}"
    try:
        outlines = set(_outlines(path))
    except (OSError, struct.error):
        return f"文件读不出来，可能已损坏。请重新取得文件，{_AGAIN}"
    if b"OTTO" in outlines:
        return (
            "它的字形是 PostScript 曲线（CFF），不能嵌入文书。请换成同一字体的 TrueType 文件"
            f"（.ttf），或者用字体工具转换成 TrueType 字形（glyf），{_AGAIN}"
        )
    if suffix not in _READ:
        return f"系统只读 .ttf 和 .ttc，而它是 TrueType 字形。请把扩展名改为 .ttf，{_AGAIN}"
    return ""


def _outlines(path: Path) -> Iterator[bytes]:
    """The mark each font of a file begins with: OTTO for PostScript outlines."""
    with path.open("rb") as file:
        mark = file.read(4)
        if mark != b"ttcf":
            yield mark
            return
        _, count = struct.unpack(">LL", file.read(8))
        starts = struct.unpack(f">{min(count, 64)}L", file.read(4 * min(count, 64)))
        for start in starts:
            file.seek(start)
            yield file.read(4)
