"""Evidence and the receipts given for it (D14): every piece traces to a receipt line."""

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.party import Party


class Evidence(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    no = models.PositiveIntegerField("编号")
    name = models.CharField("名称", max_length=160)
    kind = models.CharField("形式", max_length=20)
    pages = models.PositiveIntegerField("页数", default=1)
    proves = models.CharField("证明事项", max_length=200, blank=True)
    by = models.ForeignKey(Party, models.PROTECT, related_name="evidence", null=True, blank=True)
    by_label = models.CharField("提交人", max_length=120)
    submitted = models.BooleanField("已提交", default=True)

    class Meta:
        verbose_name = "证据"
        verbose_name_plural = "证据"
        ordering = ["case_id", "no"]
        constraints = [models.UniqueConstraint(name="evidence_no_once", fields=["case", "no"])]

    def __str__(self) -> str:
        return f"证据{self.no} {self.name}"


class MaterialReceipt(models.Model):
    """材料接收: what was handed in, by whom, and whether the originals went back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipts")
    received_from = models.CharField("提交人", max_length=120)
    received_on = models.DateField("接收日")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    originals_returned = models.BooleanField("原件已退", default=False)
    evidence = models.ManyToManyField(Evidence, related_name="receipts")

    class Meta:
        verbose_name = "材料接收"
        verbose_name_plural = "材料接收"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.received_on} {self.received_from}"
