"""
The joint application, the packets sent with it, what the court returned, and its ruling.

An application stands for workers of one agreement (all, a batch, or one, as the court wishes). A
packet is a version of its papers, frozen when it is sent; what came back is kept as coded reasons.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models import Case, Party
from confirmation.choices import (
    LIVE,
    UNSENT,
    ApplicationState,
    CourtGround,
    ReturnReason,
    ReviewState,
    RulingResult,
)
from documents.models import Document, PacketLine, SentPacket, StoredFile
from mediation.models import Agreement
from staff.choices import Role
from staff.history import History
from staff.models import Body


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ApplicationQuerySet":
        """
        Return the applications `user` may open.

        A court clerk sees what was sent to their own court, never a draft and never the case; the
        people of the case see theirs.
        """
        own = Q(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))))
        if user.is_authenticated and user.has_role(Role.COURT_CLERK) and user.body_id:
            own |= Q(court=user.body_id) & ~Q(state__in=UNSENT)
        return self.filter(own)

    def live(self) -> "ApplicationQuerySet":
        return self.filter(state__in=LIVE)


class Application(models.Model):
    """共同申请司法确认 of one agreement, for some or all of its workers (民事诉讼法 205)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="confirmations")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="confirmations")
    court = models.ForeignKey(Body, models.PROTECT, related_name="confirmations")
    ground = models.CharField("管辖依据", max_length=24, choices=CourtGround)
    place = models.CharField("连接点所在地", max_length=120)
    domiciled = models.ForeignKey(
        Party, models.PROTECT, related_name="+", null=True, blank=True
    )  # 当事人住所地: whose
    invitation = models.CharField("邀请文书", max_length=120, blank=True)
    batch_no = models.PositiveSmallIntegerField("批次", default=1)
    batch_count = models.PositiveSmallIntegerField("总批数", default=1)
    clock = models.CharField("期限区分", max_length=24, blank=True)  # suffix of its own deadlines
    workers = models.ManyToManyField(Party, related_name="confirmations")
    others = models.ManyToManyField(Party, related_name="confirmations_with")
    review_state = models.CharField(
        "仲裁审查情况", max_length=10, choices=ReviewState, default=ReviewState.NONE
    )
    # C01, and C02 where the court wants it apart: as they were drawn on that day and signed.
    paper = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True, blank=True)
    undertaking = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True
    )
    undertaking_apart = models.BooleanField("承诺书单独成文", default=False)
    drawn_on = models.DateField("申请书制作日期")
    signed_by = models.ManyToManyField(Party, related_name="+")
    applied_on = models.DateField("申请日期")
    confirm_by = models.DateField("申请期限")
    state = models.CharField(
        "状态", max_length=16, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    withdrawal = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True
    )  # C12, once both sides have withdrawn
    number = models.CharField("法院案号", max_length=60, blank=True)
    accepted_on = models.DateField("立案日", null=True, blank=True)

    history = History(verbose_name="确认申请变更")
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "司法确认申请"
        verbose_name_plural = "司法确认申请"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="court_number_once", fields=["court", "number"], condition=~Q(number="")
            ),
            models.UniqueConstraint(
                name="own_clock_of_application",
                fields=["case", "clock"],
                condition=~Q(state=ApplicationState.DISCARDED),
            ),
            models.CheckConstraint(
                name="accepted_application_has_number",
                condition=~Q(state=ApplicationState.ACCEPTED)
                | (~Q(number="") & Q(accepted_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.agreement.number} 司法确认"

    @property
    def sheets(self) -> list[Document]:
        """What both sides sign."""
        return [paper for paper in (self.paper, self.undertaking) if paper]

    @property
    def unsigned(self) -> list[Document]:
        """The sheets neither scanned with their signatures nor signed by everybody on a screen."""
        sheets = self.sheets
        if not sheets:
            return []  # nothing is drafted yet; an application not kept has no people either
        everybody = {p.pk for p in [*self.workers.all(), *self.others.all()]}
        return [
            paper
            for paper in sheets
            if not paper.scans.exists() and everybody - self.on_screen(paper)
        ]

    def on_screen(self, sheet: Document) -> set[int]:
        """Return the parties who signed this very sheet on their phones."""
        return set(self.screen_signatures.filter(sheet=sheet).values_list("party", flat=True))

    def sheets_unsigned_by(self, party: Party) -> list[Document]:
        """Return what this party has not signed on a screen."""
        return [paper for paper in self.sheets if party.pk not in self.on_screen(paper)]


class Packet(SentPacket):
    """What the court gets, in one version; `to_look` is what the self-check left to people."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="packets")
    to_look = models.JSONField("需要人看", default=list)  # as it was sent: [{"code", "sentence"}]

    class Meta:
        verbose_name = "材料包"
        verbose_name_plural = "材料包"
        ordering = ["application_id", "version"]
        constraints = [
            models.UniqueConstraint(name="packet_version_once", fields=["application", "version"]),
        ]


class PacketItem(PacketLine):
    packet = models.ForeignKey(Packet, models.PROTECT, related_name="items")

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        ordering = ["packet_id", "no"]
        constraints = [
            models.UniqueConstraint(name="packet_item_no_once", fields=["packet", "no"]),
        ]


class Return(models.Model):
    """退回补正 or 不予受理: what the court said about one packet."""

    packet = models.OneToOneField(Packet, models.PROTECT, related_name="returned")
    refused = models.BooleanField("不予受理", default=False)
    notice_on = models.DateField("通知日期")
    received_on = models.DateField("收到日期")
    due_on = models.DateField("补正期限", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "退回"
        verbose_name_plural = "退回"
        ordering = ["id"]

    def __str__(self) -> str:
        return "不予受理" if self.refused else "退回补正"


class ReturnItem(models.Model):
    """One coded reason, on the item it is about, and the answer that was given to it."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="items")
    code = models.CharField("理由", max_length=6, choices=ReturnReason)
    about = models.CharField("材料", max_length=160, blank=True)
    what = models.CharField("法院要求", max_length=300)
    answer = models.CharField("回复", max_length=300, blank=True)

    class Meta:
        verbose_name = "退回理由"
        verbose_name_plural = "退回理由"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.code} {self.what[:40]}"


class Ruling(models.Model):
    """民事裁定: what the court decided, and for whom."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="ruling")
    result = models.CharField("结果", max_length=16, choices=RulingResult)
    ruled_on = models.DateField("裁定日期")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField("驳回理由", max_length=6, choices=ReturnReason, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "裁定"
        verbose_name_plural = "裁定"

    def __str__(self) -> str:
        return self.get_result_display()


class RulingRow(models.Model):
    """What the ruling says of one worker's part, in fen."""

    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="rows")
    worker = models.ForeignKey(Party, models.PROTECT, related_name="+")
    confirmed_fen = models.BigIntegerField("确认金额（分）")
    unconfirmed_fen = models.BigIntegerField("未确认金额（分）", default=0)
    reason = models.CharField("理由", max_length=6, choices=ReturnReason, blank=True)

    class Meta:
        verbose_name = "裁定明细"
        verbose_name_plural = "裁定明细"
        ordering = ["ruling_id", "worker__roster_no"]
        constraints = [
            models.UniqueConstraint(name="ruling_row_once", fields=["ruling", "worker"]),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.confirmed_fen}"


class RulingService(models.Model):
    """裁定送达: the objection of each party runs from its own day (民诉法解释 372)."""

    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="services")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    served_on = models.DateField("送达日")

    class Meta:
        verbose_name = "裁定送达"
        verbose_name_plural = "裁定送达"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="ruling_served_once", fields=["ruling", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.served_on}"
