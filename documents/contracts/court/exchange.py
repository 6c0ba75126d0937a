"""
The case information sheet (C08) as data, so that the clerk of the court does not type it again.

`export` makes the JSON document, `rows` one line per worker for a spreadsheet. Amounts are decimal
strings, days ISO strings, names of keys those of the contract; the `format` says which edition.
"""

from typing import Any

from documents.contracts.court.sheets import INFORMATION
from documents.contracts.schema import Context, Field, Kind

FORMAT = "kuaijie.court-case/1"
_PRINTED_ONLY = ("number", "version", "digest", "verify_code")

COLUMNS = (
    ("no", "序号"),
    ("name", "姓名"),
    ("id_no", "公民身份号码"),
    ("phone", "联系电话"),
    ("period_from", "计薪起日"),
    ("period_to", "计薪止日"),
    ("due", "欠付金额"),
    ("account_holder", "户名"),
    ("bank", "开户银行"),
    ("account_no", "账号"),
)


def export(context: Context) -> dict[str, Any]:
    """
    The JSON document of a valid C08 context.

    Raises:
        ValueError: the context is no valid case information sheet.
    """
    faults = INFORMATION.validate(context)
    if faults:
        raise ValueError(faults[0].message)
    fields = [field for field in INFORMATION.fields if field.name not in _PRINTED_ONLY]
    return {
        "format": FORMAT,
        **{field.name: _plain(field, context[field.name]) for field in fields},
    }


def rows(context: Context) -> list[list[str]]:
    """The heading and one row per worker; every cell is text, so that no figure is rounded."""
    data = export(context)
    parts = len(data["instalments"])
    head = [label for _, label in COLUMNS] + [f"第{part + 1}期" for part in range(parts)]
    return [
        head,
        *(
            [str(worker[name] or "") for name, _ in COLUMNS]
            + [part["amount"] for part in worker["instalments"] or []]
            for worker in data["workers"]
        ),
    ]


def _plain(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.kind is Kind.AMOUNT:
        return value["digits"]
    if field.kind is Kind.MOMENT:
        return value["iso"]
    if field.kind is Kind.BLOCK:
        return {inner.name: _plain(inner, value[inner.name]) for inner in field.of}
    if field.kind is Kind.ROWS:
        return [{inner.name: _plain(inner, row[inner.name]) for inner in field.of} for row in value]
    return value
