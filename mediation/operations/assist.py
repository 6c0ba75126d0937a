"""Acts an officer writes down for somebody without a phone (代为办理), in front of a witness."""

from datetime import date

from django.db import transaction

from cases.models import Party
from cases.operations import checked_name, lock_case, require
from mediation.choices import Answer, Assistance, SessionState
from mediation.models import Proposal, TermsAnswer
from mediation.operations.session import add_minutes_line
from mediation.operations.terms import answer_terms
from mediation.permissions import can_record_answers
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def answer_for(
    *,
    proposal: Proposal,
    party: Party,
    answer: Answer,
    assistance: Assistance,
    terms_sha256: str,
    by: User,
    on: date,
    witness: str = "",
    reason: str = "",
) -> TermsAnswer:
    """
    代为记录表态: a worker who has no phone answers in person; an officer writes it down.

    What was said or pressed, not written, has a witness. The answer counts like any other; how it
    was given and who saw it goes into the minutes of the session.

    Raises:
        ActRefused: no witness, or one who is the worker or the writer; whatever `answer_terms`
            refuses.
    """
    case = lock_case(proposal.case)
    require(can_record_answers(by, case))
    seen_by = checked_name(witness) if witness.strip() else ""
    if assistance != Assistance.PAPER and not seen_by:
        raise ActRefused(
            f"{Assistance(assistance).label}表态的，须有见证人在场。",
            source="D10",
            suggest="请填写见证人的姓名。",
        )
    if seen_by in {party.name, by.name}:
        raise ActRefused("见证人不能是表态人本人或者记录的人。", source="D10")
    given = answer_terms(
        proposal=proposal,
        party=party,
        answer=answer,
        terms_sha256=terms_sha256,
        reason=reason,
        assistance=assistance,
        witness=seen_by,
        by=by,
        on=on,
    )
    session = case.sessions.filter(state=SessionState.HELD).last()
    if session is not None:
        saw = f"，见证人{seen_by}" if seen_by else ""
        add_minutes_line(
            session=session,
            party=party,
            text=f"对方案{proposal.number}表示{Answer(answer).label}"
            f"（{Assistance(assistance).label}，由{by.name}代为记录{saw}）。",
            by=by,
            on=on,
        )
    return given
