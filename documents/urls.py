"""Addresses of papers."""

from django.urls import path

from documents import views
from documents.signing import views as signing

urlpatterns = [
    path("papers/<int:pk>/", views.document_page, name="document"),
    path("papers/<int:pk>/regenerate/", views.document_regenerate, name="document-regenerate"),
    path("papers/<int:pk>.<slug:kind>", views.document_file, name="document-file"),
    path("scans/<int:pk>/", views.scan_file, name="scan-file"),
    path("papers/<int:pk>/seal/", signing.seal, name="document-seal"),
    path("sealed/<int:pk>/", signing.sealed_file, name="sealed-file"),
    path("v/", signing.verify, name="verify"),
    path("v/<slug:code>/", signing.verify, name="verify-code"),
]
