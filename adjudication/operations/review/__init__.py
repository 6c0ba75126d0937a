"""Review of an agreement: asked for together, decided by the commission (REV-01 to REV-07)."""

from adjudication.operations.review.accepting import accept_review, extend_review, refuse_review
from adjudication.operations.review.asking import (
    Asked,
    Outgoing,
    apply_for_arbitration_review,
    draw_supplement,
    keep_supplement,
    supplement_review,
)
from adjudication.operations.review.deciding import (
    issue_mediation_statement,
    receive_statement,
    refuse_mediation_statement,
)
from adjudication.operations.review.ending import end_review, log_review_download, withdraw_review

__all__ = [
    "Asked",
    "Outgoing",
    "accept_review",
    "apply_for_arbitration_review",
    "draw_supplement",
    "end_review",
    "extend_review",
    "issue_mediation_statement",
    "keep_supplement",
    "log_review_download",
    "receive_statement",
    "refuse_mediation_statement",
    "refuse_review",
    "supplement_review",
    "withdraw_review",
]
