"""
The data each paper is rendered from, and the checks it must pass before it is issued.

A context is plain data (dict, list, str, int, bool, None). Every field of the contract is present:
what does not apply is None or []. A day is "2026-09-28"; an amount is `amount_dict(fen)`, a point
in time `moment_dict(datetime)`, the `law` block `contract.law()`.

docs/papers.md lists the fields of every paper; `python -m documents.contracts` prints it.
"""

from documents.contracts import (
    award,
    court,
    enforcement,
    fund,
    letters,
    mediation,
    review,
    tribunal,
)
from documents.contracts.schema import (
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    moment_dict,
)

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
    for family in (mediation, court, review, tribunal, award, enforcement, fund, letters)
    for contract in family.CONTRACTS
}
