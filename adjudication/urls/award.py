"""Addresses of findings, awards, and what follows them."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
