"""Letters about a case: for legal aid, and the yellow and red cards."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case, Deadline, Party
from documents.models import Document
from supervision.choices import CardColour


class LegalAidReferral(models.Model):
    """法律援助转介: workers sent on to a legal-aid body (AID-01 to AID-04)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="legal_aid_referrals")
    recipient = models.CharField("法律援助机构", max_length=120)
    workers = models.ManyToManyField(Party, related_name="legal_aid_referrals")
    urgent = models.BooleanField("先行提供")
    referred_on = models.DateField("转介日")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "法律援助转介"
        verbose_name_plural = "法律援助转介"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.document.number


class WarningCard(models.Model):
    """黄牌、红牌: a case not closed in time (SEED-02); one of a colour per time limit."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="warning_cards")
    colour = models.CharField("颜色", max_length=6, choices=CardColour)
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="warning_cards")
    recipient = models.CharField("责任单位", max_length=120)
    due_on = models.DateField("办结期限")
    shown_on = models.DateField("发出日")
    report_by = models.DateField("报告期限")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "红黄牌"
        verbose_name_plural = "红黄牌"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="card_once", fields=["deadline", "colour"]),
            models.CheckConstraint(name="card_after_due", condition=Q(shown_on__gt=F("due_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_colour_display()} {self.recipient}"
