"""The versions of the templates an office has uploaded."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.choices import TemplateState
from staff.history import History


class TemplateVersion(models.Model):
    """
    模板版次: one .docx an office uploaded for one paper; its bytes never change.

    report: {"findings": [...], "used": {path: [place]}, "fields": digest of the contract's fields}.
    trial: {"done", "total", "rows": [{"pages", "fault", "known", …measures}]} of past cases.
    """

    code = models.CharField("文书代号", max_length=8)
    no = models.PositiveSmallIntegerField("版次")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    note = models.CharField("修改说明", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=TemplateState, default=TemplateState.DRAFT
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_on = models.DateField("上传日")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_on = models.DateField("批准日", null=True, blank=True)
    report = models.JSONField("检查结果", default=dict)
    sample_docx = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, related_name="+", null=True, blank=True
    )
    sample_pdf = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, related_name="+", null=True, blank=True
    )
    sample_pages = models.PositiveSmallIntegerField("样例页数", default=0)
    trial = models.JSONField("旧案试排", default=dict)

    history = History(excluded_fields=["report", "trial"], verbose_name="模板版次变更")

    class Meta:
        verbose_name = "模板版次"
        verbose_name_plural = "模板版次"
        ordering = ["code", "-no"]
        constraints = [
            models.UniqueConstraint(name="template_version_number", fields=["code", "no"]),
            models.UniqueConstraint(name="template_bytes_once", fields=["code", "file"]),
            models.UniqueConstraint(
                name="one_template_in_force",
                fields=["code"],
                condition=Q(state=TemplateState.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} 第{self.no}版"

    @property
    def errors(self) -> int:
        return sum(f["level"] == "error" for f in self.report.get("findings", ()))

    @property
    def warnings(self) -> int:
        return sum(f["level"] == "warning" for f in self.report.get("findings", ()))

    @property
    def is_tried(self) -> bool:
        """Whether all the past cases chosen for it have been tried."""
        return "total" in self.trial and self.trial["done"] == self.trial["total"]

    @property
    def newly_failing(self) -> int:
        """The past cases it cannot print and the template before it can."""
        return sum(bool(row["fault"]) and not row["known"] for row in self.trial.get("rows", ()))
