"""A commission with its people, and arbitrations at each stage, built by the operations alone."""

from datetime import date
from types import SimpleNamespace

from adjudication import operations as do
from adjudication.choices import ClaimKind, Origin, SimplifiedGround
from adjudication.models import Arbitration
from adjudication.operations import Claimed, Stated
from cases.choices import CaseStatus
from cases.models import Case, Party
from documents.service.choices import Relation
from documents.service.operations import Delivery
from mediation import operations as mediation
from mediation.choices import EndReason
from staff import operations as staff
from staff.choices import BodyKind, Role
from staff.models import Body, User
from tests import builders
from tests.remembered import remembered

# A Monday after the two months of the roster; the limits of a case end before the year does.
ON = date(2026, 8, 24)
FILED, ACCEPTED = date(2026, 8, 31), date(2026, 9, 1)
SERVED = date(2026, 9, 3)
HEARD = date(2026, 9, 22)
_PEOPLE = {
    "clerk": ("康宁", Role.TRIBUNAL_SECRETARY),
    "keeper": ("安然", Role.TRIBUNAL_SECRETARY),
    "sole": ("廖清", Role.ARBITRATOR),
    "second": ("季明远", Role.ARBITRATOR),
    "third": ("温如玉", Role.ARBITRATOR),
    "fourth": ("邵南", Role.ARBITRATOR),
}


def commission() -> Body:
    return Body.objects.get(kind=BodyKind.ARBITRATION_COMMISSION)


def bench() -> SimpleNamespace:
    """A clerk, a keeper of the record and four arbitrators of the commission."""
    found = {u.username: u for u in User.objects.filter(username__in=_PEOPLE)}
    return SimpleNamespace(**found) if len(found) == len(_PEOPLE) else _appointed()


@remembered
def _appointed() -> SimpleNamespace:
    builders.a_centre(ON)
    system = staff.establish_system_user()
    found = {}
    for key, (name, role) in _PEOPLE.items():
        person = staff.appoint_person(
            username=key, name=name, password=builders.PASSWORD, body=commission(), by=system
        )
        staff.choose_password(user=person, password=builders.PASSWORD)
        staff.grant_role(user=person, role=role, by=system, on=ON)
        found[key] = User.objects.get(pk=person.pk)
    return SimpleNamespace(**found)


@remembered
def a_failed_case(n_workers: int = 1) -> Case:
    """A case whose mediation ended without an agreement after a week."""
    case = builders.an_accepted_case(n_workers, on=ON)
    mediation.terminate_mediation(
        case=case,
        reason=EndReason.ONE_SIDE_REFUSES,
        guidance=["arbitration"],
        by=builders.staff_of(case).mediator,
        on=date(2026, 8, 28),
    )
    return Case.objects.get(pk=case.pk)


def workers_of(case: Case) -> list[Party]:
    return list(case.parties.workers())


def stated(*changes: Stated) -> list[Stated]:
    """An element form with a rate, the unpaid months and the days at work."""
    return [
        Stated("E6", "260.00", unit="元/日"),
        Stated("E9", "2026年6月至7月"),
        Stated("E10", "2", label="休息日加班天数", unit="天"),
        *changes,
    ]


def file(case: Case, **changes) -> Arbitration:
    workers = workers_of(case)
    facts = {
        "origin": Origin.DIRECT if case.status == CaseStatus.FILED else Origin.MEDIATION,
        "applicants": workers,
        "respondents": [case.debtor],
        "claims": do.wage_claims(case, workers),
        "elements": stated(),
        "facts": "申请人在示例花园二期从事抹灰，完工后尚欠工资。",
        "by": builders.staff_of(case).intake_officer,
        "on": FILED,
    }
    return do.file_arbitration(case=case, **(facts | changes))


@remembered
def a_filed_arbitration(n_workers: int = 1) -> Arbitration:
    return file(a_failed_case(n_workers))


def accept(arbitration: Arbitration, **changes) -> Arbitration:
    facts = {"by": bench().clerk, "on": ACCEPTED}
    return do.accept_arbitration(arbitration=arbitration, **(facts | changes))


@remembered
def an_accepted_arbitration(n_workers: int = 1) -> Arbitration:
    return accept(a_filed_arbitration(n_workers))


def simplify(arbitration: Arbitration, **changes) -> Arbitration:
    facts = {
        "ground": SimplifiedGround.CLEAR_FACTS,
        "object_by": date(2026, 9, 4),
        "by": bench().clerk,
        "on": ACCEPTED,
    }
    return do.adopt_simplified_procedure(arbitration=arbitration, **(facts | changes))


def form(arbitration: Arbitration, **changes):
    facts = {"secretary": bench().keeper, "by": bench().clerk, "on": ACCEPTED}
    return do.appoint_arbitrator(arbitration=arbitration, **(facts | changes))


@remembered
def a_formed_arbitration(n_workers: int = 1, *, simplified: bool = True) -> Arbitration:
    """Accepted and, where asked, handled simply; the tribunal sits, nobody was served yet."""
    arbitration = an_accepted_arbitration(n_workers)
    if simplified:
        arbitration = simplify(arbitration)
    form(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def by_hand(receiver: str, *, on: date, relation: str = Relation.SELF) -> Delivery:
    return Delivery(method="direct", sent_on=on, done_on=on, receiver=receiver, relation=relation)


def claimed(worker: Party, fen: int = 500000, **changes) -> Claimed:
    """A claim with a reckoning that holds."""
    facts = {
        "worker": worker,
        "kind": ClaimKind.OVERTIME,
        "what": "休息日加班工资",
        "amount_fen": fen,
        "formula": f"{fen // 100}.00元×1",
        "elements": ("E6", "E10"),
    }
    return Claimed(**(facts | changes))
