"""How mediation ends without, or beside, an agreement."""

from django.db import models

from cases.models import Case, Party
from mediation.choices import EndReason


class Termination(models.Model):
    """调解终止; `as_to` names the respondents it ends against when it goes on with the others."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="terminations")
    reason = models.CharField("原因", max_length=24, choices=EndReason)
    reason_text = models.CharField("原因说明", max_length=300)
    ended_on = models.DateField("终止日")
    sessions_held = models.PositiveSmallIntegerField("调解会次数")
    guidance = models.JSONField("告知途径", default=list)
    as_to = models.ManyToManyField(Party, related_name="+", blank=True)
    not_agreed = models.ManyToManyField(Party, related_name="terminations")

    class Meta:
        verbose_name = "调解终止"
        verbose_name_plural = "调解终止"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ended_on} {self.get_reason_display()}"
