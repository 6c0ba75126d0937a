"""What every packet keeps: one version of papers and scans sent to somebody who decides."""

from django.conf import settings
from django.db import models

from documents.models.papers import Document, StoredFile


class SentPacket(models.Model):
    """材料包: one version of everything the other side gets; never changed once it is sent."""

    version = models.PositiveSmallIntegerField("版次")
    sent_on = models.DateField("提交日")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    bundle = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    bag = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField("页数")
    changes = models.JSONField("与上一版的不同", default=list)  # [{"what", "name", "code"}]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"材料包第{self.version}版"


class PacketLine(models.Model):
    """One line of the list: a paper of ours, or a scan."""

    no = models.PositiveSmallIntegerField("序号")
    code = models.CharField("文书代号", max_length=8)
    name = models.CharField("材料名称", max_length=160)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField("页数")
    first_page = models.PositiveIntegerField("起始页")
    original = models.BooleanField("原件", default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
