"""
Sessions (调解会): who came, what was said, which facts nobody disputes.

A line of the minutes is never changed: a correction is a new line that strikes the old one through.
Concessions stay in the mediation file (人民法院在线调解规则 18); undisputed facts may travel.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.choices import Capacity
from cases.models import Authority, Case, Evidence, Party
from mediation.choices import Fact, NoticeKind, SessionMode, SessionResult, SessionState
from staff.history import History


class Session(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="sessions")
    no = models.PositiveSmallIntegerField("次数")
    starts_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=200)
    mode = models.CharField("方式", max_length=10, choices=SessionMode)
    notice = models.CharField("通知方式", max_length=12, choices=NoticeKind)
    remote_link = models.CharField("接入方式", max_length=200, blank=True)
    # Of a session in which everybody comes at their own time: the last day to answer.
    answers_until = models.DateField("答复截止日", null=True, blank=True)
    recipients = models.ManyToManyField(Party, related_name="sessions")
    state = models.CharField(
        "状态", max_length=10, choices=SessionState, default=SessionState.SCHEDULED
    )
    result = models.CharField("结果", max_length=12, choices=SessionResult, blank=True)
    room = models.OneToOneField(
        "room.Room", models.PROTECT, related_name="session", null=True, blank=True
    )

    history = History(verbose_name="调解会变更")

    class Meta:
        verbose_name = "调解会"
        verbose_name_plural = "调解会"
        ordering = ["case_id", "no"]
        constraints = [
            models.UniqueConstraint(name="session_no_once", fields=["case", "no"]),
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=models.F("starts_at")),
            ),
        ]
        indexes = [models.Index(name="session_start", fields=["starts_at"])]

    def __str__(self) -> str:
        return f"第{self.no}次调解会"


class Group(models.Model):
    """
    背对背的一方: parties whose interests are one, so that they may be spoken to together.

    Workers are one group to begin with and every other party one of its own: what a gang boss
    confides is not for the contractor to hear unless the mediator has put the two together.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="groups")
    slug = models.SlugField("代号", max_length=40)
    name = models.CharField("名称", max_length=80)
    parties = models.ManyToManyField(Party, related_name="groups")

    class Meta:
        verbose_name = "分组"
        verbose_name_plural = "分组"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="group_slug_once", fields=["session", "slug"]),
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """到场: who was present for whom, in which capacity, under which authority, from when on."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance")
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="attendance", null=True, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.CharField("到场人", max_length=60)
    capacity = models.CharField("身份", max_length=24, choices=Capacity)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", null=True, blank=True
    )
    present = models.BooleanField("到场", default=True)
    arrived_on = models.DateField(
        "到场日", null=True, blank=True
    )  # where not everybody comes at once
    arrived_at = models.TimeField("到场时间", null=True, blank=True)
    left_at = models.TimeField("离场时间", null=True, blank=True)

    history = History(verbose_name="到场变更")

    class Meta:
        verbose_name = "到场"
        verbose_name_plural = "到场"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="attendance_of_somebody",
                condition=Q(party__isnull=False) ^ Q(officer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.person


class MinutesLine(models.Model):
    """One line of the minutes (笔录), as spoken; private to the mediation."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="lines")
    no = models.PositiveIntegerField("行号")
    speaker = models.CharField("发言人", max_length=80)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    text = models.TextField("内容")
    concession = models.BooleanField("调解让步", default=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间", db_default=Now())

    class Meta:
        verbose_name = "笔录行"
        verbose_name_plural = "笔录行"
        ordering = ["session_id", "no"]
        constraints = [models.UniqueConstraint(name="line_no_once", fields=["session", "no"])]

    def __str__(self) -> str:
        return f"{self.speaker}：{self.text[:30]}"


class UndisputedFact(models.Model):
    """无争议事实: one element both sides confirmed; the only content of a session that travels."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="undisputed_facts")
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="facts", null=True, blank=True
    )
    fact = models.CharField("要素", max_length=20, choices=Fact)
    content = models.TextField("内容")
    value = models.JSONField("数值", default=dict)
    agreed_by = models.ManyToManyField(Party, related_name="facts_agreed")
    evidence = models.ManyToManyField(Evidence, related_name="facts", blank=True)
    confirmed_on = models.DateField("确认日")
    superseded = models.BooleanField("已变更", default=False)

    class Meta:
        verbose_name = "无争议事实"
        verbose_name_plural = "无争议事实"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="fact_once", fields=["case", "fact"], condition=Q(superseded=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()}：{self.content[:40]}"
