"""A12 to A21: the papers of an arbitration from the award to its effect."""

from documents.contracts.award.awards import FINAL_AWARD, NON_FINAL_AWARD, PARTIAL_AWARD

CONTRACTS = (FINAL_AWARD, NON_FINAL_AWARD, PARTIAL_AWARD)
