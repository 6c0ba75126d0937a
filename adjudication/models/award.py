"""
Awards, their items, and what becomes of them.

A draft is recomputed whenever a claim or finding changes; `digest` is of all it states, so that
what is countersigned is what is issued. An issued award is never changed: a correction is a paper
of its own that is read with it (办案规则 54).
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from adjudication.choices import (
    AwardKind,
    AwardState,
    PaymentOrderState,
    RulingBasis,
    SuitResult,
    TitleKind,
)
from adjudication.models.arbitration import Arbitration, Claim, Seat
from adjudication.models.tribunal import Decision
from cases.models import Case, Party
from documents.models import Document
from staff.choices import Role
from staff.history import History
from staff.models import Body


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AwardQuerySet":
        """
        Return the awards `user` may open; a draft is the tribunal's own.

        An arbitrator of the commission may open what waits for a countersignature and what they
        have looked at; the people of the case what is issued.
        """
        files = Arbitration.objects.visible_to(user)
        found = Q(state=AwardState.ISSUED, arbitration__in=files)
        if not user.is_authenticated:
            return self.none()
        if user.body_id and user.has_role(Role.TRIBUNAL_SECRETARY):
            found |= Q(arbitration__commission=user.body_id)
        if user.has_role(Role.ARBITRATOR):
            seats = Seat.objects.filter(
                arbitration=OuterRef("arbitration"), user=user, until_on=None
            )
            looks = Countersign.objects.filter(award=OuterRef("pk"), by=user)
            ours = Q(arbitration__commission=user.body_id)
            found |= Q(Exists(seats)) | (ours & (Q(state=AwardState.REVIEW) | Q(Exists(looks))))
        return self.filter(found)


class Award(models.Model):
    """裁决: final and non-final items are two papers of one arbitration (ARB-26, ARB-27)."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="awards")
    kind = models.CharField("种类", max_length=6, choices=AwardKind)
    final = models.BooleanField("终局")
    number = models.CharField("文号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=AwardState, default=AwardState.DRAFT)
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    # {claim pk: [sentences]}: each with the elements, evidence and articles it rests on.
    reasoning = models.JSONField("本委认为", default=dict)
    # What the tribunal itself wrote or chose: see `adjudication.operations.Words`.
    told = models.JSONField("仲裁庭所写", default=dict)
    min_wage_fen = models.BigIntegerField("月最低工资（分）")  # in force on the day of the award
    pay_within_days = models.PositiveSmallIntegerField("支付期限（日）")
    made_on = models.DateField("裁决日", null=True, blank=True)
    effective_on = models.DateField("生效日", null=True, blank=True)  # of a final one: made_on
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="award", null=True, blank=True
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = History(verbose_name="裁决变更")
    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "裁决"
        verbose_name_plural = "裁决"
        ordering = ["arbitration_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="issued_award_is_dated",
                condition=~Q(state=AwardState.ISSUED)
                | (Q(made_on__isnull=False) & Q(document__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_draft_of_a_kind",
                fields=["arbitration", "kind"],
                condition=~Q(state=AwardState.ISSUED),
            ),
        ]
        indexes = [
            models.Index(
                name="award_in_review",
                fields=["arbitration"],
                condition=Q(state=AwardState.REVIEW),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()}草稿"

    @property
    def is_open(self) -> bool:
        return self.state != AwardState.ISSUED


class AwardItem(models.Model):
    """What is awarded on one claim: 0 when rejected; `final` by computation unless overridden."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="items")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="award_items")
    awarded_fen = models.BigIntegerField("裁决金额（分）", null=True, blank=True)
    formula = models.CharField("算式", max_length=200, blank=True)
    order = models.CharField("裁决内容", max_length=300, blank=True)  # where no money is awarded
    opinion = models.TextField("本委认为")
    final = models.BooleanField("终局")
    override_reason = models.CharField("改判终局类型的理由", max_length=300, blank=True)
    # Net: what of an advance has come back to the fund by the day counts as paid.
    advanced_fen = models.BigIntegerField("周转金已垫付（分）", default=0)
    paid_fen = models.BigIntegerField("已付（分）", default=0)

    class Meta:
        verbose_name = "裁决事项"
        verbose_name_plural = "裁决事项"
        ordering = ["award_id", "claim__worker__roster_no", "claim__no"]
        constraints = [
            models.UniqueConstraint(name="award_item_once", fields=["award", "claim"]),
            models.CheckConstraint(
                name="award_item_in_order",
                condition=Q(awarded_fen__isnull=True) | Q(awarded_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.awarded_fen}"

    @property
    def standing_fen(self) -> int | None:
        """What counts: the sum of the award read with its corrections."""
        last = max(self.corrections.all(), key=lambda row: row.pk, default=None)
        return last.after_fen if last else self.awarded_fen


class ClaimRuling(models.Model):
    """
    本委意见: what the tribunal decides on one claim where the record alone does not say it.

    Without one a claim is decided by its own formula with what was found. `final` empty: as the
    law has it.
    """

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="ruling")
    basis = models.CharField("金额", max_length=10, choices=RulingBasis, default=RulingBasis.CLAIM)
    formula = models.CharField("另写的算式", max_length=200, blank=True)
    opinion = models.TextField("本委认为", blank=True)
    article = models.CharField("依据", max_length=20, blank=True)  # id of an article in law/
    order = models.CharField("裁决内容", max_length=300, blank=True)
    final = models.BooleanField("终局", null=True, blank=True)
    why = models.CharField("改判终局类型的理由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField("日期")

    history = History(verbose_name="裁决意见变更")

    class Meta:
        verbose_name = "裁决意见"
        verbose_name_plural = "裁决意见"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.claim} {self.get_basis_display()}"


class ItemCorrection(models.Model):
    """补正数额: what an item comes to after its arithmetic was put right (A15); only ever added."""

    item = models.ForeignKey(AwardItem, models.PROTECT, related_name="corrections")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="sums")
    before_fen = models.BigIntegerField("补正前（分）")
    after_fen = models.BigIntegerField("补正后（分）")
    formula = models.CharField("补正后的算式", max_length=200)

    class Meta:
        verbose_name = "数额补正"
        verbose_name_plural = "数额补正"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="correction_changes_a_sum",
                condition=~Q(before_fen=models.F("after_fen")) & Q(after_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} 补正为{self.after_fen}"


class AwardVersion(models.Model):
    """草稿的一版: all a draft stated under one digest; only ever added, so changes can be shown."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="versions")
    digest = models.CharField("内容摘要", max_length=64)
    content = models.JSONField("内容")
    on = models.DateField("日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "裁决草稿版本"
        verbose_name_plural = "裁决草稿版本"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="award_version_once", fields=["award", "digest"]),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.digest[:8]}"


class Countersign(models.Model):
    """会签: one look at exactly one content; another digest needs another look."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="countersigns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField("日期")
    approved = models.BooleanField("同意")
    digest = models.CharField("所看内容", max_length=64)
    opinion = models.CharField("意见", max_length=400, blank=True)

    class Meta:
        verbose_name = "会签"
        verbose_name_plural = "会签"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by} {'同意' if self.approved else '退回'}"


class AwardSuit(models.Model):
    """起诉、申请撤销: by whom, when; while it stands the award is without effect for them."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="suits")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        Party, models.PROTECT, related_name="+", null=True, blank=True
    )  # whose award it is about; empty: everybody's
    annulment = models.BooleanField("申请撤销", default=False)
    on = models.DateField("日期")
    court = models.CharField("法院", max_length=120)
    number = models.CharField("案号", max_length=60, blank=True)
    result = models.CharField("结果", max_length=12, choices=SuitResult, blank=True)
    result_on = models.DateField("法院文书送达日", null=True, blank=True)

    class Meta:
        verbose_name = "对裁决的起诉"
        verbose_name_plural = "对裁决的起诉"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party} {'申请撤销' if self.annulment else '起诉'}"

    @property
    def stands(self) -> bool:
        """A court that did not take it, or before which it was withdrawn, has nothing before it."""
        return self.result not in (SuitResult.NOT_TAKEN, SuitResult.WITHDRAWN, SuitResult.REJECTED)


class EffectCertificate(models.Model):
    """生效证明: asked for one award, for one worker or all, after the court was asked (A17)."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="certificates")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    effective_on = models.DateField("生效日")
    court_asked_on = models.DateField("向法院查询日", null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "生效证明"
        verbose_name_plural = "生效证明"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.award} 生效证明"


class PaymentOrder(models.Model):
    """支付令: each worker's own, against one debtor, for money already due (PAYO-*)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="payment_orders")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="payment_orders")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    court = models.ForeignKey(Body, models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField("金额（分）")
    basis = models.CharField("依据", max_length=120)
    overdue_since = models.DateField("逾期自")
    state = models.CharField(
        "状态", max_length=10, choices=PaymentOrderState, default=PaymentOrderState.APPLIED
    )
    number = models.CharField("案号", max_length=60, blank=True)
    applied_on = models.DateField("申请日")
    accepted_on = models.DateField("受理日", null=True, blank=True)
    issued_on = models.DateField("发出日", null=True, blank=True)
    served_on = models.DateField("送达日", null=True, blank=True)
    effective_on = models.DateField("生效日", null=True, blank=True)
    objection = models.CharField("异议", max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    history = History(verbose_name="支付令变更")

    class Meta:
        verbose_name = "支付令"
        verbose_name_plural = "支付令"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="payment_order_of_money", condition=Q(amount_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.worker} 支付令申请"


class Enforcement(models.Model):
    """强制执行: of one title, for one worker or several together (JC-16, ARB-44)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="enforcements")
    title = models.CharField("执行依据", max_length=14, choices=TitleKind)
    title_number = models.CharField("文号", max_length=80)
    effective_on = models.DateField("生效日")
    court = models.ForeignKey(Body, models.PROTECT, related_name="+")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    workers = models.ManyToManyField(Party, related_name="enforcements")
    amount_fen = models.BigIntegerField("申请金额（分）")
    applied_on = models.DateField("申请日")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "强制执行"
        verbose_name_plural = "强制执行"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_title_display()} {self.title_number} 执行"


class EnforcementEntry(models.Model):
    """执行登记 (E03): what the court brought in for one worker, under its number."""

    enforcement = models.ForeignKey(Enforcement, models.PROTECT, related_name="entries")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+")
    number = models.CharField("执行案号", max_length=60)
    amount_fen = models.BigIntegerField("到账（分）")
    on = models.DateField("日期")

    class Meta:
        verbose_name = "执行登记"
        verbose_name_plural = "执行登记"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.number} {self.worker} {self.amount_fen}"
