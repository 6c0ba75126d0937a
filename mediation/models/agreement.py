"""
The settlement agreement (调解协议书) and the acts that make it effective.

It takes effect on the day of the last of: the signatures of all parties, of the mediator, and the
seal of the mediation body (调解仲裁法 14). The day is computed from them, never entered.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import Capacity, SealKind
from cases.models import Case, Party
from documents.choices import SignatureLevel
from documents.models import Document
from mediation.choices import AgreementState, Liability, Slot
from mediation.models.terms import Proposal
from staff.history import History


class Agreement(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="agreements")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="agreement")
    document = models.OneToOneField(Document, models.PROTECT, related_name="agreement")
    annex = models.OneToOneField(
        Document, models.PROTECT, related_name="annex_of", null=True, blank=True
    )
    number = models.CharField("编号", max_length=60, unique=True)
    made_on = models.DateField("制作日期")
    copies = models.PositiveSmallIntegerField("份数")
    state = models.CharField(
        "状态", max_length=10, choices=AgreementState, default=AgreementState.SIGNING
    )
    effective_on = models.DateField("生效日", null=True, blank=True)

    history = History(verbose_name="协议变更")

    class Meta:
        verbose_name = "调解协议"
        verbose_name_plural = "调解协议"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_effective_has_day",
                condition=Q(state__in=[AgreementState.SIGNING, AgreementState.VOID])
                | Q(effective_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AgreementPayer(models.Model):
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="payers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="agreements_to_pay")
    liability = models.CharField("责任", max_length=24, choices=Liability)
    share_fen = models.BigIntegerField("承担金额（分）")
    account = models.CharField("付款账户", max_length=60, blank=True)

    class Meta:
        verbose_name = "付款人"
        verbose_name_plural = "付款人"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.party)


class Instalment(models.Model):
    """分期: one due day of an agreement."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments")
    no = models.PositiveSmallIntegerField("期次")
    due_on = models.DateField("付款日")
    percent = models.CharField("比例", max_length=12, blank=True)
    outstanding_fen: int  # filled in by the queries that list instalments

    class Meta:
        verbose_name = "分期"
        verbose_name_plural = "分期"
        ordering = ["agreement_id", "no"]
        constraints = [
            models.UniqueConstraint(name="instalment_no_once", fields=["agreement", "no"]),
        ]
        indexes = [models.Index(name="instalment_due", fields=["due_on"])]

    def __str__(self) -> str:
        return f"第{self.no}期"


class InstalmentShare(models.Model):
    """One worker's part of one instalment, in fen; one row is one creditor."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="shares")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="instalment_shares")
    amount_fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = "分期明细"
        verbose_name_plural = "分期明细"
        ordering = ["instalment_id", "worker__roster_no"]
        constraints = [
            models.UniqueConstraint(name="share_once", fields=["instalment", "worker"]),
            models.CheckConstraint(name="share_not_negative", condition=Q(amount_fen__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.amount_fen}"


class Signature(models.Model):
    """One signature or seal on an agreement, tied to the digest of the version signed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    slot = models.CharField("位置", max_length=12, choices=Slot)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="signatures", null=True, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    signer = models.CharField("签署人", max_length=120)
    capacity = models.CharField("身份", max_length=24, choices=Capacity, blank=True)
    marks = models.JSONField("签署方式", default=list)
    seal_kind = models.CharField("印章", max_length=20, choices=SealKind, blank=True)
    level = models.CharField(
        "签署等级",
        max_length=12,
        choices=SignatureLevel,
        default=SignatureLevel.PAPER_SCAN,
    )
    drawing = models.TextField("手写图形", blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    signed_on = models.DateField("签署日")
    document_sha256 = models.CharField("签署版本", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "签署"
        verbose_name_plural = "签署"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="party_signs_once",
                fields=["agreement", "party"],
                condition=Q(party__isnull=False),
            ),
            models.UniqueConstraint(
                name="officer_signs_once",
                fields=["agreement", "officer", "slot"],
                condition=Q(officer__isnull=False),
            ),
            models.UniqueConstraint(
                name="sealed_once", fields=["agreement"], condition=Q(slot=Slot.SEAL)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer} {self.signed_on}"
