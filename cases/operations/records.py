"""What every operation on a case does: lock it, move it, record the act, announce it."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.dispatch import Signal

from cases.models import CASE_MOVES, Case, CaseEvent, Party, Submission
from law.identity import NotAName, person_name
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused, NotPermitted

# Sent after commit with `case_id`; carries no content, listeners read what they may see.
case_changed = Signal()


class IllegalMove(ActRefused):
    """The case is not in a status from which this act of law can be done."""

    def __init__(self, case: Case, act: str) -> None:
        move = CASE_MOVES[act]
        super().__init__(
            f"案件现为“{case.get_status_display()}”，不能办理“{move.label}”。",
            source=move.article,
            suggest="请刷新页面查看案件最新状态。",
        )


class AlreadySubmitted(ActRefused):
    """The same form was sent before and has been dealt with."""

    def __init__(self) -> None:
        super().__init__("这份表单已经提交过，未重复办理。", source="V-N1")


def lock_case(case: Case) -> Case:
    """Return `case` read afresh under a row lock; everything an act checks is read after this."""
    return Case.objects.select_for_update().get(pk=case.pk)


def require(allowed: bool, message: str = "您没有办理此事项的权限。") -> None:
    if not allowed:
        raise NotPermitted(message)


def checked_name(text: str) -> str:
    """Return the name of a person in NFC form, or refuse it naming what is wrong with it (V-P1)."""
    try:
        return person_name(text)
    except NotAName as wrong:
        raise ActRefused(str(wrong), source="V-P1") from wrong


def require_open(case: Case) -> None:
    if not case.is_open:
        raise ActRefused("案件已结案，不能再办理。", source="MED-30")


def move_case(case: Case, act: str, *, by: User, reason: str) -> Case:
    """Change the status of a locked case by one row of `CASE_MOVES`; saves the case as a whole."""
    move = CASE_MOVES[act]
    if case.status not in move.frm:
        raise IllegalMove(case, act)
    case.status = move.to
    return save_with_reason(case, by=by, reason=f"{move.label}：{reason}")


def record(
    case: Case,
    act: str,
    *,
    by: User,
    on: date,
    summary: str,
    facts: dict | None = None,
    party: Party | None = None,
    private: bool = False,
) -> CaseEvent:
    """
    Append one act to the record of a locked case and announce it after commit.

    `facts` is plain data (it is hashed as JSON) and holds no identity, bank or phone number.
    """
    last = case.events.order_by("-seq").first()
    event = CaseEvent(
        case=case,
        seq=last.seq + 1 if last else 1,
        act=act,
        on=on,
        by=by,
        party=party,
        summary=summary[:400],
        facts=facts or {},
        private=private,
        prev_hash=last.hash if last else "",
    )
    event.hash = event_hash(event)
    event.save()
    announce(case)
    return event


def event_hash(event: CaseEvent) -> str:
    """Return the SHA-256 of the row and of the hash before it."""
    content = {
        "case": event.case_id,
        "seq": event.seq,
        "act": event.act,
        "on": event.on.isoformat(),
        "by": event.by_id,
        "party": event.party_id,
        "summary": event.summary,
        "facts": event.facts,
        "private": event.private,
        "prev": event.prev_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_event(case: Case) -> CaseEvent | None:
    """Return the first event whose hash, number or chain does not hold; None if all do."""
    prev = ""
    for seq, event in enumerate(case.events.order_by("seq"), start=1):
        if event.seq != seq or event.prev_hash != prev or event.hash != event_hash(event):
            return event
        prev = event.hash
    return None


def announce(case: Case) -> None:
    case_id = case.pk
    transaction.on_commit(lambda: case_changed.send(sender=Case, case_id=case_id))


@transaction.atomic
def claim_submission(*, key: str, by: User, path: str) -> None:
    """
    Take the key of a form once; call it in the transaction of the act itself.

    Raises:
        AlreadySubmitted: the key has been used by an act that was committed.
    """
    _, fresh = Submission.objects.get_or_create(key=key, defaults={"user": by, "path": path[:200]})
    if not fresh:
        raise AlreadySubmitted


def was_submitted(key: str) -> bool:
    """Whether an act was committed with this key of its form."""
    return Submission.objects.filter(key=key).exists()
