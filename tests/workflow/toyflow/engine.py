"""A flow of the bare engine, to see what it does without us."""

from datetime import timedelta

from django.http import HttpResponse
from viewflow import this
from viewflow.workflow import flow

from tests.workflow.toyflow.models import ToyProcess


def execute(request, **kwargs):
    if request.method == "POST":
        request.activation.execute()
    return HttpResponse("done")


class EngineFlow(flow.Flow):
    process_class = ToyProcess

    start = flow.StartHandle().Next(this.act)
    act = (
        flow.View(execute)
        .OnTimeout(timedelta(days=5), this.late, interrupting=False)
        .Next(this.end)
    )
    late = flow.Function(lambda activation: None).Next(this.end)
    end = flow.End()
