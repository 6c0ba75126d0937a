"""After the agreement: payments per instalment and worker, defaults, demands, follow-up visits."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case, Party
from documents.models import Document
from mediation.choices import FollowUpMethod, PaymentMethod
from mediation.models.agreement import Agreement, Instalment


class Payment(models.Model):
    """
    付款: one payment on one instalment; the workers' accounts are booked by its event.

    What is paid on an award or an arbitral statement stands on that paper (`title`) and on one of
    its instalments by number; an agreement has its own instalments. One that was booked wrongly
    stays; its mirror (红字冲销) has the same rows below zero.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="payments", null=True, blank=True
    )
    instalment = models.ForeignKey(
        Instalment, models.PROTECT, related_name="payments", null=True, blank=True
    )
    title = models.ForeignKey(
        Document, models.PROTECT, related_name="payments", null=True, blank=True
    )
    part_no = models.PositiveSmallIntegerField("期次", default=1)
    payer = models.ForeignKey(Party, models.PROTECT, related_name="payments")
    on_behalf_of = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    method = models.CharField("方式", max_length=24, choices=PaymentMethod)
    voucher = models.CharField("凭证", max_length=200)
    paid_on = models.DateField("付款日")
    event = models.OneToOneField("cases.CaseEvent", models.PROTECT, related_name="payment")
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True
    )

    class Meta:
        verbose_name = "付款"
        verbose_name_plural = "付款"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="payment_on_one_title",
                condition=Q(agreement__isnull=False, instalment__isnull=False, title=None)
                | Q(agreement=None, instalment=None, title__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.payer}"

    @property
    def total_fen(self) -> int:
        return sum(row.amount_fen for row in self.rows.all())

    @property
    def to_fund_fen(self) -> int:
        return sum(row.to_fund_fen for row in self.rows.all())


class PaymentRow(models.Model):
    """
    One worker's line of a payment: what they got, and what went back to the fund for them.

    Below zero in a payment that takes another back.
    """

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="rows")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="payment_rows")
    amount_fen = models.BigIntegerField("金额（分）")
    to_fund_fen = models.BigIntegerField("其中归还周转金（分）", default=0)
    acknowledged = models.BooleanField("本人确认收到", default=False)

    class Meta:
        verbose_name = "付款明细"
        verbose_name_plural = "付款明细"
        ordering = ["payment_id", "worker__roster_no"]
        constraints = [
            models.UniqueConstraint(name="payment_row_once", fields=["payment", "worker"]),
            models.CheckConstraint(
                name="payment_row_credits",
                condition=(
                    Q(amount_fen__gte=0, to_fund_fen__gte=0)
                    | Q(amount_fen__lte=0, to_fund_fen__lte=0)
                )
                & ~Q(amount_fen=0, to_fund_fen=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.amount_fen}"

    @property
    def credited_fen(self) -> int:
        """What the instalment is credited with."""
        return self.amount_fen + self.to_fund_fen


class Default(models.Model):
    """违约: an instalment that was not paid in time, and what became due with it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="defaults")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="defaults")
    declared_on = models.DateField("认定日")
    unpaid_fen = models.BigIntegerField("本期未付（分）")
    accelerated = models.BooleanField("加速到期")
    accelerated_fen = models.BigIntegerField("加速到期金额（分）", default=0)
    unpaid = models.JSONField("各人未付", default=list)  # [{"worker": roster no, "amount_fen"}]

    class Meta:
        verbose_name = "违约"
        verbose_name_plural = "违约"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="default_once", fields=["agreement", "instalment"]),
        ]

    def __str__(self) -> str:
        return f"{self.instalment}违约"

    @property
    def due_now_fen(self) -> int:
        return self.unpaid_fen + self.accelerated_fen


class Demand(models.Model):
    """督促履行."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="demands")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="demands")
    to = models.ForeignKey(Party, models.PROTECT, related_name="+")
    outstanding_fen = models.BigIntegerField("未付（分）")
    pay_by = models.DateField("履行期限")
    sent_on = models.DateField("发出日")

    class Meta:
        verbose_name = "督促履行"
        verbose_name_plural = "督促履行"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sent_on} {self.to}"


class FollowUp(models.Model):
    """回访."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    visited_on = models.DateField("回访日")
    method = models.CharField("方式", max_length=6, choices=FollowUpMethod)
    interviewees = models.ManyToManyField(Party, related_name="follow_ups")
    paid_in_full = models.BooleanField("已全部付清")
    satisfied = models.BooleanField("满意")
    new_arrears = models.BooleanField("有新的欠薪")
    remarks = models.CharField("意见", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "回访"
        verbose_name_plural = "回访"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.visited_on} 回访"
