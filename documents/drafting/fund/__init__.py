"""The templates of F01 to F09."""

from documents.drafting.fund import application, decision, payout, recovery

PAPERS = {
    **application.PAPERS,
    **decision.PAPERS,
    **payout.PAPERS,
    **recovery.PAPERS,
}
