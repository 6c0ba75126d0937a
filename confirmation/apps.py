"""Django's entry for the app."""

from django.apps import AppConfig


class ConfirmationConfig(AppConfig):
    name = "confirmation"
    verbose_name = "司法确认"

    def ready(self) -> None:
        from confirmation.queries import (  # noqa: PLC0415 -- models come first
            calls_of,
            papers_to_sign,
            titled_by_rulings,
            track_of,
        )
        from mediation.queries.calls import CALLS, TO_SIGN  # noqa: PLC0415 -- models are not there before
        from mediation.queries.titles import TITLED  # noqa: PLC0415 -- models are not there before
        from mediation.routes import TRACKS  # noqa: PLC0415 -- models are not there before

        if track_of not in TRACKS:
            TRACKS.append(track_of)
            CALLS.append(calls_of)
            TO_SIGN.append(papers_to_sign)
            TITLED.append(titled_by_rulings)
