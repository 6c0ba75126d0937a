"""Scans that go along with the packet after our own papers."""

from django.conf import settings
from django.db import models

from cases.models import Evidence
from documents.models import StoredFile
from staff.history import History


class EvidenceScan(models.Model):
    """The copy of one piece of evidence, as pages of A4."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="scan")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField("页数")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_on = models.DateField("上传日")

    history = History(verbose_name="证据扫描件变更")

    class Meta:
        verbose_name = "证据扫描件"
        verbose_name_plural = "证据扫描件"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.evidence} 扫描件"
