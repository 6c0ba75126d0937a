"""Copies that prove who a party is (身份证明、资格证明), checked against the register."""

from django.db import models

from cases.choices import LicenceState
from cases.models.party import Party
from staff.history import History


class IdentityPaper(models.Model):
    """One copied paper of one party: 居民身份证, 营业执照, 法定代表人身份证明书 …"""

    party = models.ForeignKey(Party, models.PROTECT, related_name="identity_papers")
    name = models.CharField("证明名称", max_length=60)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    file_sha256 = models.CharField("扫描件摘要", max_length=64, blank=True)
    registered_name = models.CharField("证照上的名称", max_length=120)
    licence_state = models.CharField("登记状态", max_length=12, choices=LicenceState)
    checked_on = models.DateField("核对日期")

    history = History(verbose_name="身份证明变更")

    class Meta:
        verbose_name = "身份证明"
        verbose_name_plural = "身份证明"
        ordering = ["party_id", "id"]
        constraints = [
            models.UniqueConstraint(name="identity_paper_once", fields=["party", "name"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.name}"
