"""Notes of a court's clerks, who fetched a packet, links without an account, papers received."""

from django.conf import settings
from django.db import models

from confirmation.choices import Fetched
from confirmation.models.application import Application, Packet, PacketItem
from confirmation.models.interface import CourtToken
from documents.models import StoredFile
from staff.choices import Role
from staff.models import Body


class ClerkNoteQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ClerkNoteQuerySet":
        """Return the notes of the clerks of `user`'s own court; nobody else reads them."""
        if not (user.is_authenticated and user.has_role(Role.COURT_CLERK) and user.body_id):
            return self.none()
        return self.filter(court=user.body_id)


class ClerkNote(models.Model):
    """工作记录: what a clerk wrote down for the colleagues of the same court."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="clerk_notes")
    court = models.ForeignKey(Body, models.PROTECT, related_name="+")
    text = models.CharField("内容", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    objects = ClerkNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "工作记录"
        verbose_name_plural = "工作记录"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:40]


class PacketLink(models.Model):
    """
    The way to one packet for a court outside the system: an address and a code, told apart.

    Of both only digests are kept. The code opens once; `opened_at` is when it did.
    """

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="links")
    sent_to = models.CharField("收件人", max_length=120)
    token_sha256 = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制作时间")
    expires_at = models.DateTimeField("失效时间")
    wrong_codes = models.PositiveSmallIntegerField("输错次数", default=0)
    opened_at = models.DateTimeField("打开时间", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "材料包链接"
        verbose_name_plural = "材料包链接"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.packet} {self.sent_to}"


class PacketDownload(models.Model):
    """下载记录: who had which file of a packet, and when; by a link, from which address."""

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="downloads")
    what = models.CharField("文件", max_length=8, choices=Fetched)
    item = models.ForeignKey(PacketItem, models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    link = models.ForeignKey(
        PacketLink, models.PROTECT, related_name="downloads", null=True, blank=True
    )
    token = models.ForeignKey(
        CourtToken, models.PROTECT, related_name="downloads", null=True, blank=True
    )  # a system, in the name of `by`
    address = models.CharField("来自", max_length=60, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "下载记录"
        verbose_name_plural = "下载记录"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="download_by_person_or_link",
                condition=models.Q(by__isnull=False) ^ models.Q(link__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.packet}"


class CourtPaper(models.Model):
    """法院来文: the scan of what a court outside the system wrote, as the centre received it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="court_papers")
    title = models.CharField("名称", max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_on = models.DateField("上传日")

    class Meta:
        verbose_name = "法院来文"
        verbose_name_plural = "法院来文"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
