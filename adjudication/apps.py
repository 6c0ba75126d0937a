"""Django's entry for the app."""

from django.apps import AppConfig


class AdjudicationConfig(AppConfig):
    name = "adjudication"
    verbose_name = "速裁仲裁"
