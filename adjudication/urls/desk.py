"""Addresses of the tribunal's desk, and of a file before it is heard."""

from django.urls import path

from adjudication.views import file

urlpatterns = [
    path("arbitrations/<int:pk>/", file.FilePage.as_view(), name="arbitration"),
]
