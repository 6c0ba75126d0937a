"""Papers with their files, scans and comparisons; signatures; batches; an office's templates."""

from documents.models.jobs import Batch, BatchItem
from documents.models.papers import Document, Regeneration, Scan, StoredFile
from documents.models.service import Service, ServiceProof
from documents.models.signatures import SealedFile, Signature
from documents.models.templates import TemplateVersion

__all__ = [
    "Batch",
    "BatchItem",
    "Document",
    "Regeneration",
    "Scan",
    "SealedFile",
    "Service",
    "ServiceProof",
    "Signature",
    "StoredFile",
    "TemplateVersion",
]
