"""Addresses of papers."""

from django.urls import include, path

from documents import views

urlpatterns = [
    path("", include("documents.template_desk.urls")),
    path("papers/<int:pk>/", views.document_page, name="document"),
    path("papers/<int:pk>/regenerate/", views.document_regenerate, name="document-regenerate"),
    path("papers/<int:pk>.<slug:kind>", views.document_file, name="document-file"),
    path("scans/<int:pk>/", views.scan_file, name="scan-file"),
    path("v/", views.verify, name="verify"),
    path("v/<slug:code>/", views.verify, name="verify-code"),
]
