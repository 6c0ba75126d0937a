"""Addresses of elements, answers and hearings."""

from django.urls import path

from adjudication.views.hearing import apply, court, door, elements, phone, statement

urlpatterns = [
    path("arbitrations/<int:pk>/elements/", elements.Elements.as_view(), name="elements"),
    path("hearings/<int:pk>/", court.HearingPage.as_view(), name="hearing"),
    path("hearings/<int:pk>/room/", court.CourtRoom.as_view(), name="hearing-room"),
    path("hearings/<int:pk>/screen/", court.CourtScreen.as_view(), name="hearing-screen"),
    path(
        "hearings/<int:pk>/room/part/<slug:part>/",
        court.CourtPart.as_view(),
        name="hearing-part",
    ),
    path("hearings/<int:pk>/shown/", court.shown_file, name="hearing-shown"),
    path("arbitrations/<int:pk>/settle/", statement.Settle.as_view(), name="settle"),
    path("statements/<int:pk>/", statement.StatementPage.as_view(), name="statement"),
    path(
        "statements/<int:pk>/do/<slug:act>/",
        statement.StatementAct.as_view(),
        name="statement-act",
    ),
    path("arbitrations/<int:pk>/entries/", door.Entries.as_view(), name="entries"),
    path(
        "cases/<int:case_pk>/arbitration-drafts/",
        apply.FileDrafts.as_view(),
        name="arbitration-drafts",
    ),
    # A party's phone; the names begin so that a party may open them (staff.middleware)
    path("m/apply/", apply.apply, name="phone-apply"),
    path("t/", door.door, name="phone-tribunal"),
    path("m/arbitrations/<int:pk>/", phone.home, name="phone-arbitration"),
    path("m/arbitrations/<int:pk>/elements/", phone.elements, name="phone-elements"),
    path("m/tribunal-papers/<int:pk>.pdf", phone.paper, name="phone-tribunal-paper"),
    path("m/tribunal-papers/<int:pk>/receive/", phone.receive, name="phone-receive"),
    path("m/hearings/<int:pk>/", phone.hearing, name="phone-hearing"),
    path("m/hearings/<int:pk>/cards/", phone.hearing_cards, name="phone-hearing-cards"),
    path("m/hearings/<int:pk>/shown/", court.shown_file, name="phone-hearing-shown"),
]
