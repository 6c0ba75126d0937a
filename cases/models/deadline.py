"""
Deadlines, and the two kinds of data the centre itself keeps for them: calendars and parameters.

A deadline stores how its day was found (rule, event, calendar version, raw and rolled day), so that
the page can show the computation and a later change of calendar can be seen.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import DeadlineState
from cases.models.case import Case
from law.time_limits import OF_PARTIES
from staff.history import History


class Deadline(models.Model):
    """期限: a time limit of the law running in one case; `due_on` is the last day in time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    rule = models.CharField("规则", max_length=20)
    suffix = models.CharField("区分", max_length=40, blank=True)
    title = models.CharField("名称", max_length=80)
    event = models.CharField("起算事件", max_length=120)
    starts_on = models.DateField("起算日（不计入）")
    amount = models.PositiveIntegerField("期间")
    unit = models.CharField("单位", max_length=12)
    roll = models.CharField("顺延", max_length=10)
    raw_on = models.DateField("届满日（顺延前）", null=True, blank=True)
    due_on = models.DateField("最后一日")
    provisional = models.BooleanField("暂定", default=False)
    calendar_version = models.CharField("日历版本", max_length=20)
    steps = models.JSONField("计算过程", default=list)
    state = models.CharField(
        "状态", max_length=10, choices=DeadlineState, default=DeadlineState.RUNNING
    )
    met_on = models.DateField("完成日", null=True, blank=True)

    history = History(verbose_name="期限变更")

    class Meta:
        verbose_name = "期限"
        verbose_name_plural = "期限"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_once",
                fields=["case", "rule", "suffix"],
                condition=~Q(state=DeadlineState.CANCELLED),
            ),
        ]
        indexes = [
            models.Index(
                name="deadline_running",
                fields=["due_on"],
                condition=Q(state=DeadlineState.RUNNING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.due_on}"

    @property
    def key(self) -> str:
        return f"{self.rule}.{self.suffix}" if self.suffix else self.rule

    @property
    def has_lapsed(self) -> bool:
        """Whether a party let it pass: a way is closed, and nobody of the office is late."""
        return self.state == DeadlineState.MISSED and self.rule in OF_PARTIES


class CalendarYearRow(models.Model):
    """节假日安排: rest days and make-up working days of one year, from the State Council notice."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    rest_days = models.JSONField("放假日", default=list)
    make_up_days = models.JSONField("调休上班日", default=list)
    source = models.CharField("通知", max_length=200)
    published_on = models.DateField("通知日期", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_on = models.DateField("录入日")

    history = History(verbose_name="节假日安排变更")

    class Meta:
        verbose_name = "节假日安排"
        verbose_name_plural = "节假日安排"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}年"


class ConfirmedParameter(models.Model):
    """
    A value of the area that the centre has confirmed: who, when, from which source.

    A row with a case applies to that (training) case alone; `demo` rows are never used for a real
    case.
    """

    centre = models.ForeignKey("staff.Body", models.PROTECT, related_name="parameters")
    case = models.ForeignKey(Case, models.PROTECT, related_name="parameters", null=True, blank=True)
    code = models.CharField("参数", max_length=60)
    value = models.CharField("值", max_length=200)
    effective_from = models.DateField("生效日")
    effective_to = models.DateField("失效日", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_on = models.DateField("核定日")
    demo = models.BooleanField("演练用", default=False)

    history = History(verbose_name="参数变更")

    class Meta:
        verbose_name = "地区参数"
        verbose_name_plural = "地区参数"
        ordering = ["code", "effective_from"]

    def __str__(self) -> str:
        return f"{self.code}={self.value}"
