"""Django's entry for the app."""

from django.apps import AppConfig


class FundConfig(AppConfig):
    name = "fund"
    verbose_name = "应急周转金"
