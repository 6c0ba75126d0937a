"""兼付: one payment that is partly the fund's and partly the workers', until it is booked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Party
from fund.models.advance import Advance
from fund.models.recovery import Recovery
from mediation.choices import PaymentMethod


class SharedPayment(models.Model):
    """
    兼付登记: entered by the cashier; booked once two others have confirmed it as themselves.

    They are the accountant of the fund (`checked_by`) and who works on the case (`officer`).
    `rows` are {worker, to_fund_fen, to_worker_fen}; `recovery` is there when it is booked.
    """

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="shared_payments")
    instalment = models.ForeignKey(
        "mediation.Instalment", models.PROTECT, related_name="shared_payments"
    )
    payer = models.ForeignKey(Party, models.PROTECT, related_name="+")
    fund_slip = models.CharField("周转金账户的银行回单号", max_length=60)
    method = models.CharField("支付劳动者的方式", max_length=24, choices=PaymentMethod)
    voucher = models.CharField("支付劳动者的凭证", max_length=200)
    rows = models.JSONField("逐人金额")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_on = models.DateField("登记日")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    recovery = models.OneToOneField(
        Recovery, models.PROTECT, related_name="shared_payment", null=True, blank=True
    )
    withdrawn_on = models.DateField("作废日", null=True, blank=True)

    class Meta:
        verbose_name = "兼付登记"
        verbose_name_plural = "兼付登记"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="shared_payment_waits_once",
                fields=["advance"],
                condition=Q(recovery=None, withdrawn_on=None),
            ),
            models.CheckConstraint(
                name="shared_payment_by_three_people",
                condition=(Q(checked_by=None) | ~Q(checked_by=F("entered_by")))
                & (Q(officer=None) | ~Q(officer=F("entered_by")))
                & (Q(officer=None) | Q(checked_by=None) | ~Q(officer=F("checked_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.fund_slip}"

    @property
    def to_fund_fen(self) -> int:
        return sum(row["to_fund_fen"] for row in self.rows)

    @property
    def to_workers_fen(self) -> int:
        return sum(row["to_worker_fen"] for row in self.rows)
