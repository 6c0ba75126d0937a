"""Django's entry for the app."""

from django.apps import AppConfig


class AdjudicationConfig(AppConfig):
    name = "adjudication"
    verbose_name = "速裁仲裁"

    def ready(self) -> None:
        # They need the loaded models.
        from adjudication.queries import review_taken  # noqa: PLC0415
        from mediation import routes  # noqa: PLC0415

        routes.register(routes.REVIEW, review_taken)
