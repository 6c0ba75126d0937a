"""Holding what came out against what a scenario expects; every difference is a sentence."""

from typing import Any

# What stands from the start; a replay that stops early has not come to the rest yet.
_FROM_THE_START = {"claim", "claimed", "gross", "already_paid", "arrears", "due", "name", "trigger"}
# Words for people; what they say is compared through the figures.
_WORDS = {"for", "note", "text", "reason", "test", "formula", "leftover", "event"}


def differences(
    expected: dict[str, Any], computed: dict[str, Any], *, whole: bool = True
) -> tuple[list[str], list[str]]:
    """
    Compare `expected` of a scenario with a summary.

    Returns:
        (differences, not reached): with `whole` false a value the replay has not come to is
        listed as not reached instead of as a difference.
    """
    wrong: list[str] = []
    later: list[str] = []
    for key, value in expected.items():
        if key == "refusals":
            continue
        if key not in computed:
            (wrong if whole else later).append(f"{key}：系统没有计算此值")
            continue
        compare = _COMPARE.get(key, _plain)
        compare(key, value, computed[key], whole, wrong, later)
    return wrong, later


def _plain(path, expected, computed, whole, wrong, later) -> None:
    """Compare value by value; `computed` may hold more than is expected."""
    if isinstance(expected, dict):
        if not isinstance(computed, dict):
            wrong.append(f"{path}：应为{expected}，实为{computed}")
            return
        for key, value in expected.items():
            if key in _WORDS:
                continue
            if key not in computed:
                (wrong if whole else later).append(f"{path}.{key}：没有此值")
            else:
                _plain(f"{path}.{key}", value, computed[key], whole, wrong, later)
        return
    if isinstance(expected, list):
        if not isinstance(computed, list) or len(expected) != len(computed):
            _unequal(path, expected, computed, whole, wrong, later)
            return
        for place, (value, other) in enumerate(zip(expected, computed, strict=True), start=1):
            _plain(f"{path}[{place}]", value, other, whole, wrong, later)
        return
    if expected != computed and not _same_number(expected, computed):
        _unequal(path, expected, computed, whole, wrong, later)


def _same_number(expected: Any, computed: Any) -> bool:
    """A percentage or a count may be written with or without quotes."""
    plain = int | float | str
    if isinstance(expected, bool) or isinstance(computed, bool):
        return False
    return (
        isinstance(expected, plain)
        and isinstance(computed, plain)
        and type(expected) is not type(computed)
        and str(expected) == str(computed)
    )


def _unequal(path, expected, computed, whole, wrong, later) -> None:
    name = path.rpartition(".")[2].partition("[")[0]
    early = not whole and (name not in _FROM_THE_START or computed in ([], None, {}))
    (later if early else wrong).append(f"{path}：应为{expected}，实为{computed}")


def _per_worker(path, expected, computed, whole, wrong, later) -> None:
    by_no = {row["worker"]: row for row in computed}
    for row in expected:
        found = by_no.get(row["worker"])
        if found is None:
            wrong.append(f"{path}：没有第{row['worker']}行")
            continue
        _plain(f"{path}[{row['worker']}]", row, found, whole, wrong, later)


def _deadlines(path, expected, computed, whole, wrong, later) -> None:
    for key, row in expected.items():
        if key not in computed:
            (wrong if whole else later).append(f"{path}.{key}：没有这一期限")
            continue
        row = {k: v for k, v in row.items() if k not in _WORDS}
        row.setdefault("provisional", False)
        _plain(f"{path}.{key}", row, computed[key], whole, wrong, later)


def _rules(path, expected, computed, whole, wrong, later) -> None:
    """An invariant is compared where the records can answer it; the others are named."""
    for rule in expected:
        answer = computed.get(rule["source"])
        if answer is False:
            wrong.append(f"{path}.{rule['source']}：不成立（{rule['text']}）")
        elif answer is None:
            later.append(f"{path}.{rule['source']}：系统不能自动核对（{rule['text']}）")


def _documents(path, expected, computed, whole, wrong, later) -> None:
    for kind, codes in expected.items():
        have = computed.get(kind, [])
        if whole and codes != have:
            wrong.append(f"{path}.{kind}：应为{codes}，实为{have}")
        elif not whole:
            extra = [c for c in have if c not in codes]
            if extra:
                wrong.append(f"{path}.{kind}：多出{extra}")
            missing = [c for c in codes if c not in have]
            if missing:
                later.append(f"{path}.{kind}：尚未到{missing}")


def _totals(path, expected, computed, whole, wrong, later) -> None:
    """
    Compare sums; what is outstanding may be meant of the case or of its agreement.

    The two differ where some workers stayed outside the agreement.
    """
    computed = dict(computed)
    on_agreement = computed.get("outstanding_on_agreement")
    if on_agreement is not None and expected.get("outstanding") == on_agreement:
        computed["outstanding"] = on_agreement
    _plain(path, expected, computed, whole, wrong, later)


_COMPARE = {
    "totals": _totals,
    "upper_case": _totals,
    "per_worker": _per_worker,
    "deadlines": _deadlines,
    "rules": _rules,
    "documents": _documents,
}
