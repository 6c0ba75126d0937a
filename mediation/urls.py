"""Addresses of mediation, in the order a case passes them."""

from django.urls import path

from mediation.views import (
    agreement,
    assist,
    door,
    ending,
    opening,
    performance,
    phone,
    session,
    terms,
)
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
    # The officer's side of the door, and help for who has no phone
    path("sessions/<int:pk>/door/", door.SessionDoor.as_view(), name="session-door"),
    path("arrivals/<int:pk>/admit/", door.AdmitArrival.as_view(), name="arrival-admit"),
    path("arrivals/<int:pk>/refuse/", door.RefuseArrival.as_view(), name="arrival-refuse"),
    path("proposals/<int:pk>/answer/for/", assist.AnswerFor.as_view(), name="answer-for"),
    path("proposals/<int:pk>/sheet/", assist.RosterSheet.as_view(), name="roster-sheet"),
    # A party's phone; the names begin so that a party may open them (staff.middleware)
    path("j/", door.door, name="phone-door"),
    path("j/who/", door.who, name="phone-who"),
    path("j/proof/", door.proof, name="phone-proof"),
    path("j/knock/", door.knock, name="phone-knock"),
    path("j/wait/", door.wait, name="phone-wait"),
    path("j/<slug:token>/", door.door_by_address, name="phone-address"),
    path("m/", phone.home, name="phone-home"),
    path("m/out/", phone.leave, name="phone-leave"),
    path("m/sessions/<int:pk>/", phone.room_page, name="phone-room"),
    path("m/sessions/<int:pk>/cards/", phone.room_cards, name="phone-cards"),
    path("m/sessions/<int:pk>/enter/", phone.enter, name="phone-enter"),
    path("m/sessions/<int:pk>/answer/", phone.answer, name="phone-answer"),
    path("m/agreements/<int:pk>/<slug:which>.pdf", phone.agreement_paper, name="phone-paper"),
]
