"""The award of a crew: everybody in it can be told apart and found, by name, number and card."""

import pytest

from adjudication.models import Award
from adjudication.operations.corrections import text_of
from adjudication.papers.public import public_context
from documents import store
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
# One claim that is final and one that is not: two papers, each of which prints both.
MIXED = {
    "claims": (heard.CLAIMS[1], heard.CLAIMS[3]),
    "elements": [heard.ELEMENTS[no] for no in (0, 2, 3)],
}


def issued(arbitration) -> list[Award]:
    heard.find(arbitration)
    drafts = sorted(heard.draft(arbitration), key=lambda award: award.kind)
    return [heard.issue(award) for award in drafts]


def test_two_workers_of_one_name_are_told_apart_in_their_award() -> None:
    """In a crew of hundreds some have the same name; nobody's claim is taken for a double."""
    arbitration = heard.heard(3, **MIXED)
    first, second, third = arbitration.applicants.order_by("roster_no")
    arbitration.applicants.filter(pk=second.pk).update(name=first.name)
    for award in issued(arbitration):
        context = award.document.context
        called = [f"{first.name}（申请人1）", f"{first.name}（申请人2）", third.name]
        assert list(dict.fromkeys(row["worker"] for row in context["claims"])) == called
        assert [party["name"] for party in context["applicants"]] == [first.name] * 2 + [third.name]
        assert first.name not in str(public_context(award.document))


def test_a_worker_has_one_number_in_every_table_of_the_award() -> None:
    final, other = issued(heard.heard(2, **MIXED))
    for award in (final, other):
        rows = award.document.context["claims"]
        assert [(row["worker_no"], row["no"]) for row in rows] == [(1, 1), (1, 2), (2, 1), (2, 2)]
        head = award.document.context["applicants"]
        assert [party["role"] for party in head] == ["申请人1", "申请人2"]
        assert {row["id_no"] for row in rows} == {None}  # the head has them


def test_workers_whom_the_head_does_not_name_are_identified_where_they_are_paid() -> None:
    """Representatives stand for the crew in the head; a court enforces for people with a number."""
    arbitration = heard.heard(3, **MIXED)
    speaker, *others = arbitration.applicants.order_by("roster_no")
    arbitration.representatives.set([speaker])
    for award in issued(arbitration):
        printed = text_of(store.get(award.document.docx))
        public = str(public_context(award.document))
        for worker in (speaker, *others):
            assert worker.id_no in printed
            assert worker.id_no not in public
            assert worker.name not in public
