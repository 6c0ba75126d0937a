"""Addresses of papers."""

from django.urls import include, path

from documents import views
from documents.jobs import views as jobs
from documents.service import views as service
from documents.signing import views as signing

urlpatterns = [
    path("", include("documents.template_desk.urls")),
    path("papers/<int:pk>/", views.document_page, name="document"),
    path("papers/<int:pk>/regenerate/", views.document_regenerate, name="document-regenerate"),
    path("papers/<int:pk>.<slug:kind>", views.document_file, name="document-file"),
    path("scans/<int:pk>/", views.scan_file, name="scan-file"),
    path("cases/<int:case_pk>/batches/", jobs.batch_list, name="batches"),
    path("cases/<int:case_pk>/batches/start/", jobs.StartBatch.as_view(), name="batch-start"),
    path("batches/<int:pk>/", jobs.batch_page, name="batch"),
    path("batches/<int:pk>/progress/", jobs.batch_progress, name="batch-progress"),
    path("batches/<int:pk>/cancel/", jobs.batch_cancel, name="batch-cancel"),
    path("batches/<int:pk>/resume/", jobs.batch_resume, name="batch-resume"),
    path("batches/<int:pk>/bundle.pdf", jobs.batch_bundle, name="batch-bundle"),
    path("batches/<int:pk>/papers.zip", jobs.batch_zip, name="batch-zip"),
    path("papers/<int:pk>/seal/", signing.seal, name="document-seal"),
    path("sealed/<int:pk>/", signing.sealed_file, name="sealed-file"),
    path("v/", signing.verify, name="verify"),
    path("v/<slug:code>/", signing.verify, name="verify-code"),
    path("papers/<int:pk>/serve/", service.ServePaper.as_view(), name="serve"),
    path("cases/<int:case_pk>/service/", service.ServeOnTheSpot.as_view(), name="case-service"),
    path(
        "cases/<int:case_pk>/service/<int:party_pk>/return/",
        service.blank_return,
        name="service-blank-return",
    ),
    path("service/<int:pk>/", service.service_page, name="service"),
    path("service/<int:pk>/confirm/", service.ConfirmService.as_view(), name="service-confirm"),
    path("service/<int:pk>/correct/", service.CorrectService.as_view(), name="service-correct"),
    path("service/<int:pk>/return/", service.filled_return, name="service-return"),
    path("service-proofs/<int:pk>/", service.proof_file, name="service-proof"),
]
