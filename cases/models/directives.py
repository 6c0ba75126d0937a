"""责令限期支付文书: the inspectorate's order to pay, received and registered, not issued here."""

from django.db import models
from django.db.models import Q

from cases.choices import DirectiveService
from cases.models.case import Case
from cases.models.evidence import Evidence
from cases.models.party import Party
from staff.history import History


class PaymentDirective(models.Model):
    """
    限期改正（支付）指令书.

    One record is the gate of everything that needs an order not obeyed: 加付赔偿金 (WAGE-09), the
    list of defaulters (LIST-03), the police (CRIM-01), the court (ADM-05).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="directives")
    number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("作出日期")
    debtor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField("责令支付金额（分）")
    worker_count = models.PositiveIntegerField("涉及人数")
    term_days = models.PositiveSmallIntegerField("限期（工作日）")
    officers = models.JSONField("监察员", default=list)
    service = models.CharField("送达方式", max_length=10, choices=DirectiveService, blank=True)
    served_on = models.DateField("送达日", null=True, blank=True)
    places = models.JSONField("张贴地点", default=list)
    recorded_by = models.JSONField("记录方式", default=list)
    evidence = models.ManyToManyField(Evidence, related_name="directives")
    term_end = models.DateField("限期届满日", null=True, blank=True)
    paid_fen = models.BigIntegerField("期限内已支付（分）", null=True, blank=True)
    default_on = models.DateField("认定未支付日", null=True, blank=True)

    history = History(verbose_name="指令书变更")

    class Meta:
        verbose_name = "责令限期支付文书"
        verbose_name_plural = "责令限期支付文书"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="directive_number_once", fields=["case", "number"]),
            models.CheckConstraint(name="directive_amount_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="directive_default_after_service",
                condition=Q(default_on__isnull=True)
                | Q(served_on__isnull=False, term_end__isnull=False, paid_fen__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_posted(self) -> bool:
        return self.service == DirectiveService.POSTED

    @property
    def recorded(self) -> bool:
        return bool({"photo", "video"} & set(self.recorded_by))
