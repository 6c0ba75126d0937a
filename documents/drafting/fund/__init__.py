"""The templates of F01 to F10."""

from documents.drafting.fund import application, correction, decision, payout, recovery

PAPERS = {
    **application.PAPERS,
    **decision.PAPERS,
    **payout.PAPERS,
    **recovery.PAPERS,
    **correction.PAPERS,
}
