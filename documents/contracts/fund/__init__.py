"""F01 to F10: the papers of an advance from the emergency revolving fund (应急周转金)."""

from documents.contracts.fund.application import ADVANCE_APPLICATION, VERIFICATION
from documents.contracts.fund.correction import CORRECTION
from documents.contracts.fund.decision import ADVANCE_AGREEMENT, ADVANCE_DECISION, APPROVAL
from documents.contracts.fund.payout import RECEIPT, RECOVERY_MANDATE
from documents.contracts.fund.recovery import RECOVERY_ENTRY, RECOVERY_NOTICE, WRITE_OFF

CONTRACTS = (
    ADVANCE_APPLICATION,
    VERIFICATION,
    APPROVAL,
    ADVANCE_DECISION,
    ADVANCE_AGREEMENT,
    RECOVERY_MANDATE,
    RECEIPT,
    RECOVERY_NOTICE,
    RECOVERY_ENTRY,
    WRITE_OFF,
    CORRECTION,
)
