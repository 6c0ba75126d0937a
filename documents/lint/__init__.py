"""
What is wrong with a template, and which fields it prints: read without rendering it.

The tags may use a small part of Jinja: fields, conditions, loops over tables, the filters below.
All the rest is refused here, so that a template that passes can neither reach the program nor take
longer than its data. Knows neither Django nor the case; the fields are given as `Shape`s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from documents import docxzip
from documents.layout.fonts import FontSet
from documents.lint.drawing import drawing_findings
from documents.lint.findings import (
    ERROR,
    HINT,
    PRINTED_PARTS,
    WARNING,
    Finding,
    Report,
    Shape,
    parts,
    plain,
    shortened,
)
from documents.lint.tags import Tags
from documents.render import TemplateFault, variables

__all__ = [
    "ERROR",
    "HINT",
    "WARNING",
    "Finding",
    "Report",
    "Shape",
    "fault",
    "fields_read",
    "lint",
    "plain",
    "unused",
]

FINDINGS_AT_MOST = 100


def fields_read(template: bytes, shapes: Iterable[Shape]) -> dict[str, list[str]]:
    """The fields a template reads, by path, with the places."""
    tags = Tags(tuple(shapes))
    for part in parts(docxzip.read(template)):
        tags.read(part)
    return tags.used


def lint(
    template: bytes,
    shapes: Iterable[Shape],
    fonts: FontSet,
    *,
    landscape: bool | None = None,
    unprinted: Collection[str] = (),
) -> Report:
    """
    Everything found in a template, the most serious first.

    `unprinted` names the fields no template of this paper has to print; `landscape` says how the
    sheet lies.

    Raises:
        docxzip.NotADocx: the bytes are no Word file, or one that acts when it is opened.
    """
    members = docxzip.read(template)
    docxzip.refuse_active(members)
    shapes = tuple(shapes)
    found = list(_tags_elsewhere(members))
    read = list(parts(members))
    tags = Tags(shapes)
    for part in read:
        tags.read(part)
    found += tags.findings
    if not any(finding.level == ERROR for finding in found):
        found += _syntax(template)
    found += _unused(shapes, tags.used, unprinted)
    found += drawing_findings(members, read, fonts, landscape)
    order = (ERROR, WARNING, HINT)
    unique = sorted(dict.fromkeys(found), key=lambda finding: order.index(finding.level))
    return Report(unique[:FINDINGS_AT_MOST], tags.used)


def fault(message: str) -> Report:
    """The report on a file that could not be read at all."""
    return Report([Finding(ERROR, "文件", "", message)])


def _tags_elsewhere(members: list[docxzip.Member]) -> Iterator[Finding]:
    for member in members:
        if member.name.endswith((".xml", ".rels")) and not PRINTED_PARTS.fullmatch(member.name):
            text = re.sub(r"<[^>]*>", "", member.content().decode("utf-8", errors="replace"))
            if found := re.search(r"\{[{%#].{0,40}", text, re.S):
                what = "文件属性" if member.name.startswith("docProps/") else member.name
                message = f"{what}里有模板标记；标记只能写在正文、页眉和页脚中。"
                yield Finding(ERROR, what, shortened(found.group()), message)


def _syntax(template: bytes) -> Iterator[Finding]:
    """What the renderer itself says of the tags together: it decides in the end."""
    try:
        variables(template)
    except TemplateFault as wrong:
        yield Finding(ERROR, "模板标记", "", str(wrong))


def unused(shapes: Iterable[Shape], used: Collection[str]) -> list[Shape]:
    """The required fields of which nothing is read."""
    read = {re.split(r"[.\[]", path)[0] for path in used}
    return [shape for shape in shapes if shape.required and shape.name not in read]


def _unused(
    shapes: tuple[Shape, ...], used: Collection[str], unprinted: Collection[str]
) -> Iterator[Finding]:
    law = next((shape for shape in shapes if shape.name == "law"), None)
    lacking = (
        [f"law.{item.name}" for item in law.of if f"law.{item.name}" not in used] if law else []
    )
    if missed := [path for path in lacking if path not in unprinted]:
        yield Finding(WARNING, "栏目", "law", f"没有引用的法律依据：{'、'.join(missed)}。")
    for shape in unused(shapes, used):
        if shape is not law:
            message = f"必填的“{shape.label}”（{shape.name}）没有印在模板里。"
            level = HINT if shape.name in unprinted else WARNING
            yield Finding(level, "栏目", shape.name, message)
