"""审批席位: who speaks for a body of the approval chain of one fund."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from fund.models.ledger import FundAccount
from staff.history import History


class ApprovalSeat(models.Model):
    """
    One person for one body of the chain (中心、人社、财政、政府), from a day until another.

    Nobody sits for two bodies of one fund at once: two levels are two people.
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="seats")
    body = models.CharField("审批环节", max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="fund_seats", verbose_name="审批人"
    )
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    history = History(verbose_name="审批席位变更")

    class Meta:
        verbose_name = "审批席位"
        verbose_name_plural = "审批席位"
        ordering = ["account_id", "id"]
        constraints = [
            models.UniqueConstraint(
                name="seat_of_one_person_once",
                fields=["account", "user"],
                condition=Q(until_on__isnull=True),
            ),
            models.CheckConstraint(
                name="seat_days_in_order",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.user}"
