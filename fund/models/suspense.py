"""暂收款: money on the fund's account that is not the fund's, and where it went."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Party
from fund.choices import HeldFor, HeldTo
from fund.models.advance import Advance
from fund.models.ledger import FundAccount, Voucher
from fund.models.recovery import Recovery


class Held(models.Model):
    """
    One sum held for somebody: for workers, too much paid, or from nobody known yet.

    What is left of it is the sum less what `payments` took; a sum that was taken back by a red
    voucher has `cancelled_on`.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="held")
    advance = models.ForeignKey(Advance, models.PROTECT, related_name="held", null=True, blank=True)
    recovery = models.ForeignKey(
        Recovery, models.PROTECT, related_name="held", null=True, blank=True
    )
    purpose = models.CharField("用途", max_length=10, choices=HeldFor)
    payer = models.CharField("付款人", max_length=120)
    amount_fen = models.BigIntegerField("金额（分）")
    bank_slip = models.CharField("银行回单号", max_length=60)
    held_on = models.DateField("到账日")
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="held")
    cancelled_on = models.DateField("冲销日", null=True, blank=True)

    class Meta:
        verbose_name = "暂收款"
        verbose_name_plural = "暂收款"
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="held_positive", condition=Q(amount_fen__gt=0))]

    def __str__(self) -> str:
        return f"{self.payer} {self.get_purpose_display()} {self.amount_fen}"


class HeldPayment(models.Model):
    """转付: one sum of it to a worker, back to who paid it, or into a recovery."""

    held = models.ForeignKey(Held, models.PROTECT, related_name="payments")
    to = models.CharField("去向", max_length=8, choices=HeldTo)
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    amount_fen = models.BigIntegerField("金额（分）")
    bank_slip = models.CharField("银行回单号", max_length=60)
    paid_on = models.DateField("转付日")
    reason = models.CharField("事由", max_length=200, blank=True)
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="held_payment")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "暂收款转付"
        verbose_name_plural = "暂收款转付"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="held_payment_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="held_payment_worker",
                condition=~Q(to=HeldTo.WORKER) | Q(worker__isnull=False),
            ),
            models.CheckConstraint(
                name="held_payment_entered_and_checked_apart",
                condition=~Q(entered_by=F("checked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_to_display()} {self.amount_fen}"
