from django.http import HttpResponse
from django.urls import include, path

from cases.models import Case
from cases.permissions import is_case_mediator
from cases.views.acts import ActFormView
from tests.workflow.toyflow import acts
from tests.workflow.toyflow.engine import EngineFlow
from tests.workflow.toyflow.flows import ReasonForm, ToyFlow


class EndMediation(ActFormView):
    form_class = ReasonForm
    operation = staticmethod(acts.end_mediation)
    permission = is_case_mediator
    title = "终止调解"


urlpatterns = [
    path("account/", include("allauth.urls")),
    path("flow/toy/", ToyFlow.instance.urls),
    path("flow/engine/", EngineFlow.instance.urls),
    path(
        "case/<int:pk>/",
        lambda request, pk: HttpResponse(Case.objects.get(pk=pk).number),
        name="case-detail",
    ),
    path("case/<int:case_pk>/end/", EndMediation.as_view(), name="toy-end"),
]
