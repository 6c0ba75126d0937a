"""
The lifecycle of a case as one table of legal moves.

Operations check it, buttons are shown by it, and the printed 流程图 is made from it. A status is
written nowhere else.
"""

from dataclasses import dataclass

from cases.choices import CaseStatus as S


@dataclass(frozen=True)
class Move:
    """One row of a lifecycle: from which statuses an act of law leads to which."""

    frm: frozenset[str]
    to: str
    label: str  # the Chinese name of the act
    article: str  # id of the article in law/


CASE_MOVES = {
    "accept": Move(frozenset({S.FILED}), S.ACCEPTED, "受理", "MED-05"),
    "decline": Move(frozenset({S.FILED}), S.DECLINED, "不予受理", "MED-05"),
    "settle": Move(frozenset({S.ACCEPTED}), S.SETTLED, "协议生效", "MED-10"),
    "end": Move(frozenset({S.FILED, S.ACCEPTED}), S.ENDED, "终止调解", "MED-18"),
    "arbitrate": Move(frozenset({S.FILED, S.DECLINED}), S.ARBITRATED, "直接申请仲裁", "ARB-01"),
    "close": Move(
        frozenset({S.SETTLED, S.ENDED, S.DECLINED, S.ARBITRATED}), S.CLOSED, "结案", "MED-30"
    ),
}
