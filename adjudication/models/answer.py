"""What each respondent says to an element, in its own words."""

from django.db import models

from adjudication.choices import ElementAnswer
from adjudication.models.arbitration import Element
from cases.models import Party
from staff.history import History


class RespondentAnswer(models.Model):
    """
    一名被申请人对一项要素的答辩.

    Of several respondents each answers for itself: `Element` carries what comes of all of them, a
    denial standing before an admission, and every answer (A01R) prints its own.
    """

    element = models.ForeignKey(Element, models.CASCADE, related_name="answers")
    respondent = models.ForeignKey(Party, models.PROTECT, related_name="+")
    answer = models.CharField("答辩", max_length=8, choices=ElementAnswer)
    value = models.CharField("主张", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    history = History(verbose_name="要素答辩变更")

    class Meta:
        verbose_name = "要素答辩"
        verbose_name_plural = "要素答辩"
        ordering = ["element_id", "respondent_id"]
        constraints = [
            models.UniqueConstraint(
                name="element_answered_once_by_each", fields=["element", "respondent"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.respondent} {self.element} {self.get_answer_display()}"
