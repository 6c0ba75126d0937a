"""Django's entry for the app."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "room"
    verbose_name = "会议室"

    def ready(self) -> None:
        from room import signals  # noqa: F401, PLC0415 -- needs the loaded models
