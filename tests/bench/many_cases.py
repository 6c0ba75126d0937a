"""10,000 cases, their list as a page, and the bare queries it cannot do without."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.choices import CaseStatus, DeadlineState, PartyKind, PartyRole, PayUnit
from cases.models import Case, Deadline, Party, WageEntry, WageItem
from cases.operations import add_officer, record
from centre.queries import PAGE
from tests.builders import a_centre, people

CASES = 10_000
ON = date(2026, 11, 16)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def opened(director, query: str) -> Callable[[], None]:
    """Return the act of opening the list of cases as the director; the page is warm."""
    client = Client()
    client.force_login(director, backend=BACKEND)

    def open_list() -> None:
        assert client.get(f"/cases/{query}").status_code == 200

    open_list()  # templates are compiled once
    return open_list


def plain_page() -> None:
    _select(
        "SELECT c.*, (SELECT MIN(d.due_on) FROM cases_deadline d WHERE d.case_id = c.id"
        " AND d.state = 'running'), (SELECT SUM(e.amount_fen) FROM cases_wageentry e"
        " JOIN cases_wageitem i ON i.id = e.item_id WHERE i.case_id = c.id)"
        " FROM cases_case c WHERE c.status <> 'closed' ORDER BY c.id DESC LIMIT %s",
        [PAGE],
    )


def plain_search() -> None:
    _select(
        "SELECT c.* FROM cases_case c WHERE c.status <> 'closed' AND EXISTS"
        " (SELECT 1 FROM cases_party p WHERE p.case_id = c.id AND p.name LIKE %s)"
        " ORDER BY c.id DESC LIMIT %s",
        ["%桥梁%", PAGE],
    )


def _select(sql: str, values: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()


@cache
def fill():
    """Make the cases in bulk, once, two parties and one wage item each; return the director."""
    centre = a_centre()
    staff = people(centre)
    intake = staff.intake_officer
    today = timezone.localdate()
    cases = Case.objects.bulk_create(
        Case(
            number=f"示例〔2026〕{no}号",
            title=f"示例{no}号劳动报酬争议",
            centre=centre,
            opened_on=ON,
            status=CaseStatus.ACCEPTED,
        )
        for no in range(CASES)
    )
    Party.objects.bulk_create(
        Party(
            case=case,
            key="employer",
            role=PartyRole.RESPONDENT_EMPLOYER,
            kind=PartyKind.ORG,
            name=f"示例{'桥梁' if n % 500 == 0 else '劳务'}{n}有限公司",
        )
        for n, case in enumerate(cases)
    )
    workers = Party.objects.bulk_create(
        Party(
            case=case,
            key="w1",
            role=PartyRole.APPLICANT,
            kind=PartyKind.NATURAL,
            name=f"示例工人{n}",
            roster_no=1,
        )
        for n, case in enumerate(cases)
    )
    Deadline.objects.bulk_create(
        Deadline(
            case=case,
            rule="MED-07",
            title="调解结束",
            event="受理",
            starts_on=ON,
            amount=15,
            unit="natural_day",
            roll="forward",
            due_on=today + timedelta(days=n % 15),
            calendar_version="示例",
            state=DeadlineState.RUNNING,
        )
        for n, case in enumerate(cases)
    )
    items = WageItem.objects.bulk_create(
        WageItem(
            case=case,
            worker=worker,
            payer=worker,
            period_from=ON,
            period_to=ON,
            unit=PayUnit.DAY,
            quantity=1,
            rate_fen=30000,
            formula="1日×300.00元",
        )
        for case, worker in zip(cases, workers, strict=True)
    )
    event = record(cases[0], "bench", by=intake, on=ON, summary="示例")
    WageEntry.objects.bulk_create(
        WageEntry(item=item, kind="claimed", amount_fen=30000, on=ON, event=event, by=intake)
        for item in items
    )
    for case in cases[-PAGE:]:
        add_officer(case=case, user=staff.mediator, capacity="mediator", by=intake, on=ON)
    return staff.director
