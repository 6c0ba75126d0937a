"""A case that goes to another body: to whom, on which ground, with which paper."""

from django.conf import settings
from django.db import models

from cases.models import Case, PaymentDirective
from documents.models import Document
from law.calendar import in_words
from supervision.choices import Conduct, PoliceReply


class PoliceTransfer(models.Model):
    """
    涉嫌犯罪案件移送: refusal to pay (拒不支付劳动报酬) goes to the police (CRIM-01 to CRIM-07).

    The letter is the labour bureau's; the centre prepares facts and list.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="police_transfers")
    directive = models.ForeignKey(PaymentDirective, models.PROTECT, related_name="+")
    recipient = models.CharField("接收机关", max_length=120)
    conduct = models.CharField("不支付的行为", max_length=20, choices=Conduct)
    reporters = models.JSONField("报告人员", default=list)
    worker_count = models.PositiveIntegerField("人数")
    amount_fen = models.BigIntegerField("拖欠总额（分）")
    reported_on = models.DateField("报告日")
    approved_at = models.DateTimeField("批准时间")
    delivered_at = models.DateTimeField("送交时间", null=True, blank=True)
    reply = models.CharField("公安机关的决定", max_length=12, choices=PoliceReply, blank=True)
    replied_on = models.DateField("收到决定之日", null=True, blank=True)
    reply_number = models.CharField("决定文书", max_length=120, blank=True)
    reply_reason = models.CharField("不予立案的理由", max_length=300, blank=True)
    review_asked_on = models.DateField("提请复议之日", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "涉嫌犯罪案件移送"
        verbose_name_plural = "涉嫌犯罪案件移送"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="transfer_approved_then_delivered",
                condition=models.Q(delivered_at__isnull=True)
                | models.Q(delivered_at__gte=models.F("approved_at")),
            ),
            models.CheckConstraint(
                name="transfer_reply_has_day",
                condition=models.Q(reply="", replied_on__isnull=True)
                | (~models.Q(reply="") & models.Q(replied_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.document.number

    @property
    def reply_words(self) -> str:
        """What the police answered, as a letter to the procuratorate says it; empty without one."""
        if not self.reply or self.replied_on is None:
            return ""
        words = f"{in_words(self.replied_on)}{self.get_reply_display()}（{self.reply_number}）"
        return words + (f"，理由是{self.reply_reason.rstrip('。')}" if self.reply_reason else "")


class ProcuratorateReferral(models.Model):
    """公益诉讼（支持起诉）线索移送 to the procuratorate (PROC-01)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    recipient = models.CharField("接收机关", max_length=120)
    triggers = models.JSONField("移送情形", default=list)
    requests = models.JSONField("移送请求", default=list)
    referred_on = models.DateField("移送日")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "检察机关线索移送"
        verbose_name_plural = "检察机关线索移送"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.document.number
