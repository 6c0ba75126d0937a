"""The way of the money to each worker's own account: lists for the bank and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.fields import EncryptedTextField
from fund.choices import PaidBy, PaymentState
from fund.models.advance import Advance, AdvanceLine
from fund.models.ledger import Voucher


class PaymentList(models.Model):
    """付款清单: one file for the bank, or cash on one day; what comes back goes on a new list."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="payment_lists")
    no = models.PositiveSmallIntegerField("清单次序")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField("制作日")
    method = models.CharField("支付方式", max_length=4, choices=PaidBy, default=PaidBy.BANK)
    witnesses = models.JSONField("现金见证人", default=list, blank=True)
    slip = models.CharField("取现凭证", max_length=60, blank=True)
    reason = models.CharField("付现金的原因", max_length=200, blank=True)
    total_fen = models.BigIntegerField("合计（分）")
    answered_on = models.DateField("银行回盘日", null=True, blank=True)

    class Meta:
        verbose_name = "付款清单"
        verbose_name_plural = "付款清单"
        ordering = ["advance_id", "no"]
        constraints = [
            models.UniqueConstraint(name="payment_list_no_once", fields=["advance", "no"])
        ]

    def __str__(self) -> str:
        return f"{self.advance}-{self.no}"


class PaymentLine(models.Model):
    """One attempt to pay one worker; at most one attempt of a line is under way or has arrived."""

    list = models.ForeignKey(PaymentList, models.PROTECT, related_name="lines")
    line = models.ForeignKey(AdvanceLine, models.PROTECT, related_name="payments")
    attempt = models.PositiveSmallIntegerField("第几次")
    holder = models.CharField("户名", max_length=60)
    bank_name = models.CharField("开户银行", max_length=80, blank=True)
    account_no = EncryptedTextField("账号")
    amount_fen = models.BigIntegerField("金额（分）")
    state = models.CharField("状态", max_length=6, choices=PaymentState, default=PaymentState.SENT)
    failure = models.CharField("退回原因", max_length=120, blank=True)
    paid_at = models.DateTimeField("到账时间", null=True, blank=True)
    proxy_name = models.CharField("代领人", max_length=60, blank=True)
    proxy_id_no = EncryptedTextField("代领人公民身份号码", blank=True)
    proxy_authority = models.CharField("授权委托书", max_length=60, blank=True)
    voucher = models.ForeignKey(
        Voucher, models.PROTECT, related_name="payment_lines", null=True, blank=True
    )

    class Meta:
        verbose_name = "付款明细"
        verbose_name_plural = "付款明细"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="payment_attempt_once", fields=["line", "attempt"]),
            models.UniqueConstraint(
                name="payment_under_way_once",
                fields=["line"],
                condition=Q(state__in=[PaymentState.SENT, PaymentState.PAID]),
            ),
            models.CheckConstraint(name="payment_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="payment_paid_has_voucher",
                condition=~Q(state=PaymentState.PAID)
                | Q(voucher__isnull=False, paid_at__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_proxy_with_authority",
                condition=(Q(proxy_name="") & Q(proxy_authority=""))
                | (~Q(proxy_name="") & ~Q(proxy_authority="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.amount_fen}"
