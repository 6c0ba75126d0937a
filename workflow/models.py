"""What the engine does not keep: who finished which task, and which clock is running."""

from django.conf import settings
from django.db import models


class TaskTrail(models.Model):
    """办理轨迹: one finished task of a case; acts of law are recorded by their operations."""

    task = models.OneToOneField("viewflow.Task", models.PROTECT, related_name="trail")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="task_trail")
    title = models.CharField("任务", max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="办理人",
        related_name="task_trail",
        null=True,
    )
    finished_at = models.DateTimeField("办结时间")

    class Meta:
        verbose_name = "办理轨迹"
        verbose_name_plural = "办理轨迹"
        ordering = ["-id"]
        indexes = [models.Index(name="task_trail_by", fields=["by", "-id"])]

    def __str__(self) -> str:
        return f"{self.title} {self.by or '系统'}"


class ClockLease(models.Model):
    """时钟租约: the one runner of the clock, until the lease ends."""

    name = models.CharField(max_length=20, unique=True)
    holder = models.CharField("运行者", max_length=120, blank=True)
    until = models.DateTimeField("有效至")

    class Meta:
        verbose_name = "时钟租约"
        verbose_name_plural = "时钟租约"

    def __str__(self) -> str:
        return f"{self.holder} {self.until}"
