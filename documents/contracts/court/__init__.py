"""C01 to C08, C10R and C12: the papers of a judicial confirmation that the centre makes."""

from documents.contracts.court.certificate import CERTIFICATE
from documents.contracts.court.confirmation import CONFIRMATION, UNDERTAKING, WITHDRAWAL
from documents.contracts.court.evidence import EVIDENCE_LIST
from documents.contracts.court.identity import IDENTITY_PAPERS
from documents.contracts.court.referral import REFERRAL
from documents.contracts.court.reply import REPLY
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
