"""Court systems that fetch and answer by themselves: their tokens, and what each asked for once."""

from datetime import datetime

from django.conf import settings
from django.db import models

from staff.choices import Role
from staff.models import Body


class CourtToken(models.Model):
    """
    接口令牌: lets one system of a court in; only its digest is kept.

    What the system does is done in the name of `clerk`, a clerk of that court, who answers for it.
    """

    court = models.ForeignKey(Body, models.PROTECT, related_name="tokens")
    name = models.CharField("系统名称", max_length=60)
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    writes = models.BooleanField("可以登记答复", default=False)
    token_sha256 = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.court} {self.name}"

    def opens(self, at: datetime) -> bool:
        """Whether it lets in: not expired, not revoked, and its clerk is still one of the court."""
        return (
            self.revoked_at is None
            and at < self.expires_at
            and self.court.is_active
            and self.clerk.body_id == self.court_id
            and self.clerk.has_role(Role.COURT_CLERK)
        )


class CourtRequest(models.Model):
    """What a system asked for under a key of its own, and the answer: asked again, given again."""

    token = models.ForeignKey(CourtToken, models.PROTECT, related_name="requests")
    key = models.CharField(max_length=80)
    asked_sha256 = models.CharField(max_length=64)
    answer = models.JSONField("答复", default=dict)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "接口请求"
        verbose_name_plural = "接口请求"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="court_key_once", fields=["token", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.token} {self.key}"
