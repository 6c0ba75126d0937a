"""
The books of the fund: accounts, vouchers, postings, daily closes, the bank's statement.

Double entry, append-only. The postings of a voucher are written first and the voucher seals them:
a trigger refuses a voucher whose postings do not sum to 0 and a posting to a voucher that stands,
so nothing can be added, changed or taken away afterwards. A mistake is taken back by a voucher that
reverses the whole of it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.fields import EncryptedTextField
from fund.choices import FundLevel, Ledger, VoucherKind
from fund.models.advance import Advance
from staff.choices import BodyKind, Role
from staff.history import History


class FundAccountQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        Return the accounts `user` may read.

        The director reads all; the people of a fund body read the accounts of that body. Who
        belongs to another body (人社、财政、政府) reads the accounts where they sit as
        approver, and accounts for which no seats are named.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.DIRECTOR):
            return self
        if not user.has_role(Role.FUND_OFFICER, Role.FUND_APPROVER):
            return self.none()
        named = self.model._meta.get_field("seats").related_model.objects.filter(
            account=OuterRef("pk"), until_on=None
        )
        own = Q(Exists(named.filter(user=user)))
        if user.body_id and user.body.kind == BodyKind.FUND_BODY:
            return self.filter(own | Q(body=user.body_id))
        return self.filter(own | ~Q(Exists(named)))


class FundAccount(models.Model):
    """
    周转金账户: one fund of one level of government, in its own bank account.

    `available_fen` is what may still be promised: bank less suspense less committed. It is moved
    only together with the postings that move those; the daily close proves it equal to their sums.
    """

    body = models.ForeignKey("staff.Body", models.PROTECT, related_name="fund_accounts")
    level = models.CharField("级次", max_length=10, choices=FundLevel)
    name = models.CharField("名称", max_length=80)
    holder = models.CharField("户名", max_length=120)
    bank_name = models.CharField("开户银行", max_length=80)
    account_no = EncryptedTextField("账号")
    available_fen = models.BigIntegerField("可用余额（分）", default=0)
    opened_on = models.DateField("启用日")

    history = History(verbose_name="账户变更", excluded_fields=["available_fen"])
    objects = FundAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "周转金账户"
        verbose_name_plural = "周转金账户"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="fund_account_once", fields=["body", "level", "name"]),
            models.CheckConstraint(
                name="fund_available_not_negative", condition=Q(available_fen__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """
    记账凭证: one event of money, numbered without gaps per account and year.

    `key` makes the act that wrote it happen once, however often it is sent. `hash` includes the
    voucher before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="vouchers")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("凭证号")
    kind = models.CharField("种类", max_length=12, choices=VoucherKind)
    on = models.DateField("日期")
    summary = models.CharField("摘要", max_length=200)
    key = models.CharField("幂等键", max_length=80, unique=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    event = models.ForeignKey(
        "cases.CaseEvent", models.PROTECT, related_name="vouchers", null=True, blank=True
    )
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "记账凭证"
        verbose_name_plural = "记账凭证"
        ordering = ["account_id", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                name="voucher_number_once", fields=["account", "year", "number"]
            ),
            models.CheckConstraint(
                name="voucher_made_and_checked_apart",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("made_by")),
            ),
        ]
        indexes = [models.Index(name="voucher_day", fields=["account", "on"])]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:05d} {self.get_kind_display()}"


class Posting(models.Model):
    """分录: one line of a voucher, in fen; debit positive, credit negative."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="postings")
    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="+")
    ledger = models.CharField("科目", max_length=12, choices=Ledger)
    advance = models.ForeignKey(
        Advance, models.PROTECT, related_name="postings", null=True, blank=True
    )
    amount_fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = "分录"
        verbose_name_plural = "分录"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="posting_not_zero", condition=~Q(amount_fen=0)),
            models.CheckConstraint(
                name="posting_of_an_advance",
                condition=~Q(ledger__in=[Ledger.COMMITTED, Ledger.RECEIVABLE, Ledger.WRITTEN_OFF])
                | Q(advance__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="posting_of_advance", fields=["advance", "ledger"]),
            models.Index(name="posting_of_account", fields=["account", "ledger"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_ledger_display()} {self.amount_fen}"


class DailyClose(models.Model):
    """日结: the sums of all postings at the end of a day, and a digest that includes the last."""

    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="closes")
    on = models.DateField("日期")
    sums = models.JSONField("各科目余额（分）")
    vouchers = models.PositiveIntegerField("凭证累计份数")
    last_hash = models.CharField(max_length=64, blank=True)
    prev_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField("摘要值", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "日结"
        verbose_name_plural = "日结"
        ordering = ["account_id", "on"]
        constraints = [models.UniqueConstraint(name="close_once", fields=["account", "on"])]

    def __str__(self) -> str:
        return f"{self.account} {self.on}"


class BankLine(models.Model):
    """银行对账单: one line of the bank's statement and the voucher it is the other side of."""

    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="bank_lines")
    serial = models.CharField("流水号", max_length=60)
    on = models.DateField("日期")
    amount_fen = models.BigIntegerField("金额（分）")
    counterparty = models.CharField("对方户名", max_length=120, blank=True)
    remark = models.CharField("附言", max_length=200, blank=True)
    voucher = models.OneToOneField(
        Voucher, models.PROTECT, related_name="bank_line", null=True, blank=True
    )
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_on = models.DateField("导入日")

    class Meta:
        verbose_name = "银行流水"
        verbose_name_plural = "银行流水"
        ordering = ["account_id", "on", "id"]
        constraints = [
            models.UniqueConstraint(name="bank_serial_once", fields=["account", "serial"])
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.amount_fen}"
