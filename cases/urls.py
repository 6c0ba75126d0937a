"""Addresses of leads and of the case file."""

from django.urls import path

from cases.views import leads, parties, reveal, roster

urlpatterns = [
    path("leads/", leads.LeadList.as_view(), name="leads"),
    path("leads/new/", leads.FileLead.as_view(), name="lead-new"),
    path("leads/<int:pk>/", leads.LeadPage.as_view(), name="lead"),
    path("leads/<int:pk>/docket/", leads.DocketLead.as_view(), name="lead-docket"),
    path("leads/<int:pk>/refer/", leads.ReferLead.as_view(), name="lead-refer"),
    path("leads/<int:pk>/reply/", leads.ReplyLead.as_view(), name="lead-reply"),
    path("leads/<int:pk>/merge/", leads.MergeLead.as_view(), name="lead-merge"),
    path("leads/<int:pk>/reveal/", reveal.RevealReporter.as_view(), name="lead-reveal"),
    path("cases/<int:case_pk>/parties/add/", parties.AddParty.as_view(), name="party-add"),
    path("cases/<int:case_pk>/chain/", parties.AddLink.as_view(), name="link-add"),
    path("cases/<int:case_pk>/debtor/", parties.NameDebtor.as_view(), name="debtor"),
    path("cases/<int:case_pk>/project/", parties.SetProject.as_view(), name="project"),
    path("cases/<int:case_pk>/triage/", parties.TriageCase.as_view(), name="triage"),
    path("cases/<int:case_pk>/roster/", roster.ImportRoster.as_view(), name="roster"),
    path(
        "cases/<int:case_pk>/roster/template/",
        roster.RosterTemplate.as_view(),
        name="roster-template",
    ),
    path("cases/<int:case_pk>/roster/marked/", roster.MarkedRoster.as_view(), name="roster-marked"),
    path("cases/<int:case_pk>/workers/add/", roster.AddWorker.as_view(), name="worker-add"),
    path("parties/<int:pk>/amend/", parties.AmendParty.as_view(), name="party-amend"),
    path("parties/<int:pk>/reveal/", reveal.Reveal.as_view(), name="reveal"),
]
