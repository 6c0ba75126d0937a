"""Addresses of orders to pay and of hand-offs."""

from django.urls import path

from supervision.views import acts, cards, pages

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
        "police-transfers/<int:pk>/delivery/",
        acts.PoliceDelivery.as_view(),
        name="police-delivery",
    ),
    path("police-transfers/<int:pk>/reply/", acts.PoliceReplied.as_view(), name="police-reply"),
    path("police-transfers/<int:pk>/review/", acts.PoliceReview.as_view(), name="police-review"),
    path("cases/<int:case_pk>/cards/", cards.cards, name="cards"),
    path("cases/<int:case_pk>/cards/show/", cards.ShowCard.as_view(), name="card-show"),
    path("supervision/cards/", cards.all_cards, name="all-cards"),
    path(
        "cases/<int:case_pk>/handoff/legal-aid/",
        acts.ReferToLegalAid.as_view(),
        name="legal-aid",
    ),
    path(
        "cases/<int:case_pk>/handoff/procuratorate/",
        acts.ReferToProcuratorate.as_view(),
        name="procuratorate-referral",
    ),
]
