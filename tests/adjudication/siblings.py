"""Many cases of single workers against one employer, heard, in few queries."""

import json
from datetime import datetime
from decimal import Decimal

from adjudication.choices import (
    ArbitrationState,
    ClaimKind,
    ClockChange,
    HearingState,
    Origin,
    Procedure,
    SeatRole,
)
from adjudication.models import (
    Arbitration,
    Claim,
    ClockEvent,
    Element,
    Hearing,
    HearingAttendance,
    Seat,
)
from cases.models import Case, CaseEvent, Party
from cases.operations import record
from documents import store
from documents.models import Document
from staff.models import User
from tests import builders
from tests.adjudication import cases as filed
from tests.adjudication import heard

AWARDED = heard.AWARDED
ELEMENTS = (
    ("E6", "日工资", "元/日", "260.00", True, ""),
    ("E10", "休息日加班天数", "天", "12", False, "9"),
)


def of(count: int, *, found: bool = False) -> list[Arbitration]:
    """`count` heard cases of one worker each; what is disputed is `found` or still open."""
    heard.settle_the_place(heard.MIN_WAGE)
    who = filed.bench()
    case = _case(count)
    workers = list(case.parties.workers())
    arbitrations = Arbitration.objects.bulk_create(
        Arbitration(
            case=case,
            commission=filed.commission(),
            origin=Origin.MEDIATION,
            number=f"示劳人仲案字〔2026〕{1000 + place}号",
            cause="追索加班费",
            facts="申请人在示例花园二期从事抹灰，休息日加班未付加班费。",
            state=ArbitrationState.ACCEPTED,
            filed_on=filed.FILED,
            received_on=filed.FILED,
            accepted_on=filed.ACCEPTED,
            procedure=Procedure.SIMPLIFIED,
        )
        for place, _ in enumerate(workers, 1)
    )
    _sides(arbitrations, workers, case.debtor)
    _proceedings(arbitrations, workers, case, who, found=found)
    return arbitrations


def _case(count: int) -> Case:
    return builders.a_case(on=filed.ON, n_workers=count)


def _sides(arbitrations, workers: list[Party], employer: Party) -> None:
    through = Arbitration.applicants.through
    through.objects.bulk_create(
        through(arbitration=a, party=w) for a, w in zip(arbitrations, workers, strict=True)
    )
    against = Arbitration.respondents.through
    against.objects.bulk_create(against(arbitration=a, party=employer) for a in arbitrations)


def _proceedings(arbitrations, workers, case: Case, who, *, found: bool) -> None:
    ClockEvent.objects.bulk_create(
        ClockEvent(
            arbitration=a,
            change=ClockChange.STARTED,
            on=filed.ACCEPTED,
            cause="受理仲裁申请",
            rule="ARB-19",
        )
        for a in arbitrations
    )
    for role, user in ((SeatRole.SOLE, who.sole), (SeatRole.SECRETARY, who.keeper)):
        Seat.objects.bulk_create(
            Seat(arbitration=a, user=user, role=role, from_on=filed.ACCEPTED) for a in arbitrations
        )
    worth = Decimal("260.00") * 2 * 12
    Claim.objects.bulk_create(
        Claim(
            arbitration=a,
            worker=w,
            no=1,
            kind=ClaimKind.OVERTIME,
            what="休息日加班工资",
            formula="260.00元/日×2×12日",
            amount_fen=int(worth * 100),
            elements=["E6", "E10"],
        )
        for a, w in zip(arbitrations, workers, strict=True)
    )
    Element.objects.bulk_create(
        Element(
            arbitration=a,
            code=code,
            label=label,
            unit=unit,
            applicant_value=said,
            respondent_value=said if agreed else "8",
            agreed=agreed,
            found=finding if found else "",
            finding="考勤表只证明9天" if found and finding else "",
            article="ARB-39" if found and finding else "",
        )
        for a in arbitrations
        for code, label, unit, said, agreed, finding in ELEMENTS
    )
    hearings = Hearing.objects.bulk_create(
        Hearing(
            arbitration=a,
            no=1,
            starts_at=datetime(2026, 9, 22, 9, 30, tzinfo=builders.SHANGHAI),
            place="速裁庭",
            state=HearingState.CLOSED,
        )
        for a in arbitrations
    )
    HearingAttendance.objects.bulk_create(
        HearingAttendance(hearing=h, party=p, present=True, person=name, capacity=capacity)
        for h, w in zip(hearings, workers, strict=True)
        for p, name, capacity in (
            (w, w.name, "本人"),
            (case.debtor, case.debtor.legal_rep, "法定代表人"),
        )
    )
    _panel_notices(arbitrations, case, who.sole)


def _panel_notices(arbitrations, case: Case, sole: User) -> None:
    """The notice of the tribunal (A04) as far as an award reads it: who was named."""
    file = store.put(b"notice", media_type="application/pdf")
    for arbitration in arbitrations:
        event: CaseEvent = record(
            case,
            "appoint_arbitrator",
            by=sole,
            on=filed.ACCEPTED,
            summary="组成仲裁庭",
            facts={"arbitration": arbitration.pk},
        )
        Document.objects.create(
            case=case,
            code="A04",
            title="组庭通知书",
            issued_on=filed.ACCEPTED,
            issued_by=sole,
            event=event,
            context_json=json.dumps({"panel": [{"name": sole.name}]}),
            context_sha256="0" * 64,
            template=file,
            docx=file,
            pdf=file,
            pages=1,
            verify_code=f"T{arbitration.pk}",
        )


def presiding(arbitration: Arbitration) -> User:
    return heard.presiding(arbitration)


def stranger(arbitration: Arbitration) -> User:
    return next(u for u in vars(filed.bench()).values() if u.pk != presiding(arbitration).pk)
