"""D01 to D18 and A09M: the papers of a mediation."""

from documents.contracts.mediation.acceptance import ACCEPTANCE, INVITATION, REFUSAL
from documents.contracts.mediation.agreement import AGREEMENT, ANNEX
from documents.contracts.mediation.application import APPLICATION, ELECTION, MATERIALS
from documents.contracts.mediation.authority import AUTHORITY, SERVICE_ADDRESS
from documents.contracts.mediation.ending import FILE_COVER, TERMINATION
from documents.contracts.mediation.notices import DISCLOSURE, RIGHTS, SESSION_NOTICE
from documents.contracts.mediation.performance import DEMAND, FOLLOW_UP, PERFORMANCE
from documents.contracts.mediation.service import RETURN
from documents.contracts.mediation.sessions import AGREED_FACTS, MINUTES

CONTRACTS = (
    APPLICATION,
    ACCEPTANCE,
    REFUSAL,
    INVITATION,
    RIGHTS,
    DISCLOSURE,
    SESSION_NOTICE,
    ELECTION,
    AUTHORITY,
    SERVICE_ADDRESS,
    MINUTES,
    AGREED_FACTS,
    AGREEMENT,
    ANNEX,
    TERMINATION,
    MATERIALS,
    PERFORMANCE,
    FOLLOW_UP,
    DEMAND,
    FILE_COVER,
    RETURN,
)
