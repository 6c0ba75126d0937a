"""The copy of a piece of evidence that can be shown to everybody in the room."""

from django.conf import settings
from django.db import models

from cases.models import Evidence
from documents.models import StoredFile


class EvidenceCopy(models.Model):
    """证据复制件: the scan or photograph of one piece of evidence; the newest one is shown."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="copies")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_on = models.DateField("录入日")

    class Meta:
        verbose_name = "证据复制件"
        verbose_name_plural = "证据复制件"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.evidence)
