"""Django's entry for the app."""

from django.apps import AppConfig


class AdjudicationConfig(AppConfig):
    name = "adjudication"
    verbose_name = "速裁仲裁"

    def ready(self) -> None:
        # They need the loaded models.
        from adjudication.queries import track_of_review  # noqa: PLC0415
        from mediation.routes import TRACKS  # noqa: PLC0415

        if track_of_review not in TRACKS:
            TRACKS.append(track_of_review)
