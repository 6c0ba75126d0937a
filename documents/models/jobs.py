"""
批量文书: one paper of a kind for every worker of a case, made in the background.

Every item is made in a transaction of its own and has a key; of one key there is at most one item
that waits or is done, so neither a killed worker nor two people make a paper twice.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from cases.models import Case, Party
from documents.choices import BatchState, ItemState
from documents.models.papers import Document, StoredFile


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))))


class Batch(models.Model):
    """One order for many papers; `beat_at` is when its worker last gave a sign of life."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="batches")
    kind = models.CharField("种类", max_length=20)
    occasion = models.CharField("事由", max_length=40, blank=True)
    title = models.CharField("名称", max_length=120)
    state = models.CharField("状态", max_length=10, choices=BatchState, default=BatchState.RUNNING)
    event = models.ForeignKey("cases.CaseEvent", models.PROTECT, related_name="+")
    started_on = models.DateField("开始日期")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    beat_at = models.DateTimeField("最近进展")
    bundle = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批量文书"
        verbose_name_plural = "批量文书"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="batch_runs_once",
                fields=["case", "kind", "occasion"],
                condition=Q(state="running"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def counts(self) -> dict[str, int]:
        """How many items are in each state, and `total`."""
        rows = self.items.order_by().values_list("state").annotate(Count("id"))
        found = dict.fromkeys(ItemState.values, 0) | dict(rows)
        return found | {"total": sum(found.values())}


class BatchItem(models.Model):
    """One worker's paper of a batch; `fault` says why it could not be made."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="items")
    no = models.PositiveIntegerField("序号")
    key = models.CharField(max_length=80)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=ItemState, default=ItemState.WAITING)
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="batch_item", null=True, blank=True
    )
    fault = models.TextField("不能出具的原因", blank=True)

    class Meta:
        verbose_name = "批量文书的一件"
        verbose_name_plural = "批量文书的各件"
        ordering = ["batch", "no"]
        constraints = [
            models.UniqueConstraint(
                name="batch_item_once",
                fields=["key"],
                condition=Q(state__in=["waiting", "done"]),
            ),
            models.UniqueConstraint(name="batch_item_number", fields=["batch", "no"]),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.no}"
