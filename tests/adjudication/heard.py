"""Arbitrations whose hearing is closed and whose award is still to be made."""

from datetime import date, datetime

from adjudication import operations as do
from adjudication.choices import ClaimKind, HearingState
from adjudication.models import Arbitration, Award, Hearing, HearingAttendance
from adjudication.operations import Claimed, Stated
from cases import operations as cases
from cases.choices import Capacity
from cases.models import Evidence
from documents.service.operations import record_service
from staff import operations as staff
from staff.choices import BodyKind
from staff.models import Body
from tests import builders
from tests.adjudication import cases as filed
from tests.remembered import remembered

HEARD = filed.HEARD
AWARDED = date(2026, 9, 28)
STARTS_AT = datetime(2026, 9, 22, 9, 30, tzinfo=builders.SHANGHAI)
MIN_WAGE = "2200.00"
MARK = 2640000
NUMBER = "示劳人仲案字〔2026〕268号"
bench = filed.bench

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


def court() -> Body:
    return Body.objects.get(name="示例市示例区人民法院")


def settle_the_place(min_wage: str | None) -> None:
    """The intermediate court and the minimum wage that an award asks for."""
    centre, system = builders.a_centre(filed.ON), staff.establish_system_user()
    if not Body.objects.filter(name="示例市中级人民法院").exists():
        staff.register_body(kind=BodyKind.COURT, name="示例市中级人民法院", by=system)
    if min_wage:
        cases.confirm_parameter(
            centre=centre,
            code="monthly_min_wage",
            value=min_wage,
            effective_from=date(2026, 1, 1),
            source="示政发〔2025〕12号",
            by=system,
            on=filed.ON,
        )


@remembered
def heard(
    n_workers: int = 1,
    *,
    claims: tuple = CLAIMS,
    elements: tuple = ELEMENTS,
    simplified: bool = True,
    min_wage: str | None = MIN_WAGE,
    absent: bool = False,
    away: bool = False,
    notified: bool = False,
) -> Arbitration:
    """
    A case whose hearing is closed, with the same claims for each worker; nothing found yet.

    `absent` is the employer, `away` the applicant; `notified` served the hearing notice on both.
    """
    bench()
    settle_the_place(min_wage)
    case = filed.a_failed_case(n_workers)
    workers = filed.workers_of(case)
    Evidence.objects.create(
        case=case, no=9, name="考勤表", kind="书证", by=workers[0], by_label=workers[0].name
    )
    arbitration = filed.file(
        case,
        claims=[
            Claimed(worker, kind, what, fen, formula, codes)
            for worker in workers
            for kind, what, formula, fen, codes in claims
        ],
        elements=[
            Stated(code, said, label=label, unit=unit) for code, label, unit, said, _ in elements
        ],
    )
    filed.accept(arbitration, number=NUMBER)
    if simplified:
        arbitration = filed.simplify(arbitration)
    filed.form(arbitration)
    answered = {code: said for code, _, _, _, said in elements}
    for element in arbitration.elements.all():
        element.respondent_value = answered.get(element.code, element.applicant_value)
        element.agreed = element.respondent_value == element.applicant_value
        element.save()
    hearing = _notified(arbitration) if notified else Hearing(arbitration=arbitration, no=1)
    hearing.starts_at, hearing.place = STARTS_AT, "速裁庭"
    hearing.state, hearing.mediation_tried = HearingState.CLOSED, True
    hearing.save()
    for party in workers[:1]:
        HearingAttendance.objects.create(
            hearing=hearing,
            party=party,
            present=not away,
            person=party.name,
            capacity=Capacity.SELF.label,
        )
    HearingAttendance.objects.create(
        hearing=hearing,
        party=case.debtor,
        present=not absent,
        person="" if absent else case.debtor.legal_rep,
        capacity="" if absent else Capacity.LEGAL_REPRESENTATIVE.label,
    )
    arbitration = Arbitration.objects.get(pk=arbitration.pk)
    return arbitration


def _notified(arbitration: Arbitration) -> Hearing:
    """The copy reached the employer and the notice of the hearing both, in time."""
    clerk, employer = bench().clerk, arbitration.case.debtor
    do.notify_respondent(arbitration=arbitration, respondent=employer, by=clerk, on=filed.SERVED)
    _bring(arbitration, employer, ["A01", "A03"], filed.SERVED)
    told_on = date(2026, 9, 11)
    hearing = do.schedule_hearing(
        arbitration=arbitration, starts_at=STARTS_AT, place="速裁庭", by=clerk, on=told_on
    )
    for party in (*filed.workers_of(arbitration.case), employer):
        _bring(arbitration, party, ["A07"], told_on)
    return Hearing.objects.get(pk=hearing.pk)


def _bring(arbitration: Arbitration, party, codes: list[str], on: date) -> None:
    name = party.name if party.is_worker else party.legal_rep
    do.serve(
        arbitration=arbitration,
        documents=do.papers_for(arbitration, party, codes),
        party=party,
        delivery=filed.by_hand(name, on=on, relation="self" if party.is_worker else "head"),
        by=bench().clerk,
        on=on,
    )


def presiding(arbitration: Arbitration):
    return arbitration.seats.filter(role__in=["sole", "presiding"]).first().user


def find(arbitration: Arbitration, **changes: str) -> None:
    """The disputed elements are found as in FOUND, or as said: E10="8"."""
    evidence = list(arbitration.case.evidence.filter(submitted=True))
    by = presiding(arbitration)
    for element in arbitration.elements.filter(agreed=False):
        found = changes.get(element.code, FOUND.get(element.code))
        if found:
            do.find_element(
                element=element,
                found=found,
                finding="考勤表可以证明。",
                evidence=evidence,
                by=by,
                on=AWARDED,
            )


def draft(arbitration: Arbitration, **changes) -> list[Award]:
    facts = {"pay_within_days": 15, "by": presiding(arbitration), "on": AWARDED}
    return do.draft_awards(arbitration=arbitration, **(facts | changes))


def issue(award: Award, **changes) -> Award:
    facts = {"by": presiding(award.arbitration), "on": AWARDED} | changes
    return do.issue_award(award=award, **facts)


@remembered
def an_issued_award(n_workers: int = 1, **facts) -> Arbitration:
    """Everything found, drafted and issued."""
    arbitration = heard(n_workers, **facts)
    find(arbitration)
    for award in draft(arbitration):
        issue(award)
    return Arbitration.objects.get(pk=arbitration.pk)


def serve(award: Award, party, on: date):
    """By hand, to the party itself or its head."""
    name = party.name if party.is_worker else party.legal_rep
    return record_service(
        document=award.document,
        party=party,
        delivery=filed.by_hand(name, on=on, relation="self" if party.is_worker else "head"),
        by=bench().clerk,
        on=on,
    )
