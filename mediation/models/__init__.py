"""Mediation: consents, sessions, facts, terms, the agreement, its signatures and performance."""

from mediation.models.agreement import (
    Agreement,
    AgreementPayer,
    Instalment,
    InstalmentShare,
    Signature,
)
from mediation.models.confirmation import (
    MinutesConfirmation,
    MinutesReady,
    RecordingConsent,
    RecordingQuestion,
)
from mediation.models.door import Arrival, Door
from mediation.models.ending import Termination
from mediation.models.facts import FactAnswer, ProposedFact
from mediation.models.flow import MediationProcess
from mediation.models.offers import BlindBound, BlindConsent, BlindRound, Offer
from mediation.models.performance import Default, Demand, FollowUp, Payment, PaymentRow
from mediation.models.phrases import OwnPhrase
from mediation.models.preparation import Consent, Disclosure, Objection, RightsNotice
from mediation.models.session import Attendance, Group, MinutesLine, Session, UndisputedFact
from mediation.models.showing import EvidenceCopy
from mediation.models.terms import Proposal, ProposalPayer, ProposalRow, TermsAnswer

__all__ = [
    "Agreement",
    "AgreementPayer",
    "Arrival",
    "Attendance",
    "BlindBound",
    "BlindConsent",
    "BlindRound",
    "Consent",
    "Default",
    "Demand",
    "Disclosure",
    "Door",
    "EvidenceCopy",
    "FactAnswer",
    "FollowUp",
    "Group",
    "Instalment",
    "InstalmentShare",
    "MediationProcess",
    "MinutesConfirmation",
    "MinutesLine",
    "MinutesReady",
    "Objection",
    "Offer",
    "OwnPhrase",
    "Payment",
    "PaymentRow",
    "Proposal",
    "ProposalPayer",
    "ProposalRow",
    "ProposedFact",
    "RecordingConsent",
    "RecordingQuestion",
    "RightsNotice",
    "Session",
    "Signature",
    "Termination",
    "TermsAnswer",
    "UndisputedFact",
]
