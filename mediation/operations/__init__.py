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
from mediation.operations.assist import answer_for
from mediation.operations.blind import (
    ask_blind_round,
    consent_blind_round,
    erase_expired_bounds,
    give_blind_bound,
    stop_blind_round,
)
from mediation.operations.door import (
    admit_arrival,
    arrive,
    come_back,
    knock,
    open_door,
    prove_identity,
    refuse_arrival,
    turn_away,
)
from mediation.operations.ending import (
    close_case,
    record_service_failure,
    terminate_mediation,
)
from mediation.operations.facts import (
    answer_fact,
    confirm_put_fact,
    confirm_undisputed_fact,
    issue_facts_paper,
    put_fact,
    withdraw_fact,
)
from mediation.operations.groups import Side, regroup
from mediation.operations.minutes import confirm_minutes, ready_minutes, refuse_minutes
from mediation.operations.offers import answer_offer, convey_offer, make_offer, withdraw_offer
from mediation.operations.opening import (
    disclose_mediator,
    extend_mediation,
    give_rights_notice,
    invite_respondent,
    raise_objection,
    record_mediation_consent,
    recuse_mediator,
)
from mediation.operations.own_time import extend_answers
from mediation.operations.passing_on import credit_passed_on
from mediation.operations.payments import (
    Credit,
    PaidOn,
    book_payment,
    checked_credits,
    record_payment,
    refuse_unproved,
    refuse_wrong_split,
)
from mediation.operations.performance import (
    declare_default,
    demand_performance,
    record_follow_up,
)
from mediation.operations.phrases import drop_phrase, keep_phrase
from mediation.operations.recording import answer_recording, ask_recording
from mediation.operations.reversal import reverse_payment
from mediation.operations.revision import (
    Changed,
    PayerShare,
    changes_between,
    days_between,
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
from mediation.operations.showing import attach_evidence_copy, end_showing, show_to_all
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
    "Credit",
    "InstalmentTerm",
    "PaidOn",
    "PayerShare",
    "PayerTerm",
    "Side",
    "Terms",
    "accept_application",
    "add_minutes_line",
    "admit_arrival",
    "answer_fact",
    "answer_for",
    "answer_offer",
    "answer_recording",
    "answer_terms",
    "application_cautions",
    "arrive",
    "ask_blind_round",
    "ask_recording",
    "attach_evidence_copy",
    "book_payment",
    "cancel_session",
    "changes_between",
    "checked_credits",
    "close_case",
    "close_session",
    "close_session_room",
    "come_back",
    "confirm_minutes",
    "confirm_put_fact",
    "confirm_service_address",
    "confirm_undisputed_fact",
    "consent_blind_round",
    "convey_offer",
    "credit_passed_on",
    "days_between",
    "declare_default",
    "decline_application",
    "demand_performance",
    "disclose_mediator",
    "drop_phrase",
    "elect_representatives",
    "end_showing",
    "enter_as_officer",
    "enter_as_party",
    "erase_expired_bounds",
    "extend_answers",
    "extend_mediation",
    "file_application",
    "generate_agreement",
    "give_blind_bound",
    "give_rights_notice",
    "grant_authority",
    "invite_respondent",
    "issue_facts_paper",
    "keep_phrase",
    "knock",
    "make_offer",
    "open_door",
    "propose_terms",
    "prove_identity",
    "put_fact",
    "raise_objection",
    "ready_minutes",
    "receive_material",
    "record_attendance",
    "record_follow_up",
    "record_leaving",
    "record_mediation_consent",
    "record_payment",
    "record_service_failure",
    "recuse_mediator",
    "refuse_arrival",
    "refuse_minutes",
    "refuse_unproved",
    "refuse_wrong_split",
    "regroup",
    "reverse_payment",
    "revise_terms",
    "schedule_session",
    "seal_agreement",
    "show_out",
    "show_to_all",
    "sign_agreement",
    "sign_as_mediator",
    "stop_blind_round",
    "term_cautions",
    "terminate_mediation",
    "turn_away",
    "void_agreement",
    "withdraw_fact",
    "withdraw_offer",
]
