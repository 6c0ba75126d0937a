"""Four hundred open cases of a commission, if asked among 100,000, as pages and as plain SQL."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.db import connection
from django.test import Client
from django.utils import timezone

from adjudication.choices import (
    ArbitrationState,
    AwardKind,
    AwardState,
    ClaimKind,
    HearingState,
    Origin,
)
from adjudication.models import Arbitration, Award, Claim, Hearing, Seat
from adjudication.queries import register
from adjudication.views import desk_rows
from cases.choices import CaseStatus, DeadlineState, PartyKind, PartyRole
from cases.models import Case, Deadline, Party
from documents import store
from documents.models import Document
from tests.adjudication import cases as filed
from tests.bench.copies import FIRST, a_day_of, copies

OPEN, ALL = 400, 100_000
ON = date(2026, 9, 1)
HEARD = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
SOUGHT = "桥梁"  # in the name of one respondent of 5,000
FOUND = -(-(ALL - OPEN) // 5000)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def opened(person, address: str = "/tribunal/?tab=open", rows: int = OPEN) -> Callable[[], None]:
    """Return the act of opening a page of the tribunal; it is warm and lists what it should."""
    client = Client()
    client.force_login(person, backend=BACKEND)

    def open_page() -> None:
        assert client.get(address).status_code == 200

    page = client.get(address).content.decode()
    assert page.count('<th scope="row"') == rows, page.count('<th scope="row"')
    return open_page


def anew(page: Callable[[], None]) -> Callable[[], None]:
    """Return the act of opening the desk with every row drawn again."""

    def open_anew() -> None:
        desk_rows.draw.cache_clear()
        page()

    return open_anew


def plain_register() -> None:
    """A page of what is over: number, result, day, who against whom."""
    _select(
        "SELECT a.number, a.state, a.ended_on,"
        " (SELECT MIN(p.name) FROM cases_party p"
        " JOIN adjudication_arbitration_applicants m ON m.party_id = p.id"
        " WHERE m.arbitration_id = a.id), (SELECT MIN(p.name) FROM cases_party p"
        " JOIN adjudication_arbitration_respondents m ON m.party_id = p.id"
        " WHERE m.arbitration_id = a.id) FROM adjudication_arbitration a"
        " WHERE a.commission_id = %s AND a.ended_on IS NOT NULL"
        " ORDER BY a.ended_on DESC, a.id DESC LIMIT %s",
        [filed.commission().pk, register.PAGE],
        register.PAGE,
    )


def plain_search() -> None:
    """The cases of a party with two characters in its name."""
    _select(
        "SELECT a.number, a.state, a.ended_on, p.name FROM cases_party p"
        " JOIN adjudication_arbitration_respondents m ON m.party_id = p.id"
        " JOIN adjudication_arbitration a ON a.id = m.arbitration_id"
        " WHERE p.name LIKE %s AND a.commission_id = %s AND a.ended_on IS NOT NULL"
        " ORDER BY a.ended_on DESC, a.id DESC",
        [f"%{SOUGHT}%", filed.commission().pk],
        FOUND,
    )


def _select(sql: str, values: list, rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert len(cursor.fetchall()) == rows


def plain_desk() -> None:
    """The same rows: number, who against whom, what is claimed, the nearest day."""
    _select(
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
        OPEN,
    )


@cache
def fill():
    """Make the open cases in bulk, once; return the clerk."""
    who = filed.bench()
    cases = Case.objects.bulk_create(
        Case(
            number=f"示例速裁〔2026〕{no}号",
            title="示例劳动报酬争议",
            centre=who.clerk.body,
            opened_on=ON,
            status=CaseStatus.ENDED,
        )
        for no in range(OPEN)
    )
    rows = Arbitration.objects.bulk_create(
        Arbitration(
            case=case,
            commission=filed.commission(),
            origin=Origin.MEDIATION,
            number=f"示劳人仲案字〔2026〕{no}号",
            state=ArbitrationState.ACCEPTED,
            filed_on=ON,
            received_on=ON,
            accepted_on=ON,
        )
        for no, case in enumerate(cases)
    )
    _proceedings(rows, who)
    return who.clerk


@cache
def surround() -> None:
    """Put the open cases among those of ten years, decided, served and put away, with all parts."""
    fill()
    who, count = filed.bench(), ALL - OPEN
    one = _made("示例速裁〔2016〕0号", "示劳人仲案字〔2016〕0号", who)
    Arbitration.objects.filter(pk=one.pk).update(
        state=ArbitrationState.DECIDED, ended_on=ON, file_closed_on=ON
    )
    _proceedings([one], who)
    ids = f"{FIRST} + n"
    copies(one.case, count, number="'示例速裁〔2016〕' || (n + 1) || '号'")
    ended = a_day_of("2016-01-01", 3650)
    copies(
        Arbitration.objects.get(pk=one.pk),
        count,
        case_id=ids,
        number="'示劳人仲案字〔2016〕' || (n + 1) || '号'",
        ended_on=ended,
        file_closed_on=ended,
    )
    for place, side in enumerate(("applicants", "respondents")):
        link = getattr(Arbitration, side).through.objects.get(arbitration=one)
        # Both sides are parties: the keys of the second follow those of the first.
        key = f"{ids} + {place * count}"
        name = "'示例' || CASE n % 5000 WHEN 0 THEN '桥梁' ELSE '劳务' END || n || '有限公司'"
        copies(link.party, count, id=key, case_id=ids, name=name if place else "'示例工人' || n")
        copies(link, count, arbitration_id=ids, party_id=key)
    workers = {"arbitration_id": ids, "worker_id": ids}
    copies(one.claims.get(), count, **workers)
    for place, seat in enumerate(one.seats.all()):
        copies(seat, count, id=f"{ids} + {place * count}", arbitration_id=ids)
    for place, day in enumerate(Deadline.objects.filter(case=one.case)):
        Deadline.objects.filter(pk=day.pk).update(state=DeadlineState.MET)
        copies(day, count, id=f"{ids} + {place * count}", case_id=ids, state="'met'")
    held = Hearing.objects.create(
        arbitration=one, no=1, starts_at=HEARD, place="速裁庭", state=HearingState.CLOSED
    )
    copies(held, count, arbitration_id=ids)
    paper = _paper(one, who)
    copies(paper, count, case_id=ids, verify_code="'N' || n")
    award = Award.objects.create(
        arbitration=one,
        kind=AwardKind.FINAL,
        final=True,
        state=AwardState.ISSUED,
        min_wage_fen=200000,
        pay_within_days=15,
        made_on=ON,
        effective_on=ON,
        document=paper,
        drafted_by=who.sole,
    )
    copies(award, count, arbitration_id=ids, document_id=ids)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _paper(arbitration: Arbitration, who) -> Document:
    file = store.put(b"award", media_type="application/pdf")
    return Document.objects.create(
        case=arbitration.case,
        code="A12-1",
        title="仲裁裁决书",
        issued_on=ON,
        issued_by=who.sole,
        context_json="{}",
        context_sha256="0" * 64,
        template=file,
        docx=file,
        pdf=file,
        pages=1,
        verify_code="N",
    )


def _made(case_number: str, number: str, who) -> Arbitration:
    case = Case.objects.create(
        number=case_number,
        title="示例劳动报酬争议",
        centre=who.clerk.body,
        opened_on=ON,
        status=CaseStatus.ENDED,
    )
    return Arbitration.objects.create(
        case=case,
        commission=filed.commission(),
        origin=Origin.MEDIATION,
        number=number,
        state=ArbitrationState.ACCEPTED,
        filed_on=ON,
        received_on=ON,
        accepted_on=ON,
    )


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
