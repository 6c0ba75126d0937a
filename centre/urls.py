"""The addresses of the installation."""

from django.urls import include, path

from centre.views import cases, desks, finding, look, settling

urlpatterns = [
    path("", desks.home, name="home"),
    path("desk/intake/", desks.intake, name="desk-intake"),
    path("desk/mediation/", desks.mediator, name="desk-mediator"),
    path("desk/supervision/", desks.director, name="desk-director"),
    path("desk/system/", desks.administrator, name="desk-administrator"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<int:pk>/", cases.case_page, name="case-detail"),
    path("cases/<int:pk>/changes/", cases.case_changes, name="case-changes"),
    path("search/", finding.search, name="search"),
    path("notices/", finding.notices, name="notices"),
    path("law/", settling.law, name="law"),
    path("parameters/", settling.parameter_list, name="parameters"),
    path("parameters/<slug:code>/", settling.ConfirmParameter.as_view(), name="parameter-confirm"),
    path("calendar/", settling.calendar, name="calendar"),
    path("calendar/enter/", settling.EnterCalendarYear.as_view(), name="calendar-enter"),
    path("series/", settling.series_list, name="series"),
    path("series/<slug:code>/", settling.SetSeries.as_view(), name="series-set"),
    path("fonts/", settling.font_report, name="fonts"),
    path("look/", look.look, name="look"),
    path("", include("staff.urls")),
    path("", include("cases.urls")),
    path("", include("mediation.urls")),
    path("", include("confirmation.urls")),
    path("", include("adjudication.urls")),
    path("", include("fund.urls")),
    path("", include("supervision.urls")),
    path("", include("room.urls")),
    path("", include("documents.urls")),
    path("flow/", include("workflow.urls")),
]
