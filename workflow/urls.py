"""The addresses of tasks: one branch per flow that takes part in cases."""

from django.urls import path

from workflow import bridge

urlpatterns = [
    path(f"{flow_class.instance.app_name}/", flow_class.instance.urls)
    for flow_class in bridge.flows()
]
