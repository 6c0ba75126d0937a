"""The process of a mediation: which human task is open; it holds nothing legal."""

from django.db import models
from viewflow.workflow.models import Process

from cases.models import Case


class MediationProcess(Process):
    case = models.OneToOneField(Case, models.PROTECT, related_name="mediation_flow", null=True)

    class Meta:
        verbose_name = "调解办理进度"
        verbose_name_plural = "调解办理进度"

    def __str__(self) -> str:
        return f"{self.case}"
