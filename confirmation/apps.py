"""Django's entry for the app."""

from django.apps import AppConfig


class ConfirmationConfig(AppConfig):
    name = "confirmation"
    verbose_name = "司法确认"

    def ready(self) -> None:
        from confirmation.queries import calls_of, papers_to_sign, track_of  # noqa: PLC0415 -- models come first
        from mediation.queries.calls import CALLS, TO_SIGN  # noqa: PLC0415 -- models are not there before
        from mediation.routes import TRACKS  # noqa: PLC0415 -- models are not there before

        if track_of not in TRACKS:
            TRACKS.append(track_of)
            CALLS.append(calls_of)
            TO_SIGN.append(papers_to_sign)
