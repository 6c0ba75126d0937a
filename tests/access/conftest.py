"""One rich world, built once, and a browser for everybody who might look at it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from freezegun import freeze_time

from adjudication import operations as tribunal
from adjudication.choices import AwardKind, AwardState, BatchKind, Origin
from adjudication.models import (
    Arbitration,
    Award,
    AwardBatch,
    Enforcement,
    Hearing,
    PaymentOrder,
    Review,
    Statement,
)
from adjudication.operations.desk_batches import make_desk_batch, start_desk_batch
from adjudication.operations.review import accept_review
from cases.models import Case
from cases.operations import record, register_payment_directive
from confirmation.choices import RulingResult
from confirmation.operations import (
    call_parties,
    court_accepts,
    court_rules,
    keep_court_paper,
    send_all,
    start_drafting,
    start_sending,
)
from documents import scans, store
from documents.jobs.operations import start_batch
from documents.jobs.running import make_batch
from documents.operations import attach_scan
from documents.service.operations import Delivery, Proof, record_refusal, record_service
from documents.signing.operations import seal_document
from documents.template_desk.operations import upload_template
from documents.trial import Checked
from fund import operations as fund
from fund.models import (
    Advance,
    AdvanceLine,
    BankLine,
    MoneyAct,
    PaymentLine,
    PaymentList,
    Recovery,
)
from mediation import operations as mediation
from mediation.choices import EndReason
from room import news
from staff import operations as staff_operations
from staff.choices import Role
from staff.operations import establish_system_user
from supervision.models import PoliceTransfer
from tests import builders
from tests.access.addresses import (
    subjects,
    subjects_of_arbitration,
    subjects_of_award,
    subjects_of_confirmation,
    subjects_of_fund,
    subjects_of_hearing,
    subjects_of_review,
)
from tests.adjudication import cases as arbitrations
from tests.adjudication import reviews
from tests.confirmation import filings
from tests.confirmation.systems import System
from tests.documents.test_scans import a_pdf
from tests.fund import funds
from tests.mediation import in_session
from workflow import bridge

SESSION_COOKIE_NAME = "sessionid"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = f"{builders.ON} 06:00:00"  # two in the afternoon in the office
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 60
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

# Who has nothing to do with the case, by the role they hold.
STRANGERS = {
    "other intake officer": "other_intake_officer",
    "mediator without cases": "stranger",
    "mediator of another case": "other_mediator",
    "recorder of another case": "other_recorder",
    "arbitrator": "arbitrator",
    "tribunal secretary": "tribunal_secretary",
    "court clerk": "court_clerk",
    "fund officer": "fund_officer",
    "fund approver": "fund_approver",
    "administrator": "administrator",
    "person without a role": "no_role",
}
ON_THE_CASE = {
    "intake officer": "intake_officer",
    "mediator": "mediator",
    "recorder": "recorder",
}
PEOPLE = {**ON_THE_CASE, "director": "director", **STRANGERS}
OUTSIDE = ("visitor", "deactivated person")
# People of the parties who sit in the room of the session from their own phones.
SEATED = {"worker", "other worker", "employer"}

# Said in confidence: what nobody but who held the session may ever be shown.
CONCESSION = "让步暗语甲"
OFFER = "方案暗语乙"
CAUCUS = "会谈暗语丙"
DISCLOSED = "告知暗语丁"
SECRETS = (CONCESSION, OFFER, CAUCUS, DISCLOSED)

# Said in the live room: the words, and who may ever read them.
STAFF_OF_SESSION = {"mediator", "recorder"}
OPEN_WORDS = "公开暗语子"
CANARIES = {
    OPEN_WORDS: STAFF_OF_SESSION | SEATED,
    "工人会谈暗语丑": STAFF_OF_SESSION | {"worker", "other worker"},
    "企业会谈暗语寅": STAFF_OF_SESSION | {"employer"},
    "内部便签暗语卯": STAFF_OF_SESSION,
    "本人来话暗语辰": STAFF_OF_SESSION | {"worker"},
    "事实异议暗语巳": STAFF_OF_SESSION | {"worker"},
    "未转达报价暗语午": STAFF_OF_SESSION | {"employer"},
    "已转达报价暗语未": STAFF_OF_SESSION | SEATED,
}
# Sums that were sealed: for nobody, whoever it is, for ever.
SEALED = (73_918_465, 82_641_937)


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory, signing_dir):
    """
    Three cases and everybody: `signing`, `settled` by the same people, `foreign` by others.

    Nothing of it is ever committed; every test works in a savepoint of its own.
    """
    files = tmp_path_factory.mktemp("files")
    settings = override_settings(
        FILES_DIR=files,
        SIGNING_DIR=signing_dir,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), freeze_time(NOW), transaction.atomic():
        with settings:
            built = _build()
        built.files = files
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def browser(world):
    """Return a function that opens a fresh browser for somebody, signed in unless a visitor."""

    def browser(who: str) -> Client:
        client = Client()
        client.handler = world.handler  # its middleware lists all static files when it is loaded
        if who in world.sessions:
            client.cookies[SESSION_COOKIE_NAME] = world.sessions[who]
        return client

    return browser


@pytest.fixture(autouse=True)
def _in_the_world(_test_installation, settings, world, db):
    settings.FILES_DIR = world.files
    settings.ROOM_DB_THREADS = 0  # another thread would not see what is never committed
    yield
    news.listen(None)  # the hubs of a page that was asked are gone with its event loop


def _build() -> SimpleNamespace:
    centre = builders.a_centre()
    staff = builders.people(centre)
    staff.other_recorder = _another(staff, "other_recorder", "林夏", Role.RECORDER)
    staff.no_role = _another(staff, "no_role", "吴新", None)
    staff_operations.register_absence(
        user=staff.stranger,
        from_on=builders.ON,
        to_on=builders.ON + timedelta(days=3650),
        stand_in=staff.other_recorder,
        by=staff.administrator,
    )
    signing = _signing_case()
    settled = builders.a_settled_case(n_workers=2, instalments=2)
    builders.pay(settled, no=1)
    foreign = _foreign_case(staff)
    confirming = _confirming_case(staff)
    review = _review(staff)
    arbitration = _arbitration(staff)
    _awards_of(arbitration, staff)
    _hearing_of(arbitration, staff)
    advance = _advance_of(settled)
    lead = builders.a_lead(centre, staff, reporter_name="何远", reporter_phone="10000077001")
    template = upload_template(
        code="D06",
        content=builders.a_template("D06", "本页由中心印制。"),
        note="加一句",
        by=staff.administrator,
        on=builders.ON,
        checked=Checked([], {}),
    )
    for case in (signing, settled):
        _served(case)
    for case in (signing, settled, foreign, confirming, review.case, arbitration.case):
        bridge.reconcile(case.pk)
    sessions = {who: _signed_in(getattr(staff, name)) for who, name in PEOPLE.items()}
    sessions["deactivated person"] = _signed_in(_leaver(staff, signing))
    seats = dict(zip(("worker", "other worker", "employer"), _party_seats(signing), strict=True))
    users = {who: getattr(staff, name) for who, name in PEOPLE.items()}
    users |= {who: seat.user for who, seat in seats.items()}
    sessions |= {who: _signed_in(users[who]) for who in seats}
    cases = {"signing": signing, "settled": settled, "foreign": foreign}
    return SimpleNamespace(
        read={},  # what somebody read at an address
        centre=centre,
        staff=staff,
        lead=lead,
        template=template,
        sessions=sessions,
        users=users,
        handler=Client().handler,
        cases=cases,
        confirming=confirming,
        of_confirmation=subjects_of_confirmation(confirming)
        | subjects_of_review(review)
        | subjects_of_arbitration(arbitration)
        | subjects_of_award(arbitration, review)
        | subjects_of_hearing(arbitration),
        of_fund=subjects_of_fund(advance),
        subjects={case.pk: subjects(case) for case in cases.values()},
    )


def _advance_of(case: Case) -> Advance:
    """One of everything of the fund, in the case; seats are named for a fund of their own."""
    by, checks, on = funds.crew().handler, funds.crew().cashier, builders.ON
    account = funds.an_account()
    advance = funds.a_bare_advance(account, case, by)
    sheet = PaymentList(advance=advance, no=1, made_by=by, made_on=on, total_fen=1)
    sheet.save()
    worker = case.parties.workers().first()
    line = AdvanceLine(advance=advance, worker=worker, claimed_fen=1, verified_fen=1, amount_fen=1)
    line.save()
    instalment = case.agreements.get().instalments.first()
    entered = {
        "instalment": instalment.pk,
        "payer": case.debtor_id,
        "to_fund_rows": [[worker.pk, 1]],
        "to_worker_rows": [[worker.pk, 1]],
        "method": "bank_transfer",
        "voucher": "回单1",
    }
    MoneyAct(
        account=account,
        advance=advance,
        kind="shared",
        subject="slip-回单0",
        words=f"{case.debtor.name}兼付的款项",
        slip="回单0",
        amount_fen=2,
        facts=entered,
        outcome={"ledgers": {"bank": 1}, "wages": [[worker.pk, "paid", 1]], "papers": ["F08"]},
        before={"owed_fen": 1, "wages_fen": 1},
        entered_by=by,
        entered_on=on,
    ).save()
    paid = {"holder": worker.name, "account_no": "0", "amount_fen": 1, "attempt": 1}
    PaymentLine(list=sheet, line=line, **paid).save()
    held = {"payer": "不明", "amount_fen": 1, "bank_slip": "回单9", "received_on": on}
    waiting = fund.enter_held(account=account, by=by, on=on, **held)
    fund.confirm_money_act(act=waiting, by=checks, on=on)
    BankLine(
        account=account, serial="S1", on=on, amount_fen=1, imported_by=by, imported_on=on
    ).save()
    Recovery(
        advance=advance,
        no=1,
        received_on=on,
        payer="不明",
        amount_fen=1,
        to_fund_fen=1,
        designation="fund",
        bank_slip="回单8",
        entered_by=by,
        checked_by=checks,
        voucher=account.vouchers.first(),
    ).save()
    fund.seat_approver(
        account=funds.an_account(0, name="县级应急周转金"),
        body="中心",
        user=funds.crew().approvers[0],
        by=establish_system_user(),
        on=on,
    )
    intake = builders.staff_of(case).intake_officer
    order = register_payment_directive(
        case=case,
        number="示人社监令字〔2026〕1号",
        issued_on=on,
        debtor=case.debtor,
        amount_fen=1,
        worker_count=1,
        term_days=5,
        officers=["高远"],
        by=intake,
        on=on,
    )
    PoliceTransfer(
        case=case,
        directive=order,
        recipient="示例市公安局示例分局",
        conduct="absconded",
        worker_count=1,
        amount_fen=1,
        reported_on=on,
        approved_at=timezone.now(),
        document=case.documents.first(),
        by=intake,
    ).save()
    return advance


def _party_seats(case: Case) -> list:
    return list(case.sessions.get().room.seats.filter(role="party").select_related("user"))


def _another(staff, username: str, name: str, role):
    person = staff_operations.appoint_person(
        username=username,
        name=name,
        password=builders.PASSWORD,
        body=staff.mediator.body,
        by=staff.system,
    )
    staff_operations.choose_password(user=person, password=builders.PASSWORD)
    if role:
        staff_operations.grant_role(user=person, role=role, by=staff.system, on=builders.ON)
    return person


def _leaver(staff, case):
    """A mediator who worked on the case and has left the house since."""
    person = _another(staff, "leaver", "齐放", Role.MEDIATOR)
    case.officers.create(user=person, capacity="mediator", from_on=builders.ON)
    staff_operations.deactivate_person(
        user=person, by=staff.administrator, on=builders.ON, reason="调离"
    )
    return person


def _signed_in(person) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[SESSION_COOKIE_NAME].value


def _signing_case() -> Case:
    """An agreement that waits for its signatures, after a session in which much was confided."""
    case = builders.an_accepted_case(2)
    staff = builders.staff_of(case)
    mediator, on = staff.mediator, case.opened_on
    mediation.receive_material(
        case=case,
        received_from="赵国栋",
        pieces=[{"name": "考勤表", "kind": "复印件", "pages": 2, "proves": "出勤"}],
        originals_returned=True,
        party=case.parties.workers().first(),
        by=mediator,
        on=on,
    )
    mediation.disclose_mediator(
        case=case, relation=f"{DISCLOSED}：与法定代表人同乡", by=mediator, on=on
    )
    meeting = in_session.a_meeting(case=case)
    session = meeting.session
    _confided_in_the_room(meeting)
    mediation.add_minutes_line(
        session=session,
        text=f"{CONCESSION}：少三百元也可以",
        concession=True,
        party=case.parties.workers().first(),
        by=mediator,
        on=on,
    )
    record(case, "caucus", by=mediator, on=on, summary=CAUCUS, private=True)
    builders.a_proposal(case, other_terms=(f"{OFFER}：先付一半",))
    proposal = builders.a_proposal(case)
    builders.everybody_agrees(proposal)
    builders.end_session(session)
    agreement = mediation.generate_agreement(proposal=proposal, annex=False, by=mediator, on=on)
    mediation.show_to_all(session=session, agreement=agreement, by=mediator, at=in_session.AT)
    _somebody_knocks(session, mediator)
    for code in ("D10", "D12"):
        paper = case.documents.filter(code=code).last()
        attach_scan(document=paper, content=PDF, note="", by=mediator, on=on)
    notice = case.documents.get(code="D02")
    seal_document(document=notice, by=mediator, on=on, at=timezone.now())
    batch = start_batch(case=case, kind="rights", by=mediator, on=on, at=timezone.now())
    make_batch(batch, now=timezone.now)
    return Case.objects.get(pk=case.pk)


def _confided_in_the_room(meeting) -> None:
    """Plant every canary, and hold a round of sealed offers to its end and another half way."""
    words = iter(CANARIES)
    seats, first, debtor = meeting.seats, meeting.workers[0], meeting.debtor
    own, boss = in_session.own, f"c:{meeting.debtor.key}"
    for who, stream in (
        ("worker1", "pub"),
        ("worker2", "c:workers"),
        ("boss", boss),
        ("mediator", "med"),
        ("mediator", own(first)),
    ):
        in_session.done(seats[who], stream, "say", {"text": next(words)})
    asked = {"fact": "post", "content": "抹灰工"}
    fact = in_session.done(seats["mediator"], "pub", "fact.put", asked).body["id"]
    answer = {"id": fact, "answer": "refuse", "note": next(words)}
    in_session.done(seats["worker1"], own(first), "fact.answer", answer)
    offer = {"to": "workers", "amount_fen": 1_234_500, "minutes": 30}
    later = offer | {"note": next(words)}
    conveyed = offer | {"note": next(words)}
    made = in_session.done(seats["boss"], boss, "offer.make", conveyed)
    in_session.done(seats["mediator"], "med", "offer.convey", {"id": made.body["id"]})
    answered = {"id": made.body["id"], "answer": "decline"}
    in_session.done(seats["worker1"], "c:workers", "offer.answer", answered)
    in_session.done(seats["boss"], boss, "offer.make", later)
    sides = {"low": "workers", "high": debtor.key, "minutes": 30}
    for givers in (("worker1", "boss"), ("boss",)):
        number = in_session.done(seats["mediator"], "pub", "blind.ask", sides).body["id"]
        parties = {"worker1": first, "boss": debtor}
        for who, party in parties.items():
            agreed = {"id": number, "answer": "agree"}
            in_session.done(seats[who], own(party), "blind.consent", agreed)
        for who, fen in zip(givers, SEALED, strict=False):
            bound = {"id": number, "amount_fen": fen}
            in_session.done(seats[who], own(parties[who]), "blind.give", bound)


def _somebody_knocks(session, mediator) -> None:
    at = timezone.now()
    door = mediation.open_door(session=session, by=mediator, at=at)
    arrival = mediation.arrive(
        door=door, name="施文", standing="for_another", represents="示例建筑", at=at
    )
    mediation.knock(arrival=arrival, at=at)


def _served(case: Case) -> None:
    """One paper posted and on its way, the same one left with the other side and photographed."""
    mediator, on = builders.staff_of(case).mediator, builders.ON
    paper = case.documents.filter(code="D02").first()
    worker = case.parties.workers().first()
    record_service(
        document=paper,
        party=worker,
        delivery=Delivery(method="post", sent_on=on, tracking_no="EA000000001CN"),
        by=mediator,
        on=on,
    )
    record_refusal(
        document=paper,
        party=case.debtor,
        reason="称与公司无关",
        done_on=on,
        proofs=[Proof(kind="photo", content=PHOTO)],
        by=mediator,
        on=on,
    )


def _confirming_case(staff) -> Case:
    """Two batches at the court: the first waits there, the second is ruled on."""
    case = filings.a_complete_file(2, 1)
    mediator, on = staff.mediator, filings.later(case)
    staff.court_clerk.body = filings.court()
    staff.court_clerk.save()
    workers, others = filings.sides(case)
    card = store.put(scans.as_pages(a_pdf()).content, media_type="application/pdf")
    filings.show_papers(workers[0], papers=[("居民身份证", 1, card.pk)])
    asked = {
        "court": filings.court(),
        "ground": "mediation_org_place",
        "jointly_with": others,
    }
    batches = [[one] for one in workers]
    send_all(sending=start_drafting(case=case, batches=batches, by=mediator, on=on, asked=asked))
    drafts = list(case.confirmations.order_by("id"))
    for one in drafts:
        filings.sign(one)
    to_send = {"applications": drafts, "approved_by": mediator}
    to_send["originals"] = filings.ORIGINALS
    send_all(sending=start_sending(case=case, by=mediator, on=on, **to_send))
    System(case.confirmations.first())
    first, second = case.confirmations.order_by("id")
    call_parties(
        application=first,
        starts_at=timezone.now() + timedelta(days=9),
        mode="on_site",
        place="第三调解室",
        by=staff.court_clerk,
        at=timezone.now(),
        on=on,
    )
    keep_court_paper(application=first, title="收件回执", content=a_pdf(), by=mediator, on=on)
    court_accepts(application=second, number=filings.NUMBER, decided_on=on, by=mediator, on=on)
    court_rules(
        application=second,
        number=filings.NUMBER,
        result=RulingResult.VALID,
        ruled_on=on,
        served_on=dict.fromkeys([workers[1], *others], on),
        file=a_pdf(),
        by=mediator,
        on=on,
    )
    return Case.objects.get(pk=case.pk)


def _review(staff) -> Review:
    """A review that the commission's arbitrator has accepted with its secretary."""
    for person in (staff.arbitrator, staff.tribunal_secretary):
        person.body = reviews.commission()
        person.save()
    review = reviews.ask(filings.a_complete_file(2, 1))
    return accept_review(
        review=review,
        arbitrators=[staff.arbitrator],
        clerk=staff.tribunal_secretary,
        accepted_on=review.applied_on,
        by=staff.tribunal_secretary,
        on=review.applied_on,
    )


def _hearing_of(arbitration: Arbitration, staff) -> None:
    """A hearing whose room the secretary has opened, and a statement nobody has signed for."""
    hearing = Hearing.objects.create(
        arbitration=arbitration, no=1, starts_at=timezone.now(), place="速裁庭"
    )
    tribunal.enter_as_tribunal(hearing=hearing, by=staff.tribunal_secretary, at=timezone.now())
    Statement.objects.create(
        arbitration=arbitration,
        no=1,
        made_on=arbitration.accepted_on,
        document=arbitration.case.documents.get(code="A04", party=arbitration.case.debtor),
    )


def _arbitration(staff) -> Arbitration:
    """A case whose mediation failed, accepted by the commission; its tribunal sits."""
    case = builders.an_accepted_case(1)
    on, clerk = case.opened_on, staff.tribunal_secretary
    mediation.terminate_mediation(
        case=case,
        reason=EndReason.ONE_SIDE_REFUSES,
        guidance=["arbitration"],
        by=staff.mediator,
        on=on,
    )
    case = Case.objects.get(pk=case.pk)
    workers = list(case.parties.workers())
    filed = tribunal.file_arbitration(
        case=case,
        origin=Origin.MEDIATION,
        applicants=workers,
        respondents=[case.debtor],
        claims=tribunal.wage_claims(case, workers),
        elements=arbitrations.stated(),
        by=staff.intake_officer,
        on=on,
    )
    accepted = tribunal.accept_arbitration(arbitration=filed, by=clerk, on=on)
    tribunal.appoint_arbitrator(
        arbitration=accepted, arbitrators=[staff.arbitrator], secretary=clerk, by=clerk, on=on
    )
    _of_the_desk(accepted, clerk, on)
    return accepted


def _awards_of(arbitration: Arbitration, staff) -> None:
    """A draft, an award that is out, a batch, and what is asked of a court about it."""
    case, by, on = arbitration.case, staff.arbitrator, builders.ON
    facts = {"min_wage_fen": 1, "pay_within_days": 15, "drafted_by": by}
    facts["told"] = {"debtor": case.debtor_id, "liable": [], "rulings": {}}
    # The desk has one of the other kind under review.
    Award(arbitration=arbitration, kind="A13", final=True, digest="0" * 64, **facts).save()
    paper = case.documents.filter(code__startswith="A").first()
    out = {"state": "issued", "made_on": on, "number": "1", "document": paper}
    Award(arbitration=arbitration, kind="A12-2", final=False, **out, **facts).save()
    batch = AwardBatch.objects.create(
        commission=arbitration.commission,
        title="一批",
        pay_within_days=15,
        made_on=on,
        started_by=by,
        beat_at=timezone.now(),
    )
    batch.items.create(no=1, arbitration=arbitration, state="refused", fault="要素尚未认定")
    asked = {"debtor": case.debtor, "court": filings.court(), "amount_fen": 1, "applied_on": on}
    asked |= {"case": case, "document": paper}
    applied = Enforcement.objects.create(title="A12-2", title_number="1", effective_on=on, **asked)
    worker = case.parties.workers().first()
    applied.workers.add(worker)
    PaymentOrder(worker=worker, basis="拖欠劳动报酬", overdue_since=on, **asked).save()


def _of_the_desk(arbitration: Arbitration, clerk, on) -> None:
    """A paper in the post, a batch of prints, and a draft that waits for a second pair of eyes."""
    employer = arbitration.respondents.get()
    tribunal.serve(
        arbitration=arbitration,
        documents=tribunal.papers_for(arbitration, employer, ["A01"]),
        party=employer,
        delivery=Delivery(method="post", sent_on=on, tracking_no="EA000000002CN"),
        by=clerk,
        on=on,
    )
    batch = start_desk_batch(
        kind=BatchKind.PRINT,
        arbitrations=[arbitration],
        told={},
        by=clerk,
        on=on,
        at=timezone.now(),
    )
    make_desk_batch(batch, clock=timezone.now)
    Award.objects.create(
        arbitration=arbitration,
        kind=AwardKind.FINAL,
        final=True,
        state=AwardState.REVIEW,
        min_wage_fen=220000,
        pay_within_days=15,
        drafted_by=clerk,
    )


def _foreign_case(staff) -> Case:
    case = builders.a_case(n_workers=1)
    builders.apply(case)
    mediation.accept_application(
        case=case,
        mediators=[staff.other_mediator],
        recorder=staff.other_recorder,
        venue="第二调解室",
        by=staff.intake_officer,
        on=case.opened_on,
    )
    return Case.objects.get(pk=case.pk)
