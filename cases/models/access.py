"""Who may act for a party from their own phone, and how we know that it is them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import Capacity, IdentityProof
from cases.models.party import Authority, Party
from staff.history import History


class PartyAccess(models.Model):
    """
    准入: one person acts for one party, in one capacity, since somebody was sure who they are.

    The person has no password; every visit begins with a code and a second factor.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses")
    person = models.CharField("办理人", max_length=60)
    capacity = models.CharField("身份", max_length=24, choices=Capacity)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="accesses", null=True, blank=True
    )
    proof = models.CharField("核验方式", max_length=12, choices=IdentityProof)
    granted_at = models.DateTimeField("准入时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    history = History(verbose_name="准入变更")

    class Meta:
        verbose_name = "当事人准入"
        verbose_name_plural = "当事人准入"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="access_once",
                fields=["party", "user", "capacity"],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.party}）"
