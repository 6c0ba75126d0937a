"""
Wage items and their append-only account: one wage, one payment.

A wage item is worker × period × kind × payer. What happened to it is a list of entries in fen that
are never changed or removed (a database trigger refuses it); a mistake is taken back by a reversing
entry. Owed, received and outstanding are always sums of entries and stored nowhere.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import EntryKind, PayUnit, WageKind
from cases.models.case import Case
from cases.models.party import Party


class Claim(models.Model):
    """请求事项: what the application asks for, per item."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="claims")
    no = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("类型", max_length=30, choices=WageKind, default=WageKind.WAGES)
    what = models.CharField("请求", max_length=300)
    amount_fen = models.BigIntegerField("金额（分）")
    calculation = models.CharField("计算方法", max_length=300)

    class Meta:
        verbose_name = "请求事项"
        verbose_name_plural = "请求事项"
        ordering = ["case_id", "no"]
        constraints = [
            models.UniqueConstraint(name="claim_no_once", fields=["case", "no"]),
            models.CheckConstraint(name="claim_not_negative", condition=Q(amount_fen__gte=0)),
        ]

    def __str__(self) -> str:
        return self.what


class WageItem(models.Model):
    """工资明细项: the unit every payment is booked on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="wage_items")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="wage_items")
    payer = models.ForeignKey(Party, models.PROTECT, related_name="wages_owed")
    kind = models.CharField("类型", max_length=30, choices=WageKind, default=WageKind.WAGES)
    period_from = models.DateField("期间自")
    period_to = models.DateField("期间至")
    unit = models.CharField("计量", max_length=6, choices=PayUnit)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=3)
    rate_fen = models.BigIntegerField("单价（分）")
    formula = models.CharField("算式", max_length=120)

    class Meta:
        verbose_name = "工资明细项"
        verbose_name_plural = "工资明细项"
        ordering = ["worker_id", "period_from", "id"]
        constraints = [
            models.UniqueConstraint(
                name="wage_item_once",
                fields=["worker", "period_from", "period_to", "kind", "payer"],
            ),
            models.CheckConstraint(
                name="wage_period_in_order",
                condition=Q(period_to__gte=models.F("period_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.period_from:%Y-%m} {self.get_kind_display()}"


class WageEntry(models.Model):
    """One row of a wage item's account; negative only as the reversal of another row."""

    item = models.ForeignKey(WageItem, models.PROTECT, related_name="entries")
    kind = models.CharField("记账类型", max_length=16, choices=EntryKind)
    amount_fen = models.BigIntegerField("金额（分）")
    on = models.DateField("日期")
    event = models.ForeignKey("cases.CaseEvent", models.PROTECT, related_name="wage_entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    paid_by = models.ForeignKey(
        Party, models.PROTECT, verbose_name="付款人", related_name="+", null=True, blank=True
    )
    basis = models.CharField("依据", max_length=40, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True
    )

    class Meta:
        verbose_name = "工资记账"
        verbose_name_plural = "工资记账"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="entry_sign",
                condition=Q(reverses__isnull=True, amount_fen__gte=0)
                | Q(reverses__isnull=False, amount_fen__lte=0),
            ),
        ]
        indexes = [models.Index(name="entry_account", fields=["item", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_fen}"
