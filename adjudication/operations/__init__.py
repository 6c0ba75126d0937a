"""Acts of the tribunal, one function each, from the application to the last certificate."""

from adjudication.operations.acceptance import (
    Lacking,
    accept_arbitration,
    decline_arbitration,
    receive_correction,
    request_correction,
)
from adjudication.operations.filing import Claimed, Stated, file_arbitration, wage_claims
from adjudication.operations.forming import (
    adopt_simplified_procedure,
    appoint_arbitrator,
    convert_to_ordinary_procedure,
)

__all__ = [
    "Claimed",
    "Lacking",
    "Stated",
    "accept_arbitration",
    "adopt_simplified_procedure",
    "appoint_arbitrator",
    "convert_to_ordinary_procedure",
    "decline_arbitration",
    "file_arbitration",
    "receive_correction",
    "request_correction",
    "wage_claims",
]
