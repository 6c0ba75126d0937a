"""Papers with their files, scans and comparisons, and the batches that make papers in numbers."""

from documents.models.jobs import Batch, BatchItem
from documents.models.papers import Document, Regeneration, Scan, StoredFile

__all__ = ["Batch", "BatchItem", "Document", "Regeneration", "Scan", "StoredFile"]
