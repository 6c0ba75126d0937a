"""
同案批量裁决: the awards of many sibling cases, made in the background.

Every case is decided in a transaction of its own; of one case there is at most one row that waits
or is done, so neither a killed worker nor two people decide a case twice.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count

from adjudication.models.arbitration import Arbitration
from documents.choices import BatchState, ItemState
from staff.models import Body


class AwardBatch(models.Model):
    """One order for many awards; `beat_at` is when its worker last gave a sign of life."""

    commission = models.ForeignKey(Body, models.PROTECT, related_name="award_batches")
    title = models.CharField("名称", max_length=120)
    pay_within_days = models.PositiveSmallIntegerField("支付期限（日）")
    made_on = models.DateField("裁决日")
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    beat_at = models.DateTimeField("最近进展")

    class Meta:
        verbose_name = "批量裁决"
        verbose_name_plural = "批量裁决"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def counts(self) -> dict[str, int]:
        """How many cases are in each state, and `total`."""
        rows = self.items.order_by().values_list("state").annotate(Count("id"))
        found = dict.fromkeys(ItemState.values, 0) | dict(rows)
        return found | {"total": sum(found.values())}


class AwardBatchItem(models.Model):
    """One case of a batch; `fault` says why it could not be decided."""

    batch = models.ForeignKey(AwardBatch, models.PROTECT, related_name="items")
    no = models.PositiveIntegerField("序号")
    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="batch_items")
    state = models.CharField("状态", max_length=10, choices=ItemState, default=ItemState.WAITING)
    fault = models.TextField("不能裁决的原因", blank=True)

    class Meta:
        verbose_name = "批量裁决的一件"
        verbose_name_plural = "批量裁决的各件"
        ordering = ["batch", "no"]
        constraints = [
            models.UniqueConstraint(
                name="award_batch_item_once",
                fields=["arbitration"],
                condition=models.Q(state__in=["waiting", "done"]),
            ),
            models.UniqueConstraint(name="award_batch_item_number", fields=["batch", "no"]),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.no}"
