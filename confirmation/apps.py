"""Django's entry for the app."""

from django.apps import AppConfig


class ConfirmationConfig(AppConfig):
    name = "confirmation"
    verbose_name = "司法确认"
