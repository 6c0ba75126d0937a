"""C01 to C08, C10R and C12: the papers of a judicial confirmation that the centre makes."""

from documents.contracts.court.confirmation import CONFIRMATION, UNDERTAKING, WITHDRAWAL
from documents.contracts.court.packet import (
    CERTIFICATE,
    EVIDENCE_LIST,
    IDENTITY_PAPERS,
    REFERRAL,
    REPLY,
)
from documents.contracts.court.sheets import COURT_SERVICE_ADDRESS, INFORMATION

CONTRACTS = (
    CONFIRMATION,
    UNDERTAKING,
    CERTIFICATE,
    REFERRAL,
    EVIDENCE_LIST,
    COURT_SERVICE_ADDRESS,
    IDENTITY_PAPERS,
    INFORMATION,
    REPLY,
    WITHDRAWAL,
)
