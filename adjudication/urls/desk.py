"""Addresses of the tribunal's desk, and of a file before it is heard."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
