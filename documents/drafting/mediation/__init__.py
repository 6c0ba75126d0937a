"""The templates of D01 to D18."""

from documents.drafting.mediation import agreement, intake, notices, performance, sessions

PAPERS = {
    **intake.PAPERS,
    **notices.PAPERS,
    **sessions.PAPERS,
    **agreement.PAPERS,
    **performance.PAPERS,
}
