"""Django's entry for the app."""

from django.apps import AppConfig


class ConfirmationConfig(AppConfig):
    name = "confirmation"
    verbose_name = "司法确认"

    def ready(self) -> None:
        # They need the loaded models.
        from confirmation.queries import confirmation_taken  # noqa: PLC0415
        from mediation import routes  # noqa: PLC0415

        routes.register(routes.CONFIRMATION, confirmation_taken)
