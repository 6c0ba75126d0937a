"""Django's entry for the app."""

from django.apps import AppConfig
from django.db.models.signals import pre_save


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        # Models exist only from here on.
        from documents.models import Document  # noqa: PLC0415
        from documents.signing.locking import refuse_change_of_signed  # noqa: PLC0415

        pre_save.connect(refuse_change_of_signed, sender=Document)
