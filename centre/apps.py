"""Django's entry for the app."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "centre"
    verbose_name = "中心"

    def ready(self) -> None:
        from centre.through_fund import kept_by_fund  # noqa: PLC0415 -- models first
        from mediation.operations.reversal import KEPT_ELSEWHERE  # noqa: PLC0415 -- models first

        KEPT_ELSEWHERE.append(kept_by_fund)
