"""Whose turn it is by the state of a case."""

from cases.choices import CaseStatus, ProceduralPlace
from cases.models import Case
from mediation.choices import AgreementState
from mediation.queries.agreement import current_agreement, settled_workers
from mediation.queries.consent import refusing_parties
from mediation.queries.session import open_session
from mediation.queries.titles import page_of_unpaid_title


def _stage_of_mediation(case: Case) -> str:
    """Return the task due while a case is in mediation."""
    agreement = current_agreement(case)
    if agreement and agreement.state == AgreementState.SIGNING:
        return "collect_signatures"
    if open_session(case):
        return "hold_session"
    last = case.sessions.filter(state="closed").order_by("-no").first()
    if last and last.result == "settled":
        return "draft_agreement"
    asked = case.parties.filter(place=ProceduralPlace.RESPONDENT)
    unwilling = {p.pk for p in refusing_parties(case)}
    refused = asked.exists() and all(p.pk in unwilling for p in asked)
    if refused or (last and last.result == "not_settled"):
        return "decide_next"
    return "schedule_session"


def _stage_of_performance(case: Case) -> str:
    """Return the task due after an agreement has taken effect."""
    if open_session(case):
        return "hold_session"
    agreement = current_agreement(case)
    if agreement and agreement.state == AgreementState.SIGNING:
        return "collect_signatures"
    applicants = set(
        case.parties.filter(place=ProceduralPlace.APPLICANT).values_list("pk", flat=True)
    )
    outside = applicants - settled_workers(case)
    answered = set(case.terminations.values_list("not_agreed", flat=True))
    if outside - answered:
        return "settle_the_others"
    effective = case.agreements.filter(state=AgreementState.EFFECTIVE)
    if effective.exists():
        return "watch_performance"
    if page_of_unpaid_title(case):
        return "watch_performance"
    return "close_case" if case.follow_ups.exists() else "follow_up"


def next_node(case: Case) -> str | None:
    """
    Return the name of the human task that is due by the state of the case.

    The names are those of `mediation.flows.MediationFlow`; a closed case ends the flow.
    """
    if case.status == CaseStatus.FILED:
        return "decide_application" if case.received_on else "take_application"
    if case.status == CaseStatus.ACCEPTED:
        return _stage_of_mediation(case)
    if case.status == CaseStatus.SETTLED:
        return _stage_of_performance(case)
    if case.status == CaseStatus.CLOSED:
        return "end_closed"
    return "watch_performance" if page_of_unpaid_title(case) else "close_case"
