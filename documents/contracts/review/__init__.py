"""R01 to R04: the review of a mediation agreement by the arbitration commission."""

from documents.contracts.review.application import ACCEPTED, APPLICATION, NOT_ACCEPTED
from documents.contracts.review.outcome import MEDIATION_DOCUMENT, NO_DOCUMENT

CONTRACTS = (APPLICATION, ACCEPTED, NOT_ACCEPTED, MEDIATION_DOCUMENT, NO_DOCUMENT)
