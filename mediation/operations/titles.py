"""An agreement that has become a title needs no other way any more: their periods end."""

from cases.choices import DeadlineState
from mediation.models import Agreement
from mediation.queries.titles import titles_for_all
from mediation.routes import WAYS, deadline_of
from staff.history import save_with_reason
from staff.models import User


def end_other_ways(*, agreement: Agreement, by: User) -> None:
    """Once everybody who is owed has a title, end what still runs, or was let pass, for another."""
    titles = titles_for_all(agreement)
    if not titles:
        return
    for rule in WAYS:
        deadline = deadline_of(agreement, rule)
        if deadline and deadline.state in (DeadlineState.RUNNING, DeadlineState.MISSED):
            deadline.state = DeadlineState.CANCELLED
            save_with_reason(deadline, by=by, reason=f"{'、'.join(titles)}已生效，不再需要")
