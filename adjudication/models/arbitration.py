"""
The arbitration case, who decides it, its claims and elements.

One arbitration stands for all applicants who file together; a claim belongs to one worker, so that
award, effect, payment and enforcement are per worker however many file. What crosses the wall from
mediation is copied here when it is filed: jointly confirmed facts with the paper that proves them,
never an offer or a word of a caucus (在线调解规则 18).
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from adjudication.choices import (
    OPEN,
    ArbitrationState,
    ClaimKind,
    ClaimState,
    ElementAnswer,
    Origin,
    Procedure,
    SeatRole,
    SimplifiedGround,
)
from cases.models import Case, Evidence, Party
from documents.models import Document
from staff.choices import Role
from staff.history import History
from staff.models import Body


class ArbitrationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ArbitrationQuerySet":
        """
        Return the arbitrations `user` may open.

        The tribunal's people see the cases of their commission, with no path from here to the
        mediation; the people of the case see that it goes on. Parties use `of_party`.
        """
        own = Q(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))))
        if user.is_authenticated and user.body_id and user.has_role(Role.TRIBUNAL_SECRETARY):
            own |= Q(commission=user.body_id)
        if user.is_authenticated and user.has_role(Role.ARBITRATOR):
            seats = Seat.objects.filter(arbitration=OuterRef("pk"), user=user, until_on=None)
            own |= Q(Exists(seats))
        return self.filter(own)

    def open(self) -> "ArbitrationQuerySet":
        return self.filter(state__in=OPEN)


class SiblingGroup(models.Model):
    """同类案件: cases against one employer that share facts entered once, heard together."""

    commission = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=120)

    class Meta:
        verbose_name = "同类案件组"
        verbose_name_plural = "同类案件组"

    def __str__(self) -> str:
        return self.name


class Arbitration(models.Model):
    """仲裁案件: one application to one commission."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="arbitrations")
    commission = models.ForeignKey(Body, models.PROTECT, related_name="arbitrations")
    siblings = models.ForeignKey(
        SiblingGroup, models.PROTECT, related_name="arbitrations", null=True, blank=True
    )
    origin = models.CharField("来源", max_length=12, choices=Origin)
    number = models.CharField("仲裁案号", max_length=60, blank=True)
    cause = models.CharField("案由", max_length=200, blank=True)
    state = models.CharField(
        "状态",
        max_length=12,
        choices=ArbitrationState,
        default=ArbitrationState.FILED,
        db_index=True,
    )
    applicants = models.ManyToManyField(Party, related_name="arbitrations")
    representatives = models.ManyToManyField(Party, related_name="arbitrations_represented")
    respondents = models.ManyToManyField(Party, related_name="arbitrations_against")
    third_parties = models.ManyToManyField(Party, related_name="arbitrations_joined")
    facts = models.TextField("事实与理由", blank=True)
    filed_on = models.DateField("申请日")
    received_on = models.DateField("收到日")  # of the complete papers: the clocks count from it
    accepted_on = models.DateField("受理日", null=True, blank=True)
    lacking = models.JSONField("缺件", default=list)  # [{"what", "may_follow_later", "due_on"}]
    priority = models.BooleanField("优先审理", default=False)  # ten or more workers (COL-05)
    procedure = models.CharField(
        "程序", max_length=12, choices=Procedure, default=Procedure.ORDINARY
    )
    simplified_ground = models.CharField(
        "简易处理依据", max_length=12, choices=SimplifiedGround, blank=True
    )
    evidence_due_on = models.DateField("举证期限", null=True, blank=True)
    # Only the respondent may plead it, and only here (解释二 20); None while no answer was given.
    limitation_pleaded = models.BooleanField("主张时效抗辩", null=True, blank=True)
    ended_on = models.DateField("结案日", null=True, blank=True)
    file_closed_on = models.DateField("归档日", null=True, blank=True)

    history = History(verbose_name="仲裁案件变更")
    objects = ArbitrationQuerySet.as_manager()

    class Meta:
        verbose_name = "仲裁案件"
        verbose_name_plural = "仲裁案件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="arbitration_number_once",
                fields=["commission", "number"],
                condition=~Q(number=""),
            ),
            models.CheckConstraint(
                name="accepted_arbitration_has_number",
                condition=Q(
                    state__in=[
                        ArbitrationState.FILED,
                        ArbitrationState.CORRECTING,
                        ArbitrationState.DECLINED,
                        ArbitrationState.WITHDRAWN,
                    ]
                )
                | (~Q(number="") & Q(accepted_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="arbitration_desk", fields=["commission", "state"]),
            # What is at work among all that ever was, and the register with the last first.
            models.Index(
                name="arbitration_at_work",
                fields=["state", "commission"],
                condition=Q(file_closed_on=None),
            ),
            models.Index(name="arbitration_register", fields=["commission", "ended_on", "id"]),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.case.number} 仲裁申请"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Seat(models.Model):
    """仲裁庭成员与书记员: from and until a day; who was replaced stays readable."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tribunals")
    role = models.CharField("职务", max_length=12, choices=SeatRole)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)
    # Why not the one the load would have chosen; empty when it was.
    override_reason = models.CharField("指定理由", max_length=200, blank=True)
    # A challenged arbitrator does nothing in the case until it is decided (办案规则 12).
    halted = models.BooleanField("暂停参与", default=False)

    history = History(verbose_name="仲裁庭变更")

    class Meta:
        verbose_name = "仲裁庭席位"
        verbose_name_plural = "仲裁庭席位"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="seat_once", fields=["arbitration", "user"], condition=Q(until_on=None)
            ),
            models.UniqueConstraint(
                name="one_head_of_tribunal",
                fields=["arbitration"],
                condition=Q(until_on=None, role__in=[SeatRole.SOLE, SeatRole.PRESIDING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"


class Claim(models.Model):
    """仲裁请求: one item of one worker, in fen; None only where no money is asked for."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="claims")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="arbitration_claims")
    no = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("种类", max_length=24, choices=ClaimKind)
    what = models.CharField("请求内容", max_length=300)
    period_from = models.DateField("期间自", null=True, blank=True)
    period_to = models.DateField("期间至", null=True, blank=True)
    amount_fen = models.BigIntegerField("金额（分）", null=True, blank=True)
    formula = models.CharField("计算方式", max_length=200, blank=True)
    elements = models.JSONField("所依要素", default=list)  # codes: ["E6", "E9"]
    state = models.CharField("状态", max_length=10, choices=ClaimState, default=ClaimState.PENDING)

    history = History(verbose_name="仲裁请求变更")

    class Meta:
        verbose_name = "仲裁请求"
        verbose_name_plural = "仲裁请求"
        ordering = ["arbitration_id", "worker__roster_no", "worker_id", "no"]
        constraints = [
            models.UniqueConstraint(
                name="arbitration_claim_once", fields=["arbitration", "worker", "no"]
            ),
            models.CheckConstraint(
                name="arbitration_claim_has_amount",
                condition=Q(amount_fen__gt=0) | Q(kind=ClaimKind.LABOUR_RELATION),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.no} {self.what}"


class Element(models.Model):
    """
    要素: one point of fact, E1 to E16, of all workers (`worker` empty) or of one.

    What both sides say is kept beside what the tribunal finds. An agreed one is not tried again;
    a disputed one without a finding stops the award.
    """

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="elements")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    code = models.CharField("编号", max_length=4)
    label = models.CharField("要素", max_length=60)
    unit = models.CharField("单位", max_length=20, blank=True)
    applicant_value = models.CharField("申请人主张", max_length=300, blank=True)
    respondent_value = models.CharField("被申请人主张", max_length=300, blank=True)
    answer = models.CharField("答辩", max_length=8, choices=ElementAnswer, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    # None until both sides were asked before the hearing (A10).
    agreed = models.BooleanField("双方一致", null=True, blank=True)
    # The signed paper of undisputed facts that locks it; voiding that paper unlocks it.
    locked_by = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True, blank=True)
    found = models.CharField("认定", max_length=300, blank=True)
    finding = models.TextField("认定理由", blank=True)
    article = models.CharField("依据", max_length=20, blank=True)  # id of an article in law/

    history = History(verbose_name="要素变更")

    class Meta:
        verbose_name = "要素"
        verbose_name_plural = "要素"
        ordering = ["arbitration_id", "id"]
        constraints = [
            models.UniqueConstraint(
                name="element_of_all_once",
                fields=["arbitration", "code", "label"],
                condition=Q(worker=None),
            ),
            models.UniqueConstraint(
                name="element_of_worker_once",
                fields=["arbitration", "worker", "code", "label"],
                condition=Q(worker__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def settled_value(self) -> str:
        """What counts: the finding, else what both sides agree on; empty while neither is there."""
        return self.found or (self.applicant_value if self.agreed else "")
