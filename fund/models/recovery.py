"""Getting the money back: notices, money received, write-off."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Party
from documents.models import Document
from fund.choices import Designation, Standing, WriteOffGround
from fund.models.advance import Advance
from fund.models.ledger import Voucher


class RecoveryNotice(models.Model):
    """追偿通知书／催款函: one letter to one who owes."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="notices")
    no = models.PositiveSmallIntegerField("第几次")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    standing = models.CharField("地位", max_length=20, choices=Standing)
    address = models.CharField("寄送地址", max_length=200)
    method = models.CharField("送达方式", max_length=20)
    amount_fen = models.BigIntegerField("催收金额（分）")
    sent_on = models.DateField("发出日")
    pay_by = models.DateField("归还期限")
    served_on = models.DateField("送达日", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "追偿通知"
        verbose_name_plural = "追偿通知"
        ordering = ["advance_id", "no", "id"]
        constraints = [
            models.UniqueConstraint(name="notice_once", fields=["advance", "no", "party"])
        ]

    def __str__(self) -> str:
        return f"第{self.no}次 {self.party}"


class Recovery(models.Model):
    """回款: money that came in on an advance, shared between the fund and the workers."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="recoveries")
    no = models.PositiveSmallIntegerField("回款次序")
    received_on = models.DateField("到账日")
    payer = models.CharField("付款人", max_length=120)
    amount_fen = models.BigIntegerField("回款金额（分）")
    to_fund_fen = models.BigIntegerField("归还周转金（分）")
    over_fen = models.BigIntegerField("多付待退（分）", default=0)
    designation = models.CharField("指定用途", max_length=10, choices=Designation)
    bank_slip = models.CharField("银行回单号", max_length=60)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="recovery")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "回款"
        verbose_name_plural = "回款"
        ordering = ["advance_id", "no"]
        constraints = [
            models.UniqueConstraint(name="recovery_no_once", fields=["advance", "no"]),
            models.CheckConstraint(
                name="recovery_shared",
                condition=Q(amount_fen__gt=0, to_fund_fen__gte=0, over_fen__gte=0)
                & Q(amount_fen__gte=F("to_fund_fen") + F("over_fen")),
            ),
            models.CheckConstraint(
                name="recovery_entered_and_checked_apart",
                condition=~Q(entered_by=F("checked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.amount_fen}"

    @property
    def to_workers_fen(self) -> int:
        return self.amount_fen - self.to_fund_fen - self.over_fen

    @property
    def is_taken_back(self) -> bool:
        """Whether its voucher was reversed (红字冲销)."""
        return hasattr(self.voucher, "reversed_by")


class WriteOff(models.Model):
    """呆账核销: what cannot be had any more, asked for by one and approved by two others."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="write_offs")
    amount_fen = models.BigIntegerField("核销金额（分）")
    ground = models.CharField("核销事由", max_length=20, choices=WriteOffGround)
    facts = models.TextField("无法收回的事实")
    efforts = models.JSONField("追偿经过", default=list)
    evidence = models.JSONField("证据编号", default=list)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_on = models.DateField("提出日")
    voucher = models.OneToOneField(
        Voucher, models.PROTECT, related_name="write_off", null=True, blank=True
    )

    class Meta:
        verbose_name = "呆账核销"
        verbose_name_plural = "呆账核销"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="write_off_open_once",
                fields=["advance"],
                condition=Q(voucher__isnull=True),
            ),
            models.CheckConstraint(name="write_off_positive", condition=Q(amount_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.advance} {self.amount_fen}"


class WriteOffApproval(models.Model):
    """One of the approvals of a write-off; nobody gives two."""

    write_off = models.ForeignKey(WriteOff, models.PROTECT, related_name="approvals")
    level = models.PositiveSmallIntegerField("级次")
    body = models.CharField("审批单位", max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    remark = models.CharField("说明", max_length=300, blank=True)
    on = models.DateField("日期")

    class Meta:
        verbose_name = "核销审批"
        verbose_name_plural = "核销审批"
        ordering = ["write_off_id", "level"]
        constraints = [
            models.UniqueConstraint(name="write_off_level_once", fields=["write_off", "level"]),
            models.UniqueConstraint(name="write_off_person_once", fields=["write_off", "by"]),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.by}"
