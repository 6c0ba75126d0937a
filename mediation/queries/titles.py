"""执行依据: which workers of an agreement have a title, so that they need no other way to one."""

from collections.abc import Callable

from cases.models import Case
from mediation.models import Agreement
from mediation.queries.performance import unpaid_shares

# Asked of the apps above: an agreement, and by worker what the title to all that is open is called.
TITLED: list[Callable[[Agreement], dict[int, str]]] = []

# Asked of the apps above: the page, by name and key, on which what is open of another title of the
# case (an award, an order) is recorded as paid; None where nothing of one is.
UNPAID: list[Callable[[Case], tuple[str, int] | None]] = []


def page_of_unpaid_title(case: Case) -> tuple[str, int] | None:
    pages = (find(case) for find in UNPAID)
    return next((page for page in pages if page), None)


def titled(agreement: Agreement) -> dict[int, str]:
    """Return, by worker, the title to everything that is open to them under the agreement."""
    found: dict[int, str] = {}
    for find in TITLED:
        found |= {worker: title for worker, title in find(agreement).items() if worker not in found}
    return found


def titles_for_all(agreement: Agreement) -> list[str]:
    """Return the titles, where everybody who is owed something has one; else none."""
    have = titled(agreement)
    if not have:
        return []
    owed = (worker for one in agreement.instalments.all() for worker, _ in unpaid_shares(one))
    if any(worker.pk not in have for worker in owed):
        return []
    return list(dict.fromkeys(have.values()))
