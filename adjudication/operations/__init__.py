"""Acts of the tribunal, one function each, from the application to the last certificate."""

from adjudication.operations.acceptance import (
    Lacking,
    accept_arbitration,
    decline_arbitration,
    receive_correction,
    request_correction,
)
from adjudication.operations.answers import (
    Answered,
    consent_to_shorter_answer,
    submit_answer,
)
from adjudication.operations.elements import Confirmed, confirm_element, confirm_elements
from adjudication.operations.filing import Claimed, Stated, file_arbitration, wage_claims
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
from adjudication.operations.notices import (
    confirm_served,
    notify_respondent,
    order_evidence,
    papers_for,
    serve,
)

__all__ = [
    "Answered",
    "Claimed",
    "Confirmed",
    "Lacking",
    "Line",
    "Present",
    "Stated",
    "accept_arbitration",
    "adopt_simplified_procedure",
    "appoint_arbitrator",
    "close_hearing",
    "confirm_element",
    "confirm_elements",
    "confirm_served",
    "consent_to_shorter_answer",
    "convert_to_ordinary_procedure",
    "decline_arbitration",
    "file_arbitration",
    "hold_hearing",
    "notify_respondent",
    "open_hearing",
    "order_evidence",
    "papers_for",
    "receive_correction",
    "record_pre_hearing_mediation",
    "request_correction",
    "schedule_hearing",
    "serve",
    "submit_answer",
    "wage_claims",
]
