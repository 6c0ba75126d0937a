"""The templates of A12 to A21."""

from documents.drafting.award import awards, interim

PAPERS = {**awards.PAPERS, **interim.PAPERS}
