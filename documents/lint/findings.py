"""What a check of a template says, and the parts of the file it speaks about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents import docxzip
from documents.layout.vocabulary import W

ERROR, WARNING, HINT = "error", "warning", "hint"
NUMBERED = "{urn:kuaijie:lint}no"

PRINTED_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_ROOTS = (W + "document", W + "hdr", W + "ftr")
_PLACES = {"document": "正文", "header": "页眉", "footer": "页脚"}


@dataclass(frozen=True)
class Shape:
    """A field a template may print: `kind` is the value of documents.contracts.Kind."""

    name: str
    label: str
    kind: str
    required: bool = True
    of: tuple[Shape, ...] = ()

    @classmethod
    def read(cls, rows: Iterable[list]) -> tuple[Shape, ...]:
        """The shapes that `plain` wrote."""
        return tuple(cls(n, label, kind, req, cls.read(of)) for n, label, kind, req, of in rows)


def plain(fields: Iterable[Any]) -> list[list]:
    """The fields of a contract as lists and strings."""
    return [[f.name, f.label, f.kind.value, f.required, plain(f.of)] for f in fields]


@dataclass(frozen=True)
class Finding:
    """
    One thing that is wrong, and where.

    level: an error keeps the template from being submitted; a warning is to be weighed; a hint
    only says that it was seen.
    """

    level: str
    place: str
    text: str
    message: str

    def as_dict(self) -> dict[str, str]:
        return {
            "level": self.level,
            "place": self.place,
            "text": self.text,
            "message": self.message,
        }


@dataclass
class Report:
    findings: list[Finding] = field(default_factory=list)
    used: dict[str, list[str]] = field(default_factory=dict)
    """Path of a field (`workers[].name`) → the places that print or ask it."""

    @property
    def has_errors(self) -> bool:
        return any(finding.level == ERROR for finding in self.findings)


@dataclass
class Part:
    """A part that is printed; every paragraph carries its number as an attribute."""

    name: str
    root: etree._Element

    @property
    def place(self) -> str:
        found = PRINTED_PARTS.fullmatch(self.name)
        return _PLACES[re.sub(r"\d", "", found[1])] if found else self.name


def parts(members: list[docxzip.Member]) -> Iterator[Part]:
    """The parts that are printed, read; the body first."""
    for member in sorted(members, key=lambda member: member.name):
        if PRINTED_PARTS.fullmatch(member.name):
            root = parsed(member)
            if root.tag not in _ROOTS or (root.tag == _ROOTS[0] and root.find(W + "body") is None):
                raise docxzip.NotADocx(f"{member.name} 不是 Word 写出的文书内容。")
            for number, paragraph in enumerate(root.iter(W + "p"), 1):
                paragraph.set(NUMBERED, str(number))
            yield Part(member.name, root)


def parsed(member: docxzip.Member) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(member.content(), parser)
    except etree.XMLSyntaxError as wrong:
        raise docxzip.NotADocx(f"{member.name} 不是完好的文书内容：{wrong}。") from wrong


def words(paragraph: etree._Element) -> str:
    return "".join(
        node.text or ""
        for node in paragraph.iter(W + "t")
        if next(node.iterancestors(W + "p"), None) is paragraph
    )


def shortened(text: str, length: int = 60) -> str:
    text = text.strip()
    return text[:length] + ("……" if len(text) > length else "")
