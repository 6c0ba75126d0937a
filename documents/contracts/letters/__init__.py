"""
H02 to H14: hand-offs and official letters.

H01 is received and registered only. H08 is a place kept for a fourth kind of letter: no paper yet.
"""

from documents.contracts.letters.crime import CLUE_SLIP, CRIME_TRANSFER
from documents.contracts.letters.referral import (
    INQUIRY,
    LEGAL_AID,
    ONWARD_TRANSFER,
    PROCURATORATE,
)
from documents.contracts.letters.report import WINTER_REPORT
from documents.contracts.letters.supervision import (
    ACCOUNTABILITY_ADVICE,
    ACCOUNTABILITY_SLIP,
    ASSIGNMENT,
    CARD,
    PROBLEM_SLIP,
    WARNING,
)

CONTRACTS = (
    CRIME_TRANSFER,
    CLUE_SLIP,
    PROCURATORATE,
    LEGAL_AID,
    WARNING,
    ASSIGNMENT,
    ACCOUNTABILITY_ADVICE,
    PROBLEM_SLIP,
    ACCOUNTABILITY_SLIP,
    CARD,
    WINTER_REPORT,
    ONWARD_TRANSFER,
    INQUIRY,
)
