"""Papers with their files, scans and comparisons; signatures; batches; an office's templates."""

from documents.models.jobs import Batch, BatchItem
from documents.models.packets import PacketLine, SentPacket
from documents.models.papers import Document, Regeneration, Scan, StoredFile
from documents.models.service import Service, ServiceProof
from documents.models.signatures import SealedFile, Signature
from documents.models.templates import TemplateVersion

__all__ = [
    "Batch",
    "BatchItem",
    "Document",
    "PacketLine",
    "Regeneration",
    "Scan",
    "SealedFile",
    "SentPacket",
    "Service",
    "ServiceProof",
    "Signature",
    "StoredFile",
    "TemplateVersion",
]
