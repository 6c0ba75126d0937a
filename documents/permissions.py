"""Who may read a paper and who may attach its signed original."""

import rules

from cases.permissions import can_edit_case, can_keep_minutes, is_case_intake_officer
from documents.contracts import CONTRACTS
from documents.issuers import KINDS, issuer_of
from staff.choices import BodyKind, Role
from staff.permissions import is_administrator, is_director


@rules.predicate
def can_read_document(user, document) -> bool:
    return type(document).objects.visible_to(user).filter(pk=document.pk).exists()


@rules.predicate
def can_attach_scan(user, document) -> bool:
    return can_edit_case(user, document.case)


@rules.predicate
def can_record_service(user, document) -> bool:
    """The people at work on the case; of the paper of another body also its own people."""
    if can_edit_case(user, document.case):
        return True
    body = issuer_of(CONTRACTS[document.code], document.case)
    return _uses_seal_of(user, body)


def _uses_seal_of(user, body) -> bool:
    return (
        user.is_authenticated
        and body is not None
        and body.kind in SEALERS
        and user.body_id == body.pk
        and user.has_role(*SEALERS[BodyKind(body.kind)])
    )


@rules.predicate
def can_run_batch(user, case) -> bool:
    return can_edit_case(user, case)


can_manage_templates = is_director | is_administrator


# Whose role uses the seal of a body, besides belonging to it.
SEALERS: dict[BodyKind, tuple[Role, ...]] = {
    BodyKind.ARBITRATION_COMMISSION: (Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY),
    BodyKind.FUND_BODY: (Role.FUND_OFFICER, Role.FUND_APPROVER),
    BodyKind.LABOUR_DEPARTMENT: (Role.DIRECTOR,),
}


@rules.predicate
def can_seal_document(user, document) -> bool:
    """
    Who may use the seal of the body whose paper it is.

    Of the mediation body: those who record its seal on an agreement. Of another body: its own
    people who hold the role.
    """
    contract = CONTRACTS[document.code]
    if KINDS[contract.issuer.name] == BodyKind.MEDIATION_BODY:
        return (can_keep_minutes | is_case_intake_officer)(user, document.case)
    return _uses_seal_of(user, issuer_of(contract, document.case))
