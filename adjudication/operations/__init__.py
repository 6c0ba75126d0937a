"""Acts of the tribunal, one function each, from the application to the last certificate."""

from adjudication.drafting import Ruling
from adjudication.operations.acceptance import (
    Lacking,
    accept_arbitration,
    decline_arbitration,
    receive_correction,
    request_correction,
)
from adjudication.operations.answers import Answered, consent_to_shorter_answer, submit_answer
from adjudication.operations.awards import Liable, Words, draft_awards, draft_partial_award
from adjudication.operations.batches import find_together, resume_award_batch, start_award_batch
from adjudication.operations.challenges import challenge_arbitrator, decide_challenge
from adjudication.operations.corrections import CorrectedSum, Correction, correct_award
from adjudication.operations.countersigning import countersign, return_award, send_for_review
from adjudication.operations.drafts import (
    OPEN_TO,
    file_from_drafts,
    hand_in_draft,
    missing_in,
    reckon,
    save_draft,
)
from adjudication.operations.effect import (
    certify_effectiveness,
    close_arbitration,
    record_suit,
    record_suit_result,
)
from adjudication.operations.elements import (
    Confirmed,
    add_element,
    confirm_element,
    confirm_elements,
    link_element,
)
from adjudication.operations.ends import (
    decide_investigation,
    decide_jurisdiction,
    deem_withdrawn,
    dismiss_arbitration,
    transfer_arbitration,
    withdraw_arbitration,
)
from adjudication.operations.enforcement import (
    apply_for_enforcement,
    outstanding_fen,
    record_enforcement,
    title_of_award,
    title_of_payment_order,
)
from adjudication.operations.entry import (
    code_of,
    end_entry_code,
    enter_by_code,
    give_entry_code,
    needs_number,
)
from adjudication.operations.exhibits import hand_in_evidence
from adjudication.operations.filing import Claimed, Stated, file_arbitration, wage_claims
from adjudication.operations.findings import find_element
from adjudication.operations.forming import (
    adopt_simplified_procedure,
    appoint_arbitrator,
    convert_to_ordinary_procedure,
)
from adjudication.operations.hearings import (
    Line,
    Present,
    close_hearing,
    hold_hearing,
    open_hearing,
    record_pre_hearing_mediation,
    schedule_hearing,
)
from adjudication.operations.in_court import (
    OVER,
    ask_recusal,
    call_party,
    close_in_room,
    enter_as_party_of,
    enter_as_tribunal,
    give_minutes,
    go_to_step,
    mediate_in_hearing,
    object_to_line,
    open_in_room,
    refuse_minutes_in_hearing,
    show_evidence,
    sign_minutes,
    sign_on_paper,
    take_last_words,
    try_element,
    write_line,
)
from adjudication.operations.interim import (
    InterimItem,
    order_interim_enforcement,
    send_interim_award,
)
from adjudication.operations.issuing import issue_award, issue_partial_award
from adjudication.operations.joining import (
    ClaimChange,
    change_claims,
    decide_counter_claim,
    group_siblings,
    join_party,
    share_elements,
)
from adjudication.operations.limits import (
    extend_award_limit,
    resume_arbitration,
    suspend_arbitration,
)
from adjudication.operations.notices import (
    confirm_served,
    leave_refused,
    notify_respondent,
    order_evidence,
    papers_for,
    serve,
)
from adjudication.operations.payment_orders import (
    apply_for_payment_order,
    court_accepts_payment_order,
    court_issues_payment_order,
    object_to_payment_order,
    payment_order_takes_effect,
)
from adjudication.operations.performance import record_payment_on_title
from adjudication.operations.proofs import certify_service
from adjudication.operations.replies import (
    Reply,
    confirm_as_party,
    receive_on_phone,
    reply_to_elements,
)
from adjudication.operations.rulings import rule_on_claims
from adjudication.operations.stated import StatedAward, StatedItem
from adjudication.operations.statements import (
    bound_by,
    give_up_settlement,
    receive_settlement,
    settle_in_arbitration,
)
from adjudication.operations.titles import title_of_review, title_of_statement

__all__ = [
    "OPEN_TO",
    "OVER",
    "Answered",
    "ClaimChange",
    "Claimed",
    "Confirmed",
    "CorrectedSum",
    "Correction",
    "InterimItem",
    "Lacking",
    "Liable",
    "Line",
    "Present",
    "Reply",
    "Ruling",
    "Stated",
    "StatedAward",
    "StatedItem",
    "Words",
    "accept_arbitration",
    "add_element",
    "adopt_simplified_procedure",
    "apply_for_enforcement",
    "apply_for_payment_order",
    "appoint_arbitrator",
    "ask_recusal",
    "bound_by",
    "call_party",
    "certify_effectiveness",
    "certify_service",
    "challenge_arbitrator",
    "change_claims",
    "close_arbitration",
    "close_hearing",
    "close_in_room",
    "code_of",
    "confirm_as_party",
    "confirm_element",
    "confirm_elements",
    "confirm_served",
    "consent_to_shorter_answer",
    "convert_to_ordinary_procedure",
    "correct_award",
    "countersign",
    "court_accepts_payment_order",
    "court_issues_payment_order",
    "decide_challenge",
    "decide_counter_claim",
    "decide_investigation",
    "decide_jurisdiction",
    "decline_arbitration",
    "deem_withdrawn",
    "dismiss_arbitration",
    "draft_awards",
    "draft_partial_award",
    "end_entry_code",
    "enter_as_party_of",
    "enter_as_tribunal",
    "enter_by_code",
    "extend_award_limit",
    "file_arbitration",
    "file_from_drafts",
    "find_element",
    "find_together",
    "give_entry_code",
    "give_minutes",
    "give_up_settlement",
    "go_to_step",
    "group_siblings",
    "hand_in_draft",
    "hand_in_evidence",
    "hold_hearing",
    "issue_award",
    "issue_partial_award",
    "join_party",
    "leave_refused",
    "link_element",
    "mediate_in_hearing",
    "missing_in",
    "needs_number",
    "notify_respondent",
    "object_to_line",
    "object_to_payment_order",
    "open_hearing",
    "open_in_room",
    "order_evidence",
    "order_interim_enforcement",
    "outstanding_fen",
    "papers_for",
    "payment_order_takes_effect",
    "receive_correction",
    "receive_on_phone",
    "receive_settlement",
    "reckon",
    "record_enforcement",
    "record_payment_on_title",
    "record_pre_hearing_mediation",
    "record_suit",
    "record_suit_result",
    "refuse_minutes_in_hearing",
    "reply_to_elements",
    "request_correction",
    "resume_arbitration",
    "resume_award_batch",
    "return_award",
    "rule_on_claims",
    "save_draft",
    "schedule_hearing",
    "send_for_review",
    "send_interim_award",
    "serve",
    "settle_in_arbitration",
    "share_elements",
    "show_evidence",
    "sign_minutes",
    "sign_on_paper",
    "start_award_batch",
    "submit_answer",
    "suspend_arbitration",
    "take_last_words",
    "title_of_award",
    "title_of_payment_order",
    "title_of_review",
    "title_of_statement",
    "transfer_arbitration",
    "try_element",
    "wage_claims",
    "withdraw_arbitration",
    "write_line",
]
