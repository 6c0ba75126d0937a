"""Every page of the tribunal that is opened rarely: readable to everybody, and on a phone."""

import pytest
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import BatchKind
from adjudication.models import Arbitration, AwardBatch, DeskBatch
from adjudication.operations.batches import make_award_batch, start_award_batch
from adjudication.operations.desk_batches import make_desk_batch, start_desk_batch
from cases.choices import Capacity, IdentityProof
from cases.operations import admit_person
from tests import builders
from tests.adjudication import cases, heard, siblings
from tests.adjudication.test_drafts import answers
from tests.adjudication.test_statements import settle
from tests.journeys.browser import PHONE, Desk
from tests.journeys.test_tribunal import faults
from tests.room.live import cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = cases.at(heard.AWARDED, 10)


@pytest.fixture
def people(chromium, live_server):
    """Return who comes to a browser already signed in; at the end nothing was complained of."""
    desks = []

    def desk(user) -> Desk:
        desks.append(Desk(chromium, live_server.url, cookie=cookie_of(user)))
        return desks[-1]

    yield desk
    complaints = [said for one in desks for said in one.complaints]
    for one in desks:
        one.context.close()
    assert complaints == []


def looked_at(desk: Desk, paths: list[str]) -> None:
    assert [path for path in paths if desk.open(path) != 200] == []
    assert [fault for path in paths for fault in faults(desk, path)] == []
    assert desk.on_a_phone(paths) == []


def test_the_papers_after_an_award_and_a_settlement(people):
    awarded = heard.an_issued_award()
    company = awarded.respondents.get()
    for award in awarded.awards.all():
        for party in (*awarded.applicants.all(), company):
            heard.serve(award, party, heard.AWARDED.replace(day=29))
    settling = cases.a_formed_arbitration(3)
    rest = cases.workers_of(settling.case)
    statement = settle(settling, rest[:2])
    clerk = people(cases.bench().clerk)
    looked_at(
        clerk,
        [
            reverse("arbitration-proof", args=[awarded.pk]),
            reverse("statement", args=[statement.pk]),
            *(reverse("statement-act", args=[statement.pk, a]) for a in ("signed", "given-up")),
        ],
    )
    looked_at(people(heard.presiding(settling)), [reverse("settle", args=[settling.pk])])


def test_the_application_from_a_phone_and_at_the_office(people):
    case = cases.a_failed_case(2)
    worker, other = cases.workers_of(case)
    user = admitted(worker)
    draft = do.save_draft(party=worker, answers=answers(case), by=user, at=AT)
    do.hand_in_draft(draft=draft, by=user, at=AT)
    phone = people(admitted(other))
    phone.page.set_viewport_size(PHONE)
    apply = reverse("phone-apply")
    assert faults(phone, apply) == []
    assert not phone.sideways()
    officer = people(builders.staff_of(case).intake_officer)
    officer.open(reverse("case-detail", args=[case.pk]))
    officer.act("按手机申请提交仲裁")
    officer.reads(worker.name)
    looked_at(officer, [reverse("arbitration-drafts", args=[case.pk])])


def admitted(party):
    return admit_person(
        party=party,
        person=party.name,
        capacity=Capacity.SELF,
        proof=IdentityProof.OFFICER,
        at=AT,
    ).user


def test_batches_and_countersigning(people):
    with freeze_time(AT):
        accepted = [cases.an_accepted_arbitration(), cases.an_accepted_arbitration(2)]
        cases.form(accepted[1])  # has its tribunal: the row is refused
        clerk, keeper = cases.bench().clerk, cases.bench().keeper
        batch = start_desk_batch(
            kind=BatchKind.APPOINT,
            arbitrations=accepted,
            told={"secretary": keeper.pk},
            by=clerk,
            on=heard.AWARDED,
            at=AT,
        )
        make_desk_batch(batch, clock=lambda: AT)
        group = siblings.of(3, found=True)
        head = siblings.presiding(group[0])
        awards = start_award_batch(
            arbitrations=group,
            title="",
            pay_within_days=15,
            by=head,
            on=heard.AWARDED,
            at=AT,
        )
        make_award_batch(awards, clock=lambda: AT)
        waiting = heard.heard(2)
        heard.find(waiting)
        draft = heard.draft(waiting)[0]
        author = heard.presiding(waiting)
        do.send_for_review(award=draft, by=author, on=heard.AWARDED)
    rows = "&".join(f"row={a.pk}" for a in accepted)
    looked_at(
        people(clerk),
        [
            *(
                f"{reverse('desk-batch-start', args=[kind])}?{rows}"
                for kind in ("appoint", "notify", "schedule", "print")
            ),
            reverse("desk-batch", args=[DeskBatch.objects.get().pk]),
            reverse("tribunal") + "?tab=ended",
        ],
    )
    second = next(u for u in (heard.bench().second, heard.bench().third) if u.pk != author.pk)
    looked_at(
        people(second),
        [reverse("countersigns"), reverse("countersign", args=[draft.pk])],
    )
    looked_at(
        people(head),
        [
            reverse("award-batches"),
            reverse("award-batch-start"),
            reverse("award-batch", args=[AwardBatch.objects.get().pk]),
            reverse("award", args=[Arbitration.objects.get(pk=group[0].pk).awards.get().pk]),
        ],
    )
