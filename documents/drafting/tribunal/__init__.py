"""The templates of A01 to A11."""

from documents.drafting.tribunal import acceptance, filing, forming, hearing, notices, service

PAPERS = {
    **filing.PAPERS,
    **acceptance.PAPERS,
    **forming.PAPERS,
    **notices.PAPERS,
    **service.PAPERS,
    **hearing.PAPERS,
}
