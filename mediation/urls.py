"""Addresses of mediation, in the order a case passes them."""

from django.urls import path

from mediation.views import agreement, ending, opening, performance, room, session, terms
from mediation.views.intake import intake_patterns

urlpatterns = [
    path("cases/<int:case_pk>/invite/", opening.Invite.as_view(), name="invite"),
    path("cases/<int:case_pk>/consent/", opening.RecordConsent.as_view(), name="consent"),
    path("cases/<int:case_pk>/rights/", opening.GiveRightsNotice.as_view(), name="rights"),
    path("cases/<int:case_pk>/disclose/", opening.DiscloseMediator.as_view(), name="disclose"),
    path("cases/<int:case_pk>/objection/", opening.RaiseObjection.as_view(), name="objection"),
    path("cases/<int:case_pk>/recuse/", opening.RecuseMediator.as_view(), name="recuse"),
    path("cases/<int:case_pk>/extend/", opening.ExtendMediation.as_view(), name="extend"),
    path(
        "cases/<int:case_pk>/sessions/new/",
        session.ScheduleSession.as_view(),
        name="session-schedule",
    ),
    path("sessions/<int:pk>/", session.SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/cancel/", session.CancelSession.as_view(), name="session-cancel"),
    path("sessions/<int:pk>/attendance/", session.RecordAttendance.as_view(), name="attendance"),
    path("attendance/<int:pk>/leaving/", session.RecordLeaving.as_view(), name="leaving"),
    path("sessions/<int:pk>/minutes/", session.AddMinutesLine.as_view(), name="minutes-line"),
    path("sessions/<int:pk>/close/", session.CloseSession.as_view(), name="close-session"),
    path("sessions/<int:pk>/room/", room.Console.as_view(), name="room"),
    path("sessions/<int:pk>/room/enter/", room.EnterRoom.as_view(), name="room-enter"),
    path("sessions/<int:pk>/room/part/<slug:part>/", room.RoomPart.as_view(), name="room-part"),
    path("sessions/<int:pk>/room/terms/", room.TryTerms.as_view(), name="room-terms"),
    path("sessions/<int:pk>/room/preview/", room.PreviewAgreement.as_view(), name="room-preview"),
    path("sessions/<int:pk>/room/print/", room.PrintRoom.as_view(), name="room-print"),
    path("sessions/<int:pk>/room/groups/", room.Regroup.as_view(), name="room-groups"),
    path("sessions/<int:pk>/room/out/", room.ShowOut.as_view(), name="room-out"),
    path("sessions/<int:pk>/room/close/", room.CloseRoom.as_view(), name="room-close"),
    path("sessions/<int:pk>/screen/", room.Screen.as_view(), name="screen"),
    path("sessions/<int:pk>/screen/people/", room.ScreenPeople.as_view(), name="screen-people"),
    path("cases/<int:case_pk>/facts/", session.ConfirmFact.as_view(), name="fact-confirm"),
    path("cases/<int:case_pk>/facts/paper/", session.IssueFactsPaper.as_view(), name="facts-paper"),
    path("cases/<int:case_pk>/propose/", terms.ProposeTerms.as_view(), name="propose"),
    path("proposals/<int:pk>/", terms.ProposalPage.as_view(), name="proposal"),
    path("proposals/<int:pk>/answer/", terms.AnswerTerms.as_view(), name="answer"),
    path(
        "proposals/<int:pk>/answer/together/",
        terms.AnswerTogether.as_view(),
        name="answer-together",
    ),
    path("cases/<int:case_pk>/agreement/", agreement.GenerateAgreement.as_view(), name="generate"),
    path("agreements/<int:pk>/", agreement.AgreementPage.as_view(), name="agreement"),
    path("agreements/<int:pk>/sign/", agreement.SignAgreement.as_view(), name="sign"),
    path(
        "agreements/<int:pk>/sign/together/", agreement.SignTogether.as_view(), name="sign-together"
    ),
    path(
        "agreements/<int:pk>/sign/mediator/",
        agreement.SignAsMediator.as_view(),
        name="sign-mediator",
    ),
    path("agreements/<int:pk>/void/", agreement.VoidAgreement.as_view(), name="void-agreement"),
    path("cases/<int:case_pk>/seal/", agreement.SealAgreement.as_view(), name="seal"),
    path("instalments/<int:pk>/payment/", performance.RecordPayment.as_view(), name="payment"),
    path("instalments/<int:pk>/default/", performance.DeclareDefault.as_view(), name="default"),
    path("instalments/<int:pk>/demand/", performance.DemandPerformance.as_view(), name="demand"),
    path("cases/<int:case_pk>/follow-up/", performance.RecordFollowUp.as_view(), name="follow-up"),
    path("cases/<int:case_pk>/terminate/", ending.TerminateMediation.as_view(), name="terminate"),
    path("cases/<int:case_pk>/close/", ending.CloseCase.as_view(), name="close-case"),
    *intake_patterns,
]
