"""
Rows of service: one per paper, recipient and attempt, only ever added to.

What turns out wrong, or is confirmed later, is a new row that replaces the old one; both stay.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.service.choices import METHOD_CHOICES, Channel, Outcome, ProofKind, Relation


class ServiceQuerySet(models.QuerySet):
    def current(self) -> "ServiceQuerySet":
        """Return the rows that no later row replaces."""
        return self.filter(replaced_by__isnull=True)

    def effective(self) -> "ServiceQuerySet":
        """Return the current rows that count as service, also on a day still to come."""
        return self.current().filter(outcome=Outcome.SERVED)


class Service(models.Model):
    """
    送达: one attempt to bring one paper to one recipient.

    `done_on` is the day it was signed for, arrived, was left, posted, published or came back;
    `served_on` the day the law counts from, found from it, and `steps` the sentences that say how.
    """

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="services")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="services")
    method = models.CharField("送达方式", max_length=16, choices=METHOD_CHOICES)
    outcome = models.CharField("结果", max_length=8, choices=Outcome)
    address = models.CharField("送达地址", max_length=200, blank=True)
    channel = models.CharField("途径", max_length=10, choices=Channel, blank=True)
    confirmed_address = models.ForeignKey(
        "cases.ServiceAddress", models.PROTECT, related_name="+", null=True, blank=True
    )
    sent_on = models.DateField("送出日")
    done_on = models.DateField("签收、到达、留置、张贴、公告或者退回之日", null=True, blank=True)
    served_on = models.DateField("送达日", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    steps = models.JSONField("算法", default=list)
    receiver = models.CharField("签收人", max_length=60, blank=True)
    relation = models.CharField("与受送达人的关系", max_length=16, choices=Relation, blank=True)
    refused = models.BooleanField("拒绝签收", default=False)
    returned = models.BooleanField("邮件退回", default=False)
    reason = models.CharField("事由", max_length=200, blank=True)
    witnesses = models.JSONField("见证人", default=list)
    through = models.CharField("受委托或者转交的单位", max_length=120, blank=True)
    tracking_no = models.CharField("邮件号码", max_length=40, blank=True)
    media = models.CharField("公告媒体", max_length=120, blank=True)
    notice_days = models.PositiveSmallIntegerField("公告期（日）", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    recorded_on = models.DateField("记录日")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="service_served_has_its_day",
                condition=Q(outcome=Outcome.SERVED, served_on__isnull=False, done_on__isnull=False)
                | (~Q(outcome=Outcome.SERVED) & Q(served_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="service_in_order",
                condition=(Q(done_on__isnull=True) | Q(done_on__gte=models.F("sent_on")))
                & (Q(served_on__isnull=True) | Q(served_on__gte=models.F("done_on"))),
            ),
        ]
        indexes = [
            models.Index(name="service_of_paper", fields=["document", "party"]),
            models.Index(
                name="service_under_way",
                fields=["document"],
                condition=Q(outcome=Outcome.SENT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.title} → {self.party}"


class ServiceProof(models.Model):
    """A photograph, video, receipt or screenshot that proves a row of service."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="proofs")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=10, choices=ProofKind)
    name = models.CharField("文件名", max_length=120, blank=True)

    class Meta:
        verbose_name = "送达证据"
        verbose_name_plural = "送达证据"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_id[:12]}"
