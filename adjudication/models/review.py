"""
Review of a mediation agreement by the commission (仲裁审查, 办案规则 74 to 78).

Both sides ask for it together within fifteen days of the agreement's effect; what comes out is a
mediation statement (仲裁调解书) with the content of the agreement, or nothing. It is another way
than judicial confirmation, and the one closes the other.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from adjudication.choices import (
    REVIEW_STANDS,
    HandedOver,
    ReviewDenial,
    ReviewRefusal,
    ReviewState,
)
from cases.models import Case, Party
from documents.models import Document, PacketLine, SentPacket
from mediation.models import Agreement, InstalmentShare
from staff.choices import Role
from staff.history import History
from staff.models import Body


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReviewQuerySet":
        """
        Return the reviews `user` may open.

        The people of a commission see what was sent to it, with no path to the mediation; the
        people of the case see theirs.
        """
        own = Q(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))))
        if user.is_authenticated and user.body_id and _of_tribunal(user):
            own |= Q(commission=user.body_id)
        return self.filter(own)


def _of_tribunal(user) -> bool:
    return user.has_role(Role.ARBITRATOR) or user.has_role(Role.TRIBUNAL_SECRETARY)


class Review(models.Model):
    """共同申请仲裁审查 of one agreement, for all its workers."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reviews")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews")
    commission = models.ForeignKey(Body, models.PROTECT, related_name="reviews")
    others = models.ManyToManyField(Party, related_name="reviews_with")
    state = models.CharField(
        "状态", max_length=10, choices=ReviewState, default=ReviewState.SENT, db_index=True
    )
    applied_on = models.DateField("申请日期")
    review_by = models.DateField("申请期限")
    number = models.CharField("审查案号", max_length=60, blank=True)
    accepted_on = models.DateField("受理日", null=True, blank=True)
    arbitrators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="reviews")
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    extended_by = models.CharField("批准延期的负责人", max_length=60, blank=True)
    refusal = models.CharField("不予受理的理由", max_length=14, choices=ReviewRefusal, blank=True)
    denial = models.CharField("不予制作的情形", max_length=16, choices=ReviewDenial, blank=True)
    reason = models.CharField("说明", max_length=400, blank=True)
    withdrawn_by = models.CharField("撤回申请人", max_length=200, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    statement = models.OneToOneField(
        Document, models.PROTECT, related_name="review", null=True, blank=True
    )
    ended_on = models.DateField("审查结束日", null=True, blank=True)
    effective_on = models.DateField("调解书生效日", null=True, blank=True)

    history = History(verbose_name="仲裁审查变更")
    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "仲裁审查"
        verbose_name_plural = "仲裁审查"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_review_stands",
                fields=["agreement"],
                condition=Q(state__in=REVIEW_STANDS),
            ),
            models.UniqueConstraint(
                name="review_number_once",
                fields=["commission", "number"],
                condition=~Q(number=""),
            ),
            models.CheckConstraint(
                name="accepted_review_has_number",
                condition=~Q(
                    state__in=[
                        ReviewState.ACCEPTED,
                        ReviewState.ISSUED,
                        ReviewState.EFFECTIVE,
                        ReviewState.DENIED,
                    ]
                )
                | (~Q(number="") & Q(accepted_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="effective_review_has_day",
                condition=~Q(state=ReviewState.EFFECTIVE)
                | (Q(effective_on__isnull=False) & Q(statement__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="review_inbox", fields=["commission", "state"])]

    def __str__(self) -> str:
        return self.number or f"{self.agreement.number} 仲裁审查"

    @property
    def workers(self) -> models.QuerySet[Party]:
        """Everybody the agreement pays; nobody is left out of a review."""
        shares = InstalmentShare.objects.filter(instalment__agreement=self.agreement_id)
        return Party.objects.filter(pk__in=shares.values("worker")).order_by("roster_no")

    @property
    def parties(self) -> list[Party]:
        return [*self.workers, *self.others.order_by("id")]


class ReviewPacket(SentPacket):
    """What the commission gets, in one version."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="packets")

    class Meta:
        verbose_name = "仲裁审查材料包"
        verbose_name_plural = "仲裁审查材料包"
        ordering = ["review_id", "version"]
        constraints = [
            models.UniqueConstraint(name="review_packet_once", fields=["review", "version"]),
        ]


class ReviewItem(PacketLine):
    packet = models.ForeignKey(ReviewPacket, models.PROTECT, related_name="items")

    class Meta:
        verbose_name = "仲裁审查材料"
        verbose_name_plural = "仲裁审查材料"
        ordering = ["packet_id", "no"]
        constraints = [
            models.UniqueConstraint(name="review_item_no_once", fields=["packet", "no"]),
        ]


class ReviewDownload(models.Model):
    """下载记录: who of the commission had which file of a packet, and when."""

    packet = models.ForeignKey(ReviewPacket, models.PROTECT, related_name="downloads")
    what = models.CharField("文件", max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "仲裁审查材料下载"
        verbose_name_plural = "仲裁审查材料下载"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.by} {self.what}"


class StatementReceipt(models.Model):
    """签收: the statement takes effect when the last party has signed for it (REV-05)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="receipts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    method = models.CharField("送达方式", max_length=10, choices=HandedOver)
    signed_on = models.DateField("签收日")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "调解书签收"
        verbose_name_plural = "调解书签收"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="statement_signed_for_once", fields=["review", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.signed_on}"
