"""Addresses of judicial confirmation: the centre's, the court's, and the public one."""

from django.urls import path

from confirmation.api import api
from confirmation.views import (
    appearance,
    applying,
    court,
    files,
    filing,
    interface,
    phone,
    statistics,
)

urlpatterns = [
    path(
        "cases/<int:case_pk>/confirmation/", filing.CheckPage.as_view(), name="confirmation-check"
    ),
    path(
        "cases/<int:case_pk>/confirmation/apply/",
        applying.Draft.as_view(),
        name="confirmation-apply",
    ),
    path(
        "cases/<int:case_pk>/confirmation/send/",
        applying.SendSigned.as_view(),
        name="confirmation-send-signed",
    ),
    path("sendings/<int:pk>/", applying.sending_progress, name="sending"),
    path("sendings/<int:pk>/resume/", applying.sending_resume, name="sending-resume"),
    path("cases/<int:case_pk>/enclosures/", filing.EnclosureList.as_view(), name="enclosures"),
    path("parties/<int:pk>/identity/", filing.IdentityPapers.as_view(), name="identity-papers"),
    path("evidence/<int:pk>/scan/", filing.AttachEvidence.as_view(), name="evidence-scan"),
    path("enclosures/<slug:kind>/<int:pk>/", filing.TurnPage.as_view(), name="enclosure"),
    path(
        "enclosures/<slug:kind>/<int:pk>.pdf", filing.EnclosureFile.as_view(), name="enclosure-file"
    ),
    path("confirmations/<int:pk>/sign/", applying.KeepSigned.as_view(), name="confirmation-sign"),
    path("confirmations/<int:pk>/send/", applying.Send.as_view(), name="confirmation-send"),
    path("confirmations/<int:pk>/renew/", applying.Renew.as_view(), name="confirmation-renew"),
    path(
        "confirmations/<int:pk>/discard/", applying.Discard.as_view(), name="confirmation-discard"
    ),
    path("confirmations/<int:pk>/", applying.ApplicationPage.as_view(), name="confirmation"),
    path(
        "confirmations/<int:pk>/resubmit/",
        applying.Resubmit.as_view(),
        name="confirmation-resubmit",
    ),
    path(
        "confirmations/<int:pk>/withdraw/",
        applying.Withdraw.as_view(),
        name="confirmation-withdraw",
    ),
    path("confirmations/<int:pk>/link/", applying.MakeLink.as_view(), name="packet-link"),
    # An applicant's phone; the names begin so that a party may open them (staff.middleware)
    path("m/applications/<int:pk>/<int:access_pk>/", phone.application, name="phone-application"),
    path(
        "m/applications/<int:pk>/<int:access_pk>/<int:no>.pdf",
        phone.sheet,
        name="phone-application-sheet",
    ),
    path("desk/court/", court.inbox, name="desk-court"),
    path("court/<int:pk>/", court.PacketPage.as_view(), name="court-packet"),
    path("court/<int:pk>/accept/", court.Accept.as_view(), name="court-accept"),
    path("court/<int:pk>/batch/", court.AcceptBatch.as_view(), name="court-batch"),
    path("court/<int:pk>/return/", court.SendBack.as_view(), name="court-return"),
    path("court/<int:pk>/refuse/", court.Refuse.as_view(), name="court-refuse"),
    path("court/<int:pk>/rule/", court.Rule.as_view(), name="court-rule"),
    path("court/<int:pk>/call/", appearance.CallParties.as_view(), name="court-call"),
    path("appearances/<int:pk>/", appearance.RecordAppearance.as_view(), name="court-appearance"),
    path("court/<int:pk>/note/", court.AddNote.as_view(), name="court-note"),
    path("court/<int:pk>/data/", court.DataSheet.as_view(), name="court-data"),
    path("packets/<int:pk>/<slug:what>/", files.packet_file, name="packet-file"),
    path("packet-items/<int:pk>/", files.packet_item, name="packet-item"),
    path("rulings/<int:pk>/", files.ruling_file, name="ruling-file"),
    path("court-papers/<int:pk>/", files.court_paper, name="court-paper"),
    path("returns/", statistics.returns, name="returns"),
    path("court-tokens/", interface.TokenList.as_view(), name="court-tokens"),
    path("court-tokens/issue/", interface.IssueToken.as_view(), name="court-token-issue"),
    path(
        "court-tokens/<int:pk>/revoke/", interface.RevokeToken.as_view(), name="court-token-revoke"
    ),
    path("api/court/docs/", interface.reference, name="court-api-docs"),
    path("api/court/", api.urls),
    path("api/court/<path:rest>", interface.unknown, name="court-api-unknown"),
    path("schemas/packet.json", interface.packet_schema, name="packet-schema"),
    path("p/<str:token>/", files.packet_open, name="packet-open"),
    path("p/<str:token>/<slug:what>/", files.packet_fetch, name="packet-fetch"),
]
