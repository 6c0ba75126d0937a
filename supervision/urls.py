"""Addresses of orders to pay and of hand-offs."""

from django.urls import path

from supervision.views import acts, pages

urlpatterns = [
    path("cases/<int:case_pk>/handoff/", pages.handoff, name="handoff"),
    path(
        "cases/<int:case_pk>/handoff/directive/",
        acts.RegisterDirective.as_view(),
        name="directive-add",
    ),
    path("directives/<int:pk>/serve/", acts.ServeDirective.as_view(), name="directive-serve"),
    path("directives/<int:pk>/default/", acts.DirectiveDefault.as_view(), name="directive-default"),
    path("directives/<int:pk>/listing/", acts.ListingAct.as_view(), name="directive-listing"),
    path(
        "cases/<int:case_pk>/handoff/police/",
        acts.TransferToPolice.as_view(),
        name="police-transfer",
    ),
    path(
        "cases/<int:case_pk>/handoff/procuratorate/",
        acts.ReferToProcuratorate.as_view(),
        name="procuratorate-referral",
    ),
]
