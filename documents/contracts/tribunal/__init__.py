"""A01 to A11: the papers of an arbitration from the application to the hearing."""

from documents.contracts.tribunal.acceptance import ACCEPTANCE, CORRECTION, REFUSAL
from documents.contracts.tribunal.filing import ANSWER, APPLICATION
from documents.contracts.tribunal.forming import (
    CONSENT,
    CONVERSION,
    PANEL_NOTICE,
    RESPONDENT_NOTICE,
    SIMPLIFIED,
)
from documents.contracts.tribunal.hearing import CONFIRMATION, MINUTES
from documents.contracts.tribunal.joining import (
    CHANGE,
    COUNTER_ACCEPTANCE,
    COUNTER_NOTICE,
    THIRD_PARTY,
)
from documents.contracts.tribunal.notices import EVIDENCE_NOTICE, HEARING_NOTICE
from documents.contracts.tribunal.service import CERTIFICATE, RETURN
from documents.contracts.tribunal.withdrawal import INQUIRY, WITHDRAWAL

CONTRACTS = (
    APPLICATION,
    ANSWER,
    ACCEPTANCE,
    REFUSAL,
    CORRECTION,
    CHANGE,
    THIRD_PARTY,
    COUNTER_ACCEPTANCE,
    COUNTER_NOTICE,
    WITHDRAWAL,
    INQUIRY,
    RESPONDENT_NOTICE,
    PANEL_NOTICE,
    SIMPLIFIED,
    CONVERSION,
    CONSENT,
    HEARING_NOTICE,
    EVIDENCE_NOTICE,
    RETURN,
    CERTIFICATE,
    CONFIRMATION,
    MINUTES,
)
