"""
公开版: an award as anybody may read it, made from the paper itself and kept nowhere.

Natural persons keep their family name alone, with a number where several would read the same; what
identifies, reaches or pays somebody is left out. Bodies keep their names.
"""

import re
from collections.abc import Mapping
from typing import Any

from documents.layout.fonts import GlyphMissing
from documents.models import Document
from documents.registry import contract_of, fonts, make, template_of
from documents.render import render
from staff.refusals import ActRefused

_NUMBER = re.compile(r"\d{17}[\dXx]|(?<!\d)1\d{10}(?!\d)|\d{15,19}")
_LEFT_OUT = ("id_no", "phone", "address", "born_on", "head", "guardian", "unit", "account_no")
_HIDDEN = "（略）"
MARK = "公开版，不作凭证"
"""Stands where a paper bears its code."""


def public_context(document: Document) -> dict[str, Any]:
    """Return what the paper says without what tells who the people are."""
    context = document.context
    names = _aliases(context)
    cleaned = _cleaned(context, names)
    return {**cleaned, "verify_code": MARK, "verify_text": None, "certified_copy": False}


def _aliases(context: Mapping[str, Any]) -> dict[str, str]:
    """Every natural person of the case → 赵某甲; officials who decided keep their names."""
    people: list[str] = []
    for side in ("applicants", "respondents", "third_parties"):
        for party in context.get(side) or []:
            if party["kind"] == "natural":
                people.append(party["name"])
            people += [a["name"] for a in party.get("agents") or []]
            people += [party["head"]] if party.get("head") else []
    people += [row["worker"].split("（")[0] for row in context.get("claims") or []]
    taken: dict[str, int] = {}
    aliases: dict[str, str] = {}
    for name in dict.fromkeys(people):
        family = name[0]
        taken[family] = taken.get(family, 0) + 1
        aliases[name] = f"{family}某{taken[family] if taken[family] > 1 else ''}"
    return aliases


def _cleaned(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: None if key in _LEFT_OUT and inner else _cleaned(inner, names)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_cleaned(inner, names) for inner in value]
    if not isinstance(value, str):
        return value
    for name in sorted(names, key=len, reverse=True):
        value = value.replace(name, names[name])
    return _NUMBER.sub(_HIDDEN, value)


def public_pdf(document: Document) -> bytes:
    """
    Return the public version as a PDF; it bears no code, for it proves nothing.

    Raises:
        ActRefused: a character has no font.
    """
    title = contract_of(document.code).title
    docx = render(template_of(document.code), public_context(document))
    try:
        return make(
            docx, title=f"{title}（公开版）", created=document.issued_on, fonts=fonts()
        ).content
    except GlyphMissing as missing:
        raise ActRefused(f"公开版不能生成：{missing}", source="V-T2") from missing
