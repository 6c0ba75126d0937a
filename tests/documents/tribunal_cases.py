"""What the tests of the tribunal's papers share: changing a sample, and reading what is printed."""

import copy
from typing import Any

from documents.contracts import CONTRACTS, amount_dict
from tests.documents.test_contracts import at, rendered


def text(code: str, context: dict[str, Any] | None = None) -> str:
    return "¶".join(rendered(code, context))


def changed(code: str, **values: Any) -> dict[str, Any]:
    context = copy.deepcopy(CONTRACTS[code].sample())
    for path, value in values.items():
        at(path.replace("__", "."), value)(context)
    return context


ROSTER = [
    {
        "no": no,
        "name": name,
        "id_no": id_no,
        "phone": None,
        "amount": amount_dict(fen),
    }
    for no, name, id_no, fen in (
        (1, "钱卫东", "99010119830609401X", 10000000),
        (2, "吴德顺", "990101197511192036", 601724),
    )
]
