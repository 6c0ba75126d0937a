"""
The papers that can be made for every worker of a case at once.

What a paper says is known further up, so the apps there register their kinds from their `apps.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cases.models import Case, Party

Writer = Callable[[Party], dict]
"""The paper's own fields for one worker, as `issue_document` takes them."""


@dataclass(frozen=True)
class Kind:
    """
    One kind of batch.

    `occasion` tells what the papers are about ("session/5"), so that the next session's notices
    are not taken for these again; it refuses (ActRefused) a case that is not ready for them.
    `workers` may name fewer than all; `writer` is made once for a run, of that occasion.
    """

    code: str
    paper: str
    title: str
    sentence: str
    occasion: Callable[[Case], str]
    workers: Callable[[Case], list[Party]]
    writer: Callable[[Case, str], Writer]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def unregister(code: str) -> None:
    del _kinds[code]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)
