"""
Leads, cases, the people who work on them, and the record of what was done.

Invariant: every act of law on a case leaves exactly one `CaseEvent`, numbered densely per case and
chained by hash; rows of it are never changed (a database trigger refuses it).
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from cases.choices import (
    CaseStatus,
    Channel,
    CloseOutcome,
    Complexity,
    DisputeKind,
    LeadOutcome,
    LeadStatus,
    OfficerCapacity,
)
from cases.models.fields import EncryptedTextField
from cases.models.moves import CASE_MOVES
from staff.choices import Role
from staff.history import History
from staff.refusals import Caution


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        Return the cases `user` may open; the only door from a page to a case.

        The director sees every case; intake officers see what nobody has been allocated yet and
        what they work on; mediators and recorders see their own (MED-23, MED-25).
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.DIRECTOR):
            return self
        at_work = CaseOfficer.objects.filter(case=OuterRef("pk"), user=user, until_on=None)
        rule = Q(Exists(at_work))
        if user.has_role(Role.INTAKE_OFFICER):
            rule |= Q(status=CaseStatus.FILED)
        return self.filter(rule)


class Case(models.Model):
    """案件: one dispute, its parties, claims and papers."""

    # What the act that returned this case warned of; told once, never stored.
    cautions: Sequence[Caution] = ()

    number = models.CharField("案号", max_length=60, unique=True)
    title = models.CharField("案由", max_length=200)
    centre = models.ForeignKey(
        "staff.Body", models.PROTECT, verbose_name="中心", related_name="centre_cases"
    )
    mediation_body = models.ForeignKey(
        "staff.Body",
        models.PROTECT,
        verbose_name="调解组织",
        related_name="mediation_cases",
        null=True,
        blank=True,
    )
    dispute_kind = models.CharField(
        "争议类型", max_length=30, choices=DisputeKind, default=DisputeKind.WAGES
    )
    status = models.CharField(
        "状态", max_length=12, choices=CaseStatus, default=CaseStatus.FILED, db_index=True
    )
    complexity = models.CharField("繁简", max_length=10, choices=Complexity, blank=True)
    complexity_reason = models.CharField("繁简理由", max_length=300, blank=True)
    opened_on = models.DateField("登记日")
    received_on = models.DateField("收到调解申请日", null=True, blank=True)
    accepted_on = models.DateField("受理日", null=True, blank=True)
    closed_on = models.DateField("结案日", null=True, blank=True)
    close_outcome = models.CharField("结案方式", max_length=30, choices=CloseOutcome, blank=True)
    site = models.CharField("工地或单位地点", max_length=200, blank=True)
    venue = models.CharField("调解地点", max_length=200, blank=True)
    period_from = models.DateField("欠薪期间自", null=True, blank=True)
    period_to = models.DateField("欠薪期间至", null=True, blank=True)
    facts = models.TextField("事实与理由", blank=True)
    oral = models.BooleanField("口头申请", default=False)
    contract = models.JSONField("劳动合同情况", default=dict, blank=True)
    court = models.ForeignKey(
        "staff.Body",
        models.PROTECT,
        verbose_name="确认法院",
        related_name="court_cases",
        null=True,
        blank=True,
    )
    debtor = models.ForeignKey(
        "cases.Party",
        models.PROTECT,
        verbose_name="欠薪主体",
        related_name="+",
        null=True,
        blank=True,
    )
    demo = models.BooleanField("演练案件", default=False)
    procedure_version = models.PositiveSmallIntegerField("程序版本", default=1)

    history = History(verbose_name="案件变更")
    objects = CaseQuerySet.as_manager()

    MOVES = CASE_MOVES

    class Meta:
        verbose_name = "案件"
        verbose_name_plural = "案件"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="case_status_known", condition=Q(status__in=CaseStatus.values)
            ),
            models.CheckConstraint(
                name="case_closed_has_day",
                condition=~Q(status=CaseStatus.CLOSED) | Q(closed_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="case_open",
                fields=["status", "-id"],
                condition=~Q(status=CaseStatus.CLOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status != CaseStatus.CLOSED


class CaseOfficer(models.Model):
    """A person of the centre at work on a case; the row that makes the case visible to them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="officers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="casework")
    capacity = models.CharField("身份", max_length=10, choices=OfficerCapacity)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    history = History(verbose_name="承办人变更")

    class Meta:
        verbose_name = "承办人"
        verbose_name_plural = "承办人"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="officer_once",
                fields=["case", "user", "capacity"],
                condition=Q(until_on=None),
            ),
        ]
        indexes = [models.Index(name="officer_at_work", fields=["user", "case"])]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()} {self.user}"


class LeadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the leads `user` may open: intake officers and the director see all of them."""
        if user.is_authenticated and user.has_role(Role.INTAKE_OFFICER, Role.DIRECTOR):
            return self
        return self.none()


class Lead(models.Model):
    """线索: a report of arrears from one channel, before it is a case."""

    number = models.CharField("线索编号", max_length=60, unique=True)
    channel = models.CharField("来源", max_length=30, choices=Channel)
    source_number = models.CharField("来源编号", max_length=60, blank=True)
    received_on = models.DateField("收到日")
    reporter_name = models.CharField("反映人", max_length=60)
    reporter_phone = EncryptedTextField("联系电话", blank=True)
    reporter_id_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    debtor_name = models.CharField("被反映单位", max_length=120)
    site = models.CharField("工地或地点", max_length=200, blank=True)
    headcount = models.PositiveIntegerField("人数")
    amount_fen = models.BigIntegerField("反映金额（分）")
    period_from = models.DateField("欠薪期间自")
    period_to = models.DateField("欠薪期间至")
    prior_channels = models.JSONField("已走渠道", default=list, blank=True)
    summary = models.TextField("反映内容", blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=LeadStatus, default=LeadStatus.OPEN, db_index=True
    )
    outcome = models.CharField("处理结果", max_length=30, choices=LeadOutcome, blank=True)
    outcome_reason = models.CharField("理由", max_length=300, blank=True)
    route = models.CharField("告知途径或转往单位", max_length=200, blank=True)
    replied_on = models.DateField("已回复来源日", null=True, blank=True)
    reply = models.CharField("回复内容", max_length=500, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="首问责任人", related_name="leads"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name="案件", related_name="leads", null=True, blank=True
    )

    history = History(verbose_name="线索变更")
    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = "线索"
        verbose_name_plural = "线索"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="lead_amount_not_negative", condition=Q(amount_fen__gte=0)),
            models.CheckConstraint(
                name="lead_period_in_order", condition=Q(period_to__gte=models.F("period_from"))
            ),
        ]
        indexes = [models.Index(name="lead_debtor", fields=["debtor_name"])]

    def __str__(self) -> str:
        return f"{self.number} {self.reporter_name} 反映 {self.debtor_name}"


class CaseEvent(models.Model):
    """
    One act of law on a case (经过): who, when, what, and a hash that includes the row before it.

    `facts` holds what the act decided in plain data, never an identity, bank or phone number.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("序号")
    act = models.CharField("行为", max_length=60)
    on = models.DateField("日期")
    # When the row was written; `on` is the legal day, which is what everything is counted from.
    at = models.DateTimeField("记录时间", db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts")
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, related_name="acts", null=True, blank=True
    )
    summary = models.CharField("摘要", max_length=400)
    facts = models.JSONField("内容", default=dict)
    private = models.BooleanField("仅调解人员可见", default=False)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "经过"
        verbose_name_plural = "经过"
        ordering = ["case_id", "seq"]
        constraints = [models.UniqueConstraint(name="event_seq", fields=["case", "seq"])]

    def __str__(self) -> str:
        return f"{self.on} {self.summary}"


class Submission(models.Model):
    """A form accepted once, by the key it carried; the same key is never accepted again."""

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "表单提交"
        verbose_name_plural = "表单提交"

    def __str__(self) -> str:
        return self.key
