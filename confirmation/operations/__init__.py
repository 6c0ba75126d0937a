"""Acts of judicial confirmation: what the two sides apply for, and what the court answers."""

from confirmation.operations.appearance import call_parties, record_appearance
from confirmation.operations.application import (
    resubmit_packet,
    send_application,
    withdraw_confirmation,
)
from confirmation.operations.court import court_accepts, court_returns, court_rules
from confirmation.operations.desk import (
    add_note,
    docket_each,
    keep_court_paper,
    log_download,
    make_link,
    open_link,
)
from confirmation.operations.drafting import (
    discard_draft,
    draft_application,
    keep_signed_sheets,
    renew_application,
)
from confirmation.operations.enclosures import attach_evidence, record_party_papers, turn_page
from confirmation.operations.interface import issue_token, once, revoke_token
from confirmation.operations.outgoing import draw_packet, keep_packet
from confirmation.operations.sending import queue_sending, send_all, start_drafting, start_sending
from confirmation.operations.signing import sign_application

__all__ = [
    "add_note",
    "attach_evidence",
    "call_parties",
    "court_accepts",
    "court_returns",
    "court_rules",
    "discard_draft",
    "docket_each",
    "draft_application",
    "draw_packet",
    "issue_token",
    "keep_court_paper",
    "keep_packet",
    "keep_signed_sheets",
    "log_download",
    "make_link",
    "once",
    "open_link",
    "queue_sending",
    "record_appearance",
    "record_party_papers",
    "renew_application",
    "resubmit_packet",
    "revoke_token",
    "send_all",
    "send_application",
    "sign_application",
    "start_drafting",
    "start_sending",
    "turn_page",
    "withdraw_confirmation",
]
