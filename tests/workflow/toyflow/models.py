from django.db import models
from viewflow.workflow.models import Process


class ToyProcess(Process):
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="toy")

    class Meta:
        app_label = "toyflow"
