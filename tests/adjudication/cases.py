"""A commission with its people, and arbitrations at each stage, built by the operations alone."""

from datetime import date, datetime, time
from types import SimpleNamespace

from adjudication import operations as do
from adjudication.choices import (
    ClaimKind,
    ElementAnswer,
    HearingPart,
    MediationResult,
    Origin,
    SimplifiedGround,
    Speaker,
)
from adjudication.models import Arbitration, Hearing
from adjudication.operations import Answered, Claimed, Confirmed, Line, Present, Stated
from adjudication.queries import everybody, panel, speaking
from cases.choices import CaseStatus, PartyKind
from cases.models import Case, Party
from documents.contracts.tribunal.elements import ELEMENTS
from documents.service.choices import Relation
from documents.service.operations import Delivery
from mediation import operations as mediation
from mediation.choices import EndReason, Fact, SessionResult
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
def a_failed_case(n_workers: int = 1, *, facts: bool = False) -> Case:
    """
    A case whose mediation ended without an agreement after a week.

    With `facts` both sides had confirmed post and wage rate, and signed it (D11).
    """
    case = builders.an_accepted_case(n_workers, on=ON)
    if facts:
        _agree_on_facts(case)
    mediation.terminate_mediation(
        case=case,
        reason=EndReason.ONE_SIDE_REFUSES,
        guidance=["arbitration"],
        by=builders.staff_of(case).mediator,
        on=date(2026, 8, 28),
    )
    return Case.objects.get(pk=case.pk)


def _agree_on_facts(case: Case) -> None:
    session = builders.a_held_session(case)
    both = [*workers_of(case), case.debtor]
    staff_ = builders.staff_of(case)
    for fact, content in ((Fact.POST, "抹灰工"), (Fact.WAGE_RATE, "每日260.00元")):
        mediation.confirm_undisputed_fact(
            case=case,
            fact=fact,
            content=content,
            agreed_by=both,
            evidence=[],
            session=session,
            by=staff_.recorder,
            on=ON,
        )
    mediation.issue_facts_paper(case=case, by=staff_.recorder, on=ON)
    builders.end_session(session, result=SessionResult.NOT_SETTLED)


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
def a_filed_arbitration(n_workers: int = 1, *, facts: bool = False) -> Arbitration:
    return file(a_failed_case(n_workers, facts=facts))


def accept(arbitration: Arbitration, **changes) -> Arbitration:
    facts = {"by": bench().clerk, "on": ACCEPTED}
    return do.accept_arbitration(arbitration=arbitration, **(facts | changes))


@remembered
def an_accepted_arbitration(n_workers: int = 1, *, facts: bool = False) -> Arbitration:
    return accept(a_filed_arbitration(n_workers, facts=facts))


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
def a_formed_arbitration(
    n_workers: int = 1, *, simplified: bool = True, facts: bool = False
) -> Arbitration:
    """Accepted and, where asked, handled simply; the tribunal sits, nobody was served yet."""
    arbitration = an_accepted_arbitration(n_workers, facts=facts)
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


def serve(arbitration: Arbitration, party: Party, codes: list[str], **changes):
    """Papers handed to a party, to a company's head; the rows and what the clerk should know."""
    on = changes.pop("on", SERVED)
    receiver, relation = party.name, Relation.SELF
    if party.kind == PartyKind.ORG:
        receiver, relation = party.legal_rep, Relation.HEAD
    facts = {
        "documents": do.papers_for(arbitration, party, codes),
        "party": party,
        "delivery": by_hand(receiver, on=on, relation=relation),
        "by": bench().clerk,
        "on": on,
    }
    return do.serve(arbitration=arbitration, **(facts | changes))


@remembered
def a_served_arbitration(
    n_workers: int = 1, *, simplified: bool = True, facts: bool = False
) -> Arbitration:
    """The respondent has the copy and all notices; the answer period runs to 17 September."""
    arbitration = a_formed_arbitration(n_workers, simplified=simplified, facts=facts)
    respondent = arbitration.respondents.get()
    do.notify_respondent(
        arbitration=arbitration,
        respondent=respondent,
        handed_over_on=SERVED,
        by=bench().clerk,
        on=SERVED,
    )
    codes = ["A01", "A03", "A04", *(["A05"] if simplified else [])]
    serve(arbitration, respondent, codes)
    return Arbitration.objects.get(pk=arbitration.pk)


def answer(arbitration: Arbitration, **changes):
    """The company admits rate and months, and denies the days of overtime."""
    facts = {
        "respondent": arbitration.respondents.first(),
        "answers": [
            Answered("E6", ElementAnswer.ADMIT, label=ELEMENTS["E6"]),
            Answered("E9", ElementAnswer.ADMIT),
            Answered("E10", ElementAnswer.DENY, "0", "没有安排加班"),
        ],
        "signer": builders.LEGAL_REPRESENTATIVE,
        "by": bench().clerk,
        "on": date(2026, 9, 8),
    }
    return do.submit_answer(arbitration=arbitration, **(facts | changes))


ASKED = (
    Confirmed("E6", "260.00元/日", "260.00元/日", True, label=ELEMENTS["E6"]),
    Confirmed("E9", "2026年6月至7月", "2026年6月至7月", True),
    Confirmed("E10", "2", "0", False),
)


def confirm(arbitration: Arbitration, *rows: Confirmed, **changes):
    facts = {"rows": rows or ASKED, "by": bench().keeper, "on": date(2026, 9, 18)}
    return do.confirm_elements(arbitration=arbitration, **(facts | changes))


def schedule(arbitration: Arbitration, **changes):
    facts = {
        "starts_at": at(HEARD, 9, 30),
        "place": "速裁庭",
        "by": bench().clerk,
        "on": date(2026, 9, 8),
    }
    return do.schedule_hearing(arbitration=arbitration, **(facts | changes))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), builders.SHANGHAI)


@remembered
def an_answered_arbitration(n_workers: int = 1, *, simplified: bool = True) -> Arbitration:
    """Answered on 8 September; the elements were not put to both sides yet."""
    arbitration = a_served_arbitration(n_workers, simplified=simplified)
    answer(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


@remembered
def a_scheduled_hearing(n_workers: int = 1) -> Hearing:
    """A hearing of 22 September in an answered case, everybody called and every element asked."""
    arbitration = an_answered_arbitration(n_workers)
    hearing = schedule(arbitration)
    for party in everybody(arbitration):
        serve(arbitration, party, ["A07"], on=date(2026, 9, 9))
    confirm(arbitration)
    return Hearing.objects.get(pk=hearing.pk)


def there(party: Party, **changes) -> Present:
    org = party.kind == PartyKind.ORG
    facts = {
        "party": party,
        "person": party.legal_rep if org else party.name,
        "capacity": "法定代表人" if org else "本人",
        "recusal_answer": "不申请回避。",
        "last_statement": "坚持已经陈述的意见。",
    }
    return Present(**(facts | changes))


LINES = (
    Line(HearingPart.IDENTITY, Speaker.TRIBUNAL, "双方对到庭人员的身份有无异议？"),
    Line(HearingPart.STATEMENTS, Speaker.APPLICANT, "请求和理由同仲裁申请书。"),
    Line(HearingPart.EVIDENCE, Speaker.RESPONDENT, "没有安排加班。"),
    Line(HearingPart.DEBATE, Speaker.APPLICANT, "坚持请求。"),
)


def hold(hearing: Hearing, **changes) -> Hearing:
    """The hearing as it should be: everybody there, the disputed element tried, no settlement."""
    arbitration = hearing.arbitration
    parties = [*speaking(arbitration), *arbitration.respondents.all()]
    facts = {
        "by": panel(arbitration)[0].user,
        "started_at": at(HEARD, 9, 30),
        "ended_at": at(HEARD, 11),
        "present": [there(party) for party in parties],
        "lines": LINES,
        "walked": ["E10"],
        "recusal_asked": True,
        "mediation_result": MediationResult.NOT_SETTLED,
    }
    return do.hold_hearing(hearing=hearing, **(facts | changes))


@remembered
def a_heard_arbitration(n_workers: int = 1) -> Arbitration:
    """The hearing is closed with its minutes; the tribunal has to find on the overtime days."""
    return hold(a_scheduled_hearing(n_workers)).arbitration
