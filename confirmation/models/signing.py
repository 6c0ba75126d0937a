"""Who signed the application on their own phone, and which text it was."""

from django.db import models

from cases.models import Party
from confirmation.models.application import Application
from documents.models import Document, Signature


class ApplicantSignature(models.Model):
    """本人在手机上签名: one applicant on one sheet, bound to the digest of what they had read."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="screen_signatures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Document, models.PROTECT, related_name="+")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "申请书屏幕签名"
        verbose_name_plural = "申请书屏幕签名"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="sheet_signed_once", fields=["sheet", "party"]),
        ]

    def __str__(self) -> str:
        return str(self.signature)
