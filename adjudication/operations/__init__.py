"""Acts of the tribunal, one function each, from the application to the last certificate."""

from adjudication.drafting import Ruling
from adjudication.operations.acceptance import (
    Lacking,
    accept_arbitration,
    decline_arbitration,
    receive_correction,
    request_correction,
)
from adjudication.operations.awards import Liable, Words, draft_awards, draft_partial_award
from adjudication.operations.corrections import Correction, correct_award
from adjudication.operations.countersigning import countersign, return_award, send_for_review
from adjudication.operations.effect import (
    certify_effectiveness,
    close_arbitration,
    record_suit,
    record_suit_result,
)
from adjudication.operations.filing import Claimed, Stated, file_arbitration, wage_claims
from adjudication.operations.findings import find_element
from adjudication.operations.forming import (
    adopt_simplified_procedure,
    appoint_arbitrator,
    convert_to_ordinary_procedure,
)
from adjudication.operations.interim import (
    InterimItem,
    order_interim_enforcement,
    send_interim_award,
)
from adjudication.operations.issuing import issue_award, issue_partial_award
from adjudication.operations.stated import StatedAward, StatedItem

__all__ = [
    "Claimed",
    "Correction",
    "InterimItem",
    "Lacking",
    "Liable",
    "Ruling",
    "Stated",
    "StatedAward",
    "StatedItem",
    "Words",
    "accept_arbitration",
    "adopt_simplified_procedure",
    "appoint_arbitrator",
    "certify_effectiveness",
    "close_arbitration",
    "convert_to_ordinary_procedure",
    "correct_award",
    "countersign",
    "decline_arbitration",
    "draft_awards",
    "draft_partial_award",
    "file_arbitration",
    "find_element",
    "issue_award",
    "issue_partial_award",
    "order_interim_enforcement",
    "receive_correction",
    "record_suit",
    "record_suit_result",
    "request_correction",
    "return_award",
    "send_for_review",
    "send_interim_award",
    "wage_claims",
]
