"""Who may do what with the money of the fund."""

import rules

from cases.permissions import can_edit_case
from mediation.permissions import can_record_payment
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


@rules.predicate
def can_check_money_act(user, act) -> bool:
    """Whether `user` confirms or refuses it by the office they hold; never what they entered."""
    if user.pk == act.entered_by_id:
        return False
    of_case = act.needs_officer and can_record_payment(user, act.advance.case)
    return of_case or can_handle_account(user, act.account)


can_open_account = is_director | is_administrator
# Who works on the case may ask the fund; the fund's own people enter what a department sends.
can_apply_for_advance = is_fund_officer | can_edit_case
