"""A12 to A21: the papers of an arbitration from the award to its effect."""

from documents.contracts.award.awards import FINAL_AWARD, NON_FINAL_AWARD, PARTIAL_AWARD
from documents.contracts.award.interim import INTERIM_AWARD, PRESERVATION, TRANSFER

CONTRACTS = (
    FINAL_AWARD,
    NON_FINAL_AWARD,
    PARTIAL_AWARD,
    INTERIM_AWARD,
    TRANSFER,
    PRESERVATION,
)
