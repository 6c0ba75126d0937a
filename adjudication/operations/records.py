"""What every act of the tribunal does: lock the file, check the person, record, issue, announce."""

from collections.abc import Callable
from datetime import date

from adjudication.choices import OPEN, ArbitrationState
from adjudication.models import Arbitration
from adjudication.queries import suffix_of
from cases.models import CaseEvent, Deadline, Party
from cases.operations import lock_case, meet_deadline, record, require, start_deadline
from documents.models import Document
from documents.operations import issue_document
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


def lock(arbitration: Arbitration) -> Arbitration:
    """Return the arbitration read afresh under the locks of its case and its own row."""
    case = lock_case(arbitration.case)
    fresh = Arbitration.objects.select_for_update().get(pk=arbitration.pk)
    fresh.case = case
    return fresh


def begin(
    arbitration: Arbitration,
    allowed: Callable[[User, Arbitration], bool],
    by: User,
    *states: ArbitrationState,
) -> Arbitration:
    """
    Lock the arbitration for an act of `by` that may be done in these states (default: open ones).

    Raises:
        NotPermitted: not one of those the act is for.
        ActRefused: the arbitration stands elsewhere.
    """
    fresh = lock(arbitration)
    require(allowed(by, fresh))
    require_state(fresh, *states)
    return fresh


def require_state(arbitration: Arbitration, *states: ArbitrationState) -> None:
    if arbitration.state not in (states or OPEN):
        raise ActRefused(
            f"仲裁案件现为“{arbitration.get_state_display()}”，不能办理此事项。",
            source="ARB-19",
            suggest="请刷新页面查看案件最新状态。",
        )


def note(
    arbitration: Arbitration,
    act: str,
    *,
    by: User,
    on: date,
    summary: str,
    facts: dict | None = None,
    party: Party | None = None,
) -> CaseEvent:
    """Record an act; by the number in its facts its papers are found again."""
    return record(
        arbitration.case,
        act,
        by=by,
        on=on,
        summary=summary,
        facts={"arbitration": arbitration.pk, **(facts or {})},
        party=party,
    )


def issue(
    arbitration: Arbitration,
    code: str,
    fields: dict,
    *,
    event: CaseEvent,
    by: User,
    on: date,
    party: Party | None = None,
    recipient: str = "",
    supersedes: Document | None = None,
) -> Document:
    return issue_document(
        case=arbitration.case,
        code=code,
        fields=fields,
        by=by,
        on=on,
        event=event,
        party=party,
        recipient=recipient or (party.name if party else ""),
        supersedes=supersedes,
    )


def start(
    arbitration: Arbitration,
    rule: str,
    *,
    event: str,
    trigger: date,
    by: User,
    amount: int | None = None,
    suffix: str | None = None,
) -> Deadline:
    return start_deadline(
        case=arbitration.case,
        rule=rule,
        event=event,
        trigger=trigger,
        by=by,
        amount=amount,
        suffix=suffix_of(arbitration) if suffix is None else suffix,
    )


def meet(
    arbitration: Arbitration, *rules: str, on: date, by: User, suffix: str | None = None
) -> None:
    own = suffix_of(arbitration) if suffix is None else suffix
    for rule in rules:
        meet_deadline(case=arbitration.case, rule=rule, on=on, by=by, suffix=own)


def keep(arbitration: Arbitration, *, by: User, reason: str) -> Arbitration:
    return save_with_reason(arbitration, by=by, reason=reason)


__all__ = [
    "begin",
    "issue",
    "keep",
    "lock",
    "meet",
    "note",
    "require_state",
    "start",
]
