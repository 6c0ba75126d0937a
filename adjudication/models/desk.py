"""
批量办理: one act of the desk for many cases, done in the background, row by row.

Every row is done in a transaction of its own; of one key there is at most one row that waits or is
done, so neither a killed worker nor two people do anything twice.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from adjudication.choices import BatchKind
from adjudication.models.arbitration import Arbitration
from adjudication.models.award import Award
from cases.models import Party
from documents.choices import BatchState, ItemState
from documents.models import Document, StoredFile
from staff.models import Body


class DeskBatchQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DeskBatchQuerySet":
        """A batch is shown to who started it."""
        return self.filter(started_by=user.pk)


class DeskBatch(models.Model):
    """One order for one act on many cases; `beat_at`: its worker's last sign of life."""

    commission = models.ForeignKey(Body, models.PROTECT, related_name="desk_batches")
    kind = models.CharField("事项", max_length=12, choices=BatchKind)
    told = models.JSONField("所填内容", default=dict)
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.RUNNING)
    made_on = models.DateField("办理日期")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    beat_at = models.DateTimeField("最近进展")
    # The papers of all rows in the order of the rows, for the printer.
    bundle = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)

    objects = DeskBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批量办理"
        verbose_name_plural = "批量办理"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def counts(self) -> dict[str, int]:
        """How many rows are in each state, and `total`."""
        rows = self.items.order_by().values_list("state").annotate(Count("id"))
        found = dict.fromkeys(ItemState.values, 0) | dict(rows)
        return found | {"total": sum(found.values())}


class DeskBatchItem(models.Model):
    """One row: a case, or a party or award of it; `fault` says why it was not done."""

    batch = models.ForeignKey(DeskBatch, models.PROTECT, related_name="items")
    no = models.PositiveIntegerField("序号")
    key = models.CharField(max_length=120)
    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="desk_items")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="+", null=True, blank=True)
    told = models.JSONField("本行所用", default=dict)
    state = models.CharField("状态", max_length=10, choices=ItemState, default=ItemState.WAITING)
    fault = models.TextField("没有办成的原因", blank=True)
    papers = models.ManyToManyField(Document, related_name="+", blank=True)

    class Meta:
        verbose_name = "批量办理的一件"
        verbose_name_plural = "批量办理的各件"
        ordering = ["batch", "no"]
        constraints = [
            models.UniqueConstraint(
                name="desk_item_once",
                fields=["key"],
                condition=Q(state__in=["waiting", "done"]),
            ),
            models.UniqueConstraint(name="desk_item_number", fields=["batch", "no"]),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.no}"
