"""Addresses of elements, answers and hearings."""

from django.urls import path

from adjudication.views.hearing import elements

urlpatterns = [
    path("arbitrations/<int:pk>/elements/", elements.Elements.as_view(), name="elements"),
]
