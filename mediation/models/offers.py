"""
Offers (报价) made in confidence, and sealed ones (密封报价).

They are concessions: they never leave the mediation (人民法院在线调解规则 18).
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Party
from mediation.choices import BlindState, OfferState
from mediation.models.session import Group, Session
from room.models import Seat


class OfferQuerySet(models.QuerySet):
    def visible_to(self, seat: Seat | None) -> "OfferQuerySet":
        """Return the offers `seat` may read: its own side's, and those conveyed to it."""
        if seat is None or seat.removed_at is not None:
            return self.none()
        mine = self.filter(session__room=seat.room_id)
        if seat.is_staff:
            return mine
        if not seat.group:
            return self.none()
        received = Q(receiver__slug=seat.group, conveyed_at__isnull=False)
        return mine.filter(Q(giver__slug=seat.group) | received)


class Offer(models.Model):
    """报价: the mediator knows it from the start, the other side once it is conveyed."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="offers")
    giver = models.ForeignKey(Group, models.PROTECT, related_name="offers_given")
    receiver = models.ForeignKey(Group, models.PROTECT, related_name="offers_received")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True)
    person = models.CharField("提出人", max_length=60)
    amount_fen = models.BigIntegerField("金额（分）")
    note = models.CharField("条件", max_length=300, blank=True)
    counters = models.ForeignKey(
        "self", models.PROTECT, related_name="counter_offers", null=True, blank=True
    )
    state = models.CharField("状态", max_length=10, choices=OfferState, default=OfferState.MADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("提出时间")
    conveyed_at = models.DateTimeField("转达时间", null=True, blank=True)
    expires_at = models.DateTimeField("有效期至")

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "报价"
        verbose_name_plural = "报价"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="offer_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="offer_expires_later", condition=Q(expires_at__gt=models.F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"报价{self.pk}"  # never its sum

    def state_at(self, at: datetime) -> OfferState:
        """Return the state at a moment; what nobody answered in time has expired."""
        if self.is_open and at >= self.expires_at:
            return OfferState.EXPIRED
        return OfferState(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in (OfferState.MADE, OfferState.CONVEYED)


class BlindRound(models.Model):
    """
    密封报价的一轮: each side gives one bound in secret, and all learn only whether they meet.

    `low` gives the least it would take, `high` the most it would pay.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="blind_rounds")
    low = models.ForeignKey(Group, models.PROTECT, related_name="+")
    high = models.ForeignKey(Group, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=BlindState, default=BlindState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    expires_at = models.DateTimeField("截止时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "密封报价"
        verbose_name_plural = "密封报价"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_blind_round", fields=["session"], condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"密封报价{self.pk}"


class BlindConsent(models.Model):
    """A party's consent to a round; one refusal ends it."""

    round = models.ForeignKey(BlindRound, models.PROTECT, related_name="consents")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.CharField("同意人", max_length=60)
    at = models.DateTimeField("同意时间")

    class Meta:
        verbose_name = "同意密封报价"
        verbose_name_plural = "同意密封报价"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="blind_consent_once", fields=["round", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.round}"


class BlindBound(models.Model):
    """
    That a side has given its bound, and the bound itself as ciphertext of constant length.

    A plain text field on purpose: reading a row gives the ciphertext, so no page, list, export or
    shell shows the figure by accident. Only `mediation.operations.blind` opens it, to compare, and
    empties it in the same transaction.
    """

    round = models.ForeignKey(BlindRound, models.PROTECT, related_name="bounds")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    person = models.CharField("填写人", max_length=60)
    sealed = models.TextField("密文", blank=True)
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "密封报价的填写"
        verbose_name_plural = "密封报价的填写"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="blind_bound_once", fields=["round", "group"]),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.round}"
