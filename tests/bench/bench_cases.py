"""A roster of 5,000 workers from file to database, and the list of 10,000 cases."""

import io
from datetime import date

import openpyxl
import python_calamine
from django.db import transaction

from cases.choices import PartyKind, PartyRole
from cases.models import Case, Party
from cases.operations import import_roster
from cases.operations.roster import from_sheet
from cases.operations.roster_sheet import parse, template
from staff.choices import BodyKind, Role
from staff.operations import (
    appoint_person,
    establish_system_user,
    grant_role,
    register_body,
)
from tests.bench import Measure, many_cases, milliseconds, uses_database

WORKERS = 5000
ON = date(2026, 11, 16)


@uses_database
def bench_roster_5000() -> Measure:
    """From the uploaded bytes to the database, against reading the file alone with calamine."""
    data = _roster()
    case, officer = _case()

    def parse_and_import() -> None:
        with transaction.atomic():
            rows = from_sheet(parse(data, filename="花名册.xlsx").rows)
            import_roster(case=case, rows=rows, by=officer, on=ON, stated_rows=WORKERS)
            transaction.set_rollback(True)

    return Measure(milliseconds(parse_and_import, times=2), "ms", _reading(data))


def bench_roster_parse_5000() -> Measure:
    """Judging every cell of the sheet, against reading it alone."""
    data = _roster()
    judged = milliseconds(lambda: parse(data, filename="花名册.xlsx"))
    return Measure(judged, "ms", _reading(data))


@uses_database
def bench_list_page() -> Measure:
    """A page of the list of cases as the director opens it, against one page of plain SQL."""
    page = many_cases.opened(many_cases.fill(), "")
    return Measure(milliseconds(page), "ms", milliseconds(many_cases.plain_page))


@uses_database
def bench_list_search() -> Measure:
    """A search by two characters in it, against the same in plain SQL."""
    page = many_cases.opened(many_cases.fill(), "?q=桥梁")
    return Measure(milliseconds(page), "ms", milliseconds(many_cases.plain_search))


def _reading(data: bytes) -> float:
    return milliseconds(
        lambda: python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    )


def _roster() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template(["2026-07", "2026-08"], title="花名册")))
    for no in range(1, WORKERS + 1):
        place = ("瓦工班", "日", 285.5, 27, 28.5, 6000, None, "示例银行示例支行")
        account, phone = f"{no:018d}", f"138{no:08d}"
        book["花名册"].append([no, "周建民", None, _id_number(no), phone, *place, account])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _id_number(no: int) -> str:
    body = f"110101{1960 + no // 900}0101{no % 900:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def _case():
    """An open case with a debtor, and the officer who took it in."""
    system = establish_system_user()
    centre = register_body(kind=BodyKind.MEDIATION_BODY, name="示例调解委员会", by=system)
    officer = appoint_person(
        username="shouli", name="高静", password="永定河水清又清2026", body=centre, by=system
    )
    grant_role(user=officer, role=Role.INTAKE_OFFICER, by=system, on=ON)
    case = Case.objects.create(number="示例1号", title="示例", centre=centre, opened_on=ON)
    case.debtor = Party.objects.create(
        case=case,
        key="employer",
        role=PartyRole.RESPONDENT_EMPLOYER,
        kind=PartyKind.ORG,
        name="示例劳务有限公司",
    )
    case.save()
    return case, officer
