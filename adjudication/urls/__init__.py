"""Addresses of the tribunal, a file for each part of its work."""

from adjudication.urls import award, desk, hearing, review

urlpatterns = [*desk.urlpatterns, *hearing.urlpatterns, *award.urlpatterns, *review.urlpatterns]
