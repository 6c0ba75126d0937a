"""Many applications of one agreement, made and sent one after the other in the background."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case


class Sending(models.Model):
    """
    分批: what was asked for, and how many of its batches have been drafted or sent.

    A batch of drafts is the keys of its workers, one to be sent the key of its application.
    """

    class Step(models.TextChoices):
        DRAFT = "draft", "起草"
        SEND = "send", "提交"

    case = models.ForeignKey(Case, models.PROTECT, related_name="sendings")
    step = models.CharField("办什么", max_length=6, choices=Step)
    asked = models.JSONField("要求")  # ids, by the names of the operation's arguments
    batches = models.JSONField("各批")
    first_no = models.PositiveSmallIntegerField("首批批次", default=1)
    total = models.PositiveSmallIntegerField("批数")
    done = models.PositiveSmallIntegerField("已办批数", default=0)
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
        return f"分{self.total}批{self.get_step_display()}"

    @property
    def is_running(self) -> bool:
        return not self.fault and self.done < self.total
