"""Arbitrations whose hearing is closed and whose award is still to be made."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from django.contrib.auth.models import AbstractUser

from adjudication import operations as do
from adjudication.choices import (
    ArbitrationState,
    ClaimKind,
    ClockChange,
    HearingState,
    Origin,
    Procedure,
    SeatRole,
)
from adjudication.models import Arbitration, Award, Claim, ClockEvent, Element, Hearing, Seat
from adjudication.models import HearingAttendance
from cases import operations as cases
from cases.choices import Capacity, CaseStatus
from cases.models import Case, Evidence, Party
from documents.models import Document
from staff import operations as staff
from staff.choices import BodyKind, Role
from staff.models import Body, User
from tests import builders
from tests.remembered import remembered

ON = builders.ON  # filed; a Monday
ACCEPTED = ON + timedelta(days=1)
HEARD = date(2026, 12, 1)
AWARDED = date(2026, 12, 8)
MIN_WAGE = "2200.00"
MARK = 2640000

# kind, what, formula, amount, elements
CLAIMS = (
    (ClaimKind.WAGES, "2026年2月至5月工资", "6600.00元/月×4个月", 2640000, ["E6", "E9"]),
    (ClaimKind.OVERTIME, "休息日加班工资", "6600.00元/月÷21.75日×2×12日", 728276, ["E6", "E10"]),
    (ClaimKind.DOUBLE_WAGES, "二倍工资差额", "6600.00元/月×6个月", 3960000, ["E6", "E15"]),
    (ClaimKind.ECONOMIC_COMPENSATION, "经济补偿", "6600.00元/月×4.5个月", 2970000, ["E6", "E14"]),
)
# code, label, unit, applicant, respondent
ELEMENTS = (
    ("E6", "月工资", "元/月", "6600.00", "6600.00"),
    ("E9", "未支付工资月份", "", "2026年2月至5月", "2026年2月至5月"),
    ("E10", "休息日加班天数", "天", "12", "9"),
    ("E14", "经济补偿年限", "个月", "4.5", "4.5"),
    ("E15", "二倍工资月数", "个月", "6", "0"),
)
FOUND = {"E10": "9", "E15": "3"}


def bench() -> SimpleNamespace:
    """The commission with its people: four arbitrators, two secretaries, and who heads it."""
    centre = builders.a_centre()
    system = staff.establish_system_user()
    commission = Body.objects.get(kind=BodyKind.ARBITRATION_COMMISSION)
    if not Body.objects.filter(name="示例市中级人民法院").exists():
        staff.register_body(kind=BodyKind.COURT, name="示例市中级人民法院", by=system)
    found = {"centre": centre, "commission": commission, "system": system}
    for key, name, role in (
        ("sole", "廖清", Role.ARBITRATOR),
        ("second", "季明远", Role.ARBITRATOR),
        ("third", "温如玉", Role.ARBITRATOR),
        ("fourth", "段和平", Role.ARBITRATOR),
        ("keeper", "安然", Role.TRIBUNAL_SECRETARY),
    ):
        found[key] = User.objects.filter(username=key).first() or _appoint(
            key, name, role, commission, system
        )
    return SimpleNamespace(**found)


def _appoint(key: str, name: str, role: Role, body: Body, system: AbstractUser) -> User:
    person = staff.appoint_person(
        username=key, name=name, password=builders.PASSWORD, body=body, by=system
    )
    staff.choose_password(user=person, password=builders.PASSWORD)
    staff.grant_role(user=person, role=role, by=system, on=ON)
    return User.objects.get(pk=person.pk)


def heard(
    n_workers: int = 1,
    *,
    claims: tuple = CLAIMS,
    elements: tuple = ELEMENTS,
    three: bool = False,
    min_wage: str | None = MIN_WAGE,
    absent: bool = False,
) -> Arbitration:
    """A case whose hearing is closed, with the same claims for each worker; nothing found yet."""
    who = bench()
    case = builders.a_case(n_workers=n_workers)
    workers, employer = list(case.parties.workers()), case.debtor
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.ENDED)
    case.refresh_from_db()
    if min_wage:
        cases.confirm_parameter(
            centre=case.centre,
            code="monthly_min_wage",
            value=min_wage,
            effective_from=date(2026, 1, 1),
            source="示政发〔2025〕12号",
            by=who.system,
            on=ON,
        )
    arbitration = Arbitration.objects.create(
        case=case,
        commission=who.commission,
        origin=Origin.MEDIATION,
        number="示劳人仲案字〔2026〕1号",
        cause="追索劳动报酬",
        state=ArbitrationState.ACCEPTED,
        facts="申请人在示例花园二期从事抹灰，完工后尚欠工资。",
        filed_on=ON,
        received_on=ON,
        accepted_on=ACCEPTED,
        procedure=Procedure.ORDINARY if three else Procedure.SIMPLIFIED,
    )
    arbitration.applicants.set(workers)
    arbitration.respondents.set([employer])
    ClockEvent.objects.create(
        arbitration=arbitration, change=ClockChange.STARTED, on=ACCEPTED, cause="受理", rule="ARB-19"
    )
    roles = [(who.sole, SeatRole.PRESIDING), (who.second, SeatRole.MEMBER)]
    roles.append((who.third, SeatRole.MEMBER))
    for user, role in roles if three else [(who.sole, SeatRole.SOLE)]:
        Seat.objects.create(arbitration=arbitration, user=user, role=role, from_on=ACCEPTED)
    Seat.objects.create(
        arbitration=arbitration, user=who.keeper, role=SeatRole.SECRETARY, from_on=ACCEPTED
    )
    for worker in workers:
        for no, (kind, what, formula, fen, codes) in enumerate(claims, 1):
            Claim.objects.create(
                arbitration=arbitration,
                worker=worker,
                no=no,
                kind=kind,
                what=what,
                formula=formula,
                amount_fen=fen,
                elements=codes,
            )
    Evidence.objects.create(
        case=case, no=1, name="考勤表", kind="书证", by=workers[0], by_label=workers[0].name
    )
    for code, label, unit, applicant, respondent in elements:
        Element.objects.create(
            arbitration=arbitration,
            code=code,
            label=label,
            unit=unit,
            applicant_value=applicant,
            respondent_value=respondent,
            agreed=applicant == respondent,
        )
    hearing = Hearing.objects.create(
        arbitration=arbitration,
        no=1,
        starts_at=datetime(2026, 12, 1, 9, 30, tzinfo=builders.SHANGHAI),
        place="速裁庭",
        state=HearingState.CLOSED,
        mediation_tried=True,
    )
    for party in workers[:1]:
        HearingAttendance.objects.create(
            hearing=hearing, party=party, present=True, person=party.name, capacity=Capacity.SELF.label
        )
    HearingAttendance.objects.create(
        hearing=hearing,
        party=employer,
        present=not absent,
        person=employer.legal_rep,
        capacity=Capacity.LEGAL_REPRESENTATIVE.label,
    )
    _panel_notice(arbitration, who)
    return arbitration


def _panel_notice(arbitration, who):
    from documents import store
    import json, hashlib
    names = [{"name": s.user.name} for s in arbitration.seats.exclude(role="secretary")]
    from cases.operations import record
    event = record(arbitration.case, "appoint_arbitrator", by=who.sole, on=ACCEPTED, summary="x", facts={"arbitration": arbitration.pk})
    f = store.put(b"x", media_type="application/pdf")
    Document.objects.create(case=arbitration.case, code="A04", title="组庭通知书", issued_on=ACCEPTED, issued_by=who.sole, event=event, context_json=json.dumps({"panel": names}), context_sha256="0"*64, template=f, docx=f, pdf=f, pages=1, verify_code=f"A04{arbitration.pk}")


def find(arbitration: Arbitration, **changes: str) -> None:
    """The disputed elements are found as in FOUND, or as said: E10="8"."""
    evidence = list(arbitration.case.evidence.filter(submitted=True))
    by = bench().sole
    for element in arbitration.elements.filter(agreed=False):
        found = changes.get(element.code, FOUND.get(element.code))
        if found is not None:
            do.find_element(
                element=element,
                found=found,
                finding="考勤表可以证明。",
                evidence=evidence,
                by=by,
                on=AWARDED,
            )


def draft(arbitration: Arbitration, **changes) -> list[Award]:
    facts = {"pay_within_days": 15, "by": bench().sole, "on": AWARDED}
    return do.draft_awards(arbitration=arbitration, **(facts | changes))


def issue(award: Award, **changes) -> Award:
    return do.issue_award(award=award, **({"by": bench().sole, "on": AWARDED} | changes))
