"""Acts of judicial confirmation: what the two sides apply for, and what the court answers."""

from confirmation.operations.application import (
    apply_for_confirmation,
    resubmit_packet,
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
from confirmation.operations.enclosures import attach_evidence, record_party_papers, turn_page
from confirmation.operations.interface import issue_token, once, revoke_token
from confirmation.operations.sending import queue_sending, send_all, start_sending

__all__ = [
    "add_note",
    "apply_for_confirmation",
    "attach_evidence",
    "court_accepts",
    "court_returns",
    "court_rules",
    "docket_each",
    "issue_token",
    "keep_court_paper",
    "log_download",
    "make_link",
    "once",
    "open_link",
    "queue_sending",
    "record_party_papers",
    "resubmit_packet",
    "revoke_token",
    "send_all",
    "start_sending",
    "turn_page",
    "withdraw_confirmation",
]
