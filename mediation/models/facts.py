"""A fact put to the parties in the room, and what each of them says to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Party
from mediation.choices import Answer, Fact, FactState
from mediation.models.session import Session, UndisputedFact


class ProposedFact(models.Model):
    """
    征询确认的事实: exactly these words are asked; other words are another row.

    Until both sides have agreed it is talk of the mediation and does not leave it.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="facts_put")
    fact = models.CharField("要素", max_length=20, choices=Fact)
    content = models.TextField("内容")
    value = models.JSONField("数值", default=dict)
    state = models.CharField("状态", max_length=10, choices=FactState, default=FactState.OPEN)
    confirmed = models.OneToOneField(
        UndisputedFact, models.PROTECT, related_name="asked_as", null=True, blank=True
    )
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = "征询确认的事实"
        verbose_name_plural = "征询确认的事实"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="fact_put_once",
                fields=["session", "fact"],
                condition=Q(state=FactState.OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()}：{self.content[:40]}"


class FactAnswer(models.Model):
    """One party's yes or no to a fact put; a later answer replaces the earlier one."""

    proposed = models.ForeignKey(ProposedFact, models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    answer = models.CharField("答复", max_length=6, choices=Answer)
    note = models.CharField("说明", max_length=300, blank=True)
    through = models.CharField("答复人", max_length=60)
    capacity = models.CharField("身份", max_length=24)
    answered_at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = "事实答复"
        verbose_name_plural = "事实答复"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="fact_answer_once", fields=["proposed", "party"]),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.get_answer_display()}"
