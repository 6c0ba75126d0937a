"""Writes of mediation, one function per act of law; a page, the room and the replay call these."""

from mediation.operations.agreement import (
    generate_agreement,
    seal_agreement,
    sign_agreement,
    sign_as_mediator,
    void_agreement,
)
from mediation.operations.application import (
    accept_application,
    application_cautions,
    confirm_service_address,
    decline_application,
    elect_representatives,
    file_application,
    grant_authority,
    receive_material,
)
from mediation.operations.ending import (
    close_case,
    record_service_failure,
    terminate_mediation,
)
from mediation.operations.facts import confirm_undisputed_fact, issue_facts_paper
from mediation.operations.groups import Side, regroup
from mediation.operations.opening import (
    disclose_mediator,
    extend_mediation,
    give_rights_notice,
    invite_respondent,
    raise_objection,
    record_mediation_consent,
    recuse_mediator,
)
from mediation.operations.performance import (
    declare_default,
    demand_performance,
    record_follow_up,
    record_payment,
)
from mediation.operations.revision import (
    Changed,
    changes_between,
    revise_terms,
)
from mediation.operations.room import (
    close_session_room,
    enter_as_officer,
    enter_as_party,
    show_out,
)
from mediation.operations.session import (
    add_minutes_line,
    cancel_session,
    close_session,
    record_attendance,
    record_leaving,
    schedule_session,
)
from mediation.operations.terms import (
    InstalmentTerm,
    PayerTerm,
    Terms,
    answer_terms,
    propose_terms,
    term_cautions,
)

__all__ = [
    "Changed",
    "InstalmentTerm",
    "PayerTerm",
    "Side",
    "Terms",
    "accept_application",
    "add_minutes_line",
    "answer_terms",
    "application_cautions",
    "cancel_session",
    "changes_between",
    "close_case",
    "close_session",
    "close_session_room",
    "confirm_service_address",
    "confirm_undisputed_fact",
    "declare_default",
    "decline_application",
    "demand_performance",
    "disclose_mediator",
    "elect_representatives",
    "enter_as_officer",
    "enter_as_party",
    "extend_mediation",
    "file_application",
    "generate_agreement",
    "give_rights_notice",
    "grant_authority",
    "invite_respondent",
    "issue_facts_paper",
    "propose_terms",
    "raise_objection",
    "receive_material",
    "record_attendance",
    "record_follow_up",
    "record_leaving",
    "record_mediation_consent",
    "record_payment",
    "record_service_failure",
    "recuse_mediator",
    "regroup",
    "revise_terms",
    "schedule_session",
    "seal_agreement",
    "show_out",
    "sign_agreement",
    "sign_as_mediator",
    "term_cautions",
    "terminate_mediation",
    "void_agreement",
]
