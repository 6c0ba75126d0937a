"""
Papers, the files they consist of, and the scans of their signed originals.

A paper is a frozen fact: it keeps the data it was made from, the template's digest and the digests
of both files, and is never overwritten; a new version supersedes it. Files are stored by digest.
"""

import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.choices import OfficerCapacity
from cases.models import Case, CaseOfficer, Party
from cases.models.fields import EncryptedTextField
from documents.choices import DocumentState, SignatureLevel, SignatureMethod
from staff.history import History

# Minutes hold what people were willing to give up: only those who held the session read them
# (人民法院在线调解规则 18); the mediator's disclosure belongs to the internal volume.
PRIVATE_CODES = ("D10", "D05")


class StoredFile(models.Model):
    """A file in the store, named by its SHA-256; equal content is stored once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.sha256[:12]


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the papers `user` may read; the private ones only who held the session."""
        conducting = CaseOfficer.objects.filter(
            case=OuterRef("case"),
            user=user,
            until_on=None,
            capacity__in=[OfficerCapacity.MEDIATOR, OfficerCapacity.RECORDER],
        )
        return self.filter(
            Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id")))
        ).filter(~Q(code__in=PRIVATE_CODES) | Exists(conducting))

    def current(self):
        return self.filter(state=DocumentState.ISSUED)


class Document(models.Model):
    """文书: one paper of the catalogue, issued in one case on one day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    code = models.CharField("文书代号", max_length=8)
    title = models.CharField("名称", max_length=80)
    number = models.CharField("文号", max_length=60, blank=True)
    version = models.PositiveSmallIntegerField("版次", default=1)
    recipient = models.CharField("对象", max_length=200, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="documents", null=True, blank=True
    )
    volume = models.CharField("卷", max_length=6, default="first")
    issued_on = models.DateField("制作日期")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="papers")
    event = models.ForeignKey(
        "cases.CaseEvent", models.PROTECT, related_name="documents", null=True, blank=True
    )
    context_json = EncryptedTextField("数据")
    context_sha256 = models.CharField(max_length=64)
    template = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField("页数")
    state = models.CharField(
        "状态", max_length=10, choices=DocumentState, default=DocumentState.ISSUED
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    verify_code = models.CharField("验真码", max_length=16, unique=True)

    history = History(excluded_fields=["context_json"], verbose_name="文书变更")
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="document_number_once",
                fields=["code", "number", "version"],
                condition=~Q(number=""),
            ),
        ]
        indexes = [models.Index(name="document_of_case", fields=["case", "code"])]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def context(self) -> dict:
        return json.loads(self.context_json)

    @property
    def is_signed(self) -> bool:
        return self.signatures.exists()


class Scan(models.Model):
    """The signed original of a paper, scanned and tied to the digest of the version signed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="scans")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    document_sha256 = models.CharField("签署版本", max_length=64)
    note = models.CharField("说明", max_length=120, blank=True)
    added_on = models.DateField("上传日")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "签署件"
        verbose_name_plural = "签署件"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.document} 签署件"


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
