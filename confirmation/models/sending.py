"""Many applications of one agreement, made and sent one after the other in the background."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case


class Sending(models.Model):
    """分批提交: what was asked for, and how many of its batches have been sent."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sendings")
    asked = models.JSONField("要求")  # ids, by the names of the operation's arguments
    batches = models.JSONField("各批劳动者")  # [[worker id, …], …]
    first_no = models.PositiveSmallIntegerField("首批批次", default=1)
    total = models.PositiveSmallIntegerField("批数")
    done = models.PositiveSmallIntegerField("已提交批数", default=0)
    fault = models.CharField("停下的原因", max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField("提交日")

    class Meta:
        verbose_name = "分批提交"
        verbose_name_plural = "分批提交"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_sending_at_a_time",
                fields=["case"],
                condition=Q(fault="") & Q(done__lt=F("total")),
            ),
        ]

    def __str__(self) -> str:
        return f"分{self.total}批提交"

    @property
    def is_running(self) -> bool:
        return not self.fault and self.done < self.total
