"""Who may do what with the money of the fund."""

import rules

from cases.permissions import can_edit_case
from staff.permissions import is_administrator, is_director, is_fund_approver, is_fund_officer


@rules.predicate
def can_see_advance(user, advance) -> bool:
    return type(advance).objects.visible_to(user).filter(pk=advance.pk).exists()


@rules.predicate
def is_of_this_fund(user, account) -> bool:
    return type(account).objects.visible_to(user).filter(pk=account.pk).exists()


can_handle_fund = is_fund_officer
can_handle_account = is_fund_officer & is_of_this_fund
can_approve_from_account = is_fund_approver & is_of_this_fund
can_approve_advance = is_fund_approver
can_watch_fund = is_fund_officer | is_fund_approver | is_director
can_open_account = is_director | is_administrator
# Who works on the case may ask the fund; the fund's own people enter what a department sends.
can_apply_for_advance = is_fund_officer | can_edit_case
