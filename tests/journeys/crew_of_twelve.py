"""
A crew of twelve against four respondents: the wage days, sums and people of one known dispute.

Whoever holds a session over it, on a page, in the room or in a browser, must arrive at the figures
below to the fen.
"""

from datetime import date, timedelta
from decimal import Decimal

from cases import operations as cases
from cases.choices import AuthorityScope, LinkKind, PartyKind, PartyRole, PayUnit, SealKind
from cases.models import Case, Party
from cases.operations import RosterPeriod, RosterRow
from mediation import operations as mediation
from tests import builders

OWED_FEN = 15322263
INSTALMENTS_FEN = (6128905, 4596680, 4596678)
PERCENTS = ("40", "30", "30")
CONTRACTOR = "示例建设集团第九工程有限公司"
SUBCONTRACTOR = "示例市示例建筑劳务有限公司"
DEVELOPER = "示例市示例置业有限公司"
FOREMAN = "曹守业"
AGENT = "施文涛"

# Name, yuan a day, days of three months, yuan paid before.
_CREW = (
    ("周建民", "285.50", ("27", "28.5", "12"), "6000.00"),
    ("吴德顺", "285.50", ("26", "27", "12"), "6000.00"),
    ("郑永强", "285.50", ("25.5", "28", "11.5"), "5000.00"),
    ("冯玉柱", "300.00", ("27", "26", "12"), "6000.00"),
    ("陈大勇", "300.00", ("24", "25.5", "10"), "4500.00"),
    ("褚金山", "285.50", ("27", "28.5", "12"), "6000.00"),
    ("卫东升", "260.00", ("22", "26", "12"), "3000.00"),
    ("蒋春来", "260.00", ("26", "27", "9.5"), "5000.00"),
    ("沈秀兰", "210.00", ("27", "27", "12"), "4000.00"),
    ("韩桂英", "210.00", ("25", "26.5", "12"), "4000.00"),
    ("杨小军", "330.75", ("20", "28", "12"), "5500.50"),
    ("朱志刚", "330.75", ("27", "28.5", "12"), "6000.00"),
)
_MONTHS = ("2026-07", "2026-08", "2026-09")


def _fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)


def roster() -> list[RosterRow]:
    return [
        RosterRow(
            no=no,
            name=name,
            id_no=builders.id_number(no),
            pay_unit=PayUnit.DAY,
            rate_fen=_fen(rate),
            periods=tuple(
                RosterPeriod(month, quantity=Decimal(days))
                for month, days in zip(_MONTHS, quantities, strict=True)
            ),
            already_paid_fen=_fen(paid),
            phone=f"100{no + 200:08d}",
            post="瓦工",
            bank_account=f"000000{no + 200:013d}",
            bank_name="示例银行示例支行",
        )
        for no, (name, rate, quantities, paid) in enumerate(_CREW, start=1)
    ]


def _company(case: Case, key: str, role: PartyRole, name: str, head: str, no: int) -> Party:
    return cases.add_party(
        case=case,
        key=key,
        role=role,
        kind=PartyKind.ORG,
        name=name,
        uscc=builders.uscc(no),
        legal_rep=head,
        legal_rep_title="执行董事",
        address=f"示例市示例区示例路{no}号",
        phone=f"100000900{no}",
        by=builders.staff_of(case).intake_officer,
        on=case.opened_on,
    )


def a_crew_called_to_a_session(on: date):
    """The case up to the morning of its session: all four said yes and were told their rights."""
    centre = builders.a_centre(on)
    staff = builders.people(centre, on)
    intake = staff.intake_officer
    lead = builders.a_lead(
        centre,
        staff,
        on=on,
        reporter_name=_CREW[0][0],
        debtor_name=SUBCONTRACTOR,
        headcount=12,
        amount_fen=OWED_FEN,
        period_from=date(2026, 7, 1),
        period_to=date(2026, 9, 15),
        site="示例家园二期3号楼",
    )
    case = cases.open_case(lead=lead, centre=centre, by=intake, on=on, demo=False)
    developer = _company(case, "developer", PartyRole.DEVELOPER, DEVELOPER, "何志远", 21)
    contractor = _company(
        case, "general_contractor", PartyRole.GENERAL_CONTRACTOR, CONTRACTOR, "吕振华", 22
    )
    subcontractor = _company(
        case, "labour_subcontractor", PartyRole.LABOUR_SUBCONTRACTOR, SUBCONTRACTOR, "张启明", 23
    )
    foreman = cases.add_party(
        case=case,
        key="foreman",
        role=PartyRole.FOREMAN,
        kind=PartyKind.NATURAL,
        name=FOREMAN,
        id_no=builders.id_number(291, birth=date(1974, 2, 11)),
        address="示例区示例村",
        phone="10000000290",
        licensed=False,
        by=intake,
        on=on,
    )
    for upper, lower, kind in (
        (developer, contractor, LinkKind.GENERAL_CONTRACT),
        (contractor, subcontractor, LinkKind.SUBCONTRACT),
        (subcontractor, foreman, LinkKind.TO_INDIVIDUAL),
    ):
        cases.add_link(case=case, upper=upper, lower=lower, kind=kind, by=intake, on=on)
    cases.name_debtor(case=case, party=subcontractor, by=intake)
    cases.import_roster(case=case, rows=roster(), by=intake, on=on)
    case = Case.objects.get(pk=case.pk)
    builders.apply(
        case, respondents=[contractor, subcontractor, foreman], third_parties=(developer,)
    )
    case = builders.accept(case)
    builders.willing(case)
    parties = list(case.parties.exclude(place="none"))
    mediation.give_rights_notice(case=case, parties=parties, received_by=[], by=intake, on=on)
    mediation.disclose_mediator(case=case, relation="", by=staff.mediator, on=on)
    mediation.grant_authority(
        party=contractor,
        agent=AGENT,
        agent_post="项目劳资专管员",
        scope=AuthorityScope.SPECIAL,
        special_items=["承认", "放弃", "变更", "调解", "和解", "代收文书"],
        valid_from=on,
        valid_to=on + timedelta(days=90),
        seal_kind=SealKind.OFFICIAL,
        by=intake,
        on=on,
    )
    return builders.a_session(Case.objects.get(pk=case.pk), on=on)
