"""An award is laid out while nobody waits for it, and is made only if nothing has moved since."""

import pytest
from django.db import connection
from django.urls import reverse
from freezegun import freeze_time

from adjudication.choices import ArbitrationState, AwardState, BatchKind
from adjudication.models import Arbitration, DeskBatch, DeskBatchItem
from adjudication.operations import batches, desk_batches
from adjudication.operations.issuing import issue_together
from cases.models import Party
from documents import operations as documents
from documents.choices import ItemState
from documents.models import Document
from staff.refusals import ActRefused
from tests.adjudication import heard
from tests.adjudication.test_batch import AT, start


def drafted():
    """The only draft of a case everything of which is final."""
    arbitration = heard.heard(claims=heard.CLAIMS[:2], elements=heard.ELEMENTS[:3])
    heard.find(arbitration)
    return heard.draft(arbitration)[0]


def while_drawing(monkeypatch, happens=lambda turn: None, times=1) -> list:
    """Let something happen while the first papers are laid out; returns what was seen at each."""
    seen, make = [], documents.make

    def drawn(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        if len(seen) <= times:
            happens(len(seen))
        return make(*args, **kwargs)

    monkeypatch.setattr(documents, "make", drawn)
    return seen


def moves(award):
    """Return an act that gives the employer another address each time."""
    employer = Party.objects.filter(pk=award.arbitration.case.debtor_id)
    return lambda turn: employer.update(address=f"示例区新址{turn}号")


def nothing_was_made(award) -> bool:
    award.refresh_from_db()
    papers = Document.objects.filter(case=award.arbitration.case, code__startswith="A12")
    return award.state == AwardState.DRAFT and not award.number and not papers.exists()


def press(client, award, key="a"):
    client.force_login(heard.presiding(award.arbitration))
    address = reverse("award-act", args=[award.pk, "issue"])
    with freeze_time("2026-09-28 10:00:00+08:00"):
        return client.post(address, {"digest": award.digest, "submission": key})


def batch_of(award) -> DeskBatch:
    batch = DeskBatch.objects.create(
        commission=award.arbitration.commission,
        kind=BatchKind.ISSUE,
        made_on=heard.AWARDED,
        started_by=heard.presiding(award.arbitration),
        beat_at=AT,
    )
    DeskBatchItem.objects.create(
        batch=batch,
        no=1,
        key=f"issue/{award.pk}",
        arbitration=award.arbitration,
        award=award,
        told={"digest": award.digest},
    )
    return batch


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["page", "desk", "siblings"])
def test_nothing_is_locked_while_an_award_is_laid_out(monkeypatch, client, way):
    award = drafted()
    locked = while_drawing(monkeypatch)
    if way == "page":
        assert press(client, award).status_code == 302
    elif way == "desk":
        desk_batches.make_desk_batch(batch_of(award), clock=lambda: AT)
    else:
        batches.make_award_batch(start([award.arbitration]), clock=lambda: AT)
    award.refresh_from_db()
    assert award.state == AwardState.ISSUED
    assert locked[0] is False


@pytest.mark.django_db
def test_what_is_registered_meanwhile_is_in_the_award_that_is_made(monkeypatch):
    award = drafted()
    drawn = while_drawing(monkeypatch, moves(award))
    issued = heard.issue(award)
    assert len(drawn) == 2
    assert "示例区新址1号" in issued.document.context_json
    # Of what was drawn first, nothing was issued.
    assert award.arbitration.case.documents.filter(code="A12-1").count() == 1
    assert award.arbitration.case.events.filter(act="issue_award").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["hand", "page", "desk"])
def test_an_amount_that_changes_meanwhile_is_named_and_nothing_is_made(monkeypatch, client, way):
    award = drafted()
    while_drawing(monkeypatch, lambda turn: heard.find(award.arbitration, E10="8"))
    if way == "hand":
        with pytest.raises(ActRefused, match="9→8") as caught:
            heard.issue(award)
        said = str(caught.value)
    elif way == "page":
        answer = press(client, award)
        assert answer.status_code == 422
        said = answer.text
    else:
        batch = batch_of(award)
        desk_batches.make_desk_batch(batch, clock=lambda: AT)
        row = batch.items.get()
        assert row.state == ItemState.REFUSED
        said = row.fault
    assert "起草以后内容有变动" in said
    assert nothing_was_made(award)


@pytest.mark.django_db
def test_a_page_says_so_when_the_file_moved_and_the_same_form_goes_through_after_a_look(
    monkeypatch, client
):
    award = drafted()
    while_drawing(monkeypatch, moves(award))
    answer = press(client, award)
    assert answer.status_code == 422
    assert "有变动" in answer.text
    assert nothing_was_made(award)
    assert press(client, award).status_code == 302
    assert award.arbitration.case.documents.filter(code="A12-1").count() == 1


@pytest.mark.django_db
def test_an_award_whose_number_went_to_another_gets_the_next_one(monkeypatch):
    """The final and the non-final paper of one case, issued at the same moment."""
    arbitration = heard.heard()
    heard.find(arbitration)
    final, other = sorted(heard.draft(arbitration), key=lambda award: award.kind)
    while_drawing(monkeypatch, lambda turn: heard.issue(other))
    heard.issue(final)
    other.refresh_from_db()
    assert other.number == f"{heard.NUMBER[:-1]}-1号"
    final.refresh_from_db()
    assert (final.number, final.document.number) == (f"{heard.NUMBER[:-1]}-2号",) * 2
    assert final.document.context["number"] == final.number


@pytest.mark.django_db
def test_both_papers_of_a_mixed_case_are_made_in_a_batch_or_neither(monkeypatch):
    arbitration = heard.heard()
    heard.find(arbitration)
    batch = start([arbitration])
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(batches, "issue_together", _second_is_refused)
        batches.make_award_batch(batch, clock=lambda: AT)
    (row,) = batch.items.all()
    assert (row.state, "草稿已经保存" in row.fault) == (ItemState.REFUSED, True)
    assert {award.state for award in arbitration.awards.all()} == {AwardState.DRAFT}
    assert not Document.objects.filter(case=arbitration.case, code__startswith="A12").exists()
    batch.items.update(state=ItemState.WAITING, fault="")
    batch.state = "running"
    batch.save()
    batches.make_award_batch(batch, clock=lambda: AT)
    numbers = [award.number for award in arbitration.awards.order_by("kind")]
    assert numbers == [f"{heard.NUMBER[:-1]}-{no}号" for no in (1, 2)]
    assert Arbitration.objects.get(pk=arbitration.pk).state == ArbitrationState.DECIDED


def _second_is_refused(*, awards, by, on, also):
    """As the papers are issued together, but of the second one something was found otherwise."""
    heard.find(awards[0].arbitration, E15="2")  # only the non-final paper rests on it
    return issue_together(awards=awards, by=by, on=on, also=also)
