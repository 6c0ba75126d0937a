"""Addresses of the tribunal's desk, and of a file before it is heard."""

from django.urls import path

from adjudication.views import batches, calendar, countersign, desk, file, filing, service
from adjudication.views.acts.page import ArbitrationAct

urlpatterns = [
    path("tribunal/", desk.tribunal, name="tribunal"),
    path("tribunal/service/", service.service_desk, name="service-desk"),
    path("tribunal/service/<int:pk>/confirm/", service.Confirm.as_view(), name="tribunal-confirm"),
    path("tribunal/file/", filing.FileAtWindow.as_view(), name="tribunal-file"),
    path("cases/<int:case_pk>/arbitrate/", filing.FileFromCase.as_view(), name="case-arbitrate"),
    path("tribunal/calendar/", calendar.hearing_calendar, name="hearing-calendar"),
    path("tribunal/countersign/", countersign.queue, name="countersigns"),
    path("tribunal/countersign/<int:pk>/", countersign.Look.as_view(), name="countersign"),
    path("tribunal/batch/<slug:kind>/", batches.StartBatch.as_view(), name="desk-batch-start"),
    path("tribunal/batches/<int:pk>/", batches.batch_page, name="desk-batch"),
    path("tribunal/batches/<int:pk>/rows/", batches.batch_progress, name="desk-batch-progress"),
    path("tribunal/batches/<int:pk>/resume/", batches.batch_resume, name="desk-batch-resume"),
    path("tribunal/batches/<int:pk>/papers.pdf", batches.batch_bundle, name="desk-batch-bundle"),
    path("arbitrations/<int:pk>/", file.FilePage.as_view(), name="arbitration"),
    path("arbitrations/<int:pk>/do/<slug:act>/", ArbitrationAct.as_view(), name="arbitration-act"),
    path("arbitrations/<int:pk>/serve/", service.Serve.as_view(), name="arbitration-serve"),
    path(
        "arbitrations/<int:pk>/proof/", service.ProofOfService.as_view(), name="arbitration-proof"
    ),
]
