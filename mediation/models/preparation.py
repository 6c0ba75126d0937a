"""Before the first session: who consented, who was told their rights, who the mediator is."""

from django.conf import settings
from django.db import models

from cases.models import Case, Party
from mediation.choices import Answer, ConsentChannel


class Consent(models.Model):
    """调解意愿: a party's yes or no to mediation, with channel and time (人民调解法 17)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, models.PROTECT, related_name="consents")
    answer = models.CharField("答复", max_length=6, choices=Answer)
    channel = models.CharField("方式", max_length=14, choices=ConsentChannel)
    through = models.CharField("答复人", max_length=60, blank=True)
    answered_on = models.DateField("答复日")

    class Meta:
        verbose_name = "调解意愿"
        verbose_name_plural = "调解意愿"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party} {self.get_answer_display()}"


class RightsNotice(models.Model):
    """权利义务告知: a party was told their rights and duties, and who signed for it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rights_notices")
    party = models.ForeignKey(Party, models.PROTECT, related_name="rights_notices")
    received_by = models.CharField("签收人", max_length=60)
    told_on = models.DateField("告知日")

    class Meta:
        verbose_name = "权利义务告知"
        verbose_name_plural = "权利义务告知"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party} {self.told_on}"


class Disclosure(models.Model):
    """调解员告知: what relation the mediator has to anybody in the case (MED-24)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="disclosures")
    mediator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    relation = models.CharField("关系说明", max_length=300)
    disclosed_on = models.DateField("告知日")
    waiver = models.CharField("各方同意说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "调解员告知"
        verbose_name_plural = "调解员告知"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.mediator} {self.disclosed_on}"


class Objection(models.Model):
    """回避申请: a challenge to the mediator, and how it was decided."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    mediator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_by = models.CharField("提出人", max_length=120)
    ground = models.CharField("事由", max_length=120)
    raised_on = models.DateField("提出日")
    upheld = models.BooleanField("予以更换", null=True)
    reason = models.CharField("决定理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_on = models.DateField("决定日", null=True, blank=True)

    class Meta:
        verbose_name = "回避申请"
        verbose_name_plural = "回避申请"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.raised_by} 申请 {self.mediator} 回避"
