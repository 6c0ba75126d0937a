"""Mediation: consents, sessions, facts, terms, the agreement, its signatures and performance."""

from mediation.models.agreement import (
    Agreement,
    AgreementPayer,
    Instalment,
    InstalmentShare,
    Signature,
)
from mediation.models.door import Arrival, Door
from mediation.models.ending import Termination
from mediation.models.flow import MediationProcess
from mediation.models.performance import Default, Demand, FollowUp, Payment, PaymentRow
from mediation.models.preparation import Consent, Disclosure, Objection, RightsNotice
from mediation.models.session import Attendance, Group, MinutesLine, Session, UndisputedFact
from mediation.models.terms import Proposal, ProposalPayer, ProposalRow, TermsAnswer

__all__ = [
    "Agreement",
    "AgreementPayer",
    "Arrival",
    "Attendance",
    "Consent",
    "Default",
    "Demand",
    "Disclosure",
    "Door",
    "FollowUp",
    "Group",
    "Instalment",
    "InstalmentShare",
    "MediationProcess",
    "MinutesLine",
    "Objection",
    "Payment",
    "PaymentRow",
    "Proposal",
    "ProposalPayer",
    "ProposalRow",
    "RightsNotice",
    "Session",
    "Signature",
    "Termination",
    "TermsAnswer",
    "UndisputedFact",
]
