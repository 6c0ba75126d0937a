"""Sentences a mediator or recorder keeps for their own minutes."""

from django.conf import settings
from django.db import models

from mediation.choices import AgendaStep

LONGEST_PHRASE = 200


class OwnPhrase(models.Model):
    """常用语: one person's sentence for one step of the agenda; it says nothing of any case."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phrases")
    step = models.CharField("议程", max_length=12, choices=AgendaStep)
    text = models.CharField("内容", max_length=LONGEST_PHRASE)

    class Meta:
        verbose_name = "常用语"
        verbose_name_plural = "常用语"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="phrase_once", fields=["owner", "step", "text"]),
        ]

    def __str__(self) -> str:
        return self.text
