"""`python -m documents.contracts > docs/papers.md`: what every paper must be told."""

from collections.abc import Iterable, Iterator

from documents.contracts import CONTRACTS, Contract, Field

_HEAD = """# The papers and their data

Every paper of the catalogue, the fields its template may print, and who signs it. Written by
`python -m documents.contracts`; a test compares. A field marked · may be empty; a path like
`applicants[].name` is a column of a table, `project.name` one of a group. What the kinds look like
in a context stands in `documents/contracts/__init__.py`.
"""
_MARKS = {"signature": "签名", "fingerprint": "捺印", "seal": "盖章"}


def page() -> str:
    return "\n".join([_HEAD, *(_paper(contract) for contract in CONTRACTS.values())])


def _paper(contract: Contract) -> str:
    lines = [f"## {contract.code} {contract.title}", ""]
    volume = "正卷" if contract.volume == "first" else "副卷"
    series = f"；文号序列：{contract.series}" if contract.series else ""
    lines.append(f"机构：{contract.issuer.label}；{volume}{series}")
    if contract.slots:
        lines += ["", f"签章：{'；'.join(_slots(contract))}"]
    if contract.citations:
        lines += ["", f"依据：{'；'.join(_basis(contract))}"]
    lines += ["", "| 栏目 | 名称 | 类型 | 说明 |", "|---|---|---|---|"]
    return "\n".join([*lines, *_rows(contract.fields), ""])


def _slots(contract: Contract) -> Iterator[str]:
    for slot in contract.slots:
        marks = "、".join(_MARKS[mark] for mark in slot.marks)
        yield f"{slot.label}（{marks}{'，逐人' if slot.each else ''}）"


def _basis(contract: Contract) -> Iterator[str]:
    for name, rules in contract.citations.items():
        yield f"`law.{name}` {'、'.join(rules)}"


def _rows(fields: Iterable[Field], path: str = "") -> Iterator[str]:
    for field in fields:
        optional = "" if field.required else " ·"
        choices = "；".join(field.choices)
        note = "；".join(filter(None, (field.note, choices))).replace("|", "\\|")
        yield f"| `{path}{field.name}`{optional} | {field.label} | {field.kind.value} | {note} |"
        mark = "[]" if field.kind.value == "表" else ""
        yield from _rows(field.of, f"{path}{field.name}{mark}.")


if __name__ == "__main__":
    print(page(), end="")
