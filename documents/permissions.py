"""Who may read a paper and who may attach its signed original."""

import rules

from cases.permissions import can_edit_case, can_keep_minutes, is_case_intake_officer
from staff.permissions import is_administrator, is_director


@rules.predicate
def can_read_document(user, document) -> bool:
    return type(document).objects.visible_to(user).filter(pk=document.pk).exists()


@rules.predicate
def can_attach_scan(user, document) -> bool:
    return can_edit_case(user, document.case)


@rules.predicate
def can_run_batch(user, case) -> bool:
    return can_edit_case(user, case)


can_manage_templates = is_director | is_administrator


@rules.predicate
def can_seal_document(user, document) -> bool:
    """Who may use the seal of the mediation body: those who record its seal on an agreement."""
    return (can_keep_minutes | is_case_intake_officer)(user, document.case)
