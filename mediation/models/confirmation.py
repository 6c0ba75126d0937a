"""The minutes as they were read and confirmed, and consent to a recording."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Party
from mediation.choices import Answer
from mediation.models.session import Session


class MinutesReady(models.Model):
    """笔录待阅: the lines as they stood when the mediator gave them to be read."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="minutes_ready")
    sha256 = models.CharField("笔录摘要", max_length=64)
    lines = models.PositiveIntegerField("行数")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("交阅时间")

    class Meta:
        verbose_name = "笔录交阅"
        verbose_name_plural = "笔录交阅"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.session} {self.sha256[:8]}"


class MinutesConfirmation(models.Model):
    """
    笔录确认: somebody present confirmed exactly these lines, or refused before a witness.

    It holds while the lines have the same digest; a further line leaves it behind.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="minutes_confirmations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.CharField("确认人", max_length=60)
    capacity = models.CharField("身份", max_length=24, blank=True)
    sha256 = models.CharField("笔录摘要", max_length=64)
    drawing = models.TextField("手写图形", blank=True)
    refusal = models.CharField("拒签原因", max_length=120, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "笔录确认"
        verbose_name_plural = "笔录确认"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="minutes_confirmed_once",
                fields=["session", "party", "sha256"],
                condition=Q(party__isnull=False),
            ),
            models.UniqueConstraint(
                name="minutes_confirmed_once_by_officer",
                fields=["session", "officer", "sha256"],
                condition=Q(officer__isnull=False),
            ),
            models.CheckConstraint(
                name="confirmation_of_somebody",
                condition=Q(party__isnull=False) ^ Q(officer__isnull=False),
            ),
            models.CheckConstraint(
                name="refusal_has_witness", condition=Q(refusal="") | ~Q(witness="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.sha256[:8]}"


class RecordingQuestion(models.Model):
    """录音录像征询: asked of everybody present; one refusal is a refusal."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="recording_questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("征询时间")

    class Meta:
        verbose_name = "录音录像征询"
        verbose_name_plural = "录音录像征询"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.session}录音录像征询"


class RecordingConsent(models.Model):
    """One party's answer to being recorded."""

    question = models.ForeignKey(RecordingQuestion, models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.CharField("答复人", max_length=60)
    answer = models.CharField("答复", max_length=6, choices=Answer)
    at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = "录音录像同意"
        verbose_name_plural = "录音录像同意"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="recording_answer_once", fields=["question", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.get_answer_display()}"
