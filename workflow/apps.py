"""Django's entry for the app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "办理进度"

    def ready(self) -> None:
        from workflow import audit, bridge, checks  # noqa: F401, PLC0415 -- need the loaded models

        audit.listen()
        bridge.listen()
        autodiscover_modules("flows")
