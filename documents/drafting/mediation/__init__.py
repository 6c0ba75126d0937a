"""The templates of D01 to D18 and A09M."""

from documents.drafting.mediation import agreement, intake, notices, performance, service, sessions

PAPERS = {
    **intake.PAPERS,
    **notices.PAPERS,
    **sessions.PAPERS,
    **agreement.PAPERS,
    **performance.PAPERS,
    **service.PAPERS,
}
