"""Addresses of the template desk."""

from django.urls import path

from documents.template_desk import views

urlpatterns = [
    path("templates/", views.template_list, name="templates"),
    path("templates/versions/<int:pk>/", views.template_version, name="template-version"),
    path("templates/versions/<int:pk>.<slug:kind>", views.template_file, name="template-file"),
    path("templates/versions/<int:pk>/trial/", views.template_trial, name="template-trial"),
    path("templates/versions/<int:pk>/check/", views.Recheck.as_view(), name="template-check"),
    path("templates/versions/<int:pk>/submit/", views.Submit.as_view(), name="template-submit"),
    path("templates/versions/<int:pk>/approve/", views.Approve.as_view(), name="template-approve"),
    path("templates/versions/<int:pk>/retire/", views.Retire.as_view(), name="template-retire"),
    path("templates/<slug:code>/", views.template_paper, name="template"),
    path("templates/<slug:code>/upload/", views.Upload.as_view(), name="template-upload"),
    path("templates/<slug:code>/return/", views.Return.as_view(), name="template-return"),
    path("templates/<slug:code>/now.<slug:kind>", views.template_now, name="template-now"),
]
