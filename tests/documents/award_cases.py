"""What the tests of the award's papers share: changing a sample, and reading what is printed."""

import copy
from typing import Any

from documents.contracts import CONTRACTS
from documents.contracts.schema import Contract
from tests.documents.test_contracts import at, rendered

Context = dict[str, Any]


def text(code: str, context: Context | None = None) -> str:
    return "\n".join(rendered(code, context))


def found(contract: Contract, context: Context) -> list[tuple[str, str]]:
    return [(fault.code, fault.field) for fault in contract.validate(context)]


def changed(code: str, changes: dict[str, object], context: Context | None = None) -> Context:
    made = copy.deepcopy(context or CONTRACTS[code].sample())
    for path, value in changes.items():
        at(path, value)(made)
    return made
