"""
The data each paper is rendered from, and the checks it must pass before it is issued.

A context is plain data (dict, list, str, int, bool, None). Every field of the contract is present:
what does not apply is None or []. A day is "2026-09-28"; an amount is `amount_dict(fen)`, a point
in time `moment_dict(datetime)`, the `law` block `contract.law()`.

Top-level fields (nested ones stand in the paper's module and in blocks.py):

every paper: mediation_body, case_number, number, made_on, version, digest, verify_code, law

D01: oral, collective, worker_count, applicants, representatives, respondents, third_parties,
    dispute, channel, project, claims, claim_total, facts, evidence, prior_channels, applied_on,
    recorder, signatures
D02: with_register, addressee, applicants_text, respondents_text, dispute, channel,
    worker_count, claim_total, summary, received_on, decided_on, agree_by, end_by, mediators,
    recorder, venue, intake_officer, contact
D02N: addressee, respondents_text, received_on, decided_on, reason, reason_text, next_step,
    contact
D03: recipient, applicants_text, dispute, project_name, worker_count, claim_total, summary,
    reply_by, reply, contact
D04: recipient, mediators, public, signatures
D05: applicants_text, respondents_text, mediators, recorder, disclosed_on, objections, waiver,
    signatures
D06: recipient, applicants_text, respondents_text, dispute, session_no, starts_at, place, mode,
    remote, mediators, recorder, attendees, bring, contact
D07: respondents_text, dispute, worker_count, representatives, powers, elected_on, place,
    roster, claim_total, signatures
D08: principal, agent, relation, submitted_to, matter, special_items, valid_from, valid_to,
    proof_of_office, signatures
D09: role, recipients, addresses, e_service, channels, substitute, confirmed_on, signatures
D10: session_no, starts_at, ends_at, place, mode, dispute, mediators, recorder, attendees,
    absent, with_concessions, lines, facts_agreed, offers, result, result_text, next_session,
    signatures
D11: applicants_text, respondents_text, dispute, confirmed_on, facts, disputed, workers,
    due_total, signatures
D12: applicants, worker_count, collective, annex, representatives, respondents, third_parties,
    dispute, facts, disputed_matters, responsibility, period_from, period_to, claimed_total,
    confirmed_total, waived, payers, debtor, payee_mode, performance_mode, spot_payment,
    instalments, workers, substitute_payment, crew_leader, owner_advance, investor, default,
    residual, fund_advance, tax_note, confirmation, other_terms, copies, mediators, signatures
D12A: agreement_number, respondents_text, worker_count, instalments, workers, gross_total,
    paid_total, confirmed_total, payee_mode, mediators
D13: addressee, applicants_text, respondents_text, dispute, worker_count, accepted_on, ended_on,
    sessions, reason, reason_text, agreed_facts_on, agreed, not_agreed, arbitration_commission,
    guidance
D14: handed_in_by, materials, pages_total, received_on, received_by, originals_returned,
    returned_on, signatures
D15: agreement_number, agreement_on, instalment_no, instalments_count, due_on, payer, method,
    voucher, rows, due_total, paid_total, outstanding_total, cash, signatures
D16: agreement_number, visited_on, method, interviewees, paid_in_full, satisfied, new_arrears,
    remarks, follow_up, visited_by, signatures
D17: recipient, agreement_number, agreement_on, applicants_text, worker_count, instalment_no,
    due_on, overdue, outstanding, accelerated, pay_by, confirmed, contact
D18: volume, applicants_text, respondents_text, third_parties_text, dispute, worker_count,
    claim_total, outcome, accepted_on, closed_on, archived_on, retain_until, mediators,
    recorder, index, pages_total, signatures
"""

from documents.contracts.acceptance import ACCEPTANCE, INVITATION, REFUSAL
from documents.contracts.agreement import AGREEMENT, ANNEX
from documents.contracts.application import APPLICATION, ELECTION, MATERIALS
from documents.contracts.authority import AUTHORITY, SERVICE_ADDRESS
from documents.contracts.ending import FILE_COVER, TERMINATION
from documents.contracts.notices import DISCLOSURE, RIGHTS, SESSION_NOTICE
from documents.contracts.performance import DEMAND, FOLLOW_UP, PERFORMANCE
from documents.contracts.schema import (
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    moment_dict,
)
from documents.contracts.sessions import AGREED_FACTS, MINUTES

__all__ = [
    "CONTRACTS",
    "Contract",
    "Fault",
    "Field",
    "Kind",
    "Slot",
    "amount_dict",
    "moment_dict",
]

CONTRACTS: dict[str, Contract] = {
    contract.code: contract
    for contract in (
        APPLICATION,
        ACCEPTANCE,
        REFUSAL,
        INVITATION,
        RIGHTS,
        DISCLOSURE,
        SESSION_NOTICE,
        ELECTION,
        AUTHORITY,
        SERVICE_ADDRESS,
        MINUTES,
        AGREED_FACTS,
        AGREEMENT,
        ANNEX,
        TERMINATION,
        MATERIALS,
        PERFORMANCE,
        FOLLOW_UP,
        DEMAND,
        FILE_COVER,
    )
}
