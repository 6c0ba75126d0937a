"""The templates of A12 to A21."""

from documents.drafting.award import awards

PAPERS = {**awards.PAPERS}
