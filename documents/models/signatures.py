"""Who signed or sealed a paper, how, and the files that carry electronic seals."""

from django.conf import settings
from django.db import models

from documents.choices import SignatureLevel, SignatureMethod
from documents.models.papers import Document, StoredFile


class Signature(models.Model):
    """
    签署: one signature or seal on a paper, bound to the digest of the exact text signed (V-H1).

    `binding` is the digest of text, role, signer, day, level and evidence together: none of them
    can be exchanged afterwards without its being seen.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    role = models.CharField("身份", max_length=40)
    signer = models.CharField("签署人", max_length=120)
    level = models.CharField("签署等级", max_length=12, choices=SignatureLevel)
    method = models.CharField("签署方式", max_length=6, choices=SignatureMethod)
    placed_on = models.DateField("签署日")
    document_sha256 = models.CharField("签署版本", max_length=64)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", null=True, blank=True
    )
    binding = models.CharField("绑定摘要", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "签署"
        verbose_name_plural = "签署"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.role} {self.signer}"


class SealedFile(models.Model):
    """签章件: the paper with its electronic seal, beside the draft it was made from, immutable."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="sealed_files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    document_sha256 = models.CharField("所依据的文本", max_length=64)
    level = models.CharField("签署等级", max_length=12, choices=SignatureLevel)
    body = models.CharField("盖章组织", max_length=120)
    certificate_sha256 = models.CharField("证书摘要", max_length=64)
    sealed_on = models.DateField("签章日")
    sealed_at = models.DateTimeField("签章时间")
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "签章件"
        verbose_name_plural = "签章件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="sealed_once_at_a_level", fields=["document", "level"]),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_level_display()}"
