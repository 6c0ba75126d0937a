"""Who may show a card; the acts of a hand-off are for those who work on the case."""

import rules

from staff.permissions import is_director


@rules.predicate
def can_show_card(user, case) -> bool:
    return is_director(user)
