"""Reads of mediation: where consents, answers, signatures and payments stand; whose turn it is."""

from mediation.queries.agreement import (
    SignaturePlace,
    current_agreement,
    missing_signatures,
    settled_workers,
    signature_places,
    signing_parties,
)
from mediation.queries.board import BOARD_LENGTH, BoardRow, board_rows, room_sessions, sessions_on
from mediation.queries.consent import latest_consents, refusing_parties, unanswered_parties
from mediation.queries.door import (
    TOKEN_LASTS,
    Acting,
    door_of_code,
    door_of_token,
    door_token,
    named_at_door,
    shown_out,
)
from mediation.queries.floor import SpeakingTime, speaking_times
from mediation.queries.minutes import confirmations, digest_of_lines, minutes_in_force, unconfirmed
from mediation.queries.offers import Rung, accepted_offer, offer_ladder
from mediation.queries.performance import (
    agreed_fen,
    agreement_outstanding_fen,
    agreement_paid_fen,
    instalment_outstanding_fen,
    instalment_sums,
    instalments_due,
    next_instalment,
    paid_on_instalment,
    unpaid_shares,
)
from mediation.queries.session import (
    AgendaItem,
    agenda,
    group_of,
    may_not_settle,
    mediators_of,
    open_session,
    reader_of,
    recording_state,
    shown_now,
)
from mediation.queries.stage import next_node
from mediation.queries.terms import Tally, current_proposal, tally

__all__ = [
    "BOARD_LENGTH",
    "TOKEN_LASTS",
    "Acting",
    "AgendaItem",
    "BoardRow",
    "Rung",
    "SignaturePlace",
    "SpeakingTime",
    "Tally",
    "accepted_offer",
    "agenda",
    "agreed_fen",
    "agreement_outstanding_fen",
    "agreement_paid_fen",
    "board_rows",
    "confirmations",
    "current_agreement",
    "current_proposal",
    "digest_of_lines",
    "door_of_code",
    "door_of_token",
    "door_token",
    "group_of",
    "instalment_outstanding_fen",
    "instalment_sums",
    "instalments_due",
    "latest_consents",
    "may_not_settle",
    "mediators_of",
    "minutes_in_force",
    "missing_signatures",
    "named_at_door",
    "next_instalment",
    "next_node",
    "offer_ladder",
    "open_session",
    "paid_on_instalment",
    "reader_of",
    "recording_state",
    "refusing_parties",
    "room_sessions",
    "sessions_on",
    "settled_workers",
    "shown_now",
    "shown_out",
    "signature_places",
    "signing_parties",
    "speaking_times",
    "tally",
    "unanswered_parties",
    "unconfirmed",
    "unpaid_shares",
]
