"""Django's entry for the app."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import pre_save


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        # Models exist only from here on.
        from documents.font_files import check_font_files  # noqa: PLC0415
        from documents.models import Document  # noqa: PLC0415
        from documents.signing.locking import refuse_change_of_signed  # noqa: PLC0415

        register(check_font_files)
        pre_save.connect(refuse_change_of_signed, sender=Document)
