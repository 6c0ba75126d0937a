"""Papers with their files, scans and comparisons; batches of them; the templates of an office."""

from documents.models.jobs import Batch, BatchItem
from documents.models.papers import Document, Regeneration, Scan, StoredFile
from documents.models.templates import TemplateVersion

__all__ = [
    "Batch",
    "BatchItem",
    "Document",
    "Regeneration",
    "Scan",
    "StoredFile",
    "TemplateVersion",
]
