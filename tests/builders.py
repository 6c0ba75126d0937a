"""
A centre, its people and cases at each stage, built only by the operations a page calls.

Everything is invented: identity numbers use the unassigned area code 99 with a valid check digit,
phones begin with 100, bank accounts with 000000. Called twice, `a_centre` and `people` find what
is there. What takes long is `remembered` from test to test.
"""

import base64
import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from cases import operations as cases
from cases.choices import (
    Capacity,
    Channel,
    DisputeKind,
    LinkKind,
    PartyKind,
    PartyRole,
    PayUnit,
    SealKind,
)
from cases.models import Case, Lead, Party
from cases.operations import RosterPeriod, RosterRow
from cases.operations.numbering import SUGGESTED, holder_of
from cases.queries import total_account, wage_accounts
from documents.template_desk.queries import shipped_template
from mediation import operations as mediation
from mediation.choices import (
    Answer,
    ConsentChannel,
    DefaultClause,
    Liability,
    Mark,
    NoticeKind,
    PaymentMethod,
    PerformanceMode,
    SessionMode,
    SessionResult,
)
from mediation.models import Agreement, Proposal, Session
from mediation.operations import InstalmentTerm, PayerTerm, Terms
from mediation.queries import current_agreement, signature_places, unpaid_shares
from staff import operations as staff
from staff.choices import BodyKind, Role
from staff.models import Body, User
from tests.remembered import remembered

# A Monday; everything a case needs up to six weekly instalments falls in a published year.
ON = date(2026, 11, 16)
PASSWORD = "永定河水清又清2026"
LEGAL_REPRESENTATIVE = "钱进"
SHANGHAI = ZoneInfo("Asia/Shanghai")

_BODIES = (
    (BodyKind.MEDIATION_BODY, "示例市农民工工资争议人民调解委员会"),
    (BodyKind.ARBITRATION_COMMISSION, "示例市劳动人事争议仲裁委员会"),
    (BodyKind.COURT, "示例市示例区人民法院"),
)
_CENTRE = "示例市农民工欠薪快速解决中心"
_PEOPLE = {
    "intake_officer": ("田禾", Role.INTAKE_OFFICER),
    "other_intake_officer": ("白露", Role.INTAKE_OFFICER),
    "mediator": ("罗安", Role.MEDIATOR),
    "other_mediator": ("江平", Role.MEDIATOR),
    "recorder": ("姚静", Role.RECORDER),
    "arbitrator": ("方正", Role.ARBITRATOR),
    "tribunal_secretary": ("谷雨", Role.TRIBUNAL_SECRETARY),
    "court_clerk": ("文清", Role.COURT_CLERK),
    "fund_officer": ("钟实", Role.FUND_OFFICER),
    "fund_approver": ("纪明", Role.FUND_APPROVER),
    "director": ("袁山", Role.DIRECTOR),
    "administrator": ("高静", Role.ADMINISTRATOR),
    "stranger": ("石磊", Role.MEDIATOR),
}
_NAMES = (
    *("赵国栋", "孙长河", "李满仓", "周建民", "吴春生", "郑大勇"),
    *("王守业", "冯学文", "陈有田", "褚玉兰", "卫东升", "蒋小梅"),
)


@remembered
def a_centre(on: date = ON) -> Body:
    """The centre with its mediation body (which may seal), commission, court and number series."""
    found = Body.objects.filter(kind=BodyKind.CENTRE).first()
    if found:
        return found
    system = staff.establish_system_user()
    centre = staff.register_body(
        kind=BodyKind.CENTRE,
        name=_CENTRE,
        by=system,
        address="示例区示例路1号",
        phone="10000090001",
    )
    for kind, name in _BODIES:
        known = kind == BodyKind.MEDIATION_BODY
        staff.register_body(
            kind=kind,
            name=name,
            by=system,
            code="冀0699" if kind == BodyKind.COURT else "",
            mediation_kind="依法设立的基层人民调解组织" if known else "",
            registration_no="示调登字〔2024〕9号" if known else "",
            seal_registered_on=on if known else None,
            address="示例区示例路1号",
            phone="10000090001",
        )
    settle_series(centre, by=system, on=on)
    return centre


def settle_series(centre: Body, *, by: User, on: date) -> None:
    """Every suggested series of the centre and of the bodies that are registered."""
    for code, one in SUGGESTED.items():
        holder = holder_of(code, centre)
        if holder:
            cases.set_series(
                body=holder, code=code, title=one.title, pattern=one.pattern, by=by, on=on
            )


def people(centre: Body, on: date = ON) -> SimpleNamespace:
    """
    Somebody for every role under the role's name, and the system.

    A second intake officer and mediator are `other_…`, a mediator without any case is `stranger`.
    """
    found = {user.username: user for user in User.objects.all()}
    return SimpleNamespace(**found) if _PEOPLE.keys() <= found.keys() else _appoint(centre, on)


@remembered
def _appoint(centre: Body, on: date) -> SimpleNamespace:
    found = {user.username: user for user in User.objects.all()}
    system = found["system"] = staff.establish_system_user()
    for key, (name, role) in _PEOPLE.items():
        if key not in found:
            person = staff.appoint_person(
                username=key,
                name=name,
                password=PASSWORD,
                body=centre,
                certificate_no="示调员0009" if role == Role.MEDIATOR else "",
                by=system,
            )
            staff.choose_password(user=person, password=PASSWORD)
            staff.grant_role(user=person, role=role, by=system, on=on)
            found[key] = person
    return SimpleNamespace(**found)


def staff_of(case: Case) -> SimpleNamespace:
    return people(case.centre)


def id_number(no: int, *, birth: date = date(1979, 8, 16)) -> str:
    """A valid identity number of nobody; odd numbers are men's."""
    body = f"990101{birth:%Y%m%d}{no:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def uscc(no: int) -> str:
    """A valid unified social credit code of nobody."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91990100MA0X{no:05d}"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(c) * w for c, w in zip(body, weights, strict=True))
    return body + alphabet[-total % 31]


def a_roster(n: int, *, rate_fen: int = 26000, already_paid_fen: int = 100000) -> list[RosterRow]:
    """`n` workers paid by the day for June and July 2026, each with something paid before."""
    return [
        RosterRow(
            no=no,
            name=_NAMES[(no - 1) % len(_NAMES)] + ("" if no <= len(_NAMES) else f"·{no}"),
            id_no=id_number(no % 1000, birth=date(1979 - no // 1000, 8, 16)),
            pay_unit=PayUnit.DAY,
            rate_fen=rate_fen,
            periods=(
                RosterPeriod("2026-06", quantity=Decimal("20")),
                RosterPeriod("2026-07", quantity=Decimal("10.5")),
            ),
            already_paid_fen=already_paid_fen,
            phone=f"100{no:08d}",
            post="抹灰工",
            bank_account=f"000000{no:013d}",
            bank_name="示例银行示例支行",
        )
        for no in range(1, n + 1)
    ]


@remembered
def a_lead(centre: Body, staff: SimpleNamespace, *, on: date = ON, **details) -> Lead:
    facts = {
        "channel": Channel.WALK_IN,
        "reporter_name": "赵国栋",
        "debtor_name": "示例建筑劳务有限公司",
        "headcount": 1,
        "amount_fen": 693000,
        "period_from": date(2026, 6, 1),
        "period_to": date(2026, 7, 31),
        "site": "示例花园二期",
        "summary": f"第{Lead.objects.count() + 1}件",  # the very same lead is taken in once
    }
    return cases.file_lead(centre=centre, by=staff.intake_officer, on=on, **(facts | details))


@remembered
def a_case(
    centre: Body | None = None,
    staff: SimpleNamespace | None = None,
    *,
    on: date = ON,
    n_workers: int = 0,
    demo: bool = False,
) -> Case:
    """A docketed case with its debtor and, with `n_workers`, a roster; nothing applied for yet."""
    centre = centre or a_centre(on)
    staff = staff or people(centre, on)
    intake = staff.intake_officer
    lead = a_lead(centre, staff, on=on, headcount=max(n_workers, 1))
    case = cases.open_case(lead=lead, centre=centre, by=intake, on=on, demo=demo)
    add_debtor(case)
    if n_workers:
        cases.import_roster(case=case, rows=a_roster(n_workers), by=intake, on=on)
    return Case.objects.get(pk=case.pk)


@remembered
def add_debtor(case: Case) -> Party:
    """The employing company, named as the debtor."""
    intake = staff_of(case).intake_officer
    employer = cases.add_party(
        case=case,
        key="employer",
        role=PartyRole.RESPONDENT_EMPLOYER,
        kind=PartyKind.ORG,
        name="示例建筑劳务有限公司",
        uscc=uscc(11),
        legal_rep=LEGAL_REPRESENTATIVE,
        legal_rep_title="执行董事",
        address="示例区示例路11号",
        phone="10000090011",
        by=intake,
        on=case.opened_on,
    )
    cases.name_debtor(case=case, party=employer, by=intake)
    return employer


@remembered
def add_site(case: Case) -> SimpleNamespace:
    """A general contractor above the employer and a crew leader below it, with their links."""
    intake, on = staff_of(case).intake_officer, case.opened_on
    contractor = cases.add_party(
        case=case,
        key="contractor",
        role=PartyRole.GENERAL_CONTRACTOR,
        kind=PartyKind.ORG,
        name="示例建工集团有限公司",
        uscc=uscc(21),
        legal_rep="沈岳",
        address="示例区示例路21号",
        phone="10000090021",
        by=intake,
        on=on,
    )
    foreman = cases.add_party(
        case=case,
        key="foreman",
        role=PartyRole.FOREMAN,
        kind=PartyKind.NATURAL,
        name="马六",
        id_no=id_number(991, birth=date(1975, 3, 5)),
        address="示例区示例村",
        phone="10000090031",
        licensed=False,
        by=intake,
        on=on,
    )
    employer = case.parties.get(key="employer")
    for upper, lower, kind in (
        (contractor, employer, LinkKind.SUBCONTRACT),
        (employer, foreman, LinkKind.TO_INDIVIDUAL),
    ):
        cases.add_link(case=case, upper=upper, lower=lower, kind=kind, by=intake, on=on)
    return SimpleNamespace(contractor=contractor, employer=employer, foreman=foreman)


@remembered
def apply(case: Case, *, on: date | None = None, third_parties: tuple = (), **changes) -> Case:
    """
    The workers of the roster apply for mediation against the debtor, for all that is owed.

    Ten or more elect the first three of them before.
    """
    workers = list(case.parties.workers())
    if len(workers) >= 10 and not case.elections.exists():
        elect(case, workers[:3])
    owed = total_account(wage_accounts(case))["due"]
    facts = {
        "applicants": workers,
        "respondents": [case.debtor],
        "third_parties": list(third_parties),
        "claims": [
            {
                "what": "2026年6月至7月工资",
                "amount_fen": owed,
                "calculation": "工日×日工资－已付",
            }
        ],
        "facts": "申请人在示例花园二期从事抹灰，完工后尚欠工资。",
        "dispute_kind": DisputeKind.WAGES,
        "marks": [Mark.SIGNATURE, Mark.FINGERPRINT],
    }
    return mediation.file_application(
        case=case, by=staff_of(case).intake_officer, on=on or case.opened_on, **(facts | changes)
    )


@remembered
def elect(case: Case, representatives: list[Party]):
    intake = staff_of(case).intake_officer
    return mediation.elect_representatives(
        case=case,
        representatives=representatives,
        signed_by=list(case.parties.workers()),
        powers=["递交材料", "参加调解", "陈述", "签收文书"],
        may_settle=False,
        witness=intake,
        by=intake,
        on=case.opened_on,
    )


@remembered
def an_accepted_case(n_workers: int = 1, *, on: date = ON, third_parties: tuple = ()) -> Case:
    """A case in mediation (调解中) with its mediator and recorder; nobody has been asked yet."""
    case = a_case(on=on, n_workers=n_workers)
    apply(case, third_parties=third_parties)
    return accept(case, on=on)


@remembered
def accept(case: Case, *, on: date | None = None) -> Case:
    staff = staff_of(case)
    return mediation.accept_application(
        case=case,
        mediators=[staff.mediator],
        recorder=staff.recorder,
        venue="示例市农民工欠薪快速解决中心第一调解室",
        by=staff.intake_officer,
        on=on or case.opened_on,
    )


@remembered
def willing(case: Case, *, on: date | None = None) -> None:
    """Every party that takes part says yes to mediation."""
    for party in case.parties.exclude(place="none"):
        mediation.record_mediation_consent(
            party=party,
            answer=Answer.AGREE,
            channel=ConsentChannel.ON_SITE,
            through="" if party.is_worker else party.legal_rep,
            by=staff_of(case).intake_officer,
            on=on or case.opened_on,
        )


@remembered
def a_session(case: Case, *, on: date | None = None, at: time = time(10, 30)) -> Session:
    """A session fixed for today at half past ten, notice given on the spot."""
    on = on or case.opened_on
    return mediation.schedule_session(
        case=case,
        starts_at=datetime.combine(on, at, SHANGHAI),
        place="第一调解室",
        mode=SessionMode.ON_SITE,
        notice=NoticeKind.ON_THE_SPOT,
        recipients=list(case.parties.exclude(place="none")),
        by=staff_of(case).mediator,
        on=on,
    )


@remembered
def a_held_session(case: Case, *, on: date | None = None) -> Session:
    """A session under way: everybody consented and is present, the employer by its chief."""
    on = on or case.opened_on
    staff = staff_of(case)
    willing(case, on=on)
    session = a_session(case, on=on)
    present = [
        {"party": p, "capacity": acting(p)["capacity"], "person": acting(p)["person"]}
        for p in case.parties.exclude(place="none")
    ]
    present.append({"officer": staff.mediator, "capacity": Capacity.MEDIATOR})
    mediation.record_attendance(
        session=session, present=present, absent=[], by=staff.recorder, on=on
    )
    mediation.add_minutes_line(
        session=session, text="双方对工日和工价有无异议？", by=staff.mediator, on=on
    )
    return Session.objects.get(pk=session.pk)


def acting(party: Party) -> dict:
    """Who speaks for a party when nobody has a power of attorney: {"person", "capacity"}."""
    if party.kind == PartyKind.ORG:
        return {"person": party.legal_rep, "capacity": Capacity.LEGAL_REPRESENTATIVE}
    return {"person": party.name, "capacity": Capacity.SELF}


@remembered
def end_session(session: Session, *, result=SessionResult.SETTLED, on: date | None = None):
    """Everybody present signs the minutes of a session that ends an hour after it began."""
    case = session.case
    staff = staff_of(case)
    return mediation.close_session(
        session=session,
        ended_at=session.starts_at + timedelta(hours=1),
        result=result,
        signed_by=[*case.parties.exclude(place="none"), staff.mediator],
        by=staff.recorder,
        on=on or case.opened_on,
    )


def terms(case: Case, *, instalments: int = 1, on: date | None = None, **changes) -> Terms:
    """What is owed in full, by the debtor, in equal weekly parts from a week after `on`."""
    on = on or case.opened_on
    total = sum(account.liable_fen for account in wage_accounts(case))
    part = 100 // instalments
    percents = [part] * (instalments - 1) + [100 - part * (instalments - 1)]
    facts = {
        "payers": (PayerTerm(case.debtor, Liability.DIRECT, total),),
        "schedule": tuple(
            InstalmentTerm(no, on + timedelta(weeks=no), Decimal(percent))
            for no, percent in enumerate(percents, start=1)
        ),
        "performance_mode": PerformanceMode.INSTALMENTS
        if instalments > 1
        else PerformanceMode.ONE_PAYMENT,
    }
    if instalments > 1:
        facts |= {"default_kind": DefaultClause.ACCELERATION, "grace_days": 3}
    return Terms(**(facts | changes))


@remembered
def a_proposal(case: Case, *, on: date | None = None, **changes) -> Proposal:
    on = on or case.opened_on
    return mediation.propose_terms(
        case=case, terms=terms(case, on=on, **changes), by=staff_of(case).mediator, on=on
    )


def say(proposal: Proposal, party: Party, answer: Answer = Answer.AGREE, **changes):
    """One party's yes (or no) to a proposal, spoken by whoever acts for it."""
    speaks = acting(party)
    facts = {"through": speaks["person"], "capacity": speaks["capacity"]}
    facts |= {"by": staff_of(party.case).recorder, "on": proposal.proposed_on}
    return mediation.answer_terms(
        proposal=proposal, party=party, answer=answer, **(facts | changes)
    )


@remembered
def everybody_agrees(proposal: Proposal) -> None:
    for party in proposal.case.parties.exclude(place="none"):
        say(proposal, party)


@remembered
def an_agreement(case: Case, *, instalments: int = 1, on: date | None = None, **changes):
    """An agreement that waits for its signatures, from a session in which everybody said yes."""
    on = on or case.opened_on
    session = a_held_session(case, on=on)
    proposal = a_proposal(case, on=on, instalments=instalments, **changes)
    everybody_agrees(proposal)
    end_session(session, on=on)
    return mediation.generate_agreement(
        proposal=proposal, annex=instalments > 1, by=staff_of(case).mediator, on=on
    )


def drawn_signature() -> str:
    """What the signature pad hands in for two curves and a dot."""
    strokes = "".join(
        f'<path d="M {x}.000,60.000 C {x + 20}.500,20.000 {x + 40}.000,120.250'
        f' {x + 70}.000,{y}.000"'
        f' stroke-width="4.125" stroke="#221f1b" fill="none" stroke-linecap="round"></path>'
        for x, y in ((20, 40), (90, 100))
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 320 160" width="320" height="160">{strokes}'
        '<circle r="1.8" cx="200" cy="50.5" fill="#221f1b"></circle></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def sign(agreement: Agreement, party: Party, *, on: date | None = None, **changes):
    """The party signs by whoever acts for it, a company under its official seal."""
    speaks = acting(party)
    is_org = party.kind == PartyKind.ORG
    facts = {
        "signer": speaks["person"],
        "capacity": speaks["capacity"],
        "marks": [Mark.SIGNATURE, Mark.SEAL if is_org else Mark.FINGERPRINT],
        "seal_kind": SealKind.OFFICIAL if is_org else "",
        "by": staff_of(agreement.case).recorder,
        "on": on or agreement.made_on,
    }
    return mediation.sign_agreement(agreement=agreement, party=party, **(facts | changes))


@remembered
def sign_all(agreement: Agreement, *, on: date | None = None) -> None:
    """Every place that is left is signed but the seal."""
    on = on or agreement.made_on
    for place in signature_places(agreement):
        if place.signed:
            continue
        if place.party:
            sign(agreement, place.party, on=on)
        else:
            mediator = User.objects.get(pk=place.officer_id)
            mediation.sign_as_mediator(agreement=agreement, mediator=mediator, by=mediator, on=on)


@remembered
def seal(case: Case, *, on: date | None = None) -> Agreement:
    return mediation.seal_agreement(
        case=case,
        seal_kind=SealKind.MEDIATION_ORG,
        by=staff_of(case).mediator,
        on=on or case.opened_on,
    )


@remembered
def a_settled_case(n_workers: int = 1, instalments: int = 1, *, on: date = ON) -> Case:
    """A case whose agreement is signed, sealed and in effect; `current_agreement` finds it."""
    case = an_accepted_case(n_workers, on=on)
    sign_all(an_agreement(case, instalments=instalments, on=on))
    seal(case, on=on)
    return Case.objects.get(pk=case.pk)


def pay(case: Case, *, no: int = 1, on: date | None = None, rows: list | None = None, **changes):
    """The debtor pays an instalment by transfer: `rows` of (worker, fen), or all that is open."""
    instalment = current_agreement(case).instalments.get(no=no)
    rows = unpaid_shares(instalment) if rows is None else rows
    facts = {
        "payer": case.debtor,
        "method": PaymentMethod.BANK_TRANSFER,
        "voucher": "银行回单0001",
        "acknowledged": [worker for worker, _ in rows],
        "by": staff_of(case).intake_officer,
        "on": on or case.opened_on,
    }
    return mediation.record_payment(instalment=instalment, rows=rows, **(facts | changes))


def a_template(code: str, words: str) -> bytes:
    """The shipped template of a paper with one more paragraph, as an office would send it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(shipped_template(code))) as shipped,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in shipped.namelist():
            content = shipped.read(name)
            if name == "word/document.xml":
                more = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
                content = content.replace(b"<w:body>", more.encode(), 1)
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
