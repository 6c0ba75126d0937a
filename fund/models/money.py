"""资金登记: money that one person entered, and that a second one has to confirm as themselves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from fund.choices import MoneyActKind, MoneyActState
from fund.models.advance import Advance
from fund.models.ledger import FundAccount, Voucher


def _person(label: str, *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        related_name="+",
        null=null,
        blank=null,
    )


class MoneyActQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return what is of an account or of an advance that `user` may read."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        accounts = Q(account__in=FundAccount.objects.visible_to(user))
        return self.filter(accounts | Q(advance__in=Advance.objects.visible_to(user)))

    def waiting(self):
        return self.filter(state=MoneyActState.WAITING)


class MoneyAct(models.Model):
    """
    One act on money: entered by one person, booked when the others have confirmed it.

    `subject` says what it is about (a bank slip, a sum held, a voucher): of one thing one act waits
    at a time. `facts` are what was entered, `outcome` what the books and wages would take, as tried
    when it was entered; it is booked with exactly that or not at all. `before` is how things stood
    then. A shared payment (兼付) needs who works on the case, too (`officer`).
    """

    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="money_acts")
    advance = models.ForeignKey(
        Advance, models.PROTECT, related_name="money_acts", null=True, blank=True
    )
    kind = models.CharField("种类", max_length=12, choices=MoneyActKind)
    state = models.CharField(
        "状态", max_length=10, choices=MoneyActState, default=MoneyActState.WAITING
    )
    subject = models.CharField("对象", max_length=80)
    words = models.CharField("摘要", max_length=200)
    slip = models.CharField("银行回单号", max_length=60, blank=True)
    amount_fen = models.BigIntegerField("金额（分）")
    facts = models.JSONField("登记的内容")
    outcome = models.JSONField("入账的结果")
    before = models.JSONField("登记时的账面")
    entered_by = _person("登记人", null=False)
    entered_on = models.DateField("登记日")
    checked_by = _person("复核人")
    officer = _person("核对的办案人")
    ended_by = _person("办结人")
    ended_on = models.DateField("办结日", null=True, blank=True)
    reason = models.CharField("不予通过或者作废的理由", max_length=200, blank=True)
    vouchers = models.ManyToManyField(Voucher, related_name="money_acts", blank=True)

    objects = MoneyActQuerySet.as_manager()

    class Meta:
        verbose_name = "资金登记"
        verbose_name_plural = "资金登记"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="money_act_waits_once",
                fields=["account", "subject"],
                condition=Q(state=MoneyActState.WAITING),
            ),
            models.UniqueConstraint(
                name="shared_payment_waits_once",
                fields=["advance"],
                condition=Q(state=MoneyActState.WAITING, kind=MoneyActKind.SHARED),
            ),
            models.CheckConstraint(
                name="money_act_by_different_people",
                condition=(Q(checked_by=None) | ~Q(checked_by=F("entered_by")))
                & (Q(officer=None) | ~Q(officer=F("entered_by")))
                & (Q(officer=None) | Q(checked_by=None) | ~Q(officer=F("checked_by"))),
            ),
            models.CheckConstraint(
                name="money_act_booked_when_confirmed",
                condition=~Q(state=MoneyActState.BOOKED)
                | Q(checked_by__isnull=False)
                & (~Q(kind=MoneyActKind.SHARED) | Q(officer__isnull=False)),
            ),
            models.CheckConstraint(name="money_act_positive", condition=Q(amount_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def waits(self) -> bool:
        return self.state == MoneyActState.WAITING

    @property
    def needs_officer(self) -> bool:
        """Whether who works on the case confirms it beside the fund's accountant."""
        return self.kind == MoneyActKind.SHARED

    @property
    def is_red(self) -> bool:
        """Whether it takes an entry back in red (红字冲销)."""
        return self.kind in (MoneyActKind.REVERSAL, MoneyActKind.CORRECTION)
