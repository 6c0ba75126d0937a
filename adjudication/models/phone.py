"""What parties do from a phone: the code to come in, replies to the elements, a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from adjudication.choices import ElementAnswer
from adjudication.models.arbitration import Arbitration, Element
from cases.choices import Capacity
from cases.models import Authority, Case, Party


class EntryCode(models.Model):
    """
    入口码: one person's way to the pages of one party of one arbitration.

    Given by the clerk who has looked at the papers; only its keyed digest is kept. A natural person
    proves themselves with the end of their identity number besides.
    """

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="entry_codes")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.CharField("办理人", max_length=60)
    capacity = models.CharField("身份", max_length=24, choices=Capacity)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", null=True, blank=True
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("发出时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField("有效至")
    wrong = models.PositiveSmallIntegerField("不符次数", default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    used_at = models.DateTimeField("最近进入", null=True, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "入口码"
        verbose_name_plural = "入口码"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="entry_code_once",
                fields=["arbitration", "party", "person"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.party}）"


class ElementReply(models.Model):
    """
    要素答复: what one party says to an element before the hearing; the last one counts.

    It binds nobody by itself: the tribunal takes it in when it asks both sides (A10).
    """

    element = models.ForeignKey(Element, models.PROTECT, related_name="replies")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    answer = models.CharField("答复", max_length=8, choices=ElementAnswer)
    value = models.CharField("本方说法", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "要素答复"
        verbose_name_plural = "要素答复"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party} {self.element}：{self.get_answer_display()}"


class ApplicationDraft(models.Model):
    """仲裁申请草稿: what a worker has filled in on a phone, saved with every step."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="arbitration_drafts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    answers = models.JSONField("填写的内容", default=dict)
    saved_at = models.DateTimeField("保存时间")
    handed_in_at = models.DateTimeField("提交时间", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    arbitration = models.ForeignKey(
        Arbitration, models.PROTECT, related_name="drafts", null=True, blank=True
    )

    class Meta:
        verbose_name = "仲裁申请草稿"
        verbose_name_plural = "仲裁申请草稿"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="arbitration_draft_once",
                fields=["party"],
                condition=Q(arbitration__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}的仲裁申请草稿"
