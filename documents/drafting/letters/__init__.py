"""The templates of H02 to H14."""

from documents.drafting.letters import crime, referral, report, supervision

PAPERS = {
    **crime.PAPERS,
    **referral.PAPERS,
    **supervision.PAPERS,
    **report.PAPERS,
}
