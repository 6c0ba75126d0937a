"""到场核实: when both sides are called before the court, who came, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Party
from confirmation.choices import AppearanceMode, AppearanceOutcome
from confirmation.models.application import Application


class Appearance(models.Model):
    """One call of both sides (民诉法解释 356); without an outcome it still lies ahead."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="appearances")
    starts_at = models.DateTimeField("时间")
    mode = models.CharField("方式", max_length=8, choices=AppearanceMode)
    place = models.CharField("地点或者接入方式", max_length=200)
    bring = models.CharField("请带", max_length=200, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField("通知时间")
    outcome = models.CharField("结果", max_length=10, choices=AppearanceOutcome, blank=True)
    came = models.ManyToManyField(Party, related_name="+")
    note = models.CharField("说明", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    recorded_on = models.DateField("登记日", null=True, blank=True)

    class Meta:
        verbose_name = "到场核实"
        verbose_name_plural = "到场核实"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_call_at_a_time", fields=["application"], condition=Q(outcome="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}核实"
