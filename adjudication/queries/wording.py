"""Two wordings of a sentence, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Sums, days and numbers are changed as a whole; of Chinese each character is a word.
WORDS = re.compile(r"[0-9][0-9,.]*|[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Run:
    kind: Literal["same", "gone", "new"]
    text: str


def marked(before: str, after: str) -> list[Run]:
    """Return the one wording with the other worked in, in reading order."""
    return list(_runs(WORDS.findall(before), WORDS.findall(after)))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Run("gone", "".join(old[i:j]))
        if k < m:
            yield Run("new", "".join(new[k:m]))
