"""Four hundred open cases of a commission, if asked among 100,000, as its desk and as plain SQL."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django.db import connection
from django.test import Client
from django.utils import timezone

from adjudication.choices import ArbitrationState, ClaimKind, Origin
from adjudication.models import Arbitration, Claim, Seat
from cases.choices import CaseStatus, DeadlineState, PartyKind, PartyRole
from cases.models import Case, Deadline, Party
from tests.adjudication import cases as filed

OPEN, ALL = 400, 100_000
ON = date(2026, 9, 1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def opened(clerk) -> Callable[[], None]:
    """Return the act of opening the desk; the page is warm and lists all that is open."""
    client = Client()
    client.force_login(clerk, backend=BACKEND)

    def open_desk() -> None:
        assert client.get("/tribunal/?tab=open").status_code == 200

    page = client.get("/tribunal/?tab=open").content.decode()
    assert page.count('name="row"') == OPEN
    return open_desk


def plain_desk() -> None:
    """The same rows: number, who against whom, what is claimed, the nearest day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.*, (SELECT MIN(d.due_on) FROM cases_deadline d WHERE d.case_id = a.case_id"
            " AND d.state = 'running') AS due, (SELECT SUM(c.amount_fen) FROM adjudication_claim c"
            " WHERE c.arbitration_id = a.id), (SELECT MIN(p.name) FROM cases_party p"
            " JOIN adjudication_arbitration_applicants m ON m.party_id = p.id"
            " WHERE m.arbitration_id = a.id), (SELECT MIN(p.name) FROM cases_party p"
            " JOIN adjudication_arbitration_respondents m ON m.party_id = p.id"
            " WHERE m.arbitration_id = a.id) FROM adjudication_arbitration a"
            " WHERE a.commission_id = %s"
            " AND a.state IN ('filed', 'correcting', 'accepted', 'suspended') ORDER BY due",
            [filed.commission().pk],
        )
        assert len(cursor.fetchall()) == OPEN


@cache
def fill():
    """Make the open cases in bulk, once; return the clerk."""
    who = filed.bench()
    _make(0, OPEN, ArbitrationState.ACCEPTED, who)
    return who.clerk


@cache
def surround() -> None:
    """Put the open cases among those that ended long ago."""
    fill()
    _make(OPEN, ALL - OPEN, ArbitrationState.WITHDRAWN, filed.bench())


def _make(start: int, count: int, state: ArbitrationState, who) -> None:
    centre, commission = who.clerk.body, filed.commission()
    is_open = state == ArbitrationState.ACCEPTED
    cases = Case.objects.bulk_create(
        (
            Case(
                number=f"示例速裁〔2026〕{start + no}号",
                title="示例劳动报酬争议",
                centre=centre,
                opened_on=ON,
                status=CaseStatus.ENDED,
            )
            for no in range(count)
        ),
        batch_size=5000,
    )
    rows = Arbitration.objects.bulk_create(
        (
            Arbitration(
                case=case,
                commission=commission,
                origin=Origin.MEDIATION,
                number=f"示劳人仲案字〔2026〕{start + no}号",
                state=state,
                filed_on=ON,
                received_on=ON,
                accepted_on=ON,
                ended_on=None if is_open else ON,
            )
            for no, case in enumerate(cases)
        ),
        batch_size=5000,
    )
    if is_open:
        _proceedings(rows, who)


def _proceedings(rows: list[Arbitration], who) -> None:
    sides = {}
    for key, role, kind in (
        ("w1", PartyRole.APPLICANT, PartyKind.NATURAL),
        ("employer", PartyRole.RESPONDENT_EMPLOYER, PartyKind.ORG),
    ):
        sides[key] = Party.objects.bulk_create(
            Party(case_id=a.case_id, key=key, role=role, kind=kind, name=f"示例{key}{n}")
            for n, a in enumerate(rows)
        )
    for model, key in ((Arbitration.applicants, "w1"), (Arbitration.respondents, "employer")):
        through = model.through
        through.objects.bulk_create(
            through(arbitration=a, party=p) for a, p in zip(rows, sides[key], strict=True)
        )
    Claim.objects.bulk_create(
        Claim(
            arbitration=a,
            worker=p,
            no=1,
            kind=ClaimKind.WAGES,
            what="劳动报酬",
            amount_fen=600000,
            formula="6000.00元×1",
        )
        for a, p in zip(rows, sides["w1"], strict=True)
    )
    for user, role in ((who.sole, "sole"), (who.keeper, "secretary")):
        Seat.objects.bulk_create(
            Seat(arbitration=a, user=user, role=role, from_on=ON) for a in rows
        )
    today = timezone.localdate()
    for rule in ("ARB-09", "ARB-19"):
        Deadline.objects.bulk_create(
            Deadline(
                case_id=a.case_id,
                rule=rule,
                title="示例期限",
                event="受理仲裁申请",
                starts_on=ON,
                amount=45,
                unit="natural_day",
                roll="forward",
                due_on=today + timedelta(days=n % 45),
                calendar_version="示例",
                state=DeadlineState.RUNNING,
            )
            for n, a in enumerate(rows)
        )
