"""A12 to A21: the papers of an arbitration from the award to its effect."""

from documents.contracts.award.approvals import (
    AWARD_APPROVAL,
    CLOSING_APPROVAL,
    DELIBERATION,
    DOCKET_APPROVAL,
)
from documents.contracts.award.awards import FINAL_AWARD, NON_FINAL_AWARD, PARTIAL_AWARD
from documents.contracts.award.decisions import APPROVAL, CORRECTION, DECISION
from documents.contracts.award.effect import CERTIFICATE, PUBLIC_NOTICE
from documents.contracts.award.interim import INTERIM_AWARD, PRESERVATION, TRANSFER
from documents.contracts.award.settlement import SETTLEMENT

CONTRACTS = (
    FINAL_AWARD,
    NON_FINAL_AWARD,
    PARTIAL_AWARD,
    INTERIM_AWARD,
    TRANSFER,
    CORRECTION,
    DECISION,
    APPROVAL,
    CERTIFICATE,
    DOCKET_APPROVAL,
    CLOSING_APPROVAL,
    DELIBERATION,
    AWARD_APPROVAL,
    SETTLEMENT,
    PUBLIC_NOTICE,
    PRESERVATION,
)
