"""The templates of A12 to A21."""

from documents.drafting.award import approvals, awards, decisions, effect, interim, settlement

PAPERS = {
    **awards.PAPERS,
    **interim.PAPERS,
    **decisions.PAPERS,
    **effect.PAPERS,
    **approvals.PAPERS,
    **settlement.PAPERS,
}
