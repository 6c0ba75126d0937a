"""Challenges, hearings, decisions, and what moved the clock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from adjudication.choices import ClockChange, HearingPart, HearingState, Matter, Speaker
from adjudication.models.arbitration import Arbitration, Seat
from cases.models import Party
from documents.models import Document
from room.models import Room
from staff.history import History


class Challenge(models.Model):
    """回避申请: asked by a party on a ground, decided in three working days (ARB-16, ARB-17)."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="challenges")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    ground = models.CharField("事由", max_length=300)
    asked_on = models.DateField("申请日")
    granted = models.BooleanField("同意回避", null=True, blank=True)
    decided_on = models.DateField("决定日", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "回避申请"
        verbose_name_plural = "回避申请"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party}申请{self.seat.user}回避"


class Hearing(models.Model):
    """开庭: scheduled, held in a room of the log, closed with minutes."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="hearings")
    no = models.PositiveSmallIntegerField("次序")
    starts_at = models.DateTimeField("开庭时间")
    ended_at = models.DateTimeField("闭庭时间", null=True, blank=True)
    place = models.CharField("地点", max_length=120)
    # How long room and tribunal are kept for it.
    minutes_planned = models.PositiveSmallIntegerField("预计时长（分钟）", default=120)
    # The tribunal of a simplified case may set its own, shorter notice (SUM-05).
    own_period = models.BooleanField("仲裁庭自定通知期限", default=False)
    public = models.BooleanField("公开", default=True)  # the opposite of mediation (ARB-42)
    remote = models.BooleanField("可在线参加", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=HearingState, default=HearingState.SCHEDULED
    )
    room = models.OneToOneField(Room, models.PROTECT, related_name="hearing", null=True, blank=True)
    recusal_asked = models.BooleanField("询问回避", default=False)
    mediation_tried = models.BooleanField("先行调解", default=False)
    mediation_result = models.CharField("调解结果", max_length=20, blank=True)
    last_statements = models.BooleanField("最后陈述", default=False)
    adjourned_for = models.CharField("休庭的原因", max_length=200, blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="hearing", null=True, blank=True
    )

    history = History(verbose_name="开庭变更")

    class Meta:
        verbose_name = "开庭"
        verbose_name_plural = "开庭"
        ordering = ["arbitration_id", "no"]
        constraints = [
            models.UniqueConstraint(name="hearing_no_once", fields=["arbitration", "no"]),
        ]
        indexes = [models.Index(name="hearing_calendar", fields=["starts_at", "state"])]

    def __str__(self) -> str:
        return f"{self.arbitration} 第{self.no}次开庭"

    @property
    def planned_until(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes_planned)


class HearingAttendance(models.Model):
    """到庭: who came for whom; absence is a row too, because default rests on it."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="attendance")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    present = models.BooleanField("到庭")
    person = models.CharField("到庭人", max_length=60, blank=True)
    capacity = models.CharField("身份", max_length=24, blank=True)
    left_early = models.BooleanField("未经许可中途退庭", default=False)
    recusal_answer = models.CharField("对回避的回答", max_length=200, blank=True)
    last_statement = models.CharField("最后陈述", max_length=1000, blank=True)
    # Why the minutes bear no signature of theirs, and who witnessed it (ARB-43).
    refusal = models.CharField("拒签记录", max_length=200, blank=True)
    # Signed on the own phone: when, how, on which lines.
    confirmation = models.CharField("笔录确认记录", max_length=120, blank=True)

    class Meta:
        verbose_name = "到庭"
        verbose_name_plural = "到庭"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="hearing_attended_once", fields=["hearing", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {'到庭' if self.present else '未到庭'}"


class HearingLine(models.Model):
    """笔录行: one utterance of the hearing, in the order spoken."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="lines")
    no = models.PositiveSmallIntegerField("行号")
    part = models.CharField("阶段", max_length=12, choices=HearingPart)
    speaker = models.CharField("发言人", max_length=4, choices=Speaker)
    text = models.TextField("内容")

    class Meta:
        verbose_name = "庭审笔录行"
        verbose_name_plural = "庭审笔录行"
        ordering = ["hearing_id", "no"]
        constraints = [
            models.UniqueConstraint(name="hearing_line_once", fields=["hearing", "no"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}：{self.text[:30]}"


class CounterClaim(models.Model):
    """反申请: what the respondent asks of the applicants, in the answer period (ARB-12)."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="counter_claims")
    respondent = models.ForeignKey(Party, models.PROTECT, related_name="+")
    what = models.CharField("反申请请求", max_length=300)
    filed_on = models.DateField("收到日")
    decided_on = models.DateField("决定日", null=True, blank=True)
    accepted = models.BooleanField("受理", null=True, blank=True)
    merged = models.BooleanField("合并审理", default=False)
    reason = models.CharField("不予受理或者另案审理的理由", max_length=300, blank=True)

    history = History(verbose_name="反申请变更")

    class Meta:
        verbose_name = "反申请"
        verbose_name_plural = "反申请"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.respondent}反申请：{self.what}"


class Decision(models.Model):
    """决定: one procedural decision with the paper (A16, A15, A05C) that carries it."""

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="decisions")
    matter = models.CharField("事项", max_length=20, choices=Matter)
    reason = models.CharField("理由", max_length=400)
    decided_on = models.DateField("决定日")
    # Extension and suspension need the head of the commission or the delegate (ARB-19).
    approver = models.CharField("批准人", max_length=60, blank=True)
    until = models.DateField("至", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "决定"
        verbose_name_plural = "决定"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_matter_display()


class ClockEvent(models.Model):
    """
    审限变动: what started, restarted, stopped, resumed or extended the 45 days (ARB-19, ARB-20).

    Only ever added; the last day is always computed from all of them.
    """

    arbitration = models.ForeignKey(Arbitration, models.PROTECT, related_name="clock")
    change = models.CharField("变动", max_length=10, choices=ClockChange)
    on = models.DateField("日期")
    cause = models.CharField("事由", max_length=120)
    rule = models.CharField("依据", max_length=20)
    until = models.DateField("延长至", null=True, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "审限变动"
        verbose_name_plural = "审限变动"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_change_display()} {self.on}"
