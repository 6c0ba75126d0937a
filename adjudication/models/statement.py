"""
仲裁调解书: what was settled before the tribunal, for all applicants or for some of them.

It takes effect when the last party has signed for it (调解仲裁法 42); who is not in it goes on to
the award.
"""

from django.conf import settings
from django.db import models

from adjudication.choices import HandedOver, StatementState
from adjudication.models.arbitration import Arbitration
from adjudication.models.tribunal import Hearing
from cases.models import Party
from documents.models import Document
from staff.history import History


class Statement(models.Model):
    """仲裁调解书 (A19); `instalments` are [{"due_on", "fen"}], their sum that of the rows."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="statements")
    hearing = models.ForeignKey(
        Hearing, models.PROTECT, related_name="statements", null=True, blank=True
    )
    no = models.PositiveSmallIntegerField("第几份")
    payers = models.ManyToManyField(Party, related_name="+")
    instalments = models.JSONField("付款日", default=list)
    other_terms = models.JSONField("其他约定", default=list)
    state = models.CharField(
        "状态", max_length=10, choices=StatementState, default=StatementState.ISSUED
    )
    made_on = models.DateField("制作日")
    effective_on = models.DateField("生效日", null=True, blank=True)
    ended_reason = models.CharField("不生效的原因", max_length=200, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, related_name="arbitral_statement")

    history = History(verbose_name="仲裁调解书变更")

    class Meta:
        verbose_name = "仲裁调解书"
        verbose_name_plural = "仲裁调解书"
        ordering = ["arbitration_id", "no"]
        constraints = [
            models.UniqueConstraint(name="statement_once", fields=["arbitration", "no"]),
        ]

    def __str__(self) -> str:
        return f"{self.arbitration} 调解书{self.no}"

    @property
    def total_fen(self) -> int:
        return sum(row.amount_fen for row in self.rows.all())


class StatementRow(models.Model):
    """One worker's sum in it."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rows")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+")
    claimed_fen = models.BigIntegerField("请求（分）")
    amount_fen = models.BigIntegerField("调解金额（分）")

    class Meta:
        verbose_name = "调解金额"
        verbose_name_plural = "调解金额"
        ordering = ["statement_id", "worker__roster_no", "worker_id"]
        constraints = [
            models.UniqueConstraint(name="statement_row_once", fields=["statement", "worker"]),
            models.CheckConstraint(name="statement_row_pays", condition=models.Q(amount_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.amount_fen}"


class StatementSignature(models.Model):
    """签收: by whom, when, and how it got into their hands."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    method = models.CharField("方式", max_length=12, choices=HandedOver)
    signed_on = models.DateField("签收日")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "调解书签收"
        verbose_name_plural = "调解书签收"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="statement_signed_once", fields=["statement", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.signed_on}"
