"""
Papers, the files they consist of, and the scans of their signed originals.

A paper is a frozen fact: it keeps the data it was made from, the template's digest and the digests
of both files, and is never overwritten; a new version supersedes it. Files are stored by digest.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.choices import OfficerCapacity
from cases.models import Case, CaseOfficer, Party
from cases.models.fields import EncryptedTextField
from documents.choices import DocumentState, RegenerationResult
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


READERS: list[Callable[[Any], Q]] = []
"""
What the apps above let somebody read without seeing the case: user → condition on papers.

The tribunal reads its own file and of the mediation only what crosses to it; each app adds its rule
when it is ready (AppConfig.ready).
"""


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the papers `user` may read; the private ones only who held the session."""
        conducting = CaseOfficer.objects.filter(
            case=OuterRef("case"),
            user=user,
            until_on=None,
            capacity__in=[OfficerCapacity.MEDIATOR, OfficerCapacity.RECORDER],
        )
        own = Q(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id")))) & (
            ~Q(code__in=PRIVATE_CODES) | Exists(conducting)
        )
        # What the tribunal keeps to itself (副卷: 评议笔录, 审批表) is for its own people alone.
        own &= ~Q(code__startswith="A", volume="second")
        for reader in READERS:
            own |= reader(user)
        return self.filter(own)

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
    # What, besides template and data, decides the bytes: a later difference is explained by them.
    engine = models.CharField("生成程序", max_length=200, default="")
    fonts = models.JSONField("字体", default=dict)

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
    def fonts_sha256(self) -> str:
        """The digest of the font set: of the names and digests of the files drawn with."""
        return hashlib.sha256(json.dumps(self.fonts, sort_keys=True).encode()).hexdigest()

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


class Regeneration(models.Model):
    """重新生成比对: whether a stored paper still came out byte for byte; never changed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="regenerations")
    result = models.CharField("结果", max_length=10, choices=RegenerationResult)
    sentence = models.TextField("说明")
    docx_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    engine = models.CharField("生成程序", max_length=200)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "重新生成比对"
        verbose_name_plural = "重新生成比对"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.document} {self.get_result_display()}"
