"""Django's entry for the app."""

from django.apps import AppConfig


class ConfirmationConfig(AppConfig):
    name = "confirmation"
    verbose_name = "司法确认"

    def ready(self) -> None:
        from confirmation.queries import track_of  # noqa: PLC0415 -- models are not there before
        from mediation.routes import TRACKS  # noqa: PLC0415 -- models are not there before

        if track_of not in TRACKS:
            TRACKS.append(track_of)
