"""Settled cases whose file is complete, and the joint application made from one."""

import io
from datetime import date, timedelta

from django.db import transaction
from reportlab.pdfgen.canvas import Canvas

from cases.choices import LicenceState, PartyKind
from cases.models import Case, Party
from cases.operations import record_identity_papers
from confirmation.choices import CourtGround
from confirmation.models import Application
from confirmation.operations import (
    court_accepts,
    draft_application,
    keep_signed_sheets,
    send_application,
)
from mediation import operations as mediation
from mediation.queries import current_agreement
from staff.choices import BodyKind
from staff.models import Body
from tests import builders
from tests.remembered import remembered

NUMBER = "（2026）冀0699民特12号"
ORIGINALS = "由调解员当面送交立案庭"  # of what the files of these tests do not hold as a scan


def court() -> Body:
    return Body.objects.get(kind=BodyKind.COURT)


def sides(case: Case) -> tuple[list[Party], list[Party]]:
    """The workers of the agreement and everybody who owes or pays."""
    return list(case.parties.workers()), [case.debtor]


@remembered
def a_complete_file(n_workers: int = 2, instalments: int = 2) -> Case:
    """A settled case with evidence, service addresses and copies of everybody's papers."""
    case = builders.a_settled_case(n_workers, instalments)
    staff, on = builders.staff_of(case), case.opened_on
    workers, others = sides(case)
    mediation.receive_material(
        case=case,
        received_from=workers[0].name,
        pieces=[{"name": "考勤表", "kind": "书证", "pages": 3, "proves": "出勤和工资"}],
        originals_returned=True,
        by=staff.intake_officer,
        on=on,
    )
    mediation.confirm_service_address(
        case=case,
        parties=workers,
        address="示例区示例路2号工棚",
        e_service=False,
        e_channel="",
        by=staff.intake_officer,
        on=on,
    )
    for party in others:
        mediation.confirm_service_address(
            case=case,
            parties=[party],
            address=party.address,
            e_service=True,
            e_channel="sms",
            by=staff.intake_officer,
            on=on,
        )
    for party in [*workers, *others]:
        show_papers(party)
    return Case.objects.get(pk=case.pk)


def show_papers(party: Party, **changes) -> None:
    """The usual copies: a person's card, a company's licence and its head's certificate."""
    natural = party.kind == PartyKind.NATURAL
    facts = {
        "papers": [("居民身份证", 1, "")]
        if natural
        else [("营业执照", 1, ""), ("法定代表人身份证明书", 1, "")],
        "registered_name": party.name,
        "licence_state": LicenceState.NATURAL if natural else LicenceState.STANDING,
        "by": builders.staff_of(party.case).mediator,
        "on": party.case.opened_on,
    }
    record_identity_papers(party=party, **(facts | changes))


def later(case: Case, days: int = 3) -> date:
    return case.opened_on + timedelta(days=days)


def draft(case: Case, **changes) -> Application:
    """The joint application of everybody of the agreement, three days after it took effect."""
    workers, others = sides(case)
    facts = {
        "court": court(),
        "ground": CourtGround.MEDIATION_ORG_PLACE,
        "workers": workers,
        "jointly_with": others,
        "by": builders.staff_of(case).mediator,
        "on": later(case),
    }
    return draft_application(case=case, **(facts | changes))


def sign(application: Application, signed_by=None, *, on: date | None = None) -> None:
    """Upload what both sides signed."""
    everybody = [*application.workers.all(), *application.others.all()]
    sheets = {"paper": a_signed_sheet("C01")}
    if application.undertaking:
        sheets["undertaking"] = a_signed_sheet("C02")
    keep_signed_sheets(
        application=application,
        signed_by=everybody if signed_by is None else signed_by,
        by=builders.staff_of(application.case).mediator,
        on=on or application.drawn_on,
        **sheets,
    )


def a_signed_sheet(words: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.drawString(60, 700, f"{words} SIGNED")
    canvas.save()
    return out.getvalue()


def send(application: Application, **changes) -> Application:
    mediator = builders.staff_of(application.case).mediator
    facts = {"approved_by": mediator, "by": mediator, "on": application.drawn_on}
    facts["originals"] = ORIGINALS
    return send_application(application=application, **(facts | changes))


def apply(case: Case, *, signed_by=None, **changes) -> Application:
    """Draft, sign and send on one day; refused at any step, nothing of it stays."""
    with transaction.atomic():
        application = draft(case, **changes)
        sign(application, signed_by)
        return send(application, **({"by": changes["by"]} if "by" in changes else {}))


@remembered
def an_application(n_workers: int = 2) -> Application:
    return apply(a_complete_file(n_workers))


@remembered
def a_docketed_application(n_workers: int = 2) -> Application:
    """An application the court has given its number."""
    application = an_application(n_workers)
    return court_accepts(
        application=application,
        number=NUMBER,
        decided_on=later(application.case, 5),
        by=builders.staff_of(application.case).mediator,
        on=later(application.case, 5),
    )


def agreement_of(case: Case):
    return current_agreement(case)
