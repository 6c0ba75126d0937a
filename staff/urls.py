"""Sign-in, two-step verification, people and bodies; the names allauth looks up stay as its own."""

from allauth.account import views as account
from django.urls import include, path

from staff.views import people as views
from staff.views import presence, readings

urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/help/", views.account_help, name="account_reset_password"),
    path("account/new/", views.account_help, name="account_signup"),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/no-role/", views.no_role, name="staff-no-role"),
    path("staff/conflicts/", views.own_conflicts, name="staff-conflicts"),
    path(
        "staff/conflicts/declare/", views.DeclareConflict.as_view(), name="staff-declare-conflict"
    ),
    path("staff/absences/", presence.AbsenceList.as_view(), name="staff-absences"),
    path("staff/absences/register/", presence.RegisterAbsence.as_view(), name="staff-absence"),
    path("staff/absences/<int:pk>/end/", presence.EndAbsence.as_view(), name="staff-absence-end"),
    path("staff/readings/", readings.ReadingList.as_view(), name="staff-readings"),
    path("staff/people/", views.PeopleList.as_view(), name="staff-people"),
    path("staff/people/appoint/", views.AppointPerson.as_view(), name="staff-appoint-person"),
    path("staff/people/<int:pk>/", views.PersonDetail.as_view(), name="staff-person"),
    path("staff/people/<int:pk>/amend/", views.AmendPerson.as_view(), name="staff-amend-person"),
    path("staff/people/<int:pk>/grant/", views.GrantRole.as_view(), name="staff-grant-role"),
    path(
        "staff/people/<int:pk>/revoke/<str:role>/",
        views.RevokeRole.as_view(),
        name="staff-revoke-role",
    ),
    path(
        "staff/people/<int:pk>/password/",
        views.IssuePassword.as_view(),
        name="staff-issue-password",
    ),
    path("staff/people/<int:pk>/unlock/", views.UnlockPerson.as_view(), name="staff-unlock-person"),
    path(
        "staff/people/<int:pk>/deactivate/",
        views.DeactivatePerson.as_view(),
        name="staff-deactivate-person",
    ),
    path(
        "staff/people/<int:pk>/reactivate/",
        views.ReactivatePerson.as_view(),
        name="staff-reactivate-person",
    ),
    path("staff/roles/<str:role>/", views.SetRolePolicy.as_view(), name="staff-role-policy"),
    path("staff/bodies/", views.BodyList.as_view(), name="staff-bodies"),
    path("staff/bodies/register/", views.RegisterBody.as_view(), name="staff-register-body"),
    path("staff/bodies/<int:pk>/", views.AmendBody.as_view(), name="staff-body"),
]
