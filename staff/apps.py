"""People, bodies, roles and the recusal register."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "人员与机构"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from staff import checks  # noqa: F401, PLC0415 -- registers itself
