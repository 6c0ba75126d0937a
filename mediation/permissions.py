"""Who may do which act of mediation; the predicates of `cases` under the names of these acts."""

from cases.permissions import (
    acts_for,
    can_allocate,
    can_close,
    can_conduct,
    can_decide_application,
    can_edit_case,
    can_keep_minutes,
    can_read_minutes,
    is_case_intake_officer,
    is_case_mediator,
)
from staff.permissions import is_mediator, is_recorder

can_have_phrases = is_mediator | is_recorder
can_file_application = can_edit_case
can_accept_application = can_decide_application
can_decline_application = can_decide_application
can_recuse_mediator = can_allocate
can_schedule_session = can_conduct
can_propose_terms = can_conduct
can_record_answers = can_keep_minutes
can_collect_signatures = can_keep_minutes | is_case_intake_officer
can_record_payment = is_case_intake_officer | is_case_mediator
can_terminate = can_conduct | is_case_intake_officer

__all__ = [
    "acts_for",
    "can_accept_application",
    "can_close",
    "can_collect_signatures",
    "can_decline_application",
    "can_edit_case",
    "can_file_application",
    "can_have_phrases",
    "can_keep_minutes",
    "can_propose_terms",
    "can_read_minutes",
    "can_record_answers",
    "can_record_payment",
    "can_recuse_mediator",
    "can_schedule_session",
    "can_terminate",
]
