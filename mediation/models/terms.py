"""
Proposals (调解方案) and the answers to them.

An answer carries the hash of the exact terms it was given to; a changed figure is a new proposal.
"""

from django.db import models
from django.db.models import Q

from cases.models import Case, Party
from mediation.choices import (
    Answer,
    Assistance,
    DefaultClause,
    Liability,
    PayeeMode,
    PerformanceMode,
    ProposalState,
    ResidualRights,
)
from mediation.models.session import Session


class Proposal(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    session = models.ForeignKey(Session, models.PROTECT, related_name="proposals", null=True)
    number = models.PositiveSmallIntegerField("方案号")
    payee_mode = models.CharField("收款方式", max_length=14, choices=PayeeMode)
    performance_mode = models.CharField("履行方式", max_length=14, choices=PerformanceMode)
    schedule = models.JSONField("付款计划")  # [{"no", "due_on", "percent"|None, "amount_fen"}]
    default_kind = models.CharField("违约条款", max_length=18, choices=DefaultClause)
    grace_days = models.PositiveSmallIntegerField("宽限日数", null=True, blank=True)
    penalty_rate = models.CharField("违约金标准", max_length=60, blank=True)
    residual_rights = models.CharField("剩余权利", max_length=20, choices=ResidualRights)
    recourse_reserved = models.BooleanField("保留追偿", default=False)
    acknowledging = models.JSONField("确认方", default=list)  # [{"party": key, "capacity": word}]
    joint_confirmation = models.BooleanField("共同申请司法确认", default=False)
    court = models.ForeignKey("staff.Body", models.PROTECT, related_name="+", null=True, blank=True)
    waiver_explanation = models.CharField("放弃说明", max_length=300, blank=True)
    other_terms = models.JSONField("其他约定", default=list)
    terms_sha256 = models.CharField("条款摘要", max_length=64)
    cautions = models.JSONField("提示", default=list)  # [{"source", "message", "suggest"}]
    proposed_on = models.DateField("提出日")
    state = models.CharField(
        "状态", max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )

    class Meta:
        verbose_name = "调解方案"
        verbose_name_plural = "调解方案"
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(name="proposal_number_once", fields=["case", "number"]),
        ]

    def __str__(self) -> str:
        return f"方案{self.number}"


class ProposalPayer(models.Model):
    """Who pays under a proposal, on which ground, which fixed share."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="payers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    liability = models.CharField("责任", max_length=24, choices=Liability)
    share_fen = models.BigIntegerField("承担金额（分）")
    cap_fen = models.BigIntegerField("限额（分）", null=True, blank=True)
    account = models.CharField("付款账户", max_length=60, blank=True)
    instalments = models.JSONField("承担期次或金额", default=list, blank=True)

    class Meta:
        verbose_name = "方案付款人"
        verbose_name_plural = "方案付款人"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party} {self.get_liability_display()}"


class ProposalRow(models.Model):
    """What a proposal offers one worker: the sum and each instalment, in fen."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="rows")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+")
    due_fen = models.BigIntegerField("尚欠（分）")
    amount_fen = models.BigIntegerField("方案金额（分）")
    shares = models.JSONField("各期（分）")

    class Meta:
        verbose_name = "方案明细"
        verbose_name_plural = "方案明细"
        ordering = ["worker__roster_no"]
        constraints = [
            models.UniqueConstraint(name="proposal_row_once", fields=["proposal", "worker"]),
            models.CheckConstraint(
                name="proposal_row_within_due",
                condition=Q(amount_fen__gte=0) & Q(amount_fen__lte=models.F("due_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.amount_fen}"


class TermsAnswer(models.Model):
    """逐人表决: one party's yes or no to exactly these terms."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="terms_answers")
    answer = models.CharField("表态", max_length=6, choices=Answer)
    terms_sha256 = models.CharField("条款摘要", max_length=64)
    through = models.CharField("表态人", max_length=60, blank=True)
    capacity = models.CharField("身份", max_length=24, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    # Of an answer an officer wrote down for somebody without a phone; empty for all others.
    assistance = models.CharField("代为办理", max_length=12, choices=Assistance, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    answered_on = models.DateField("表态日")

    class Meta:
        verbose_name = "表态"
        verbose_name_plural = "表态"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="answer_once", fields=["proposal", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.get_answer_display()}"
