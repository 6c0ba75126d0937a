"""Django's entry for the app."""

from django.apps import AppConfig


class FundConfig(AppConfig):
    name = "fund"
    verbose_name = "应急周转金"

    def ready(self) -> None:
        # They need the loaded models.
        from documents.models.papers import READERS  # noqa: PLC0415
        from fund.queries import papers_of_the_fund  # noqa: PLC0415

        READERS.append(papers_of_the_fund)
