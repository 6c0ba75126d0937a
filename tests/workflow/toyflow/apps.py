from django.apps import AppConfig


class ToyflowConfig(AppConfig):
    name = "tests.workflow.toyflow"
    label = "toyflow"
