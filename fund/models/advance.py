"""
An advance: who asked, what was verified per worker, who approved, what was decided.

Applied, verified, approved and paid out by different people: within a row a constraint says so,
across rows the operations do.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.models import Case, CaseOfficer, Party
from fund.choices import (
    AdvanceKind,
    AdvanceState,
    ApplicantKind,
    DecisionForm,
    Opinion,
    RecoveryTitle,
    Trigger,
)
from staff.history import History


class AdvanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        Return the advances `user` may read.

        The people of a fund read what was asked of that fund, the director reads all; who works on
        a case reads what was advanced in it.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        at_work = CaseOfficer.objects.filter(case=OuterRef("case"), user=user, until_on=None)
        accounts = self.model._meta.get_field("account").related_model.objects
        return self.filter(Exists(at_work) | Q(account__in=accounts.visible_to(user)))


def _person(label: str, *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        related_name="+",
        null=null,
        blank=null,
    )


class Advance(models.Model):
    """
    垫付: money of the fund for workers of one case whose employer cannot pay now or has fled.

    Figures are not kept here but on the lines and in the ledger; `caps` is what the parameters said
    on the day of verification: {per_worker_fen, per_worker_percent, case_percent, source}.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="advances")
    account = models.ForeignKey("fund.FundAccount", models.PROTECT, related_name="advances")
    state = models.CharField(
        "状态",
        max_length=12,
        choices=AdvanceState,
        default=AdvanceState.APPLIED,
        db_index=True,
    )
    trigger = models.CharField("垫付事由", max_length=16, choices=Trigger)
    kind = models.CharField("垫付性质", max_length=16, choices=AdvanceKind)
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="advances_owed")
    applicant_kind = models.CharField("申请人类别", max_length=12, choices=ApplicantKind)
    applicant_name = models.CharField("申请单位", max_length=120)
    applicant_head = models.CharField("负责人", max_length=60)
    applicant_address = models.CharField("地址", max_length=200)
    applicant_phone = models.CharField("电话", max_length=30)
    sources_first = models.BooleanField("其他来源优先")
    sources = models.JSONField("其他资金来源", default=list)
    statement = models.TextField("欠薪情况")
    employer_statement = models.TextField("用人单位说明", blank=True)
    repayment_plan = models.TextField("还款计划", blank=True)
    requested_fen = models.BigIntegerField("申请垫付金额（分）")
    applied_on = models.DateField("申请日")
    applied_by = _person("登记人", null=False)

    verifier_a = _person("核实人一")
    verifier_b = _person("核实人二")
    verified_on = models.DateField("核实日", null=True, blank=True)
    caps = models.JSONField("限额参数", default=dict)
    over_cap = models.JSONField("超限额批准", null=True, blank=True)
    round = models.PositiveSmallIntegerField("审批轮次", default=1)

    form = models.CharField("垫付形式", max_length=10, choices=DecisionForm, blank=True)
    number = models.CharField("垫付文书文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日", null=True, blank=True)
    decided_by = _person("决定经办人")
    recovery_title = models.CharField("追偿依据", max_length=40, choices=RecoveryTitle, blank=True)
    assigned_on = models.DateField("追偿文书签署日", null=True, blank=True)
    paid_on = models.DateField("付清日", null=True, blank=True)
    receipts_on = models.DateField("领款确认日", null=True, blank=True)
    recovery_officer = _person("追偿承办人")
    closed_on = models.DateField("销账日", null=True, blank=True)

    history = History(verbose_name="垫付变更")
    objects = AdvanceQuerySet.as_manager()

    class Meta:
        verbose_name = "垫付"
        verbose_name_plural = "垫付"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="advance_two_verifiers",
                condition=Q(verifier_a__isnull=True, verifier_b__isnull=True)
                | ~Q(verifier_a=F("verifier_b")),
            ),
            models.CheckConstraint(
                name="advance_applied_and_verified_apart",
                condition=Q(verifier_a__isnull=True)
                | (~Q(verifier_a=F("applied_by")) & ~Q(verifier_b=F("applied_by"))),
            ),
            models.CheckConstraint(
                name="advance_requested_positive", condition=Q(requested_fen__gt=0)
            ),
        ]
        indexes = [models.Index(name="advance_queue", fields=["state", "id"])]

    def __str__(self) -> str:
        return self.number or f"{self.case.number}垫付"


class AdvanceLine(models.Model):
    """One worker's row: claimed, verified, the cap the parameters allow, what is advanced."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="lines")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="advance_lines")
    claimed_fen = models.BigIntegerField("申报金额（分）")
    verified_fen = models.BigIntegerField("核实金额（分）", default=0)
    disputed = models.BooleanField("有争议", default=False)
    evidence = models.JSONField("核实依据", default=list)
    note = models.CharField("备注", max_length=200, blank=True)
    paid_otherwise_fen = models.BigIntegerField("其他已付（分）", default=0)
    cap_fen = models.BigIntegerField("个人限额（分）", default=0)
    amount_fen = models.BigIntegerField("垫付金额（分）", default=0)

    history = History(verbose_name="垫付明细变更")

    class Meta:
        verbose_name = "垫付明细"
        verbose_name_plural = "垫付明细"
        ordering = ["advance_id", "worker__roster_no"]
        constraints = [
            models.UniqueConstraint(name="advance_worker_once", fields=["advance", "worker"]),
            models.CheckConstraint(
                name="advance_line_within_verified",
                condition=Q(amount_fen__gte=0)
                & Q(verified_fen__lte=F("claimed_fen"))
                & Q(amount_fen__lte=F("verified_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.amount_fen}"


class Approval(models.Model):
    """审批意见: one step of the chain; a return starts a new round."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField("轮次")
    level = models.PositiveSmallIntegerField("级次")
    body = models.CharField("审批单位", max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opinion = models.CharField("意见", max_length=10, choices=Opinion)
    remark = models.CharField("说明", max_length=300, blank=True)
    amount_fen = models.BigIntegerField("审批金额（分）")
    on = models.DateField("日期")

    class Meta:
        verbose_name = "审批意见"
        verbose_name_plural = "审批意见"
        ordering = ["advance_id", "round", "level"]
        constraints = [
            models.UniqueConstraint(
                name="approval_level_once", fields=["advance", "round", "level"]
            ),
            models.UniqueConstraint(name="approval_person_once", fields=["advance", "round", "by"]),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.get_opinion_display()}"


class RepaymentInstalment(models.Model):
    """还款计划: what a present employer promised to give back, by day (垫付协议书)."""

    advance = models.ForeignKey(Advance, models.PROTECT, related_name="instalments")
    no = models.PositiveSmallIntegerField("期次")
    due_on = models.DateField("归还日")
    amount_fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = "还款计划"
        verbose_name_plural = "还款计划"
        ordering = ["advance_id", "no"]
        constraints = [
            models.UniqueConstraint(name="repayment_no_once", fields=["advance", "no"]),
            models.CheckConstraint(name="repayment_positive", condition=Q(amount_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"第{self.no}期 {self.amount_fen}"
