"""Django's entry for the app."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "centre"
    verbose_name = "中心"
