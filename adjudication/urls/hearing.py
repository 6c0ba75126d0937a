"""Addresses of elements, answers and hearings."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
